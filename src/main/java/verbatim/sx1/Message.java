package verbatim.sx1;

import java.util.ArrayList;
import java.util.List;
import verbatim.sx1.Verifier.Conversation;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Hashes;
import verbatim.sx1.Verifier.Head;

/// One message with all that it takes to open it. Its author's server makes it; what the others
/// get of it before he agrees is the [#commitment] only.
///
/// @param parts the text, split; one part where the text is no plain text
/// @param files the SHA-256 of the files that the head names, in order
public record Message(Seed seed, Head head, List<String> parts, List<Digest> files) {
  public Message {
    parts = List.copyOf(parts);
    files = List.copyOf(files);
    if (files.size() != head.attachments().size()) {
      throw new IllegalArgumentException("as many files as the head names");
    }
  }

  /// @param text as [Words#written] gives it
  public static Message of(Seed seed, Head head, String text, List<Digest> files) {
    boolean isSplit = head.mediaType().equals(Verifier.PLAIN);
    return new Message(seed, head, isSplit ? Words.parts(text) : List.of(text), files);
  }

  /// What was committed to, from what was kept of it.
  ///
  /// @param head the JSON of it
  public static Message opened(byte[] seed, String head, String text, List<Digest> files) {
    var json = Verifier.Json.read(head.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return of(Seed.of(seed), Head.read(json.fields()), text, files);
  }

  /// The text of an event: somebody came or left.
  public static String membership(boolean isJoining, String member) {
    return Verifier.Json.Fields.EMPTY
        .with("type", isJoining ? "join" : "leave")
        .with("member", member)
        .canonical();
  }

  /// The text of an event: from the next message on, another mode.
  public static String mode(Conversation.Mode mode) {
    return Verifier.Json.Fields.EMPTY.with("type", "mode").with("mode", mode.word()).canonical();
  }

  /// A file as the head names it: the opening of the words does not confirm a known picture.
  public static Head.Attachment attachment(
      Seed seed, int index, String mediaType, Digest file, long bytes) {
    byte[] salt = Hashes.attachmentSalt(seed.bytes(), index);
    return new Head.Attachment(mediaType, Hashes.attachment(index, salt, file), bytes);
  }

  public String text() {
    return String.join("", parts);
  }

  /// `m`: fixes every letter, and tells none.
  public Digest commitment() {
    byte[] secret = seed.bytes();
    List<Digest> hashes = new ArrayList<>();
    for (int j = 0; j < parts.size(); j++) {
      hashes.add(partHash(j));
    }
    return Hashes.message(Hashes.head(Hashes.headSalt(secret), head.json()), hashes);
  }

  Digest headSalt() {
    return Digest.of(Hashes.headSalt(seed.bytes()));
  }

  Digest partSalt(int j) {
    return Digest.of(Hashes.partSalt(seed.bytes(), j));
  }

  Digest partHash(int j) {
    return Hashes.part(j, Hashes.partSalt(seed.bytes(), j), parts.get(j));
  }

  Digest attachmentSalt(int i) {
    return Digest.of(Hashes.attachmentSalt(seed.bytes(), i));
  }

  /// Says nothing: words and seed are secret.
  @Override
  public String toString() {
    return "Message";
  }
}
