package verbatim.api;

import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.conversations.Seen;
import verbatim.conversations.Shown;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.relations.Audience;
import verbatim.relations.ReplyPolicy;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;

/// Private messages as old apps see them: direct statuses that answer each other, in Mastodon's
/// Conversation. They mention the other members; nobody else can be reached by answering them.
final class MessageJson {
  /// What a favourite is in a conversation.
  static final String FAVOURITE = "⭐";

  private final Accounts accounts;
  private final Conversations conversations;
  private final AccountJson accountJson;
  private final MediaJson mediaJson;
  private final EmojiJson emojiJson;
  private final ContentHtml html;
  private final Addresses addresses;

  MessageJson(
      Accounts accounts,
      Conversations conversations,
      StatusJson.Shapes shapes,
      ContentHtml html,
      Addresses addresses) {
    this.accounts = accounts;
    this.conversations = conversations;
    this.accountJson = shapes.account();
    this.mediaJson = shapes.media();
    this.emojiJson = shapes.emoji();
    this.html = html;
    this.addresses = addresses;
  }

  /// Conversation.
  JsonWriter conversation(JsonWriter json, AccountId me, Shown shown) {
    json.object().fieldId("id", shown.conversation().id().value());
    json.field("unread", shown.isUnread()).name("accounts");
    accountJson.list(json, accounts.load(shown.others())).name("last_status");
    Optional<Seen> last =
        shown.last().filter(seen -> seen.message().content() instanceof Message.Words);
    if (last.isPresent()) {
      status(json, me, last.get());
    } else {
      json.nothing();
    }
    return json.end();
  }

  JsonWriter statuses(JsonWriter json, AccountId me, List<Seen> all) {
    json.array();
    all.forEach(seen -> status(json, me, seen));
    return json.end();
  }

  JsonWriter status(JsonWriter json, AccountId me, Seen seen) {
    members(json.object(), me, seen);
    return json.end();
  }

  /// With the text as it was written, for whoever erases in order to write anew.
  JsonWriter withText(JsonWriter json, AccountId me, Seen seen) {
    members(json.object(), me, seen);
    return json.field("text", seen.message().text()).end();
  }

  private void members(JsonWriter json, AccountId me, Seen seen) {
    Message message = seen.message();
    Account author = accounts.find(message.author()).orElseThrow(Refusal::notFound);
    json.fieldId("id", message.status().value()).field("created_at", message.at());
    json.field("visibility", message.audience().visibility());
    String uri = addresses.uri(author) + "/statuses/" + message.status();
    json.field("uri", uri).field("url", addresses.url(author) + "/" + message.status());
    json.field("sensitive", false).field("spoiler_text", "").fieldNull("language");
    json.name("edited_at");
    Json.time(json, seen.editedAt());
    json.field("content", html.message(message.text()).value()).fieldNull("application");
    mentions(json, message);
    json.name("tags").array().end().name("media_attachments");
    mediaJson.list(json, mediaJson.of(message.media(), message.status()));
    json.fieldNull("series").name("emojis");
    emojiJson.of(json, message.text());
    json.field("reply_policy", ReplyPolicy.MENTIONED.word()).fieldNull("card");
    Json.noQuotes(json.fieldNull("quote"));
    Optional<Seen.Reaction> favourite =
        seen.reactions().stream().filter(r -> r.name().equals(FAVOURITE)).findFirst();
    json.field("replies_count", 0).field("reblogs_count", 0);
    json.field("favourites_count", favourite.map(Seen.Reaction::count).orElse(0));
    json.field("quotes_count", 0).raw(accountJson.member(author));
    parent(json, me, message);
    json.fieldNull("poll").fieldNull("reblog");
    json.field("favourited", favourite.map(Seen.Reaction::isMine).orElse(false));
    json.field("reblogged", false).field("bookmarked", false);
    json.field("muted", false).name("filtered").array().end();
  }

  private void parent(JsonWriter json, AccountId me, Message message) {
    Optional<Message> before = conversations.before(me, message);
    if (before.isPresent()) {
      json.fieldId("in_reply_to_id", before.get().status().value());
      json.fieldId("in_reply_to_account_id", before.get().author().value());
    } else {
      json.fieldNull("in_reply_to_id").fieldNull("in_reply_to_account_id");
    }
  }

  private void mentions(JsonWriter json, Message message) {
    json.name("mentions").array();
    message.seats().stream()
        .filter(Audience.Seat::isTaken)
        .map(Audience.Seat::account)
        .filter(one -> !one.equals(message.author()))
        .flatMap(one -> accounts.find(one).stream())
        .forEach(account -> mention(json, account));
    json.end();
  }

  private void mention(JsonWriter json, Account account) {
    json.object().fieldId("id", account.id().value());
    json.field("username", account.handle().username()).field("acct", account.handle().acct());
    json.field("url", addresses.url(account)).end();
  }

  /// What stood there at different times.
  JsonWriter history(JsonWriter json, List<Message> versions) {
    json.array();
    for (Message version : versions) {
      Account author = accounts.find(version.author()).orElseThrow(Refusal::notFound);
      json.object().field("content", html.message(version.text()).value());
      json.field("spoiler_text", "").field("sensitive", false);
      json.field("created_at", version.at()).name("account");
      accountJson.write(json, author).fieldNull("poll").name("media_attachments");
      mediaJson.list(json, mediaJson.of(version.media(), version.status())).name("emojis");
      emojiJson.of(json, version.text()).fieldNull("quote").end();
    }
    return json.end();
  }
}
