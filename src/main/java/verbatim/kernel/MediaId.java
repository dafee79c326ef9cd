package verbatim.kernel;

import java.util.Optional;

/// An uploaded file. Sent to clients as a decimal string.
public record MediaId(long value) implements Comparable<MediaId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<MediaId> parse(String text) {
    return Decimal.parse(text).map(MediaId::new);
  }

  @Override
  public int compareTo(MediaId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
