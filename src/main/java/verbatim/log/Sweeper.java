package verbatim.log;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.kernel.Ids;
import verbatim.store.Store;

/// Publishes what was written as pending and never published: at the start all that an earlier life
/// left behind, later what is older than some seconds.
///
/// It walks through 10 s of ids at a time. Its place in memory moves on as soon as ten seconds are
/// empty; the stored place stays some minutes behind, for batches that were written long after
/// their id was made.
final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final int ROWS_MAX = 1_000;
  private static final long BUCKETS_BEHIND = 30;

  private final LogPartition partition;
  private final Store store;
  private final Ids ids;
  private final LogOptions options;
  private final Telemetry telemetry;
  private final Thread thread;

  /// Smaller ids are of an earlier life. (The time of ids, not of the clock: ids go on rising when
  /// the clock steps back.)
  private final long born;

  private volatile boolean closing;
  private long place;
  private long stored;

  Sweeper(LogPartition partition, Store store, Ids ids, LogOptions options, Telemetry telemetry) {
    this.partition = partition;
    this.store = store;
    this.ids = ids;
    this.options = options;
    this.telemetry = telemetry;
    born = ids.next();
    thread = Thread.ofVirtual().name("log-sweeper-" + partition.number).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void close(Duration max) {
    closing = true;
    thread.interrupt();
    Threads.end(List.of(thread), max);
  }

  private void run() {
    try {
      var pauses = new Pauses(options.pauseMin(), options.pauseMax());
      pauses.untilStored(this::begin);
      pauses.untilStored(() -> sweep(born));
      while (!closing) {
        Thread.sleep(options.sweepEvery());
        pauses.untilStored(this::sweepOld);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("The sweeper of partition {} has ended", partition.number, e);
      telemetry.consumerEnded();
    }
  }

  private void begin() {
    stored = LogTable.swept(store, partition.number).orElse(LogTable.bucket(born));
    place = stored;
    store.putDerived(List.of(LogTable.swept(partition.number, stored)));
  }

  private void sweepOld() {
    var time = ids.reached().minus(options.sweepAfter());
    sweep(Ids.floor(time));
  }

  /// Publishes all pending events with smaller ids.
  private void sweep(long below) {
    long last = LogTable.bucket(below);
    for (long bucket = place; bucket <= last && !closing; bucket++) {
      boolean empty = sweep(bucket, below);
      if (empty && bucket == place && bucket < last) {
        place++;
      }
    }
    if (place - BUCKETS_BEHIND > stored) {
      stored = place - BUCKETS_BEHIND;
      store.putDerived(List.of(LogTable.swept(partition.number, stored)));
    }
  }

  private boolean sweep(long bucket, long below) {
    boolean empty = true;
    long above = -1;
    while (true) {
      var found = LogTable.pendingIn(store, partition.number, bucket, above, below, ROWS_MAX);
      for (var pending : found) {
        empty = false;
        if (!partition.isInFlight(pending.id())) {
          if (!partition.queue(pending)) {
            return false;
          }
          telemetry.swept();
        }
      }
      if (found.size() < ROWS_MAX) {
        return empty;
      }
      above = found.getLast().id();
    }
  }
}
