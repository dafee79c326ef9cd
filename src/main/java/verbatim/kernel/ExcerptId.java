package verbatim.kernel;

import java.util.Optional;

/// An excerpt of a private conversation, kept to be published. Sorts by time; sent to clients as a
/// decimal string.
public record ExcerptId(long value) implements Comparable<ExcerptId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<ExcerptId> parse(String text) {
    return Decimal.parse(text).map(ExcerptId::new);
  }

  @Override
  public int compareTo(ExcerptId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
