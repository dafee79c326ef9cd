package verbatim.statuses;

/// What one viewer did with a status.
public record Marks(
    boolean favourited, boolean boosted, boolean bookmarked, boolean threadMuted, boolean pinned) {
  public static final Marks NONE = new Marks(false, false, false, false, false);
}
