package verbatim.api;

import java.time.ZoneOffset;
import java.util.List;
import verbatim.accounts.Account;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.relations.Lists;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.statuses.Statuses;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// Tag with its last seven days, and FeaturedTag. A tag's id is its name: names are all that we
/// know of tags.
final class TagJson {
  private final Timelines timelines;
  private final Lists lists;
  private final Statuses statuses;
  private final Addresses addresses;

  TagJson(Timelines timelines, Lists lists, Statuses statuses, Addresses addresses) {
    this.timelines = timelines;
    this.lists = lists;
    this.statuses = statuses;
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

  JsonWriter featured(JsonWriter json, Lists.FeaturedTag tag, Account author) {
    Statuses.TagUse use = statuses.tagUse(author.id(), tag.name());
    String day =
        use.statuses() == 0 ? "" : use.last().atZone(ZoneOffset.UTC).toLocalDate().toString();
    json.object().fieldId("id", tag.id()).field("name", tag.name());
    json.field(
        "url",
        addresses.url(author) + addresses.tag(tag.name()).substring(addresses.root().length()));
    json.field("statuses_count", Long.toString(use.statuses())).name("last_status_at");
    return Json.textOrNull(json, day).end();
  }

  private boolean features(AccountId reader, String name) {
    return lists.featured(reader).stream().anyMatch(f -> Tags.key(f.name()).equals(Tags.key(name)));
  }
}
