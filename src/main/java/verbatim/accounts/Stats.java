package verbatim.accounts;

import java.time.Instant;

/// Counts, folded from the event log: right in the end, not to the millisecond.
///
/// @param lastStatusAt [Instant#EPOCH] for never
public record Stats(long statuses, long followers, long following, Instant lastStatusAt) {
  public static Stats none() {
    return new Stats(0, 0, 0, Instant.EPOCH);
  }
}
