package verbatim.statuses;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import verbatim.accounts.Accounts;
import verbatim.kernel.Caches;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.log.EventLog;
import verbatim.log.Jobs;
import verbatim.store.Bytes;
import verbatim.store.Op;
import verbatim.store.Store;

/// Writes facts with their events and jobs in one batch, then tells of them.
final class Journal {
  static final String POLL_ENDS = "poll.ends";
  static final String STATUS_GOES = "status.goes";

  private static final int RECENT_MAX = 10_000;
  private static final Duration RECENT = Duration.ofSeconds(10);

  private final Store store;
  private final EventLog log;
  private final Jobs jobs;
  private final Accounts accounts;

  /// The last event of each status: whoever wants to show what he just did can wait for it.
  private final Cache<StatusId, EventLog.Pending> recent =
      Caches.bounded().maximumSize(RECENT_MAX).expireAfterWrite(RECENT).build();

  Journal(Store store, EventLog log, Jobs jobs, Accounts accounts) {
    this.accounts = accounts;
    this.store = store;
    this.log = log;
    this.jobs = jobs;
  }

  /// @param number what the job has to know beside the status
  Jobs.Planned plan(Instant due, String kind, StatusId status, int number) {
    byte[] body = Bytes.write(1).number(status.value()).number(number).done();
    return jobs.plan(due, new Jobs.Job(kind, body));
  }

  /// @param files what the status used
  Jobs.Planned planClearing(StatusId status, int rounds, List<MediaId> files) {
    byte[] body =
        Bytes.write(1)
            .number(status.value())
            .number(rounds)
            .list(files, (to, id) -> to.number(id.value()))
            .done();
    return jobs.plan(Instant.EPOCH, new Jobs.Job(STATUS_GOES, body));
  }

  void write(List<Op> ops, List<StatusEvent> events) {
    write(ops, events, () -> {});
  }

  void write(List<Op> ops, List<StatusEvent> events, Runnable before) {
    write(ops, events, List.of(), before);
  }

  /// @param before done after the write and before anybody is told: caches forget here
  void write(List<Op> ops, List<StatusEvent> events, List<Jobs.Planned> planned, Runnable before) {
    List<EventLog.Pending> pending =
        events.stream().map(event -> log.prepare(StatusEvent.write(event))).toList();
    List<Op> all = new ArrayList<>(ops);
    pending.forEach(p -> all.add(p.op()));
    planned.forEach(p -> all.addAll(p.ops()));
    try {
      store.journalledBatch(all);
    } finally {
      // Also when the engine gave up: it may have written.
      before.run();
    }
    events.forEach(this::expect);
    planned.forEach(jobs::announce);
    for (int i = 0; i < pending.size(); i++) {
      log.publish(pending.get(i));
      if (!(events.get(i) instanceof StatusEvent.Posted)) {
        recent.put(events.get(i).status(), pending.get(i));
      }
    }
  }

  private void expect(StatusEvent event) {
    switch (event) {
      case StatusEvent.Posted(var status, var author) ->
          accounts.expect(author, status.value(), true);
      case StatusEvent.Deleted(var status, var author, _, _, _) ->
          accounts.expect(author, status.value(), false);
      case StatusEvent.Edited _,
          StatusEvent.Favourited _,
          StatusEvent.Unfavourited _,
          StatusEvent.Boosted _,
          StatusEvent.Unboosted _,
          StatusEvent.Replied _,
          StatusEvent.Unreplied _,
          StatusEvent.Voted _,
          StatusEvent.PollEnded _,
          StatusEvent.Pinned _ -> {}
    }
  }

  boolean await(StatusId status, Duration max) {
    var pending = recent.getIfPresent(status);
    return pending == null || log.await(pending, max);
  }
}
