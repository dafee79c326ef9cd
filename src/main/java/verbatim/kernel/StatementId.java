package verbatim.kernel;

import java.util.Optional;

/// Words that somebody registered as said by somebody. Sorts by time; sent to clients as a decimal
/// string.
public record StatementId(long value) implements Comparable<StatementId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<StatementId> parse(String text) {
    return Decimal.parse(text).map(StatementId::new);
  }

  @Override
  public int compareTo(StatementId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
