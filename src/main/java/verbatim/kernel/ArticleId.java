package verbatim.kernel;

import java.util.Optional;

/// An article; sorts by when it was begun. Sent to clients as a decimal string.
public record ArticleId(long value) implements Comparable<ArticleId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<ArticleId> parse(String text) {
    return Decimal.parse(text).map(ArticleId::new);
  }

  @Override
  public int compareTo(ArticleId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
