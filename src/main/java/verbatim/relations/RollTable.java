package verbatim.relations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
  private static final int BUCKET_BITS = 16;
  private static final int BUCKET_MASK = (1 << BUCKET_BITS) - 1;
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

  /// Followers from there on, bucket after bucket and the newest of each first, at most `rowsMax`
  /// at once; what comes meanwhile may be left out.
  Part followers(AccountId owner, Relations.FollowersFrom from, int rowsMax) {
    List<Line> lines = new ArrayList<>();
    long below = from.below();
    for (int bucket : followerBuckets(owner)) {
      if (bucket < from.bucket()) {
        continue;
      }
      long start = bucket == from.bucket() ? below : Long.MAX_VALUE;
      int wanted = rowsMax - lines.size();
      List<Row> rows =
          store.scan(
              ROLLS,
              partition(Roll.FOLLOWERS, owner, bucket >> BUCKET_BITS, bucket & BUCKET_MASK),
              Key.down(start - 1),
              Key.down(0),
              wanted,
              Store.Order.ASCENDING);
      rows.forEach(row -> lines.add(line(row)));
      if (rows.size() == wanted) {
        return new Part(
            lines, new Relations.FollowersFrom(bucket, lines.getLast().position()), false);
      }
    }
    return new Part(lines, from, true);
  }

  /// @param next where to go on, unless it is the last
  record Part(List<Line> lines, Relations.FollowersFrom next, boolean isLast) {}

  private List<Key> partitions(Roll roll, AccountId owner) {
    return roll == Roll.FOLLOWERS
        ? followerBuckets(owner).stream()
            .map(bucket -> partition(roll, owner, bucket >> BUCKET_BITS, bucket & BUCKET_MASK))
            .toList()
        : List.of(partition(roll, owner, 0, 0));
  }

  /// Level and bucket of each in one number, rising.
  private List<Integer> followerBuckets(AccountId owner) {
    List<Integer> buckets = new ArrayList<>();
    buckets.add(0);
    for (Row row : store.scan(LEVELS, Key.of(owner.value()), LEVEL_MAX)) {
      int level = (int) row.sk().longAt(0);
      for (int bucket = 0; bucket < width(level); bucket++) {
        buckets.add(level << BUCKET_BITS | bucket);
      }
    }
    return buckets;
  }

  private static Line line(Row row) {
    var bytes = Bytes.read(row.value());
    return new Line(row.sk().downAt(0), new AccountId(bytes.number()), bytes.flag());
  }
}
