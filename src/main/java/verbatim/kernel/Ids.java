package verbatim.kernel;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongConsumer;

/// Makes ids: `unix ms << 16 | node (10 bits) << 6 | sequence (6 bits)`. They rise strictly within
/// a node, also when the clock steps back, and sort by time.
///
/// They rise over a restart too, if somebody remembers how far they may have come: each second that
/// ids are made in is first reserved with him.
public final class Ids {
  private static final int NODE_BITS = 10;
  private static final int SEQUENCE_BITS = 6;
  private static final int SEQUENCES = 1 << SEQUENCE_BITS;
  private static final long AHEAD_MS = 1_000;

  private final InstantSource clock;
  private final long node;
  private final LongConsumer reserve;
  private long lastMs;
  private int sequence;
  private long reservedMs;

  /// Ids that know nothing of an earlier life: for tests, and for what is not kept.
  ///
  /// @param node 0 to 1023, held by a lease
  public Ids(InstantSource clock, int node) {
    this(clock, node, 0, _ -> {});
  }

  /// @param node 0 to 1023, held by a lease
  /// @param floorMs what an earlier life had reserved: all ids are of a later ms, or of this one
  /// @param reserve is told a bound in ms, and has it written down when it returns, before any id
  ///     of that time is made; all ids lie below the bound
  public Ids(InstantSource clock, int node, long floorMs, LongConsumer reserve) {
    if (node < 0 || node >= 1 << NODE_BITS) {
      throw new IllegalArgumentException("node " + node);
    }
    this.clock = clock;
    this.node = node;
    this.reserve = reserve;
    this.lastMs = floorMs - 1;
    this.sequence = SEQUENCES - 1;
    this.reservedMs = floorMs;
  }

  /// The next id of this moment. When the 64 ids of a millisecond are used up, it takes the next
  /// free one; it never waits, save for the writing down of a bound once a second.
  public synchronized long next() {
    long ms = clock.millis();
    if (ms > lastMs) {
      lastMs = ms;
      sequence = 0;
    } else if (++sequence == SEQUENCES) {
      lastMs++;
      sequence = 0;
    }
    if (lastMs >= reservedMs) {
      long bound = lastMs + AHEAD_MS;
      reserve.accept(bound);
      reservedMs = bound;
    }
    return lastMs << (NODE_BITS + SEQUENCE_BITS) | node << SEQUENCE_BITS | sequence;
  }

  /// How far ids have come, or the clock, whichever is later.
  public synchronized Instant reached() {
    return Instant.ofEpochMilli(Math.max(lastMs, clock.millis()));
  }

  /// When what gets this id comes to be: the id's own time, or the clock's where ids go on ahead of
  /// a clock that was set back. What people are shown never lies in the future.
  public Instant moment(long id) {
    return Instant.ofEpochMilli(Math.min(id >>> (NODE_BITS + SEQUENCE_BITS), clock.millis()));
  }

  /// When an id was made (to the millisecond): later than the clock said where ids had to run ahead
  /// of it, see [#moment].
  public static Instant timeOf(long id) {
    return Instant.ofEpochMilli(id >>> (NODE_BITS + SEQUENCE_BITS));
  }

  /// The smallest id of a moment: a bound for paging by time.
  public static long floor(Instant time) {
    return Math.max(0, time.toEpochMilli()) << (NODE_BITS + SEQUENCE_BITS);
  }
}
