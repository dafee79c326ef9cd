package verbatim.announcements;

import verbatim.kernel.AnnouncementId;
import verbatim.log.Event;
import verbatim.store.Bytes;

/// What happens to announcements, for those who look on. The log's key is the announcement.
public sealed interface AnnouncementEvent {
  String FAMILY = "announcement";

  /// It came, was changed, or is gone: whoever hears it looks.
  record Turned(AnnouncementId id) implements AnnouncementEvent {}

  /// Somebody answered with this sign, or took it back.
  record Reacted(AnnouncementId id, String name) implements AnnouncementEvent {}

  static Event write(AnnouncementEvent event) {
    return switch (event) {
      case Turned(var id) ->
          new Event(FAMILY, id.value(), Bytes.write(1).number(1).number(id.value()).done());
      case Reacted(var id, var name) ->
          new Event(
              FAMILY, id.value(), Bytes.write(1).number(2).number(id.value()).text(name).done());
    };
  }

  static AnnouncementEvent read(Event event) {
    Bytes.Reader from = Bytes.read(event.body());
    int kind = (int) from.number();
    AnnouncementId id = new AnnouncementId(from.number());
    return switch (kind) {
      case 1 -> new Turned(id);
      case 2 -> new Reacted(id, from.text());
      default -> throw new IllegalStateException("announcement event kind " + kind);
    };
  }
}
