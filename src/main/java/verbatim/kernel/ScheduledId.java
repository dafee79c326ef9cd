package verbatim.kernel;

import java.util.Optional;

/// A post that waits for its time. Sorts by time; sent to clients as a decimal string.
public record ScheduledId(long value) implements Comparable<ScheduledId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<ScheduledId> parse(String text) {
    return Decimal.parse(text).map(ScheduledId::new);
  }

  @Override
  public int compareTo(ScheduledId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
