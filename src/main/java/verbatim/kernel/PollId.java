package verbatim.kernel;

import java.util.Optional;

/// A poll; it carries the id of the status it belongs to. Sent to clients as a decimal string.
public record PollId(long value) implements Comparable<PollId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<PollId> parse(String text) {
    return Decimal.parse(text).map(PollId::new);
  }

  @Override
  public int compareTo(PollId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
