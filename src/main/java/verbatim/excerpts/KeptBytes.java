package verbatim.excerpts;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.StatusId;
import verbatim.statuses.Draft;
import verbatim.store.Bytes;
import verbatim.sx1.Excerpt;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Json;

/// An excerpt as versioned bytes.
final class KeptBytes {
  private static final int VERSION = 2;

  private KeptBytes() {}

  static byte[] write(Kept kept) {
    Bytes.Writer to = Bytes.write(VERSION);
    to.number(kept.publisher().value()).text(kept.uri()).text(kept.conv());
    choice(to, kept.choice());
    to.raw(kept.prev().bytes()).time(kept.createdAt());
    to.text(kept.around().text()).text(kept.around().warning());
    to.number(number(kept.around().visibility()));
    to.list(kept.parties(), KeptBytes::party);
    to.optional(kept.published(), KeptBytes::published);
    return to.done();
  }

  static Kept read(ExcerptId id, byte[] value) {
    Bytes.Reader from = Bytes.read(value);
    return new Kept(
        id,
        new AccountId(from.number()),
        from.text(),
        from.text(),
        choice(from),
        Digest.of(from.raw()),
        from.time(),
        new Around(from.text(), from.text(), visibility((int) from.number())),
        from.list(KeptBytes::party),
        from.optional(KeptBytes::published));
  }

  private static void choice(Bytes.Writer to, Choice choice) {
    to.number(choice.conversation().value()).number(choice.from()).number(choice.to());
    parts(to, choice.hidden());
    numbers(to, choice.leftOut());
  }

  private static Choice choice(Bytes.Reader from) {
    return new Choice(
        new ConversationId(from.number()),
        from.number(),
        from.number(),
        parts(from),
        Set.copyOf(from.list(Bytes.Reader::number)));
  }

  private static void party(Bytes.Writer to, Kept.Party party) {
    to.number(party.account().value()).text(party.uri());
    numbers(to, party.asked());
    numbers(to, party.onRecord());
    to.time(party.askedAt());
    to.time(party.yes().at());
    parts(to, party.yes().open());
    to.flag(party.yes().isWhole());
    signed(to, party.yes().attestation());
    to.time(party.withdrawnAt());
    signed(to, party.denial());
    signed(to, party.note());
  }

  private static Kept.Party party(Bytes.Reader from) {
    return new Kept.Party(
        new AccountId(from.number()),
        from.text(),
        from.list(Bytes.Reader::number),
        from.list(Bytes.Reader::number),
        from.time(),
        new Kept.Yes(from.time(), parts(from), from.flag(), signed(from)),
        from.time(),
        signed(from),
        signed(from));
  }

  private static void published(Bytes.Writer to, Kept.Published published) {
    to.number(published.status().value()).time(published.at()).raw(published.shown().bytes());
    to.raw(published.print().bytes()).time(published.printedAt()).time(published.changedAt());
    to.list(
        List.copyOf(published.since().edits().entrySet()),
        (w, one) -> w.number(one.getKey()).number(one.getValue()));
    numbers(to, published.since().erased());
  }

  private static Kept.Published published(Bytes.Reader from) {
    return new Kept.Published(
        new StatusId(from.number()),
        from.time(),
        Excerpt.read(from.raw()),
        Digest.of(from.raw()),
        from.time(),
        from.time(),
        from.version() < 2 ? Kept.Since.NOTHING : since(from));
  }

  private static Kept.Since since(Bytes.Reader from) {
    Map<Long, Long> edits = new TreeMap<>();
    var _ =
        from.list(
            r -> {
              long n = r.number();
              edits.put(n, r.number());
              return n;
            });
    return new Kept.Since(edits, Set.copyOf(from.list(Bytes.Reader::number)));
  }

  private static void signed(Bytes.Writer to, Json.Fields signed) {
    to.text(signed.all().isEmpty() ? "" : signed.written());
  }

  private static Json.Fields signed(Bytes.Reader from) {
    String json = from.text();
    return json.isEmpty()
        ? Json.Fields.EMPTY
        : Json.read(json.getBytes(StandardCharsets.UTF_8)).fields();
  }

  private static void numbers(Bytes.Writer to, Collection<Long> numbers) {
    to.list(List.copyOf(numbers), Bytes.Writer::number);
  }

  private static void parts(Bytes.Writer to, Map<Long, Set<Integer>> parts) {
    to.list(
        List.copyOf(new TreeMap<>(parts).entrySet()),
        (w, one) ->
            w.number(one.getKey())
                .list(List.copyOf(new TreeSet<>(one.getValue())), (p, part) -> p.number(part)));
  }

  private static Map<Long, Set<Integer>> parts(Bytes.Reader from) {
    Map<Long, Set<Integer>> parts = new TreeMap<>();
    var _ =
        from.list(
            r -> {
              long n = r.number();
              parts.put(n, Set.copyOf(r.list(p -> (int) p.number())));
              return n;
            });
    return parts;
  }

  private static int number(Draft.Visibility visibility) {
    return switch (visibility) {
      case PUBLIC -> 0;
      case UNLISTED -> 1;
      case FOLLOWERS -> 2;
      case DIRECT -> 3;
    };
  }

  private static Draft.Visibility visibility(int number) {
    return switch (number) {
      case 0 -> Draft.Visibility.PUBLIC;
      case 1 -> Draft.Visibility.UNLISTED;
      case 2 -> Draft.Visibility.FOLLOWERS;
      case 3 -> Draft.Visibility.DIRECT;
      default -> throw new IllegalStateException("visibility " + number);
    };
  }
}
