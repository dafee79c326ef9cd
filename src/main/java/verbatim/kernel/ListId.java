package verbatim.kernel;

import java.util.Optional;

/// A list of accounts that somebody keeps. Sent to clients as a decimal string.
public record ListId(long value) implements Comparable<ListId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<ListId> parse(String text) {
    return Decimal.parse(text).map(ListId::new);
  }

  @Override
  public int compareTo(ListId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
