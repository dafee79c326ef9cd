package verbatim.kernel;

import java.util.Optional;

/// A notification in one account's row. Sent to clients as a decimal string.
public record NotificationId(long value) implements Comparable<NotificationId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<NotificationId> parse(String text) {
    return Decimal.parse(text).map(NotificationId::new);
  }

  @Override
  public int compareTo(NotificationId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
