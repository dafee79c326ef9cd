package verbatim.quotecheck;

/// How many pairs of words may still be compared, for one article or for several together, so that
/// a hostile one costs no more than a long one.
public final class Budget {
  private long left;
  private int refused;

  public Budget(long cells) {
    left = cells;
  }

  boolean take(long cells) {
    if (cells > left) {
      refused++;
      return false;
    }
    left -= cells;
    return true;
  }

  /// How often there was not enough left.
  int refused() {
    return refused;
  }
}
