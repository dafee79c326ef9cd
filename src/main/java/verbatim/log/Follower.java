package verbatim.log;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.store.Store;

/// One group at one partition: a thread that hands over entry after entry, and now and then stores
/// how far it has come. Its rows lie in the log of writes behind everything the consumer wrote
/// before, so that a crash repeats work but never skips it.
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final int READ_MAX = 256;
  private static final Duration STORE_AFTER = Duration.ofMillis(100);

  private final String group;
  private final EventLog.Consumer consumer;
  private final LogPartition partition;
  private final Store store;
  private final LogOptions options;
  private final Pauses pauses;
  private final Telemetry telemetry;
  private final Thread thread;
  private volatile long position;
  private long begun;
  private long stored;

  Follower(
      String group,
      EventLog.Consumer consumer,
      LogPartition partition,
      Store store,
      LogOptions options,
      Telemetry telemetry) {
    this.group = group;
    this.consumer = consumer;
    this.partition = partition;
    this.store = store;
    this.options = options;
    this.pauses = new Pauses(options.pauseMin(), options.pauseMax());
    this.telemetry = telemetry;
    thread = Thread.ofVirtual().name("log-" + group + "-" + partition.number).unstarted(this::run);
  }

  String group() {
    return group;
  }

  Thread thread() {
    return thread;
  }

  boolean isKeeper() {
    return consumer instanceof EventLog.Keeper;
  }

  /// The next entry's offset: all before it were seen.
  long position() {
    return position;
  }

  void begin(long offset) {
    begun = offset;
    position = offset;
    stored = -1;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      storePosition();
      long storedAt = System.nanoTime();
      while (!partition.isClosing()) {
        for (var entry : read()) {
          handOver(entry);
          position = entry.offset() + 1;
          partition.moved();
          if (partition.isClosing()) {
            break;
          }
        }
        if (System.nanoTime() - storedAt > STORE_AFTER.toNanos()) {
          storePosition();
          storedAt = System.nanoTime();
        }
      }
      storePosition();
    } catch (InterruptedException e) {
      // Closing in the middle of a failing entry; it comes again after the start.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("The consumer {} has ended; its events wait for the next start", group, e);
      telemetry.consumerEnded();
    }
  }

  private List<EventLog.Entry> read() throws InterruptedException {
    for (int attempts = 1; ; attempts++) {
      try {
        return partition.read(position, READ_MAX, STORE_AFTER);
      } catch (RuntimeException e) {
        if (!Pauses.isUnavailable(e)) {
          throw e;
        }
        pauses.after(attempts);
      }
    }
  }

  private void storePosition() throws InterruptedException {
    long offset = durable();
    if (offset != stored) {
      pauses.untilStored(
          () -> store.putDerived(List.of(LogTable.offset(partition.number, group, offset))));
      stored = offset;
      pauses.untilStored(() -> partition.stored(group, offset));
    }
  }

  /// How far what the consumer made of the entries would outlive a kill.
  private long durable() {
    return consumer instanceof EventLog.Keeper keeper
        ? Math.min(position, Math.max(begun, keeper.kept(partition.number)))
        : position;
  }

  /// The outermost loop of all consequences: whatever a consumer throws ends here.
  private void handOver(EventLog.Entry entry) throws InterruptedException {
    int failures = 0;
    for (int attempts = 1; ; attempts++) {
      try {
        consumer.on(entry);
        telemetry.consumed();
        return;
      } catch (RuntimeException | Error e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!Pauses.isUnavailable(e) && ++failures == options.attemptsMax()) {
          putAside(entry, e);
          return;
        }
        LOG.warn(
            "The consumer {} failed on event {} of {}, attempt {}",
            group,
            entry.id(),
            entry.event().family(),
            attempts,
            e);
        telemetry.consumerFailed();
        if (partition.isClosing()) {
          throw new InterruptedException();
        }
        pauses.after(attempts);
      }
    }
  }

  private void putAside(EventLog.Entry entry, Throwable e) throws InterruptedException {
    LOG.error(
        "The consumer {} cannot bear event {} of {}: put aside in log_dead",
        group,
        entry.id(),
        entry.event().family(),
        e);
    telemetry.putAside();
    pauses.untilStored(
        () -> store.putDerived(List.of(LogTable.dead(group, entry, e.getClass().getName()))));
  }
}
