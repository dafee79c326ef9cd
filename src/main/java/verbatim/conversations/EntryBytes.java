package verbatim.conversations;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.keys.Keyring;
import verbatim.store.Bytes;

/// How a message lies in its row: what it says, its seed and its head are sealed together.
final class EntryBytes {
  private static final int WORDS = 0;
  private static final int ERASED = 1;
  private static final int JOINED = 2;
  private static final int LEFT = 3;
  private static final int MODE = 4;

  private EntryBytes() {}

  static byte[] write(Keyring keys, ConversationId conversation, Entry entry) {
    Bytes.Writer to = Bytes.write(1).raw(entry.token()).number(entry.mode().number());
    to.number(entry.author().value()).time(entry.at());
    switch (entry.content()) {
      case Message.Words _ -> to.number(WORDS).number(0);
      case Message.Erased(var at) -> to.number(ERASED).number(at.toEpochMilli());
      case Message.Joined(var who) -> to.number(JOINED).number(who.value());
      case Message.Left _ -> to.number(LEFT).number(0);
      case Message.ModeChanged(var mode) -> to.number(MODE).number(mode.number());
    }
    to.number(entry.status().value()).number(entry.replacesN()).number(entry.replyToN());
    to.text(entry.committedBy()).list(entry.attached(), EntryBytes::attached);
    to.list(List.copyOf(entry.withheld()), (w, who) -> w.number(who.value()));
    Message.Commitment commitment = entry.commitment();
    to.raw(commitment.m()).raw(commitment.e()).raw(commitment.chain());
    byte[] body =
        entry.isErased()
            ? new byte[0]
            : keys.seal(
                about(conversation, entry.n()),
                Bytes.write(1)
                    .text(entry.content() instanceof Message.Words(String text) ? text : "")
                    .raw(entry.proof().seed())
                    .text(entry.proof().head())
                    .done());
    return to.raw(body).done();
  }

  private static void attached(Bytes.Writer to, Entry.Attached file) {
    to.number(file.media().value()).raw(file.sha256()).number(file.bytes()).text(file.mediaType());
  }

  private static byte[] about(ConversationId conversation, long n) {
    return ByteBuffer.allocate(20).putInt(1).putLong(conversation.value()).putLong(n).array();
  }

  static Entry.Read read(
      Keyring keys, ConversationId conversation, long n, byte[] value, long version) {
    Bytes.Reader from = Bytes.read(value);
    byte[] token = from.raw();
    Conversation.Mode mode = Conversation.Mode.of(from.number());
    AccountId author = new AccountId(from.number());
    Instant at = from.time();
    int kind = (int) from.number();
    long about = from.number();
    StatusId status = new StatusId(from.number());
    long replacesN = from.number();
    long replyToN = from.number();
    String committedBy = from.text();
    List<Entry.Attached> attached = from.list(EntryBytes::attached);
    var withheld = new HashSet<>(from.list(r -> new AccountId(r.number())));
    var commitment = new Message.Commitment(from.raw(), from.raw(), from.raw());
    byte[] sealed = from.raw();
    String text = "";
    Entry.Proof proof = Entry.Proof.GONE;
    if (kind != ERASED) {
      Bytes.Reader body = Bytes.read(keys.open(about(conversation, n), sealed));
      text = body.text();
      proof = new Entry.Proof(body.raw(), body.text());
    }
    Message.Content content =
        switch (kind) {
          case WORDS -> new Message.Words(text);
          case ERASED -> new Message.Erased(Instant.ofEpochMilli(about));
          case JOINED -> new Message.Joined(new AccountId(about));
          case LEFT -> new Message.Left();
          case MODE -> new Message.ModeChanged(Conversation.Mode.of(about));
          default -> throw new IllegalStateException("message kind " + kind);
        };
    return new Entry.Read(
        new Entry(
            n,
            token,
            mode,
            author,
            at,
            content,
            status,
            replacesN,
            replyToN,
            committedBy,
            attached,
            withheld,
            commitment,
            proof),
        version,
        sealed.length == 0 ? keys.current() : Keyring.keyOf(sealed));
  }

  private static Entry.Attached attached(Bytes.Reader from) {
    return new Entry.Attached(new MediaId(from.number()), from.raw(), from.number(), from.text());
  }
}
