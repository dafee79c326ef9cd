package verbatim.api;

import java.util.List;
import verbatim.http.JsonWriter;
import verbatim.notifications.Notifications;

/// Markers by timeline.
final class MarkerJson {
  JsonWriter write(JsonWriter json, List<Notifications.Marker> markers) {
    json.object();
    for (Notifications.Marker marker : markers) {
      json.name(marker.timeline()).object().field("last_read_id", marker.lastReadId());
      json.field("version", marker.version()).field("updated_at", marker.updatedAt()).end();
    }
    return json.end();
  }
}
