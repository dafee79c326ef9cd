package verbatim.kernel;

import java.util.Optional;

/// A series of statuses published at once. Sent to clients as a decimal string.
public record SeriesId(long value) implements Comparable<SeriesId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<SeriesId> parse(String text) {
    return Decimal.parse(text).map(SeriesId::new);
  }

  @Override
  public int compareTo(SeriesId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
