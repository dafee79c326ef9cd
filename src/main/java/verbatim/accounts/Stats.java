package verbatim.accounts;

import java.time.Instant;

/// Counts, folded from the event log: right in the end, not to the millisecond.
///
/// @param lastStatusAt [Instant#EPOCH] for never
public record Stats(long statuses, long followers, long following, Instant lastStatusAt) {
  /// Both together.
  public Stats plus(Stats other) {
    return new Stats(
        statuses + other.statuses,
        followers + other.followers,
        following + other.following,
        lastStatusAt.isAfter(other.lastStatusAt) ? lastStatusAt : other.lastStatusAt);
  }

  public Stats plusStatuses(long more) {
    return new Stats(statuses + more, followers, following, lastStatusAt);
  }

  public Stats plusFollowers(long more) {
    return new Stats(statuses, followers + more, following, lastStatusAt);
  }

  public Stats plusFollowing(long more) {
    return new Stats(statuses, followers, following + more, lastStatusAt);
  }

  /// The later of both times stands.
  public Stats postedAt(Instant time) {
    return new Stats(
        statuses, followers, following, time.isAfter(lastStatusAt) ? time : lastStatusAt);
  }

  Stats atLeastZero() {
    return new Stats(
        Math.max(0, statuses), Math.max(0, followers), Math.max(0, following), lastStatusAt);
  }

  public static Stats none() {
    return new Stats(0, 0, 0, Instant.EPOCH);
  }
}
