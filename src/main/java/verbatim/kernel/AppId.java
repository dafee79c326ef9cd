package verbatim.kernel;

import java.util.Optional;

/// A registered OAuth client. Sent to clients as a decimal string.
public record AppId(long value) implements Comparable<AppId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<AppId> parse(String text) {
    return Decimal.parse(text).map(AppId::new);
  }

  @Override
  public int compareTo(AppId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
