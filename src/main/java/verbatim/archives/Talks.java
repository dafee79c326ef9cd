package verbatim.archives;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import verbatim.conversations.Conversation;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.conversations.Seen;
import verbatim.conversations.Shown;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.media.Media;
import verbatim.media.Medium;

/// Private conversations in an archive: each as its owner sees it, with what others said to him.
/// What opens their words to the public is not in it, but where all agreed to talk on the record.
final class Talks {
  private static final int JSON_BYTES = 4_096;
  private static final byte[] COMMA = {',', '\n'};
  private static final byte[] END = {']', '}'};
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Conversations conversations;
  private final Called called;
  private final Media media;
  private final int rowsMax;

  Talks(Conversations conversations, Called called, Media media, int rowsMax) {
    this.conversations = conversations;
    this.called = called;
    this.media = media;
    this.rowsMax = rowsMax;
  }

  /// What is done with each.
  interface Each {
    void take(Shown talk) throws IOException;
  }

  /// All that he is in, the last talked in first.
  void each(AccountId owner, Each deed) throws IOException {
    Page page = Page.newest(rowsMax);
    List<Shown> some = conversations.list(owner, Conversations.Which.ALL, page);
    while (!some.isEmpty()) {
      for (Shown one : some) {
        deed.take(one);
      }
      page = Page.below(some.getLast().position().value(), rowsMax);
      some = conversations.list(owner, Conversations.Which.ALL, page);
    }
  }

  static String file(ConversationId id) {
    return "conversations/" + id + ".json";
  }

  void write(AccountId owner, Shown shown, OutputStream out) throws IOException {
    Conversation talk = shown.conversation();
    JsonWriter head = new JsonWriter(JSON_BYTES).object();
    head.fieldId("id", talk.id().value()).field("name", talk.urn()).field("hub", talk.hub());
    head.field("mode", talk.mode().word()).field("group", talk.isGroup());
    head.field("created_at", talk.createdAt()).name("members").array();
    for (AccountId member : talk.present()) {
      head.object().field("account", called.by(member));
      String name = shown.names().getOrDefault(member, "");
      if (!name.isEmpty()) {
        head.field("contact_name", name);
      }
      head.end();
    }
    byte[] open = head.end().end().bytes();
    // The object goes on with its messages, page by page.
    out.write(open, 0, open.length - 1);
    out.write(",\"messages\":[".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    messages(owner, talk.id(), out);
    out.write(END);
  }

  private void messages(AccountId owner, ConversationId id, OutputStream out) throws IOException {
    try {
      long above = 0;
      List<Seen> some = page(owner, id, above);
      while (!some.isEmpty()) {
        for (Seen seen : some) {
          out.write(above == 0 ? new byte[0] : COMMA);
          out.write(message(owner, seen).bytes());
          above = seen.message().n();
        }
        some = page(owner, id, above);
      }
    } catch (Refused _) {
      // He has left it at this moment.
    }
  }

  private List<Seen> page(AccountId owner, ConversationId id, long above) {
    return conversations
        .messages(owner, id, new Page(Long.MAX_VALUE, above, true, rowsMax))
        .reversed();
  }

  private JsonWriter message(AccountId owner, Seen seen) {
    Message message = seen.message();
    JsonWriter json = new JsonWriter(JSON_BYTES).object();
    json.field("n", message.n()).field("at", message.at());
    json.field("author", called.by(message.author())).field("mode", message.mode().word());
    switch (message.content()) {
      case Message.Words(String text) -> json.field("text", text);
      case Message.Erased(var at) -> json.field("erased_at", at);
      case Message.Joined(var who) -> json.field("event", "join").field("member", called.by(who));
      case Message.Left _ -> json.field("event", "leave");
      case Message.ModeChanged(var mode) -> json.field("event", "mode").field("to", mode.word());
    }
    if (message.replacesN() != 0) {
      json.field("replaces", message.replacesN());
    }
    if (message.replyToN() != 0) {
      json.field("reply_to", message.replyToN());
    }
    files(owner, json, message);
    json.name("reactions").array();
    for (Seen.Reaction reaction : seen.reactions()) {
      json.object().field("name", reaction.name()).field("count", (long) reaction.count());
      json.field("me", reaction.isMine()).end();
    }
    json.end().name("proof").object();
    json.field("commitment", BASE64.encodeToString(message.commitment().m()));
    json.field("chain", BASE64.encodeToString(message.commitment().chain()));
    seen.opening()
        .ifPresent(
            opening ->
                json.field("seed", BASE64.encodeToString(opening.seed()))
                    .field("head", opening.head()));
    return json.end().end();
  }

  /// His own lie in the archive; those of others are named by what they show.
  private void files(AccountId owner, JsonWriter json, Message message) {
    if (message.media().isEmpty()) {
      return;
    }
    json.name("files").array();
    for (MediaId id : message.media()) {
      media
          .find(id)
          .filter(medium -> medium.state() instanceof Medium.Ready)
          .ifPresent(
              medium -> {
                json.object();
                if (medium.owner().equals(owner) && medium.state() instanceof Medium.Ready ready) {
                  json.field("file", Notes.file(ready.original().path()));
                }
                json.field("description", medium.description()).end();
              });
    }
    json.end();
  }
}
