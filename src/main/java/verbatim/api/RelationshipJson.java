package verbatim.api;

import java.util.List;
import verbatim.http.JsonWriter;
import verbatim.relations.FollowOptions;
import verbatim.relations.Relationship;

/// Relationship.
final class RelationshipJson {
  JsonWriter write(JsonWriter json, Relationship with) {
    return members(json, with).end();
  }

  /// With what its owner calls the other.
  JsonWriter named(JsonWriter json, Relationship with, String contactName) {
    members(json, with).name("contact_name");
    return Json.textOrNull(json, contactName).end();
  }

  private static JsonWriter members(JsonWriter json, Relationship with) {
    boolean follows = with.following() || with.requested();
    FollowOptions options = with.options();
    json.object().fieldId("id", with.other().value()).field("following", with.following());
    json.field("showing_reblogs", follows && options.boosts());
    json.field("notifying", follows && options.notifies()).name("languages");
    if (follows && !options.languages().isEmpty()) {
      json.array();
      options.languages().forEach(json::value);
      json.end();
    } else {
      json.nothing();
    }
    json.field("followed_by", with.followedBy()).field("blocking", with.blocking());
    json.field("blocked_by", with.blockedBy()).field("muting", with.muting());
    json.field("muting_notifications", with.mutingNotifications()).name("muting_expires_at");
    Json.time(json, with.mutedUntil());
    json.field("requested", with.requested()).field("requested_by", with.requestedBy());
    json.field("domain_blocking", with.domainBlocking()).field("endorsed", with.endorsed());
    return json.field("note", with.note());
  }

  JsonWriter list(JsonWriter json, List<Relationship> all) {
    json.array();
    all.forEach(r -> write(json, r));
    return json.end();
  }
}
