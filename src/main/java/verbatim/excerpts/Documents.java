package verbatim.excerpts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import verbatim.conversations.Conversations;
import verbatim.conversations.Conversations.Link;
import verbatim.conversations.Conversations.Run;
import verbatim.keys.Keys;
import verbatim.sx1.Attestations;
import verbatim.sx1.Attestations.Agreed;
import verbatim.sx1.Excerpt;
import verbatim.sx1.Message;
import verbatim.sx1.Verifier;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Json;
import verbatim.sx1.Words;

/// Excerpts as `sx1` documents: what is opened, and who vouches for it. A message is opened with
/// the opening of its author, who is the one asked, or with that which all have on the record;
/// nobody else's is ever at hand here.
final class Documents {
  private final Conversations conversations;
  private final Keys keys;

  Documents(Conversations conversations, Keys keys) {
    this.conversations = conversations;
    this.keys = keys;
  }

  /// As it is first published: the publisher's own words, and those on the record; all others are
  /// gaps.
  ///
  /// @param run as the publisher may open it
  Excerpt first(String address, Kept kept, Run run, Instant now) {
    List<Excerpt.Entry> entries = new ArrayList<>();
    List<Agreed> own = new ArrayList<>();
    for (Link link : run.links()) {
      Choice choice = kept.choice();
      boolean isMine = link.isBy(kept.publisher());
      Optional<Message> opened =
          choice.leftOut().contains(link.n()) || !(isMine || link.isOnRecord())
              ? Optional.empty()
              : opened(link);
      Set<Integer> hidden = choice.hiddenIn(link.n());
      if (opened.isEmpty() || hidden.size() >= opened.get().parts().size()) {
        entries.add(new Excerpt.Entry.LeftOut(Digest.of(link.commitment().e())));
        continue;
      }
      entries.add(shown(link, opened.get(), hidden));
      if (isMine) {
        own.add(agreed(link, opened.get(), hidden));
      }
    }
    Excerpt excerpt = Excerpt.of(address, kept.conv(), kept.choice().from(), kept.prev(), entries);
    if (!excerpt.head().equals(Digest.of(run.link(kept.choice().to()).commitment().chain()))) {
      throw new IllegalStateException("the chain does not fit in " + kept);
    }
    excerpt =
        excerpt.with(
            Attestations.range(
                excerpt.range(),
                Attestations.ReceivedBy.LOCAL,
                Digest.of(run.start()),
                keys.server(),
                now));
    return own.isEmpty()
        ? excerpt
        : excerpt.with(
            Attestations.author(
                excerpt.range(),
                new Attestations.Answer(address, Attestations.Decision.CONSENT, "", own),
                keys.of(kept.publisher()),
                now));
  }

  private static Optional<Message> opened(Link link) {
    boolean isWords =
        link.seen()
            .filter(m -> m.content() instanceof verbatim.conversations.Message.Words)
            .isPresent();
    return isWords ? link.opening().map(opening -> message(link, opening)) : Optional.empty();
  }

  private static Message message(Link link, verbatim.conversations.Opening opening) {
    Message message =
        Message.opened(
            opening.seed(),
            opening.head(),
            link.seen().orElseThrow().text(),
            link.files().stream().map(Digest::of).toList());
    if (!message.commitment().equals(Digest.of(link.commitment().m()))) {
      throw new IllegalStateException("message " + link.n() + " is not what was committed to");
    }
    return message;
  }

  /// The seed tells all, its pictures too, so it is shown only where nothing is hidden.
  private static Excerpt.Entry shown(Link link, Message message, Set<Integer> hidden) {
    long ms = link.at().toEpochMilli();
    return hidden.isEmpty() && message.files().isEmpty()
        ? new Excerpt.Entry.Open(ms, message)
        : Excerpt.Entry.inParts(ms, message, hidden, Set.of());
  }

  private static Agreed agreed(Link link, Message message, Set<Integer> hidden) {
    Digest m = message.commitment();
    if (hidden.isEmpty() && message.files().isEmpty()) {
      return new Agreed.All(link.n(), m);
    }
    return new Agreed.Some(link.n(), m, others(message.parts().size(), hidden), Set.of());
  }

  static Set<Integer> others(int parts, Set<Integer> hidden) {
    Set<Integer> others = new TreeSet<>();
    for (int j = 0; j < parts; j++) {
      if (!hidden.contains(j)) {
        others.add(j);
      }
    }
    return others;
  }

  /// What somebody signs who agrees to have these parts shown.
  ///
  /// @param run as he may open it
  Json.Fields consent(
      String address,
      Kept kept,
      Run run,
      Map<Long, Set<Integer>> open,
      String around,
      Instant now) {
    List<Agreed> entries = new ArrayList<>();
    open.forEach(
        (n, parts) -> {
          Link link = run.link(n);
          Message message = opened(link).orElseThrow();
          entries.add(agreed(link, message, others(message.parts().size(), parts)));
        });
    return Attestations.author(
        range(kept, run),
        new Attestations.Answer(address, Attestations.Decision.CONSENT, around, entries),
        keys.of(run.who()),
        now);
  }

  /// What somebody signs who says that these are not his words.
  Json.Fields denial(
      String address, Kept kept, Run run, List<Long> entries, String around, Instant now) {
    List<Agreed> named =
        entries.stream()
            .<Agreed>map(
                n ->
                    new Agreed.Some(n, Digest.of(run.link(n).commitment().m()), Set.of(), Set.of()))
            .toList();
    return Attestations.author(
        range(kept, run),
        new Attestations.Answer(address, Attestations.Decision.DENY, around, named),
        keys.of(run.who()),
        now);
  }

  Json.Fields note(String text, Run run, Instant now) {
    return Attestations.note(text, keys.of(run.who()), now);
  }

  private static Attestations.Range range(Kept kept, Run run) {
    Choice choice = kept.choice();
    return new Attestations.Range(
        kept.conv(),
        choice.from(),
        choice.to(),
        kept.prev(),
        Digest.of(run.link(choice.to()).commitment().chain()));
  }

  /// With what this party agreed to, or says.
  ///
  /// @param run as he may open it
  Excerpt opened(Excerpt shown, Kept kept, Kept.Party party, Run run) {
    Excerpt excerpt = shown;
    for (var one : party.open().entrySet()) {
      Link link = run.link(one.getKey());
      Optional<Message> message = opened(link);
      if (message.isPresent()) {
        Set<Integer> hidden = others(message.get().parts().size(), one.getValue());
        excerpt = excerpt.with(one.getKey(), shown(link, message.get(), hidden));
      }
    }
    return said(excerpt, kept, party);
  }

  /// Signatures and notes, from what the party said; nothing is opened.
  Excerpt said(Excerpt shown, Kept kept, Kept.Party party) {
    Excerpt excerpt = shown;
    if (!party.yes().attestation().all().isEmpty()) {
      excerpt = excerpt.with(party.yes().attestation());
    }
    if (!party.denial().all().isEmpty()) {
      excerpt = excerpt.with(party.denial());
    }
    if (!party.note().all().isEmpty()) {
      List<Json.Fields> notes = new ArrayList<>(excerpt.context());
      notes.add(party.note());
      excerpt = excerpt.withContext(notes);
    }
    return named(excerpt, kept);
  }

  /// The members are named when each of them has agreed to it: the object that names them binds all
  /// of them at once.
  private Excerpt named(Excerpt excerpt, Kept kept) {
    Optional<Conversations.Founding> founding =
        conversations.founding(kept.choice().conversation());
    if (founding.isEmpty() || !excerpt.conversation().isEmpty()) {
      return excerpt;
    }
    Set<verbatim.kernel.AccountId> named = new HashSet<>();
    named.add(kept.publisher());
    kept.parties().stream()
        .filter(Kept.Party::hasAgreed)
        .forEach(party -> named.add(party.account()));
    return named.containsAll(founding.get().members())
        ? excerpt.with(founding.get().object())
        : excerpt;
  }

  /// Without what this party agreed to; what is on the record stays.
  static Excerpt sealed(Excerpt shown, Kept.Party party) {
    Excerpt excerpt = shown;
    for (long n : party.open().keySet()) {
      excerpt = gap(excerpt, n);
    }
    return unsaid(excerpt, party.uri());
  }

  /// Without anything of his.
  static Excerpt without(Excerpt shown, Kept.Party party) {
    Excerpt excerpt = sealed(shown, party);
    for (long n : party.onRecord()) {
      excerpt = gap(excerpt, n);
    }
    return excerpt;
  }

  static Excerpt gap(Excerpt excerpt, long n) {
    return excerpt.entry(n) instanceof Excerpt.Entry.LeftOut
        ? excerpt
        : excerpt.with(n, new Excerpt.Entry.LeftOut(excerpt.entry(n).hash(n)));
  }

  /// Without his signatures, his note, and the names of all, which need his yes too.
  static Excerpt unsaid(Excerpt excerpt, String uri) {
    return new Excerpt(
        excerpt.id(),
        excerpt.conv(),
        excerpt.from(),
        excerpt.prev(),
        List.of(),
        excerpt.entries(),
        excerpt.attestations().stream().filter(one -> !isBy(one, "author", uri)).toList(),
        excerpt.consent(),
        excerpt.context().stream().filter(one -> !isBy(one, "by", uri)).toList());
  }

  private static boolean isBy(Json.Fields signed, String name, String uri) {
    return signed.has(name) && signed.at(name).equals(new Json.Text(uri));
  }

  /// With how the asking stands: this alone goes by the clock, and no signature binds it.
  static Excerpt telling(Excerpt excerpt, List<Excerpt.Consent> consent) {
    return new Excerpt(
        excerpt.id(),
        excerpt.conv(),
        excerpt.from(),
        excerpt.prev(),
        excerpt.conversation(),
        excerpt.entries(),
        excerpt.attestations(),
        consent,
        excerpt.context());
  }

  /// How many bytes a message takes at most when it is opened.
  static long bytes(String text) {
    long words = Words.parts(text).size();
    return 1_500 + words * 70 + 6L * text.length();
  }

  static long bytesMax() {
    return Verifier.DOCUMENT_BYTES_MAX;
  }
}
