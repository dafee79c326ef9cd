package verbatim.kernel;

import java.util.Optional;

/// A question whether words are somebody's. Sorts by time; sent to clients as a decimal string.
public record QuestionId(long value) implements Comparable<QuestionId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<QuestionId> parse(String text) {
    return Decimal.parse(text).map(QuestionId::new);
  }

  @Override
  public int compareTo(QuestionId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
