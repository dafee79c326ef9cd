package verbatim.archives;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Profile;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.relations.Audience;
import verbatim.relations.Filters;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.statuses.Draft;
import verbatim.statuses.Edit;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// People and posts as ActivityStreams, each with the letters that its owner typed as `source`.
final class Notes {
  private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
  private static final String CONTEXT = "https://www.w3.org/ns/activitystreams";

  private final Accounts accounts;
  private final Statuses statuses;
  private final Media media;
  private final Addresses addresses;
  private final ContentHtml html;

  Notes(Accounts accounts, Statuses statuses, Media media, Addresses addresses, ContentHtml html) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.media = media;
    this.addresses = addresses;
    this.html = html;
  }

  /// Where a file of ours lies in the archive.
  static String file(String path) {
    return "media_attachments/" + path;
  }

  JsonWriter actor(Account account) {
    Profile profile = account.profile();
    JsonWriter json = new JsonWriter(2_048).object().field("@context", CONTEXT);
    json.field("type", profile.bot() ? "Service" : "Person");
    json.field("id", addresses.uri(account)).field("url", addresses.url(account));
    json.field("preferredUsername", account.handle().username());
    json.field("name", profile.displayName()).field("summary", html.bio(account).value());
    source(json, profile.bio());
    json.field("published", account.createdAt());
    json.field("manuallyApprovesFollowers", profile.locked());
    json.field("discoverable", profile.discoverable()).field("indexable", profile.indexable());
    json.field("hidesCollections", profile.hidesCollections());
    json.field("outbox", "outbox.json").field("likes", "likes.json");
    json.field("bookmarks", "bookmarks.json");
    picture(json, "icon", profile.avatar());
    picture(json, "image", profile.header());
    json.name("attachment").array();
    for (Profile.Field field : profile.fields()) {
      json.object().field("type", "PropertyValue").field("name", field.name());
      json.field("value", html.field(account, field).value());
      source(json, field.value());
      field.verifiedAt().ifPresent(at -> json.field("verified", at));
      json.end();
    }
    return json.end().end();
  }

  private static void picture(JsonWriter json, String name, String path) {
    if (!path.isEmpty()) {
      json.name(name).object().field("type", "Image").field("url", file(path)).end();
    }
  }

  private static void source(JsonWriter json, String text) {
    json.name("source").object().field("content", text).field("mediaType", "text/plain").end();
  }

  JsonWriter activity(Account author, Status status) {
    JsonWriter json = new JsonWriter(2_048).object();
    String uri = addresses.uri(status, author);
    switch (status.content()) {
      case Status.Boost(var of, _) -> {
        json.field("id", uri).field("type", "Announce").field("actor", addresses.uri(author));
        json.field("published", status.createdAt());
        audience(json, author, status.audience());
        statuses
            .find(of)
            .filter(boosted -> statuses.maySee(Viewer.of(author.id()), boosted))
            .ifPresent(boosted -> about(json, "object", boosted));
      }
      case Status.Words words -> {
        json.field("id", uri + "/activity").field("type", "Create");
        json.field("actor", addresses.uri(author)).field("published", status.createdAt());
        audience(json, author, status.audience());
        json.name("object").object().field("id", uri);
        note(json, author, status, words);
        json.end();
      }
    }
    return json.end();
  }

  private void about(JsonWriter json, String name, Status other) {
    accounts.find(other.author()).ifPresent(a -> json.field(name, addresses.uri(other, a)));
  }

  private void note(JsonWriter json, Account author, Status status, Status.Words words) {
    json.field("type", words.poll().isPresent() ? "Question" : "Note");
    json.field("url", addresses.url(status, author));
    json.field("attributedTo", addresses.uri(author)).field("published", status.createdAt());
    if (!words.editedAt().equals(Instant.EPOCH)) {
      json.field("updated", words.editedAt());
    }
    audience(json, author, status.audience());
    json.field("visibility", status.audience().visibility());
    json.field("sensitive", words.sensitive());
    if (!words.warning().isEmpty()) {
      json.field("summary", words.warning());
    }
    json.field("content", html.of(words, status.origin()).value());
    if (!words.language().isEmpty()) {
      json.field("language", words.language());
    }
    source(json, words.text());
    words
        .place()
        .parent()
        .flatMap(parent -> statuses.find(parent.status()))
        .filter(parent -> statuses.maySee(Viewer.of(author.id()), parent))
        .ifPresent(parent -> about(json, "inReplyTo", parent));
    tags(json, words);
    files(json, words);
    words.poll().ifPresent(poll -> poll(json, poll));
    words
        .series()
        .ifPresent(
            place ->
                json.name("series")
                    .object()
                    .fieldId("id", place.id().value())
                    .field("position", place.position())
                    .field("count", place.count())
                    .end());
    if (!words.editedAt().equals(Instant.EPOCH)) {
      edits(json, author, status);
    }
  }

  private void tags(JsonWriter json, Status.Words words) {
    json.name("tag").array();
    for (Status.Mention mention : words.mentions()) {
      accounts
          .find(mention.account())
          .ifPresent(
              a ->
                  json.object()
                      .field("type", "Mention")
                      .field("name", mention.written())
                      .field("href", addresses.uri(a))
                      .end());
    }
    for (String tag : words.tags()) {
      json.object().field("type", "Hashtag").field("name", "#" + tag);
      json.field("href", addresses.tag(tag)).end();
    }
    json.end();
  }

  private void files(JsonWriter json, Status.Words words) {
    json.name("attachment").array();
    for (Medium medium : media.load(words.media())) {
      if (medium.state() instanceof Medium.Ready ready) {
        json.object().field("type", "Document").field("mediaType", ready.original().type());
        json.field("url", file(ready.original().path())).field("name", medium.description());
        json.field("credit", medium.credit()).name("focalPoint").array();
        json.value(medium.focus().x()).value(medium.focus().y()).end();
        json.field("width", ready.original().width()).field("height", ready.original().height());
        json.end();
      }
    }
    json.end();
  }

  private static void poll(JsonWriter json, Status.Poll poll) {
    json.field("endTime", poll.endsAt()).name(poll.multiple() ? "anyOf" : "oneOf").array();
    for (String option : poll.options()) {
      json.object().field("type", "Note").field("name", option).end();
    }
    json.end();
  }

  private void edits(JsonWriter json, Account author, Status status) {
    json.name("formerly").array();
    for (Edit edit : statuses.history(Viewer.of(author.id()), status.id())) {
      json.object().field("updated", edit.at()).field("summary", edit.words().warning());
      source(json, edit.words().text());
      json.end();
    }
    json.end();
  }

  private void audience(JsonWriter json, Account author, Audience audience) {
    String followers = addresses.uri(author) + "/followers";
    switch (audience) {
      case Audience.Everyone(boolean listed) ->
          json.field("to", List.of(listed ? PUBLIC : followers))
              .field("cc", List.of(listed ? followers : PUBLIC));
      case Audience.Followers(var mentioned) ->
          json.field("to", List.of(followers)).field("cc", uris(mentioned));
      case Audience.Only(var people) ->
          json.field("to", uris(people)).field("cc", List.<String>of());
      case Audience.Members _ -> throw new IllegalStateException("a message is no status");
    }
  }

  private List<String> uris(Set<AccountId> people) {
    return accounts.load(people).stream().map(addresses::uri).toList();
  }

  // ---- what is his alone

  JsonWriter preferences(Account account) {
    return new JsonWriter()
        .object()
        .field("posting:default:visibility", account.posting().visibility())
        .field("posting:default:sensitive", account.posting().sensitive())
        .field("posting:default:language", account.posting().language())
        .end();
  }

  JsonWriter filters(List<Filters.Filter> filters) {
    JsonWriter json = new JsonWriter().array();
    for (Filters.Filter filter : filters) {
      json.object().field("title", filter.title());
      json.field("filter_action", filter.action().name().toLowerCase(Locale.ROOT));
      json.field(
          "context",
          filter.contexts().stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList());
      filter.expiresAt().ifPresent(at -> json.field("expires_at", at));
      json.name("keywords").array();
      for (Filters.Keyword keyword : filter.keywords()) {
        json.object().field("keyword", keyword.keyword());
        json.field("whole_word", keyword.wholeWord()).end();
      }
      json.end().name("statuses").array();
      filter.statuses().forEach(one -> json.value(one.status().toString()));
      json.end().end();
    }
    return json.end();
  }

  void draft(JsonWriter json, Draft draft) {
    json.object().field("status", draft.text()).field("spoiler_text", draft.warning());
    json.field("sensitive", draft.sensitive()).field("language", draft.language());
    json.field("visibility", draft.visibility().name().toLowerCase(Locale.ROOT));
    json.name("files").array();
    for (Medium medium : media.load(draft.media())) {
      if (medium.state() instanceof Medium.Ready ready) {
        json.object().field("url", file(ready.original().path()));
        json.field("name", medium.description()).end();
      }
    }
    json.end();
    draft.inReplyTo().ifPresent(id -> json.fieldId("in_reply_to_id", id.value()));
    draft
        .poll()
        .ifPresent(
            poll ->
                json.name("poll")
                    .object()
                    .field("options", poll.options())
                    .field("multiple", poll.multiple())
                    .field("expires_in", poll.runs().toSeconds())
                    .end());
    json.end();
  }
}
