package verbatim.log;

import java.time.Duration;

/// Bounds of the log.
///
/// @param partitions how many run side by side; the same for the life of a store, unless its log is
///     settled
/// @param queueMax events published and not yet written down, per partition; more are left to the
///     sweeper
/// @param tailEntries the newest entries that are kept in memory, per partition
/// @param keepEntries consumed entries that may lie around before they are deleted, per partition
/// @param sweepAfter how old an event may become before the sweeper publishes it
/// @param sweepEvery how often it looks
/// @param attemptsMax how often a consumer sees an entry that it fails on, before the entry is put
///     aside
/// @param pauseMin after the first failure; doubles with each
/// @param pauseMax the longest pause
public record LogOptions(
    int partitions,
    int queueMax,
    int tailEntries,
    int keepEntries,
    Duration sweepAfter,
    Duration sweepEvery,
    int attemptsMax,
    Duration pauseMin,
    Duration pauseMax) {
  public static LogOptions usual() {
    return new LogOptions(
        4,
        16_384,
        4_096,
        1_024,
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        10,
        Duration.ofMillis(50),
        Duration.ofSeconds(5));
  }

  /// The same, in a hurry: for tests.
  public static LogOptions brisk() {
    return new LogOptions(
        4,
        1_024,
        64,
        32,
        Duration.ofMillis(200),
        Duration.ofMillis(50),
        4,
        Duration.ofMillis(1),
        Duration.ofMillis(5));
  }
}
