package verbatim.kernel;

import java.util.Optional;

/// A status; sorts by time, newest is largest. Sent to clients as a decimal string.
public record StatusId(long value) implements Comparable<StatusId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<StatusId> parse(String text) {
    return Decimal.parse(text).map(StatusId::new);
  }

  @Override
  public int compareTo(StatusId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
