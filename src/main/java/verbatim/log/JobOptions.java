package verbatim.log;

import java.time.Duration;
import java.util.List;

/// Bounds of the jobs.
///
/// @param shards over which the jobs of a minute are spread; the same for the life of a store
/// @param queueMax due jobs of one kind held in memory
/// @param lookEvery how often it looks for due jobs that nobody announced
/// @param retries the pauses after the first failure, the second …; after the last the job is dead
public record JobOptions(int shards, int queueMax, Duration lookEvery, List<Duration> retries) {
  public static JobOptions usual() {
    return new JobOptions(
        4,
        1_000,
        Duration.ofSeconds(1),
        List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofDays(1)));
  }
}
