package verbatim.log.faulty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import verbatim.log.Event;
import verbatim.log.EventLog;

/// Wraps a log: some events are published twice, some entries come late, twice, or once more after
/// later ones.
public final class FaultyLog implements EventLog {
  private static final int LATE_MAX = 8;
  private static final int PAUSE_MS_MAX = 5;

  private final EventLog log;
  private final RandomGenerator random;
  private final double share;

  /// @param share of the events that meet each misfortune, 0 to 1
  public FaultyLog(EventLog log, RandomGenerator random, double share) {
    this.log = log;
    this.random = random;
    this.share = share;
  }

  private boolean strikes() {
    synchronized (random) {
      return random.nextDouble() < share;
    }
  }

  private int below(int bound) {
    synchronized (random) {
      return random.nextInt(bound);
    }
  }

  @Override
  public Pending prepare(Event event) {
    return log.prepare(event);
  }

  @Override
  public void publish(Pending pending) {
    log.publish(pending);
    if (strikes()) {
      log.publish(pending);
    }
  }

  @Override
  public void consume(String group, Consumer consumer) {
    log.consume(group, new Unlucky(consumer));
  }

  @Override
  public boolean follow(String group, Keeper keeper) {
    Unlucky unlucky = new Unlucky(keeper);
    return log.follow(
        group,
        new Keeper() {
          @Override
          public void on(Entry entry) {
            unlucky.on(entry);
          }

          @Override
          public long kept(int partition) {
            return keeper.kept(partition);
          }

          @Override
          public void begins(int partition, long offset) {
            keeper.begins(partition, offset);
          }
        });
  }

  @Override
  public boolean await(Pending pending, Duration max) {
    return log.await(pending, max);
  }

  @Override
  public boolean settle(Duration max) {
    return log.settle(max);
  }

  @Override
  public void close() {
    log.close();
  }

  private final class Unlucky implements Consumer {
    private final Consumer consumer;

    /// By partition: the entries of one come from one thread, also when they are late.
    private final Map<Integer, List<Entry>> later = new HashMap<>();

    Unlucky(Consumer consumer) {
      this.consumer = consumer;
    }

    @Override
    public void on(Entry entry) {
      if (strikes()) {
        pause();
      }
      consumer.on(entry);
      if (strikes()) {
        consumer.on(entry);
      }
      if (strikes()) {
        keep(entry);
      }
      if (strikes()) {
        again(entry.partition()).forEach(consumer::on);
      }
    }

    private synchronized void keep(Entry entry) {
      var kept = later.computeIfAbsent(entry.partition(), _ -> new ArrayList<>());
      if (kept.size() < LATE_MAX) {
        kept.add(entry);
      }
    }

    private synchronized List<Entry> again(int partition) {
      var kept = later.remove(partition);
      return kept == null ? List.of() : kept;
    }

    private void pause() {
      try {
        Thread.sleep(1 + below(PAUSE_MS_MAX));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
