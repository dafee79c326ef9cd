package verbatim.moderation;

import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.ReportId;
import verbatim.log.Event;
import verbatim.store.Bytes;

/// What concerns the moderators. The log's key is the account that it is about.
public sealed interface ModerationEvent {
  String FAMILY = "moderation";

  record Reported(ReportId report, AccountId by, AccountId about) implements ModerationEvent {}

  /// Something was done at the desk.
  record Done(DeedId deed, AccountId about) implements ModerationEvent {}

  static Event write(ModerationEvent event) {
    return switch (event) {
      case Reported(var report, var by, var about) ->
          new Event(
              FAMILY,
              about.value(),
              Bytes.write(1)
                  .number(1)
                  .number(report.value())
                  .number(by.value())
                  .number(about.value())
                  .done());
      case Done(var deed, var about) ->
          new Event(
              FAMILY,
              about.value(),
              Bytes.write(1).number(2).number(deed.value()).number(about.value()).done());
    };
  }

  static ModerationEvent read(Event event) {
    Bytes.Reader from = Bytes.read(event.body());
    int kind = (int) from.number();
    return switch (kind) {
      case 1 ->
          new Reported(
              new ReportId(from.number()),
              new AccountId(from.number()),
              new AccountId(from.number()));
      case 2 -> new Done(new DeedId(from.number()), new AccountId(from.number()));
      default -> throw new IllegalStateException("moderation event kind " + kind);
    };
  }
}
