package verbatim.api;

import verbatim.http.JsonWriter;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.statuses.Draft;
import verbatim.statuses.Scheduled;

/// ScheduledStatus. Our own: `statuses` has all parts of a series as they would be sent; what other
/// clients read (`params`, `media_attachments`) is the first of them.
final class ScheduledJson {
  private final MediaJson mediaJson;

  ScheduledJson(MediaJson mediaJson) {
    this.mediaJson = mediaJson;
  }

  JsonWriter write(JsonWriter json, Scheduled.Post post) {
    Draft draft = post.first();
    json.object().fieldId("id", post.id().value()).field("scheduled_at", post.at());
    params(json.name("params"), draft);
    mediaJson.mine(json.name("media_attachments"), draft.media()).name("statuses").array();
    post.drafts().forEach(part -> whole(json, part));
    return json.end().end();
  }

  /// A draft as it is sent, with its files.
  void whole(JsonWriter json, Draft draft) {
    json.object();
    words(json, "status", draft);
    json.name("in_reply_to_id");
    draft.inReplyTo().map(StatusId::value).ifPresentOrElse(json::id, json::nothing);
    mediaJson.mine(json.name("media_attachments"), draft.media()).end();
  }

  private static void params(JsonWriter json, Draft draft) {
    json.object();
    words(json, "text", draft);
    // A number here, and only here: so the client API has it.
    json.name("in_reply_to_id");
    draft.inReplyTo().ifPresentOrElse(id -> json.value(id.value()), json::nothing);
    json.fieldNull("scheduled_at").fieldNull("idempotency");
    json.field("application_id", 0).field("with_rate_limit", false).end();
  }

  /// What a draft says, as its fields were sent.
  private static void words(JsonWriter json, String text, Draft draft) {
    json.field(text, draft.text()).field("spoiler_text", draft.warning());
    json.field("sensitive", draft.sensitive()).name("language");
    if (draft.language().isEmpty()) {
      json.nothing();
    } else {
      json.value(draft.language());
    }
    json.field("visibility", draft.visibility().word());
    json.field("reply_policy", draft.replies().word());
    json.field("media_ids", draft.media().stream().map(MediaId::toString).toList());
    json.name("poll");
    draft.poll().ifPresentOrElse(poll -> poll(json, poll), json::nothing);
  }

  private static void poll(JsonWriter json, Draft.NewPoll poll) {
    json.object().field("options", poll.options());
    json.field("expires_in", poll.runs().toSeconds()).field("multiple", poll.multiple());
    json.field("hide_totals", poll.hideTotals()).end();
  }
}
