package verbatim.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import verbatim.kernel.Ids;
import verbatim.store.Store;

/// The log of one machine, kept in the store itself.
///
/// To publish only queues the event in memory: the durable write was that of the fact. One appender
/// for each partition writes what has queued up as derived rows, and the groups are handed the
/// entries at once.
public final class StoreLog implements EventLog {
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final Store store;
  private final Ids ids;
  private final LogOptions options;
  private final Telemetry telemetry = new Telemetry();
  private final List<LogPartition> partitions = new ArrayList<>();
  private final List<Sweeper> sweepers = new ArrayList<>();

  /// @param leftToSweeper published while the queue was full
  /// @param swept published by the sweeper
  /// @param failed attempts of consumers that failed
  /// @param putAside entries that a consumer could not bear, in log_dead
  /// @param ended consumers and sweepers that ended by a bug: 0 or somebody must look
  /// @param lag entries that the slowest group is behind
  public record Counts(
      long published,
      long leftToSweeper,
      long swept,
      long consumed,
      long failed,
      long putAside,
      long ended,
      long lag) {}

  public StoreLog(Store store, Ids ids, LogOptions options) {
    this.store = store;
    this.ids = ids;
    this.options = options;
    for (int number = 0; number < options.partitions(); number++) {
      var partition = new LogPartition(number, store, options);
      partitions.add(partition);
      sweepers.add(new Sweeper(partition, store, ids, options, telemetry));
    }
    partitions.forEach(LogPartition::start);
    sweepers.forEach(Sweeper::start);
  }

  @Override
  public Pending prepare(Event event) {
    long id = ids.next();
    return new Pending(id, event, LogTable.pending(partition(event).number, id, event));
  }

  @Override
  public void publish(Pending pending) {
    telemetry.published();
    if (!partition(pending.event()).queue(pending)) {
      telemetry.leftToSweeper();
    }
  }

  /// Spreads neighbouring ids: their low bits are mostly alike.
  private LogPartition partition(Event event) {
    long mixed = event.key() * 0x9E3779B97F4A7C15L;
    return partitions.get((int) ((mixed >>> 33) % partitions.size()));
  }

  @Override
  public void consume(String group, Consumer consumer) {
    for (var partition : partitions) {
      partition.follow(new Follower(group, consumer, partition, store, options, telemetry));
    }
  }

  @Override
  public boolean follow(String group, Keeper keeper) {
    boolean isWhole = true;
    for (var partition : partitions) {
      isWhole &=
          partition.follow(
              new Follower(group, keeper, partition, store, options, telemetry), keeper);
    }
    return isWhole;
  }

  /// Forgets a group that will not come again; until then its entries are kept for it.
  public void forget(String group) {
    partitions.forEach(partition -> partition.forget(group));
  }

  @Override
  public boolean await(Pending pending, Duration max) {
    return await(List.of(partition(pending.event())), System.nanoTime() + max.toNanos(), false);
  }

  @Override
  public boolean settle(Duration max) {
    long deadline = System.nanoTime() + max.toNanos();
    long before;
    do {
      // What consumers publish meanwhile is waited for too.
      before = queuedTo();
      if (!await(partitions, deadline, true)) {
        return false;
      }
    } while (queuedTo() != before);
    return true;
  }

  private long queuedTo() {
    return partitions.stream().mapToLong(LogPartition::queuedTo).sum();
  }

  private static boolean await(List<LogPartition> partitions, long deadline, boolean alsoKeepers) {
    try {
      for (var partition : partitions) {
        if (!partition.await(deadline - System.nanoTime(), alsoKeepers)) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// An entry that a group could not bear.
  ///
  /// @param why the class of the last exception
  public record Dead(Entry entry, String why) {}

  /// Entries that a group could not bear, the oldest first.
  public List<Dead> dead(String group, int entriesMax) {
    return LogTable.dead(store, group, entriesMax);
  }

  /// Says once more what a group could not bear: as a new entry, behind everything else, so that
  /// each partition still has one reader. One that it cannot bear again is dead again.
  public void revive(String group, Dead dead) {
    var pending = prepare(dead.entry().event());
    store.journalledBatch(List.of(pending.op(), LogTable.buried(group, dead.entry())));
    publish(pending);
  }

  /// Forgets a dead entry: what should have followed from it never does.
  public void drop(String group, Dead dead) {
    store.journalledBatch(List.of(LogTable.buried(group, dead.entry())));
  }

  public Counts counts() {
    return telemetry.counts(partitions.stream().mapToLong(LogPartition::lag).max().orElse(0));
  }

  /// How many entries each group of consumers is behind, over all partitions.
  public Map<String, Long> lags() {
    Map<String, Long> lags = new TreeMap<>();
    partitions.forEach(
        partition -> partition.lags().forEach((group, lag) -> lags.merge(group, lag, Long::sum)));
    return lags;
  }

  @Override
  public void close() {
    sweepers.forEach(sweeper -> sweeper.close(CLOSE_MAX));
    partitions.forEach(partition -> partition.close(CLOSE_MAX));
  }
}
