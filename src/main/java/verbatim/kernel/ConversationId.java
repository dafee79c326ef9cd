package verbatim.kernel;

import java.util.Optional;

/// A private conversation. Sorts by time; sent to clients as a decimal string.
public record ConversationId(long value) implements Comparable<ConversationId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<ConversationId> parse(String text) {
    return Decimal.parse(text).map(ConversationId::new);
  }

  @Override
  public int compareTo(ConversationId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
