package verbatim.kernel;

import java.util.Optional;

/// The one reading of ids that come from outside.
public final class Decimal {
  private static final int DIGITS_MAX = 19;

  private Decimal() {}

  public static Optional<Long> parse(String text) {
    if (text.isEmpty() || text.length() > DIGITS_MAX) {
      return Optional.empty();
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Optional.empty();
      }
      value = value * 10 + digit;
      if (value < 0) {
        return Optional.empty();
      }
    }
    return value == 0 ? Optional.empty() : Optional.of(value);
  }
}
