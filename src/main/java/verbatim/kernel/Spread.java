package verbatim.kernel;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// How often something took how long, in a few buckets. Counting allocates nothing and waits for
/// nobody, so it may stand on the hottest path.
public final class Spread {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] upToNanos;
  private final LongAdder[] counts;
  private final LongAdder nanos = new LongAdder();

  /// What was counted until now.
  ///
  /// @param upToSeconds the buckets' ends; what took longer is in one more bucket
  /// @param counts of each bucket alone, one more than there are ends
  public record Reading(List<Double> upToSeconds, List<Long> counts, double seconds) {
    public long count() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  /// @param upTo the buckets' ends, rising
  public Spread(List<Duration> upTo) {
    upToNanos = upTo.stream().mapToLong(Duration::toNanos).toArray();
    counts = new LongAdder[upToNanos.length + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  public void count(long tookNanos) {
    int bucket = 0;
    while (bucket < upToNanos.length && tookNanos > upToNanos[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    nanos.add(tookNanos);
  }

  public Reading read() {
    return new Reading(
        Arrays.stream(upToNanos).mapToObj(n -> n / NANOS_PER_SECOND).toList(),
        Arrays.stream(counts).map(LongAdder::sum).toList(),
        nanos.sum() / NANOS_PER_SECOND);
  }
}
