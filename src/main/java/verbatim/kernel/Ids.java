package verbatim.kernel;

import java.time.Instant;
import java.time.InstantSource;

/// Makes ids: `unix ms << 16 | node (10 bits) << 6 | sequence (6 bits)`. They rise strictly within a
/// node, also when the clock steps back, and sort by time.
public final class Ids {
  private static final int NODE_BITS = 10;
  private static final int SEQUENCE_BITS = 6;
  private static final int SEQUENCES = 1 << SEQUENCE_BITS;

  private final InstantSource clock;
  private final long node;
  private long lastMs;
  private int sequence;

  /// @param node 0 to 1023, held by a lease
  public Ids(InstantSource clock, int node) {
    if (node < 0 || node >= 1 << NODE_BITS) {
      throw new IllegalArgumentException("node " + node);
    }
    this.clock = clock;
    this.node = node;
  }

  /// The next id of this moment. When the 64 ids of a millisecond are used up, it takes the next free
  /// one; it never waits.
  public synchronized long next() {
    long ms = clock.millis();
    if (ms > lastMs) {
      lastMs = ms;
      sequence = 0;
    } else if (++sequence == SEQUENCES) {
      lastMs++;
      sequence = 0;
    }
    return lastMs << (NODE_BITS + SEQUENCE_BITS) | node << SEQUENCE_BITS | sequence;
  }

  /// When an id was made (to the millisecond).
  public static Instant timeOf(long id) {
    return Instant.ofEpochMilli(id >>> (NODE_BITS + SEQUENCE_BITS));
  }

  /// The smallest id of a moment: a bound for paging by time.
  public static long floor(Instant time) {
    return Math.max(0, time.toEpochMilli()) << (NODE_BITS + SEQUENCE_BITS);
  }
}
