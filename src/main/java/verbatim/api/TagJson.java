package verbatim.api;

import java.util.List;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.relations.Lists;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// Tag with its last seven days, and FeaturedTag. A tag's id is its name: names are all that we
/// know of tags.
final class TagJson {
  private final Timelines timelines;
  private final Lists lists;
  private final Addresses addresses;

  TagJson(Timelines timelines, Lists lists, Addresses addresses) {
    this.timelines = timelines;
    this.lists = lists;
    this.addresses = addresses;
  }

  JsonWriter write(JsonWriter json, Viewer viewer, String name) {
    json.object().field("id", Tags.key(name)).field("name", name);
    json.field("url", addresses.tag(name)).name("history").array();
    for (Timelines.TagUse day : timelines.history(Tags.key(name))) {
      json.object().field("day", Long.toString(day.day()));
      json.field("uses", Long.toString(day.uses()));
      json.field("accounts", Long.toString(day.accounts())).end();
    }
    json.end();
    if (viewer instanceof Viewer.Member(AccountId reader)) {
      json.field("following", lists.followsTag(reader, Tags.key(name)));
      json.field("featuring", features(reader, name));
    }
    return json.end();
  }

  JsonWriter list(JsonWriter json, Viewer viewer, List<String> names) {
    json.array();
    names.forEach(n -> write(json, viewer, n));
    return json.end();
  }

  JsonWriter featured(JsonWriter json, Lists.FeaturedTag tag, String authorUrl) {
    json.object().fieldId("id", tag.id()).field("name", tag.name());
    json.field("url", authorUrl + addresses.tag(tag.name()).substring(addresses.root().length()));
    json.field("statuses_count", Long.toString(tag.statuses())).name("last_status_at");
    return Json.textOrNull(json, tag.lastStatusDay()).end();
  }

  private boolean features(AccountId reader, String name) {
    return lists.featured(reader).stream().anyMatch(f -> Tags.key(f.name()).equals(Tags.key(name)));
  }
}
