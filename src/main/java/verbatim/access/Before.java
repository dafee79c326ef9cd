package verbatim.access;

import java.time.Instant;

/// What moderators once decided about whoever had this mail address before.
public record Before(What what, Instant at) {
  static final Before NEVER = new Before(What.NOTHING, Instant.EPOCH);

  public enum What {
    NOTHING,
    REFUSED,
    SUSPENDED
  }
}
