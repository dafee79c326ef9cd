package verbatim.kernel;

import java.util.Optional;

/// A filter, a filter keyword or a filtered status. Sent to clients as a decimal string.
public record FilterId(long value) implements Comparable<FilterId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<FilterId> parse(String text) {
    return Decimal.parse(text).map(FilterId::new);
  }

  @Override
  public int compareTo(FilterId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
