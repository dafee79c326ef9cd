package verbatim.kernel;

import java.util.Optional;

/// What somebody told the moderators. Sorts by time; sent to clients as a decimal string.
public record ReportId(long value) implements Comparable<ReportId> {
  /// Reads what a client sent; empty unless it is the decimal form of a positive long.
  public static Optional<ReportId> parse(String text) {
    return Decimal.parse(text).map(ReportId::new);
  }

  @Override
  public int compareTo(ReportId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
