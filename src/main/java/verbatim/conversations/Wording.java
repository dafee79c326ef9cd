package verbatim.conversations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refusal;
import verbatim.media.Media;
import verbatim.media.Medium;
import verbatim.media.Opened;
import verbatim.store.Bytes;
import verbatim.text.Written;

/// What may be said, and what a message commits to beside its words.
final class Wording {
  /// Enough to notice other words under the same key, too few to prove words that were erased.
  private static final int PRINT_BYTES = 4;

  private final Media media;
  private final Limits limits;

  Wording(Media media, Limits limits) {
    this.media = media;
    this.limits = limits;
  }

  String check(Conversations.Draft draft) {
    return check(draft, draft.media());
  }

  /// @return to the letter what is to be kept
  String check(Conversations.Draft draft, List<MediaId> files) {
    String text = Written.check("text", draft.text());
    if (text.isBlank() && files.isEmpty()) {
      throw Refusal.invalid("text", "ERR_BLANK", "Text can't be blank");
    }
    int bytesMax = limits.conversations().messageBytesMax();
    if (text.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
      throw Refusal.invalid(
          "text", "ERR_TOO_LONG", "Text is too long (maximum is " + bytesMax + " bytes)");
    }
    int partsMax = limits.conversations().messagePartsMax();
    if (Commitments.parts(text) > partsMax) {
      throw Refusal.invalid(
          "text", "ERR_TOO_LONG", "Text has too many words (maximum is " + partsMax + ")");
    }
    if (files.stream().distinct().count() < files.size()) {
      throw Refusal.invalid("media_ids", "ERR_INVALID", "A file stands there twice");
    }
    return text;
  }

  /// @throws verbatim.kernel.Refused when one is gone meanwhile
  List<Entry.Attached> attached(List<MediaId> files) {
    return files.stream().map(this::attached).toList();
  }

  private Entry.Attached attached(MediaId id) {
    Medium medium = media.find(id).orElseThrow(Refusal::notFound);
    if (!(medium.state() instanceof Medium.Ready ready)) {
      throw Refusal.notFound();
    }
    Opened opened = media.open(ready.original().path()).orElseThrow(Refusal::notFound);
    return new Entry.Attached(id, sha256(opened), opened.bytes(), opened.type());
  }

  private static byte[] sha256(Opened opened) {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(opened.stream(), digest)) {
      var _ = in.transferTo(java.io.OutputStream.nullOutputStream());
      return digest.digest();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- once

  /// The key of the caller is in it: it lies nowhere but as a hash of its own, so that whoever has
  /// the store cannot try words against the print. What it answers is not: old apps answer the last
  /// message, and that is another one when they try again.
  static byte[] print(
      ConversationId id, Conversations.Draft draft, String text, String idempotencyKey) {
    byte[] all =
        Bytes.write(2)
            .text(idempotencyKey)
            .number(id.value())
            .text(text)
            .list(draft.media(), (to, file) -> to.number(file.value()))
            .done();
    return Arrays.copyOf(sha256(all), PRINT_BYTES);
  }

  static Appending.Key key(AccountId who, ConversationId id, String idempotencyKey, byte[] print) {
    byte[] hash = hash(idempotencyKey);
    byte[] token = sha256(Bytes.write(2).number(who.value()).number(id.value()).raw(hash).done());
    return new Appending.Key(Arrays.copyOf(token, ConversationTable.TOKEN_BYTES), hash, print);
  }

  static byte[] hash(String idempotencyKey) {
    return sha256(idempotencyKey.getBytes(StandardCharsets.UTF_8));
  }

  static OwnTable.Once same(OwnTable.Once once, byte[] print) {
    if (!Arrays.equals(once.print(), print)) {
      throw Refusal.invalid("This Idempotency-Key was used for something else");
    }
    return once;
  }

  private static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
