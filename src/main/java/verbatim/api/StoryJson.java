package verbatim.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import verbatim.accounts.Accounts;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.statuses.Carried;
import verbatim.stories.Place;
import verbatim.stories.Retold;
import verbatim.stories.Seen;
import verbatim.stories.Stories;
import verbatim.stories.Story;

/// Stories as JSON (`docs/client-api.md`). Of a time no more is said than is known.
final class StoryJson {
  private final Stories stories;
  private final Accounts accounts;
  private final AccountJson accountJson;
  private final StatusJson statusJson;
  private final Addresses addresses;

  StoryJson(
      Stories stories,
      Accounts accounts,
      AccountJson accountJson,
      StatusJson statusJson,
      Addresses addresses) {
    this.stories = stories;
    this.accounts = accounts;
    this.accountJson = accountJson;
    this.statusJson = statusJson;
    this.addresses = addresses;
  }

  /// With all that stands in it for this viewer.
  JsonWriter whole(JsonWriter json, Viewer viewer, Story story) {
    Stories.Shown shown = stories.shown(viewer, story);
    head(json.object(), viewer, story, shown.things().size()).name("items").array();
    shown.things().forEach(seen -> item(json, viewer, seen));
    return json.end().end();
  }

  /// How its things repeat each other's words.
  JsonWriter versions(JsonWriter json, Viewer viewer, Story story) {
    Stories.Shown shown = stories.shown(viewer, story);
    Retold retold = stories.retold(shown);
    json.object().field("complete", retold.isWhole()).name("sentences").array();
    for (Retold.Sentence sentence : retold.sentences()) {
      place(json.object().name("from"), sentence.from());
      json.field("words", sentence.words()).name("at");
      Json.time(
          json,
          shown.isTimed(sentence.from().in())
              ? sentence.at().orElse(Instant.EPOCH)
              : Instant.EPOCH);
      json.field("earlier", sentence.isEarlier()).name("versions").array();
      for (Retold.Version version : sentence.versions()) {
        place(json.object().name("in"), version.in());
        json.field("text", version.text()).field("verdict", version.verdict().word());
        json.field("severity", version.severity().word());
        QuoteCheckJson.diff(version.diff(), json);
        json.end();
      }
      json.end().end();
    }
    return json.end().end();
  }

  private void place(JsonWriter json, Retold.Place place) {
    json.object();
    switch (place.kind()) {
      case POST -> json.field("kind", "status");
      case SERIES -> json.field("kind", "series");
      case EXCERPT -> json.field("kind", "excerpt");
      case ARTICLE -> json.field("kind", "article");
    }
    json.fieldId("status_id", place.in().id().value()).name("article_id");
    if (place.in().carried() instanceof Carried.Article(var article)) {
      json.id(article.value());
    } else {
      json.nothing();
    }
    json.name("account");
    place
        .by()
        .flatMap(accounts::find)
        .ifPresentOrElse(account -> accountJson.write(json, account), json::nothing);
    json.name("name");
    Json.textOrNull(json, place.name());
    json.end();
  }

  /// Those that are called so.
  void named(JsonWriter json, Viewer viewer, String text, int skip, int rowsMax) {
    json.array();
    stories.named(viewer, text, Page.newest(skip + rowsMax)).stream()
        .skip(skip)
        .forEach(listed -> line(json, viewer, listed.story()));
    json.end();
  }

  /// As a line in a list.
  JsonWriter line(JsonWriter json, Viewer viewer, Story story) {
    int items = stories.shown(viewer, story).things().size();
    return head(json.object(), viewer, story, items).end();
  }

  private JsonWriter head(JsonWriter json, Viewer viewer, Story story, int items) {
    boolean isEditor = viewer instanceof Viewer.Member(var me) && story.isEditedBy(me);
    json.fieldId("id", story.id().value());
    json.field("revision", story.revision());
    json.name("slug");
    Json.textOrNull(json, story.slug());
    json.field("url", addresses.at(path(story)));
    json.field("title", story.title());
    json.field("summary", story.summary());
    json.field("topics", story.topics());
    json.field("state", story.isWithheld() ? Story.State.PRIVATE.word() : story.state().word());
    json.field("withheld", story.isWithheld());
    json.field("may_be_indexed", story.mayBeIndexed());
    people(json.name("editors"), story.editors());
    if (isEditor) {
      people(json.name("asked"), story.asked());
    }
    json.field("created_at", story.createdAt());
    json.field("updated_at", story.changedAt());
    json.name("published_at");
    Json.time(json, story.publishedAt());
    json.field("items_count", items);
    json.field(
        "following",
        viewer instanceof Viewer.Member(var me) && stories.isFollowedBy(me, story.id()));
    return json;
  }

  /// Where its page is.
  static String path(Story story) {
    return "/stories/" + (story.slug().isEmpty() ? story.id() : story.slug());
  }

  private void people(JsonWriter json, List<AccountId> people) {
    json.array();
    accounts.load(people).forEach(account -> accountJson.write(json, account));
    json.end();
  }

  private void item(JsonWriter json, Viewer viewer, Seen seen) {
    Place place = seen.place();
    json.object().fieldId("item", place.n());
    json.field("kind", kind(seen));
    json.name("id");
    long number = number(seen);
    if (number == 0) {
      json.nothing();
    } else {
      json.id(number);
    }
    json.field("time_known", place.known().word());
    json.name("at");
    if (place.known() == Place.Known.TIME) {
      json.value(place.at());
    } else {
      json.nothing();
    }
    json.name("day");
    if (place.known() == Place.Known.DAY && place.when().isEmpty()) {
      json.value(place.at().atZone(ZoneOffset.UTC).toLocalDate().toString());
    } else {
      json.nothing();
    }
    json.name("when");
    Json.textOrNull(json, place.when());
    json.name("note");
    Json.textOrNull(json, place.note());
    json.name("account");
    accounts
        .find(place.speaker())
        .ifPresentOrElse(account -> accountJson.write(json, account), json::nothing);
    switch (seen) {
      case Seen.Post(_, var status) -> statusJson.one(json.name("status"), viewer, status);
      case Seen.Series(_, var parts) -> statusJson.list(json.name("statuses"), viewer, parts);
      case Seen.Withdrawn(_, var was) -> json.field("withdrawn_at", was.at());
      case Seen.Gap(var gap) -> json.field("quotes_unknown_words", gap.hasQuotationOfNobody());
    }
    json.end();
  }

  /// Of a post that carries something, what it carries; a reply says that it is one.
  private static String kind(Seen seen) {
    return switch (seen) {
      case Seen.Post(_, var status) ->
          switch (status.carried()) {
            case Carried.Article _ -> "article";
            case Carried.Excerpt _ -> "excerpt";
            case Carried.Nothing _ ->
                status
                        .words()
                        .place()
                        .parent()
                        .filter(parent -> !parent.author().equals(status.author()))
                        .isPresent()
                    ? "reply"
                    : "status";
          };
      case Seen.Withdrawn _ -> "withdrawn";
      case Seen.Series _, Seen.Gap _ -> seen.place().item().kind();
    };
  }

  private static long number(Seen seen) {
    return seen instanceof Seen.Post(_, var status)
            && status.carried() instanceof Carried.Article(var article)
        ? article.value()
        : seen.place().item().number();
  }

  JsonWriter suggestion(JsonWriter json, Viewer viewer, Stories.Suggestion suggestion) {
    json.object().field("kind", suggestion.item().kind());
    json.fieldId("id", suggestion.item().number());
    json.name("score").value(Math.round(suggestion.score() * 1_000) / 1_000.0);
    json.field("shared", suggestion.isShared());
    statusJson.one(json.name("status"), viewer, suggestion.status());
    return json.end();
  }
}
