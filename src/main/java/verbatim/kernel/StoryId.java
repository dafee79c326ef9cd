package verbatim.kernel;

import java.util.Optional;

/// A story: what people gathered on one event. Sent to clients as a decimal string.
public record StoryId(long value) implements Comparable<StoryId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<StoryId> parse(String text) {
    return Decimal.parse(text).map(StoryId::new);
  }

  @Override
  public int compareTo(StoryId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
