package verbatim.api;

import verbatim.accounts.Accounts;
import verbatim.announcements.Announcement;
import verbatim.announcements.Announcements;
import verbatim.http.JsonWriter;
import verbatim.kernel.AnnouncementId;
import verbatim.kernel.Limits;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.text.Entities;
import verbatim.text.Entity;

/// Announcement, as one member sees it or as it is pushed to all.
final class AnnouncementJson {
  private final Accounts accounts;
  private final Addresses addresses;
  private final ContentHtml html;
  private final EmojiJson emojiJson;
  private final Limits.Text limits;

  AnnouncementJson(
      Accounts accounts,
      Addresses addresses,
      ContentHtml html,
      EmojiJson emojiJson,
      Limits limits) {
    this.accounts = accounts;
    this.addresses = addresses;
    this.html = html;
    this.emojiJson = emojiJson;
    this.limits = limits.text();
  }

  JsonWriter toReader(JsonWriter json, Announcements.Shown shown) {
    return write(json, shown, true);
  }

  /// Without what is each reader's own.
  JsonWriter toAnybody(JsonWriter json, Announcements.Shown shown) {
    return write(json, shown, false);
  }

  private JsonWriter write(JsonWriter json, Announcements.Shown shown, boolean isOwn) {
    Announcement announcement = shown.announcement();
    json.object();
    facts(json, announcement);
    if (isOwn) {
      json.field("read", shown.isRead());
    }
    entities(json, announcement.text());
    json.name("reactions").array();
    for (Announcements.Reaction reaction : shown.reactions()) {
      json.object().field("name", reaction.name()).field("count", reaction.count());
      if (isOwn) {
        json.field("me", reaction.isMine());
      }
      emojiJson.addresses(json, reaction.name()).end();
    }
    return json.end().end();
  }

  /// For whoever runs the server: what was written, whether or not it is shown.
  JsonWriter written(JsonWriter json, Announcement announcement) {
    json.object();
    facts(json, announcement);
    return json.field("text", announcement.text()).end();
  }

  private void facts(JsonWriter json, Announcement announcement) {
    json.fieldId("id", announcement.id().value());
    json.field("content", html.announcement(announcement.text()).value());
    json.name("starts_at");
    Json.time(json, announcement.startsAt()).name("ends_at");
    Json.time(json, announcement.endsAt()).field("all_day", announcement.allDay());
    json.field("published_at", announcement.publishedAt());
    json.field("updated_at", announcement.updatedAt());
  }

  private void entities(JsonWriter json, String text) {
    Entities entities = Entities.find(text, limits);
    json.name("mentions").array();
    entities.mentions().stream()
        .map(m -> m.domain().isEmpty() ? m.username() : m.username() + "@" + m.domain())
        .distinct()
        .flatMap(name -> accounts.find(addresses.handle(name)).stream())
        .filter(account -> account.standing().isShownToStrangers())
        .forEach(
            account ->
                json.object()
                    .fieldId("id", account.id().value())
                    .field("username", account.handle().username())
                    .field("acct", account.handle().acct())
                    .field("url", addresses.url(account))
                    .end());
    json.end().name("statuses").array().end().name("tags").array();
    entities.hashtags().stream()
        .map(Entity.Hashtag::name)
        .distinct()
        .forEach(tag -> json.object().field("name", tag).field("url", addresses.tag(tag)).end());
    json.end().name("emojis");
    emojiJson.of(json, text);
  }

  /// What streams say of one sign.
  JsonWriter pushed(JsonWriter json, AnnouncementId id, Announcements.Reaction reaction) {
    json.object().field("name", reaction.name()).field("count", reaction.count());
    json.fieldId("announcement_id", id.value());
    return emojiJson.addresses(json, reaction.name()).end();
  }
}
