package verbatim.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import verbatim.kernel.Secret;
import verbatim.store.Key;

/// Makes secrets out of 256 random bits, and their hashes. A hash without salt is enough for these,
/// and for these only: nobody can try 2^256 of them.
final class Tokens {
  private static final int BYTES = 32;

  /// No secret of ours is longer; a longer text is not worth hashing.
  static final int CHARACTERS_MAX = 512;

  private final SecureRandom random;

  Tokens(SecureRandom random) {
    this.random = random;
  }

  Secret secret() {
    return new Secret(text(raw()));
  }

  byte[] raw() {
    byte[] raw = new byte[BYTES];
    random.nextBytes(raw);
    return raw;
  }

  static Key hash(Secret secret) {
    return Key.NONE.andRaw(sha256(secret.reveal().getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @param use keeps the codes of one use from being good for another
  static byte[] seal(Secret key, String use, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(use.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
