package verbatim.kernel;

import java.util.Optional;

/// All that a member has here, packed for him. Sorts by time; sent to clients as a decimal string.
public record ArchiveId(long value) implements Comparable<ArchiveId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<ArchiveId> parse(String text) {
    return Decimal.parse(text).map(ArchiveId::new);
  }

  @Override
  public int compareTo(ArchiveId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
