package verbatim.api;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.conversations.Conversation;
import verbatim.conversations.Message;
import verbatim.conversations.Seen;
import verbatim.conversations.Shown;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;

/// Our own Conversation and Message. Nothing here ever says the seed of somebody else's words in a
/// talk that asks for consent: the door gives none out.
final class ConversationJson {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Accounts accounts;
  private final AccountJson accountJson;
  private final MediaJson mediaJson;

  ConversationJson(Accounts accounts, AccountJson accountJson, MediaJson mediaJson) {
    this.accounts = accounts;
    this.accountJson = accountJson;
    this.mediaJson = mediaJson;
  }

  JsonWriter write(JsonWriter json, AccountId me, Shown shown) {
    Conversation conversation = shown.conversation();
    json.object().fieldId("id", conversation.id().value());
    json.field("mode", conversation.mode().word()).name("mode_wanted");
    wish(json, conversation);
    json.name("members");
    accountJson.list(json, accounts.load(conversation.present()));
    json.field("group", conversation.isGroup()).name("contact_name");
    // Of a group nobody in particular is the other.
    Json.textOrNull(
        json,
        conversation.isGroup()
            ? ""
            : shown.others().stream()
                .findFirst()
                .map(other -> shown.names().getOrDefault(other, ""))
                .orElse(""));
    json.name("contact_names").object();
    shown.names().forEach((who, name) -> json.field(who.toString(), name));
    json.end().field("unread", shown.isUnread()).field("muted", shown.isMuted());
    json.field("request", shown.isRequest()).field("last_n", shown.lastN());
    json.field("last_read_n", shown.lastReadN()).name("last_message");
    if (shown.last().isPresent()) {
      message(json, me, shown.last().get());
    } else {
      json.nothing();
    }
    json.name("read_by").array();
    shown
        .readTo()
        .forEach((who, n) -> json.object().fieldId("account_id", who.value()).field("n", n).end());
    json.end().field("created_at", conversation.createdAt());
    return json.field("urn", conversation.urn()).field("end_to_end_encrypted", false).end();
  }

  private static void wish(JsonWriter json, Conversation conversation) {
    Optional<Conversation.Wish> wish = conversation.wish();
    if (wish.isEmpty()) {
      json.nothing();
      return;
    }
    json.object().field("mode", wish.get().mode().word()).name("by").array();
    wish.get().by().forEach(who -> json.id(who.value()));
    json.end().end();
  }

  JsonWriter list(JsonWriter json, AccountId me, List<Shown> all) {
    json.array();
    all.forEach(one -> write(json, me, one));
    return json.end();
  }

  JsonWriter messages(JsonWriter json, AccountId me, List<Seen> all) {
    json.array();
    all.forEach(one -> message(json, me, one));
    return json.end();
  }

  JsonWriter message(JsonWriter json, AccountId me, Seen seen) {
    Message message = seen.message();
    json.object().fieldId("conversation_id", message.conversation().value());
    json.field("n", message.n()).fieldId("account_id", message.author().value());
    json.field("text", message.text()).field("created_at", message.at()).name("media");
    mediaJson.list(json, mediaJson.of(message.media(), message.status()));
    number(json, "reply_to_n", message.replyToN());
    number(json, "replaces_n", message.replacesN());
    number(json, "replaced_by_n", seen.replacedBy());
    json.field("erased", message.isErased()).field("mode", message.mode().word()).name("event");
    event(json, message);
    json.name("reactions").array();
    for (Seen.Reaction reaction : seen.reactions()) {
      json.object().field("name", reaction.name()).field("count", reaction.count());
      json.field("me", reaction.isMine()).end();
    }
    json.end().fieldId("status_id", message.status().value()).name("proof").object();
    json.field("m", base64(message.commitment().m()));
    json.field("e", base64(message.commitment().e()));
    json.field("chain", base64(message.commitment().chain()));
    seen.opening()
        .ifPresent(
            opening -> json.field("seed", base64(opening.seed())).field("head", opening.head()));
    return json.end().end();
  }

  private void event(JsonWriter json, Message message) {
    switch (message.content()) {
      case Message.Words _, Message.Erased _ -> json.nothing();
      case Message.Joined(var who) -> {
        json.object().field("type", "join").name("account_id");
        json.id(who.value()).end();
      }
      case Message.Left _ ->
          json.object()
              .field("type", "leave")
              .fieldId("account_id", message.author().value())
              .end();
      case Message.ModeChanged(var to) ->
          json.object().field("type", "mode").field("mode", to.word()).end();
    }
  }

  private static void number(JsonWriter json, String name, long n) {
    if (n == 0) {
      json.fieldNull(name);
    } else {
      json.field(name, n);
    }
  }

  private static String base64(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }

  /// Somebody is writing.
  JsonWriter typing(JsonWriter json, ConversationId id, AccountId who) {
    return json.object()
        .fieldId("conversation_id", id.value())
        .fieldId("account_id", who.value())
        .end();
  }

  JsonWriter accounts(JsonWriter json, List<AccountId> people) {
    return accountJson.list(json, accounts.load(people));
  }

  Optional<Account> account(AccountId id) {
    return accounts.find(id);
  }
}
