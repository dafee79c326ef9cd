package verbatim.web;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A phone with an app that shows codes. Written apart from the server's own code, so that both
/// cannot err alike.
final class Phone {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private final byte[] key;
  private long last;

  /// @param secret as the page shows it
  Phone(String secret) {
    BigInteger number = BigInteger.ONE; // keeps zeros in front
    String plain = secret.replace(" ", "");
    for (char c : plain.toCharArray()) {
      number = number.shiftLeft(5).or(BigInteger.valueOf(LETTERS.indexOf(c)));
    }
    byte[] bytes = number.toByteArray();
    key = java.util.Arrays.copyOfRange(bytes, bytes.length - plain.length() * 5 / 8, bytes.length);
  }

  /// The code of now, or of the next half minute when that was used already: the server takes both,
  /// each once.
  String code() {
    last = Math.max(last + 1, System.currentTimeMillis() / 30_000);
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(last).array());
      int number = ByteBuffer.wrap(hash, hash[19] & 15, 4).getInt() & Integer.MAX_VALUE;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
