package verbatim.statuses;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import verbatim.kernel.StatusId;
import verbatim.log.EventLog;
import verbatim.store.Op;
import verbatim.store.Store;

/// Writes facts with their events in one batch, then publishes.
final class Journal {
  private static final int RECENT_MAX = 10_000;
  private static final Duration RECENT = Duration.ofSeconds(10);

  private final Store store;
  private final EventLog log;

  /// The last event of each status: whoever wants to show what he just did can wait for it.
  private final Cache<StatusId, EventLog.Pending> recent =
      Caffeine.newBuilder().maximumSize(RECENT_MAX).expireAfterWrite(RECENT).build();

  Journal(Store store, EventLog log) {
    this.store = store;
    this.log = log;
  }

  void write(List<Op> ops, List<StatusEvent> events) {
    write(ops, events, () -> {});
  }

  /// @param before done after the write and before anybody is told: caches forget here
  void write(List<Op> ops, List<StatusEvent> events, Runnable before) {
    List<EventLog.Pending> pending =
        events.stream().map(event -> log.prepare(StatusEvent.write(event))).toList();
    List<Op> all = new ArrayList<>(ops);
    pending.forEach(p -> all.add(p.op()));
    try {
      store.journalledBatch(all);
    } finally {
      // Also when the engine gave up: it may have written.
      before.run();
    }
    for (int i = 0; i < pending.size(); i++) {
      log.publish(pending.get(i));
      if (!(events.get(i) instanceof StatusEvent.Posted)) {
        recent.put(events.get(i).status(), pending.get(i));
      }
    }
  }

  boolean await(StatusId status, Duration max) {
    var pending = recent.getIfPresent(status);
    return pending == null || log.await(pending, max);
  }
}
