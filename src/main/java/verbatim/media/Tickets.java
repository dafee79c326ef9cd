package verbatim.media;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import verbatim.kernel.StatusId;

/// Addresses that open a protected file for a while: browsers and apps fetch pictures without a
/// token. `<end in seconds>.<MAC over path, status and end>`.
final class Tickets {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_BYTES = 16;
  private static final int CHARACTERS_MAX = 64;

  private final SecretKeySpec key;

  Tickets(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /// @param of what it opens the file for: it ends with that
  String issue(String path, StatusId of, Instant until) {
    String end = Long.toString(until.getEpochSecond());
    return end + "." + mac(path, of, end);
  }

  boolean admits(String path, StatusId of, String ticket, Instant now) {
    int dot = ticket.indexOf('.');
    if (dot < 1 || dot > 12 || ticket.length() > CHARACTERS_MAX) {
      return false;
    }
    String end = ticket.substring(0, dot);
    boolean genuine =
        MessageDigest.isEqual(
            ticket.substring(dot + 1).getBytes(StandardCharsets.UTF_8),
            mac(path, of, end).getBytes(StandardCharsets.UTF_8));
    return genuine && now.getEpochSecond() < Long.parseLong(end);
  }

  private String mac(String path, StatusId of, String end) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] whole =
          mac.doFinal((end + " " + of.value() + " " + path).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(whole, MAC_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
