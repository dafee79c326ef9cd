package verbatim.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A password, token or key as text. Says nothing of itself in a log, and compares in constant
/// time.
public record Secret(String reveal) {
  public boolean matches(Secret other) {
    return MessageDigest.isEqual(
        reveal.getBytes(StandardCharsets.UTF_8), other.reveal.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Secret";
  }
}
