package verbatim.relations;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import verbatim.kernel.AccountId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// The lists derived from ties: (account, list, bucket) | position ↓ → other.
///
/// Positions are ids made for one follow, block … and never used again. So the writes of two
/// changes may arrive in any order: what is there by the truth has been put and is never deleted,
/// and what is left over is seen at reading, since its position is not the truth's.
///
/// Followers lie in 1, 4, 16 … 1024 buckets, by how many there were when each came, so that no
/// partition grows without bound.
final class RollTable {
  private static final Table ROLLS = Table.plain("roll");

  /// Account | level → nothing: which levels its followers lie in (level 0 always counts).
  private static final Table LEVELS = Table.plain("follower-level");

  private static final int LEVEL_MAX = 5;
  private static final int BUCKET_ROWS = 64;
  private static final long FOLLOWERS_PER_BUCKET = 10_000;

  private final Store store;

  RollTable(Store store) {
    this.store = store;
  }

  /// @param here whether the other is an account of this server
  record Line(long position, AccountId other, boolean here) {}

  static int level(long followers) {
    int level = 0;
    while (level < LEVEL_MAX && followers >= FOLLOWERS_PER_BUCKET << 2 * level) {
      level++;
    }
    return level;
  }

  static Op put(Roll roll, AccountId owner, int level, Line line) {
    byte[] value = Bytes.write(1).number(line.other().value()).flag(line.here()).done();
    return Op.put(
        ROLLS, partition(roll, owner, level, line.other()), Key.down(line.position()), value);
  }

  static Op delete(Roll roll, AccountId owner, int level, AccountId other, long position) {
    return Op.delete(ROLLS, partition(roll, owner, level, other), Key.down(position));
  }

  static Op putLevel(AccountId owner, int level) {
    return Op.put(LEVELS, Key.of(owner.value()), Key.of(level), Bytes.write(1).done());
  }

  private static Key partition(Roll roll, AccountId owner, int level, AccountId other) {
    int bucket = (int) (other.value() * 0x9E3779B97F4A7C15L >>> 32) & width(level) - 1;
    return partition(roll, owner, level, bucket);
  }

  private static Key partition(Roll roll, AccountId owner, int level, int bucket) {
    return Key.of(owner.value())
        .andByte(roll.number())
        .andByte(level)
        .andByte(bucket >> 8)
        .andByte(bucket & 0xff);
  }

  private static int width(int level) {
    return 1 << 2 * level;
  }

  /// Lines with `above < position < below`, the newest first, or the oldest first.
  List<Line> read(
      Roll roll, AccountId owner, long above, long below, boolean oldestFirst, int rowsMax) {
    if (below <= 0 || above >= below) {
      return List.of();
    }
    List<Key> partitions = partitions(roll, owner);
    List<Line> lines = new ArrayList<>();
    for (Key partition : partitions) {
      store
          .scan(
              ROLLS,
              partition,
              Key.down(below - 1),
              Key.down(above),
              rowsMax,
              oldestFirst ? Store.Order.DESCENDING : Store.Order.ASCENDING)
          .forEach(row -> lines.add(line(row)));
    }
    if (partitions.size() == 1) {
      return lines;
    }
    Comparator<Line> rising = Comparator.comparingLong(Line::position);
    return lines.stream().sorted(oldestFirst ? rising : rising.reversed()).limit(rowsMax).toList();
  }

  /// Followers after a position, the earliest first, at most `rowsMax`; fewer only at the end.
  /// However many buckets they lie in, it reads little more than it gives.
  List<Line> earliestFollowers(AccountId owner, long above, int rowsMax) {
    List<Key> partitions = partitions(Roll.FOLLOWERS, owner);
    if (partitions.size() == 1) {
      return read(Roll.FOLLOWERS, owner, above, Long.MAX_VALUE, true, rowsMax);
    }
    PriorityQueue<Bucket> buckets =
        new PriorityQueue<>(Comparator.comparingLong(bucket -> bucket.head().position()));
    for (Key partition : partitions) {
      Bucket bucket = new Bucket(partition, above);
      if (bucket.hasMore()) {
        buckets.add(bucket);
      }
    }
    List<Line> lines = new ArrayList<>();
    while (lines.size() < rowsMax && !buckets.isEmpty()) {
      Bucket first = buckets.remove();
      lines.add(first.next());
      if (first.hasMore()) {
        buckets.add(first);
      }
    }
    return lines;
  }

  /// One bucket, read a little at a time, the earliest first.
  private final class Bucket {
    private final Key partition;
    private final ArrayDeque<Line> buffer = new ArrayDeque<>();
    private long above;
    private boolean ended;

    Bucket(Key partition, long above) {
      this.partition = partition;
      this.above = above;
    }

    boolean hasMore() {
      if (buffer.isEmpty() && !ended) {
        store
            .scan(
                ROLLS,
                partition,
                Key.down(Long.MAX_VALUE - 1),
                Key.down(above),
                BUCKET_ROWS,
                Store.Order.DESCENDING)
            .forEach(row -> buffer.add(line(row)));
        ended = buffer.size() < BUCKET_ROWS;
      }
      return !buffer.isEmpty();
    }

    Line head() {
      return buffer.getFirst();
    }

    Line next() {
      Line next = buffer.removeFirst();
      above = next.position();
      return next;
    }
  }

  private List<Key> partitions(Roll roll, AccountId owner) {
    List<Key> partitions = new ArrayList<>();
    partitions.add(partition(roll, owner, 0, 0));
    if (roll == Roll.FOLLOWERS) {
      for (Row row : store.scan(LEVELS, Key.of(owner.value()), LEVEL_MAX)) {
        int level = (int) row.sk().longAt(0);
        for (int bucket = 0; bucket < width(level); bucket++) {
          partitions.add(partition(roll, owner, level, bucket));
        }
      }
    }
    return partitions;
  }

  private static Line line(Row row) {
    var bytes = Bytes.read(row.value());
    return new Line(row.sk().downAt(0), new AccountId(bytes.number()), bytes.flag());
  }
}
