package verbatim.statuses;

import java.time.Duration;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.StatusId;
import verbatim.relations.ReplyPolicy;
import verbatim.store.Bytes;

/// A draft of ours as bytes, whole: what was written now is posted later.
final class DraftBytes {
  /// From the second on with who may answer, from the third with what it carries.
  private static final int VERSION = 3;

  private static final int VERSION_REPLIES = 2;

  private DraftBytes() {}

  static byte[] write(Draft draft) {
    Bytes.Writer to = Bytes.write(VERSION);
    to.number(draft.author().value())
        .text(draft.text())
        .text(draft.warning())
        .flag(draft.sensitive())
        .text(draft.language())
        .number(number(draft.visibility()))
        .list(draft.media(), (w, id) -> w.number(id.value()))
        .optional(draft.poll(), DraftBytes::poll)
        .number(draft.inReplyTo().map(StatusId::value).orElse(0L))
        .text(draft.application().name())
        .text(draft.application().website())
        .number(StatusBytes.number(draft.replies()));
    StatusBytes.carried(to, draft.carried());
    return to.done();
  }

  private static void poll(Bytes.Writer to, Draft.NewPoll poll) {
    to.list(poll.options(), Bytes.Writer::text)
        .flag(poll.multiple())
        .flag(poll.hideTotals())
        .number(poll.runs().toMillis());
  }

  static Draft read(byte[] value) {
    var from = Bytes.read(value);
    return new Draft(
        new AccountId(from.number()),
        from.text(),
        from.text(),
        from.flag(),
        from.text(),
        visibility((int) from.number()),
        from.list(r -> new MediaId(r.number())),
        from.optional(
            r ->
                new Draft.NewPoll(
                    r.list(Bytes.Reader::text), r.flag(), r.flag(), Duration.ofMillis(r.number()))),
        Optional.of(from.number()).filter(id -> id != 0).map(StatusId::new),
        new Status.Application(from.text(), from.text()),
        Origin.HERE,
        from.version() >= VERSION_REPLIES
            ? StatusBytes.replies((int) from.number())
            : ReplyPolicy.PUBLIC,
        from.version() >= VERSION ? StatusBytes.carried(from) : Carried.NOTHING);
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
