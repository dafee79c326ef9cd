package verbatim.statuses;

/// Folded from the log: right in the end, not to the millisecond.
public record Counts(long replies, long boosts, long favourites) {
  public static final Counts NONE = new Counts(0, 0, 0);
}
