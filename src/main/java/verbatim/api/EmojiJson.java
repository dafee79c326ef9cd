package verbatim.api;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import verbatim.accounts.Account;
import verbatim.accounts.Profile;
import verbatim.http.JsonWriter;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.media.CustomEmoji;
import verbatim.media.Emojis;
import verbatim.rendering.Addresses;
import verbatim.statuses.Status;
import verbatim.text.Entities;
import verbatim.text.Entity;

/// CustomEmoji, and which of them a text uses. Ours stand in our own words only: what somebody on
/// another server meant by a shortcode, he must say himself.
final class EmojiJson {
  private final Emojis emojis;
  private final Addresses addresses;
  private final Limits.Text limits;

  EmojiJson(Emojis emojis, Addresses addresses, Limits limits) {
    this.emojis = emojis;
    this.addresses = addresses;
    this.limits = limits.text();
  }

  /// Another number after every change: what is kept was made with one of them.
  long version() {
    return emojis.version();
  }

  JsonWriter all(JsonWriter json) {
    return list(json, emojis.list());
  }

  JsonWriter of(JsonWriter json, Status.Words words, Origin origin) {
    if (none(origin)) {
      return json.array().end();
    }
    Map<String, CustomEmoji> used = new LinkedHashMap<>();
    find(words.warning(), used);
    find(words.text(), used);
    words.poll().ifPresent(poll -> poll.options().forEach(option -> find(option, used)));
    return list(json, used.values());
  }

  JsonWriter of(JsonWriter json, Status.Poll poll, Origin origin) {
    if (none(origin)) {
      return json.array().end();
    }
    Map<String, CustomEmoji> used = new LinkedHashMap<>();
    poll.options().forEach(option -> find(option, used));
    return list(json, used.values());
  }

  JsonWriter of(JsonWriter json, Account account) {
    if (none(account.origin())) {
      return json.array().end();
    }
    Map<String, CustomEmoji> used = new LinkedHashMap<>();
    find(account.profile().displayName(), used);
    find(account.profile().bio(), used);
    for (Profile.Field field : account.profile().fields()) {
      find(field.name(), used);
      find(field.value(), used);
    }
    return list(json, used.values());
  }

  JsonWriter of(JsonWriter json, String text) {
    Map<String, CustomEmoji> used = new LinkedHashMap<>();
    find(text, used);
    return list(json, used.values());
  }

  /// Where a reaction's picture is: nothing for a sign that everybody has.
  JsonWriter addresses(JsonWriter json, String name) {
    emojis
        .find(name)
        .ifPresent(
            emoji ->
                json.field("url", at(emoji.path())).field("static_url", at(emoji.stillPath())));
    return json;
  }

  private boolean none(Origin origin) {
    return emojis.isEmpty() || !(origin instanceof Origin.Here);
  }

  private void find(String text, Map<String, CustomEmoji> used) {
    if (text.indexOf(':') < 0) {
      return;
    }
    List<Entity.Emoji> written = Entities.find(text, limits).emoji();
    for (Entity.Emoji emoji : written) {
      emojis.find(emoji.shortcode()).ifPresent(one -> used.putIfAbsent(one.shortcode(), one));
    }
  }

  private JsonWriter list(JsonWriter json, Collection<CustomEmoji> some) {
    json.array();
    some.forEach(emoji -> one(json, emoji));
    return json.end();
  }

  JsonWriter one(JsonWriter json, CustomEmoji emoji) {
    json.object().field("shortcode", emoji.shortcode());
    json.field("url", at(emoji.path())).field("static_url", at(emoji.stillPath()));
    json.field("visible_in_picker", true).name("category");
    return Json.textOrNull(json, emoji.category()).end();
  }

  private String at(String path) {
    return addresses.at("/media/" + path);
  }
}
