package verbatim.kernel;

import java.util.Optional;

/// What the house tells its members. Sorts by time; sent to clients as a decimal string.
public record AnnouncementId(long value) implements Comparable<AnnouncementId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<AnnouncementId> parse(String text) {
    return Decimal.parse(text).map(AnnouncementId::new);
  }

  @Override
  public int compareTo(AnnouncementId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
