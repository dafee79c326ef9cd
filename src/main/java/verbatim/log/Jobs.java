package verbatim.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import verbatim.kernel.Ids;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;

/// Work to be done later, at least once, also after a restart. A job that fails is tried again
/// after growing pauses, and in the end is put aside as dead, never dropped.
///
/// ```
/// jobs.handle("mail", 4, (job, failures) -> { …; return new Jobs.Outcome.Done(); });
/// jobs.start();
/// var later = jobs.plan(due, new Jobs.Job("mail", body));
/// ops.addAll(later.ops());
/// store.journalledBatch(ops);
/// jobs.announce(later);
/// ```
///
/// A job's body holds ids, never words. A process that dies before the last line loses nothing.
public final class Jobs implements AutoCloseable {
  private static final int ROWS_MAX = 500;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private static final long SETTLE_PAUSE_NANOS = 2_000_000;

  /// Minutes that stay behind the stored place, for batches written long after they were planned.
  private static final long MINUTES_BEHIND = 30;

  /// What to do. Two jobs of the same kind and body are two jobs.
  public record Job(String kind, byte[] body) {}

  /// A job on its way.
  ///
  /// @param ops to be written in the batch of the fact that calls for it
  public record Planned(long id, Instant due, List<Op> ops) {}

  /// A job that failed too often.
  ///
  /// @param why the class of the last exception, or what the handler said
  public record Dead(long id, Job job, String why) {}

  /// What came of a job.
  public sealed interface Outcome {
    record Done() implements Outcome {}

    /// A bounded step is done and there are more: again at once, after what waits. Not a failure.
    record More() implements Outcome {}

    /// Did a part. What remains is the new body; it is taken up after the others of its kind, so
    /// that a long job holds up no short one. If the process dies, the last part may come again.
    record Onward(byte[] body) implements Outcome {}

    /// Failed; again after the usual pause.
    record Again(String why) implements Outcome {}

    /// Failed; the other side told when to come again.
    record AgainAfter(Duration pause, String why) implements Outcome {}

    /// Failed for good.
    record GiveUp(String why) implements Outcome {}
  }

  public interface Handler {
    /// May be called again with a job that it did before. An exception means: again later.
    ///
    /// @param failures how often it failed before
    Outcome run(Job job, int failures);
  }

  /// @param stumbled how often looking for jobs, or writing down what became of one, went wrong; it
  ///     is done again
  /// @param waiting due and not begun
  public record Counts(
      long done, long failed, long dead, long stumbled, int running, int waiting) {}

  private record Regular(String kind, Duration every) {}

  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final JobOptions options;
  private final Map<String, JobKind> kinds = new HashMap<>();
  private final List<Regular> regulars = new ArrayList<>();
  private final JobRun run;
  private final Thread looker;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private final Condition looked = lock.newCondition();

  // Under the lock.
  private boolean wake;
  private long looks;
  private boolean lastLookWasIdle;
  private long place;
  private boolean closing;

  private long storedPlace;

  public Jobs(
      Store store, Ids ids, InstantSource clock, RandomGenerator random, JobOptions options) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.options = options;
    this.run = new JobRun(store, clock, random, options);
    looker = Thread.ofVirtual().name("jobs").unstarted(this::look);
  }

  /// Says who does the jobs of a kind. To be called before [#start].
  ///
  /// @param atOnceMax how many of this kind run at the same time
  public void handle(String kind, int atOnceMax, Handler handler) {
    if (kinds.putIfAbsent(kind, new JobKind(kind, atOnceMax, handler, run, options, this::wake))
        != null) {
      throw new IllegalStateException("two handlers for jobs of kind " + kind);
    }
  }

  /// A job that is done again and again, with an empty body; the first time one period from the
  /// first start. Missed times are made up for by one.
  public void every(Duration period, String kind, Handler handler) {
    handle(kind, 1, handler);
    regulars.add(new Regular(kind, period));
  }

  public void start() {
    looker.start();
  }

  public Planned plan(Instant due, Job job) {
    var now = clock.instant();
    var time = Instant.ofEpochMilli((due.isBefore(now) ? now : due).toEpochMilli());
    long id = ids.next();
    var ops = JobTable.job(options.shards(), new JobTable.Due(id, time, 0, job));
    return new Planned(id, time, ops);
  }

  /// Tells that the job's row is written: a due one begins at once.
  public void announce(Planned planned) {
    lock.lock();
    try {
      place = Math.min(place, JobTable.minute(planned.due()));
    } finally {
      lock.unlock();
    }
    if (!planned.due().isAfter(clock.instant())) {
      wake();
    }
  }

  /// Plans, writes and announces.
  public Planned at(Instant due, Job job) {
    var planned = plan(due, job);
    store.journalledBatch(planned.ops());
    announce(planned);
    return planned;
  }

  /// Plans, writes and announces what follows from an event: as a derived row, without waiting for
  /// the disk. A crash may lose it, but then the event comes again.
  public void derived(Job job) {
    var planned = plan(clock.instant(), job);
    store.putDerived(planned.ops());
    announce(planned);
  }

  /// Takes back a job that has not begun; to be written in a batch. One that is just running, or
  /// that has failed once and waits for its next try, is not stopped by it: a handler must look
  /// whether its reason still stands.
  public Op cancellation(long id, Instant due) {
    return JobTable.done(options.shards(), id, due);
  }

  /// Looks for due jobs now: who moves the clock calls it.
  public void wake() {
    lock.lock();
    try {
      wake = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until no job is due and none is running.
  ///
  /// @return false when the time ran out first
  public boolean settle(Duration max) {
    lock.lock();
    try {
      long nanos = max.toNanos();
      // The look that is going on may have begun too early; the next has not.
      long enough = looks + 2;
      while (looks < enough || !lastLookWasIdle) {
        if (nanos <= 0) {
          return false;
        }
        wake = true;
        woken.signal();
        nanos = looked.awaitNanos(nanos);
        if (!lastLookWasIdle) {
          nanos =
              looked.awaitNanos(Math.min(nanos, SETTLE_PAUSE_NANOS))
                  + Math.max(0, nanos - SETTLE_PAUSE_NANOS);
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  public List<Dead> dead(String kind, int jobsMax) {
    return JobTable.dead(store, kind, jobsMax);
  }

  /// Those of every kind, also of one that nobody handles any more.
  public List<Dead> dead(int jobsOfAKindMax) {
    return JobTable.deadKinds(store).stream()
        .flatMap(kind -> dead(kind, jobsOfAKindMax).stream())
        .toList();
  }

  /// Forgets a dead job: it is never done.
  public void drop(Dead dead) {
    store.journalledBatch(List.of(JobTable.buried(dead.job().kind(), dead.id())));
  }

  /// Plans a dead job anew.
  public void revive(Dead dead) {
    var planned = plan(clock.instant(), dead.job());
    List<Op> ops = new ArrayList<>(planned.ops());
    ops.add(JobTable.buried(dead.job().kind(), dead.id()));
    store.journalledBatch(ops);
    announce(planned);
  }

  public Counts counts() {
    return run.counts(
        kinds.values().stream().mapToInt(JobKind::running).sum(),
        kinds.values().stream().mapToInt(JobKind::waiting).sum());
  }

  private void look() {
    var pauses = new Pauses(Duration.ofMillis(100), Duration.ofSeconds(5));
    try {
      untilDone(pauses, this::begin);
      while (!isClosing()) {
        long[] found = {0};
        untilDone(pauses, () -> found[0] = lookOnce(clock.instant()));
        rest(found[0] == 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The outermost loop of looking: one thing that goes wrong must not be the end of all jobs.
  private void untilDone(Pauses pauses, Runnable step) throws InterruptedException {
    for (int attempts = 1; !isClosing(); attempts++) {
      try {
        pauses.untilStored(step);
        return;
      } catch (RuntimeException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        run.stumbled("looking for jobs", e);
        pauses.after(attempts);
      }
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  private void rest(boolean foundNone) throws InterruptedException {
    boolean idle = foundNone && kinds.values().stream().allMatch(JobKind::isIdle);
    lock.lockInterruptibly();
    try {
      looks++;
      lastLookWasIdle = idle;
      looked.signalAll();
      long nanos = options.lookEvery().toNanos();
      while (!wake && !closing && nanos > 0) {
        nanos = woken.awaitNanos(nanos);
      }
      wake = false;
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    var now = clock.instant();
    // Whoever was killed before he noted his place may have planned something for times that are
    // past.
    storedPlace = JobTable.place(store).orElse(0L);
    lock.lock();
    try {
      place = storedPlace;
    } finally {
      lock.unlock();
    }
    store.putDerived(List.of(JobTable.place(storedPlace)));
    for (var regular : regulars) {
      if (JobTable.regular(store, regular.kind()).isEmpty()) {
        store.putDerived(List.of(JobTable.regular(regular.kind(), now.plus(regular.every()))));
      }
    }
  }

  /// @return how many due jobs it saw, running ones included
  private long lookOnce(Instant now) {
    kinds.values().forEach(JobKind::lookBegins);
    regulars.forEach(regular -> planRegular(regular, now));
    long from;
    lock.lock();
    try {
      from = place;
    } finally {
      lock.unlock();
    }
    long last = JobTable.minute(now);
    long seen = 0;
    // A minute that is not over may get more.
    long emptyTo = Math.max(from, last - 1);
    for (int shard = 0; shard < options.shards(); shard++) {
      long next = from;
      List<Long> minutes;
      do {
        minutes = JobTable.minutes(store, shard, next, last, ROWS_MAX);
        for (long minute : minutes) {
          seen += hand(shard, minute, now);
          if (minute < emptyTo && !isEmptied(shard, minute, last)) {
            emptyTo = minute;
          }
          next = minute + 1;
        }
      } while (minutes.size() == ROWS_MAX);
    }
    moveOn(from, emptyTo);
    return seen;
  }

  /// A minute long past that holds nothing is forgotten; not one of late, for which a batch may
  /// still be under way.
  private boolean isEmptied(int shard, long minute, long last) {
    if (!JobTable.isEmpty(store, shard, minute)) {
      return false;
    }
    if (minute < last - MINUTES_BEHIND) {
      store.putDerived(List.of(JobTable.emptied(shard, minute)));
    }
    return true;
  }

  private void moveOn(long from, long to) {
    lock.lock();
    try {
      if (place == from) {
        place = to;
      }
    } finally {
      lock.unlock();
    }
    if (to - MINUTES_BEHIND > storedPlace) {
      storedPlace = to - MINUTES_BEHIND;
      store.putDerived(List.of(JobTable.place(storedPlace)));
    }
  }

  private long hand(int shard, long minute, Instant now) {
    long seen = 0;
    Key from = Key.NONE;
    while (true) {
      var found = JobTable.due(store, shard, minute, from, now, ROWS_MAX);
      for (var due : found) {
        var kind = kinds.get(due.job().kind());
        if (kind == null) {
          run.bury(due, "no handler");
        } else {
          kind.offer(due);
        }
      }
      seen += found.size();
      if (found.size() < ROWS_MAX) {
        return seen;
      }
      from = JobTable.after(found.getLast());
    }
  }

  private void planRegular(Regular regular, Instant now) {
    var due = JobTable.regular(store, regular.kind());
    if (due.isPresent() && !due.get().isAfter(now)) {
      List<Op> ops = new ArrayList<>(plan(now, new Job(regular.kind(), new byte[0])).ops());
      ops.add(JobTable.regular(regular.kind(), now.plus(regular.every())));
      store.journalledBatch(ops);
    }
  }

  /// Lets running jobs end, for some seconds; those that do not come again after the next start.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      woken.signal();
    } finally {
      lock.unlock();
    }
    List<Thread> threads = new ArrayList<>();
    if (looker.isAlive()) {
      threads.add(looker);
    }
    kinds.values().forEach(kind -> threads.addAll(kind.close()));
    Threads.end(threads, CLOSE_MAX);
  }
}
