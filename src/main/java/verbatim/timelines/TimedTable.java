package verbatim.timelines;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import verbatim.kernel.Ids;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Statuses in order of time, cut into periods so that no partition grows without end: (what,
/// period, shard | id, newest first → author). Beside it stands which periods there are, so that
/// reading never walks through empty ones.
final class TimedTable {
  private static final int PERIODS_A_READING_MAX = 64;

  private final Store store;
  private final Table rows;
  private final Table periods;
  private final long periodMs;
  private final int shards;

  /// @param author whose status it is
  record Timed(long id, long author) {}

  TimedTable(Store store, String name, Duration period, int shards) {
    this.store = store;
    this.rows = Table.plain(name);
    this.periods = Table.plain(name + "_periods");
    this.periodMs = period.toMillis();
    this.shards = shards;
  }

  List<Op> put(Key what, StatusId status, long author) {
    long period = periodOf(status.value());
    return List.of(
        Op.put(
            rows,
            partition(what, period, shardOf(status.value())),
            Key.down(status.value()),
            Bytes.write(1).number(author).done()),
        Op.put(periods, what, Key.down(period), Bytes.write(1).done()));
  }

  Op delete(Key what, StatusId status) {
    return Op.delete(
        rows,
        partition(what, periodOf(status.value()), shardOf(status.value())),
        Key.down(status.value()));
  }

  /// Whether the period of this status has no rows.
  boolean isEmptyAround(Key what, StatusId status) {
    long period = periodOf(status.value());
    for (int shard = 0; shard < shards; shard++) {
      if (!store.scan(rows, partition(what, period, shard), 1).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /// To be written when the period is empty and nobody can add to it.
  Op endPeriod(Key what, StatusId status) {
    return Op.delete(periods, what, Key.down(periodOf(status.value())));
  }

  /// Rows with `above < id < below` next to one end; newest first unless upwards, then oldest
  /// first. Fewer than asked when there are no more, or when they are very thinly spread.
  List<Timed> read(Key what, long below, long above, boolean upwards, int rowsMax) {
    List<Timed> found = new ArrayList<>();
    for (long period : periods(what, below, above, upwards)) {
      found.addAll(inPeriod(what, period, below, above, upwards, rowsMax - found.size()));
      if (found.size() >= rowsMax) {
        break;
      }
    }
    return found;
  }

  /// All of one period, at most [Store#SCAN_ROWS_MAX] of each shard.
  List<Timed> all(Key what, long period) {
    return inPeriod(what, period, Long.MAX_VALUE, 0, false, Store.SCAN_ROWS_MAX);
  }

  private List<Long> periods(Key what, long below, long above, boolean upwards) {
    Key newest = Key.down(below == Long.MAX_VALUE ? Long.MAX_VALUE : periodOf(below));
    Key oldest = Key.down(periodOf(above) - 1);
    Store.Order order = upwards ? Store.Order.DESCENDING : Store.Order.ASCENDING;
    return store.scan(periods, what, newest, oldest, PERIODS_A_READING_MAX, order).stream()
        .map(row -> row.sk().downAt(0))
        .toList();
  }

  private List<Timed> inPeriod(
      Key what, long period, long below, long above, boolean upwards, int rowsMax) {
    Store.Order order = upwards ? Store.Order.DESCENDING : Store.Order.ASCENDING;
    List<Timed> found = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      for (Row row :
          store.scan(
              rows,
              partition(what, period, shard),
              Key.down(below - 1),
              Key.down(above),
              rowsMax,
              order)) {
        found.add(new Timed(row.sk().downAt(0), Bytes.read(row.value()).number()));
      }
    }
    Comparator<Timed> byId = Comparator.comparingLong(Timed::id);
    found.sort(upwards ? byId : byId.reversed());
    return found.size() > rowsMax ? found.subList(0, rowsMax) : found;
  }

  long periodOf(long id) {
    return Ids.timeOf(id).toEpochMilli() / periodMs;
  }

  private int shardOf(long id) {
    return (int) ((id * 0x9E3779B97F4A7C15L >>> 33) % shards);
  }

  private static Key partition(Key what, long period, int shard) {
    return what.and(period).andByte(shard);
  }
}
