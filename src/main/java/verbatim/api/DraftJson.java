package verbatim.api;

import verbatim.http.JsonWriter;
import verbatim.kernel.StatusId;
import verbatim.statuses.Draft;
import verbatim.statuses.Drafts;

/// Draft (our own entity): its statuses have the fields that posting them takes.
final class DraftJson {
  private final MediaJson mediaJson;

  DraftJson(MediaJson mediaJson) {
    this.mediaJson = mediaJson;
  }

  JsonWriter write(JsonWriter json, Drafts.Begun begun) {
    json.object().fieldId("id", begun.id().value()).name("statuses").array();
    for (Draft status : begun.statuses()) {
      json.object();
      ScheduledJson.words(json, "status", status);
      json.name("in_reply_to_id");
      status.inReplyTo().map(StatusId::value).ifPresentOrElse(json::id, json::nothing);
      mediaJson.mine(json.name("media_attachments"), status.media());
      json.end();
    }
    return json.end().field("updated_at", begun.updatedAt()).end();
  }
}
