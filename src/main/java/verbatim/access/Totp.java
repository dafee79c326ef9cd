package verbatim.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes that an app on the phone shows (RFC 6238): SHA-1, six digits, thirty seconds, since that
/// is what every such app can do. One step to either side counts, for clocks that are not exact.
final class Totp {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int KEY_BYTES = 20;
  private static final int STEP_SECONDS = 30;
  private static final int DIGITS = 6;
  private static final int CODES = 1_000_000;
  private static final int STEPS_ASIDE = 1;

  private Totp() {}

  /// A new key, in base 32 as people type it.
  static String key(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return base32(key);
  }

  static boolean isCode(String text) {
    return text.length() == DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// The step that a code is of; empty for a wrong one. A code seen by somebody over a shoulder, or
  /// typed twice, must not count again: only steps after the last used one do.
  ///
  /// Compares with every step that could be meant, however early one fits: the time it takes says
  /// nothing.
  static OptionalLong step(String key, String code, Instant now, long used) {
    if (!isCode(code)) {
      return OptionalLong.empty();
    }
    byte[] typed = code.getBytes(StandardCharsets.US_ASCII);
    byte[] raw = raw(key);
    long today = now.getEpochSecond() / STEP_SECONDS;
    OptionalLong found = OptionalLong.empty();
    for (long step = today - STEPS_ASIDE; step <= today + STEPS_ASIDE; step++) {
      boolean fits =
          MessageDigest.isEqual(typed, code(raw, step).getBytes(StandardCharsets.US_ASCII));
      if (fits && step > used) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  static String code(String key, Instant at) {
    return code(raw(key), at.getEpochSecond() / STEP_SECONDS);
  }

  private static String code(byte[] key, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int at = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(at) & 0x7fff_ffff;
      return "%06d".formatted(number % CODES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = buffer << 8 | b & 0xff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(LETTERS.charAt(buffer >> bits & 31));
      }
    }
    return text.toString();
  }

  private static byte[] raw(String base32) {
    ByteBuffer bytes = ByteBuffer.allocate(base32.length() * 5 / 8);
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < base32.length(); i++) {
      buffer = buffer << 5 | LETTERS.indexOf(base32.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.put((byte) (buffer >> bits));
      }
    }
    return bytes.array();
  }
}
