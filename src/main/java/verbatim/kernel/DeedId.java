package verbatim.kernel;

import java.util.Optional;

/// Something that was done at the desk. Sorts by time; sent to clients as a decimal string.
public record DeedId(long value) implements Comparable<DeedId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<DeedId> parse(String text) {
    return Decimal.parse(text).map(DeedId::new);
  }

  @Override
  public int compareTo(DeedId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
