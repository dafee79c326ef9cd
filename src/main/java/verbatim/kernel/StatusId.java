package verbatim.kernel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  // By hand, both: they run several hundred times for a page, and a record's own are slower.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StatusId(long its) && its == value;
  }

  // The low bits of ids hardly differ (see Ids); multiplied, all bits count.
  @Override
  public int hashCode() {
    return (int) (value * 0x9E37_79B9_7F4A_7C15L >>> 32);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
