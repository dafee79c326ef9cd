package verbatim.api;

import verbatim.http.JsonWriter;
import verbatim.statuses.Drafts;

/// Draft (our own entity): its statuses have the fields that posting them takes.
final class DraftJson {
  private final ScheduledJson scheduledJson;

  DraftJson(ScheduledJson scheduledJson) {
    this.scheduledJson = scheduledJson;
  }

  JsonWriter write(JsonWriter json, Drafts.Begun begun) {
    json.object().fieldId("id", begun.id().value()).name("statuses").array();
    begun.statuses().forEach(status -> scheduledJson.whole(json, status));
    return json.end().field("updated_at", begun.updatedAt()).end();
  }
}
