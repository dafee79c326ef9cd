package verbatim.sx1;

import java.util.Base64;
import verbatim.sx1.Verifier.Base64Url;
import verbatim.sx1.Verifier.Conversation;
import verbatim.sx1.Verifier.Digest;
import verbatim.sx1.Verifier.Hashes;

/// The order of a conversation, as hashes: what the hub keeps even of a message whose words are
/// erased.
public final class Chain {
  private static final int NAME_BYTES = 16;

  private Chain() {}

  /// The name of a conversation, or its salt, from 16 random bytes.
  public static String name(byte[] random) {
    if (random.length != NAME_BYTES) {
      throw new IllegalArgumentException("a name has " + NAME_BYTES + " bytes");
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /// `h_0`.
  public static Digest start(Conversation conversation) {
    return Hashes.start(conversation.json());
  }

  /// `e_n`: what is left of a message that is left out.
  public static Digest entry(long n, long ms, Digest commitment) {
    return Hashes.entry(n, ms, commitment);
  }

  /// `h_n`.
  public static Digest next(Digest before, Digest entry) {
    return Hashes.next(before, entry);
  }

  /// `frank_n`: with it a recipient proves to the hub, and to nobody else, what reached him.
  ///
  /// @param key of the hub
  public static Digest frank(
      byte[] key, String conv, long n, long ms, String author, Digest commitment) {
    return Hashes.frank(key, Base64Url.read(conv, NAME_BYTES), n, ms, author, commitment);
  }
}
