package verbatim.api;

import java.util.Collection;
import java.util.List;
import verbatim.http.JsonWriter;
import verbatim.kernel.MediaId;

/// MediaAttachment.
final class MediaJson {
  record Shown(MediaId id, String description) {}

  List<Shown> of(Collection<MediaId> ids) {
    return ids.stream().map(i -> new Shown(i, "")).toList();
  }

  JsonWriter list(JsonWriter json, List<Shown> all) {
    json.array();
    return json.end();
  }
}
