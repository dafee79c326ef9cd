package verbatim.kernel;

import java.util.Optional;

/// A link with which somebody lets others in. Sorts by time.
public record InvitationId(long value) implements Comparable<InvitationId> {
  /// Reads what a browser sent; empty unless it is the decimal form of a positive long.
  public static Optional<InvitationId> parse(String text) {
    return Decimal.parse(text).map(InvitationId::new);
  }

  @Override
  public int compareTo(InvitationId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
