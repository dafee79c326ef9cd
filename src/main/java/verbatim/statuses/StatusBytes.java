package verbatim.statuses;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.relations.Audience;
import verbatim.relations.ReplyPolicy;
import verbatim.store.Bytes;

/// A status, a state of its words, and what is left of a deleted one, as versioned bytes.
final class StatusBytes {
  /// From the second on with who may answer, from the third with what it carries.
  private static final int VERSION = 3;

  private static final int VERSION_REPLIES = 2;

  /// From the second on with what was said of the files, from the third with who may answer.
  private static final int EDIT_VERSION = 3;

  private static final int EDIT_VERSION_SAID = 2;

  private static final double FOCUS = 10_000.0;
  private static final int GONE = 0;
  private static final int WORDS = 1;
  private static final int BOOST = 2;

  private StatusBytes() {}

  static byte[] write(Kept kept) {
    var to = Bytes.write(VERSION);
    return switch (kept) {
      case Kept.Gone(var author, var root) ->
          to.number(GONE).number(author.value()).number(root.value()).done();
      case Kept.Live(var status) -> live(to, status).done();
    };
  }

  private static Bytes.Writer live(Bytes.Writer to, Status status) {
    to.number(status.isBoost() ? BOOST : WORDS).number(status.author().value());
    origin(to, status.origin());
    audience(to, status.audience());
    to.time(status.createdAt());
    switch (status.content()) {
      case Status.Boost(var of, var ofAuthor) -> to.number(of.value()).number(ofAuthor.value());
      case Status.Words words -> words(to, words);
    }
    carried(to, status.carried());
    return to;
  }

  static void carried(Bytes.Writer to, Carried carried) {
    switch (carried) {
      case Carried.Nothing _ -> to.number(0);
      case Carried.Excerpt(var id) -> to.number(1).number(id.value());
      case Carried.Article(var id) -> to.number(2).number(id.value());
    }
  }

  static Carried carried(Bytes.Reader from) {
    int kind = (int) from.number();
    return switch (kind) {
      case 0 -> Carried.NOTHING;
      case 1 -> new Carried.Excerpt(new ExcerptId(from.number()));
      case 2 -> new Carried.Article(new ArticleId(from.number()));
      default -> throw new IllegalStateException("carried kind " + kind);
    };
  }

  static Kept read(StatusId id, byte[] value) {
    var from = Bytes.read(value);
    int kind = (int) from.number();
    var author = account(from);
    if (kind == GONE) {
      return new Kept.Gone(author, status(from));
    }
    Origin origin = origin(from);
    Audience audience = audience(from);
    Instant createdAt = from.time();
    Status.Content content =
        switch (kind) {
          case WORDS -> words(from, from.version() >= VERSION_REPLIES);
          case BOOST -> new Status.Boost(status(from), account(from));
          default -> throw new IllegalStateException("status kind " + kind);
        };
    Carried carried = from.version() >= VERSION ? carried(from) : Carried.NOTHING;
    return new Kept.Live(new Status(id, author, origin, audience, content, createdAt, carried));
  }

  static byte[] write(Edit edit) {
    var to = Bytes.write(EDIT_VERSION).time(edit.at());
    words(to, edit.words());
    to.list(
        List.copyOf(edit.said().entrySet()),
        (w, file) -> {
          Media.Said said = file.getValue();
          w.number(file.getKey().value()).text(said.description()).text(said.credit());
          w.number(Math.round(said.focus().x() * FOCUS));
          w.number(Math.round(said.focus().y() * FOCUS));
        });
    return to.done();
  }

  static Edit readEdit(byte[] value) {
    var from = Bytes.read(value);
    Instant at = from.time();
    Status.Words words = words(from, from.version() >= EDIT_VERSION);
    Map<MediaId, Media.Said> said = new HashMap<>();
    if (from.version() >= EDIT_VERSION_SAID) {
      from.list(
          r -> {
            var id = new MediaId(r.number());
            String description = r.text();
            String credit = r.text();
            var focus = new Medium.Focus(r.number() / FOCUS, r.number() / FOCUS);
            said.put(id, new Media.Said(description, focus, credit));
            return id;
          });
    }
    return new Edit(at, words, Map.copyOf(said));
  }

  private static void words(Bytes.Writer to, Status.Words words) {
    to.text(words.text()).text(words.warning()).flag(words.marked()).flag(words.covered());
    to.text(words.language());
    to.list(words.mentions(), (w, m) -> w.number(m.account().value()).text(m.written()));
    to.list(words.tags(), Bytes.Writer::text);
    to.list(words.media(), (w, m) -> w.number(m.value()));
    to.optional(words.poll(), StatusBytes::poll);
    to.number(words.place().root().value());
    to.optional(
        words.place().parent(), (w, p) -> w.number(p.status().value()).number(p.author().value()));
    to.optional(
        words.series(), (w, s) -> w.number(s.id().value()).number(s.position()).number(s.count()));
    to.time(words.editedAt());
    to.text(words.application().name()).text(words.application().website());
    to.number(number(words.replies()));
  }

  private static Status.Words words(Bytes.Reader from, boolean hasReplies) {
    return new Status.Words(
        from.text(),
        from.text(),
        from.flag(),
        from.flag(),
        from.text(),
        from.list(r -> new Status.Mention(account(r), r.text())),
        from.list(Bytes.Reader::text),
        from.list(r -> new MediaId(r.number())),
        from.optional(StatusBytes::poll),
        new Status.Place(
            status(from), from.optional(r -> new Status.Parent(status(r), account(r)))),
        from.optional(
            r ->
                new Status.SeriesPlace(
                    new SeriesId(r.number()), (int) r.number(), (int) r.number())),
        from.time(),
        new Status.Application(from.text(), from.text()),
        hasReplies ? replies((int) from.number()) : ReplyPolicy.PUBLIC);
  }

  static int number(ReplyPolicy policy) {
    return switch (policy) {
      case PUBLIC -> 0;
      case FOLLOWERS -> 1;
      case MENTIONED -> 2;
      case NOBODY -> 3;
    };
  }

  static ReplyPolicy replies(int number) {
    return switch (number) {
      case 0 -> ReplyPolicy.PUBLIC;
      case 1 -> ReplyPolicy.FOLLOWERS;
      case 2 -> ReplyPolicy.MENTIONED;
      case 3 -> ReplyPolicy.NOBODY;
      default -> throw new IllegalStateException("reply policy " + number);
    };
  }

  private static void poll(Bytes.Writer to, Status.Poll poll) {
    to.list(poll.options(), Bytes.Writer::text).flag(poll.multiple()).flag(poll.hideTotals());
    to.time(poll.endsAt()).number(poll.round());
  }

  private static Status.Poll poll(Bytes.Reader from) {
    return new Status.Poll(
        from.list(Bytes.Reader::text), from.flag(), from.flag(), from.time(), (int) from.number());
  }

  private static void origin(Bytes.Writer to, Origin origin) {
    switch (origin) {
      case Origin.Here _ -> to.flag(false);
      case Origin.Remote(var uri, var url) -> to.flag(true).text(uri).text(url);
    }
  }

  private static Origin origin(Bytes.Reader from) {
    return from.flag() ? new Origin.Remote(from.text(), from.text()) : Origin.HERE;
  }

  static void audience(Bytes.Writer to, Audience audience) {
    switch (audience) {
      case Audience.Everyone(boolean listed) -> to.number(listed ? 1 : 2);
      case Audience.Followers(var mentioned) -> people(to.number(3), mentioned);
      case Audience.Only(var people) -> people(to.number(4), people);
      case Audience.Members _ -> throw noStatus();
    }
  }

  private static IllegalStateException noStatus() {
    return new IllegalStateException("a message of a conversation is no status");
  }

  static Audience audience(Bytes.Reader from) {
    int kind = (int) from.number();
    return switch (kind) {
      case 1 -> new Audience.Everyone(true);
      case 2 -> new Audience.Everyone(false);
      case 3 -> new Audience.Followers(people(from));
      case 4 -> new Audience.Only(people(from));
      default -> throw new IllegalStateException("audience kind " + kind);
    };
  }

  private static void people(Bytes.Writer to, Collection<AccountId> people) {
    to.list(List.copyOf(people), (w, who) -> w.number(who.value()));
  }

  private static Set<AccountId> people(Bytes.Reader from) {
    return Set.copyOf(new LinkedHashSet<>(from.list(StatusBytes::account)));
  }

  private static AccountId account(Bytes.Reader from) {
    return new AccountId(from.number());
  }

  private static StatusId status(Bytes.Reader from) {
    return new StatusId(from.number());
  }

  static byte[] series(AccountId author, List<StatusId> parts) {
    return Bytes.write(1)
        .number(author.value())
        .list(parts, (to, part) -> to.number(part.value()))
        .done();
  }

  static List<StatusId> readSeries(byte[] value) {
    var from = Bytes.read(value);
    from.number();
    return from.list(StatusBytes::status);
  }

  static Optional<Status> live(Kept kept) {
    return switch (kept) {
      case Kept.Live(var status) -> Optional.of(status);
      case Kept.Gone _ -> Optional.empty();
    };
  }
}
