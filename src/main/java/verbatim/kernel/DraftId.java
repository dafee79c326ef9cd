package verbatim.kernel;

import java.util.Optional;

/// A draft that somebody keeps on the server. Sorts by time; sent to clients as a decimal string.
public record DraftId(long value) implements Comparable<DraftId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<DraftId> parse(String text) {
    return Decimal.parse(text).map(DraftId::new);
  }

  @Override
  public int compareTo(DraftId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
