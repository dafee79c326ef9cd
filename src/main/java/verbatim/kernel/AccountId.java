package verbatim.kernel;

import java.util.Optional;

/// An account, ours or another server's. Sent to clients as a decimal string.
public record AccountId(long value) implements Comparable<AccountId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<AccountId> parse(String text) {
    return Decimal.parse(text).map(AccountId::new);
  }

  @Override
  public int compareTo(AccountId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
