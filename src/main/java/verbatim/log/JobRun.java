package verbatim.log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.store.Op;
import verbatim.store.Store;

/// One run of a job, and what follows from its outcome. A done job's row is deleted without a sync:
/// if a crash brings it back, it is done once more, which a handler must bear anyway.
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final double JITTER = 0.2;

  private final Store store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final JobOptions options;
  private final Pauses pauses = new Pauses(Duration.ofMillis(100), Duration.ofSeconds(5));
  private final LongAdder done = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dead = new LongAdder();
  private final LongAdder stumbled = new LongAdder();

  JobRun(Store store, InstantSource clock, RandomGenerator random, JobOptions options) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.options = options;
  }

  Jobs.Counts counts(int running, int waiting) {
    return new Jobs.Counts(done.sum(), failed.sum(), dead.sum(), stumbled.sum(), running, waiting);
  }

  /// @return what remains of it
  Optional<JobTable.Due> run(JobTable.Due due, Jobs.Handler handler, BooleanSupplier closing)
      throws InterruptedException {
    var outcome = attempt(due, handler);
    if (Thread.interrupted() || (closing.getAsBoolean() && isFailure(outcome))) {
      // It failed because we stop, perhaps: that is no failure of the job's. It comes again.
      throw new InterruptedException();
    }
    if (outcome instanceof Jobs.Outcome.More) {
      // Its row stays as it is.
      return Optional.of(due);
    }
    if (outcome instanceof Jobs.Outcome.Onward(var body)) {
      var rest = new JobTable.Due(due.id(), due.due(), 0, new Jobs.Job(due.job().kind(), body));
      // Over the row that it had. Whoever waited for each would wait as long as for the work itself.
      pauses.untilStored(() -> store.note(JobTable.job(options.shards(), rest)));
      return Optional.of(rest);
    }
    pauses.untilStored(() -> settle(due, outcome));
    return Optional.empty();
  }

  private static boolean isFailure(Jobs.Outcome outcome) {
    return switch (outcome) {
      case Jobs.Outcome.Done _, Jobs.Outcome.More _, Jobs.Outcome.Onward _ -> false;
      case Jobs.Outcome.Again _, Jobs.Outcome.AgainAfter _, Jobs.Outcome.GiveUp _ -> true;
    };
  }

  /// The outermost loop of all jobs: whatever a handler throws ends here.
  private static Jobs.Outcome attempt(JobTable.Due due, Jobs.Handler handler) {
    try {
      return handler.run(due.job(), due.failures());
    } catch (RuntimeException | Error e) {
      LOG.warn(
          "Job {} of kind {} failed, {} times before",
          due.id(),
          due.job().kind(),
          due.failures(),
          e);
      return new Jobs.Outcome.Again(e.getClass().getName());
    }
  }

  private void settle(JobTable.Due due, Jobs.Outcome outcome) {
    switch (outcome) {
      case Jobs.Outcome.Done() -> {
        store.putDerived(List.of(JobTable.done(options.shards(), due.id(), due.due())));
        done.increment();
      }
      case Jobs.Outcome.More _, Jobs.Outcome.Onward _ ->
          throw new IllegalStateException("not settled");
      case Jobs.Outcome.Again(var why) -> again(due, Duration.ZERO, why);
      case Jobs.Outcome.AgainAfter(var pause, var why) -> again(due, pause, why);
      case Jobs.Outcome.GiveUp(var why) -> bury(due, why);
    }
  }

  private void again(JobTable.Due due, Duration atLeast, String why) {
    failed.increment();
    if (due.failures() >= options.retries().size()) {
      bury(due, why);
      return;
    }
    var pause = jittered(options.retries().get(due.failures()));
    var next = clock.instant().plus(pause.compareTo(atLeast) < 0 ? atLeast : pause);
    List<Op> ops =
        new ArrayList<>(
            JobTable.job(
                options.shards(), new JobTable.Due(due.id(), next, due.failures() + 1, due.job())));
    ops.add(JobTable.done(options.shards(), due.id(), due.due()));
    store.journalledBatch(ops);
  }

  /// So that those who failed together do not come again together.
  private Duration jittered(Duration pause) {
    double factor;
    synchronized (random) {
      factor = 1 + JITTER * (random.nextDouble() - 0.5);
    }
    return Duration.ofMillis((long) (pause.toMillis() * factor));
  }

  /// Not the job's failure but ours: it is done again.
  void stumbled(String atWhat, RuntimeException e) {
    LOG.error("Going on after a fault at {}", atWhat, e);
    stumbled.increment();
  }

  void bury(JobTable.Due due, String why) {
    LOG.error("Job {} of kind {} is dead: {}", due.id(), due.job().kind(), why);
    List<Op> ops = new ArrayList<>(JobTable.dead(due, why));
    ops.add(JobTable.done(options.shards(), due.id(), due.due()));
    store.journalledBatch(ops);
    dead.increment();
  }
}
