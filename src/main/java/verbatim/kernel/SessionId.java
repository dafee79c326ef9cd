package verbatim.kernel;

import java.util.Optional;

/// A signed-in browser or an access token, as its owner may list and revoke it. Sent to clients as
/// a decimal string.
public record SessionId(long value) implements Comparable<SessionId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<SessionId> parse(String text) {
    return Decimal.parse(text).map(SessionId::new);
  }

  @Override
  public int compareTo(SessionId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
