package verbatim.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verbatim.CountingStore;
import verbatim.Waiting;
import verbatim.kernel.Ids;
import verbatim.log.Jobs.Job;
import verbatim.log.Jobs.Outcome;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

class JobsTest {
  private static final Duration LONG = Waiting.PATIENCE;
  private static final Instant START = Instant.parse("2026-05-01T12:00:30Z");

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final InstantSource clock = now::get;
  private final Ids ids = new Ids(clock, 1);
  private final List<String> done = new CopyOnWriteArrayList<>();
  private Store store;
  private Jobs jobs;

  @BeforeEach
  void open() {
    store = RocksStore.open(folder.resolve("store"), RocksOptions.small(), clock);
    jobs = new Jobs(store, ids, clock, new Random(1), JobOptions.usual());
  }

  @AfterEach
  void close() {
    jobs.close();
    store.close();
  }

  @Test
  void a_job_that_is_due_is_done_at_once_and_once() {
    does("note");
    jobs.start();
    jobs.at(START, job("note", "a"));
    settle();
    pass(Duration.ofDays(3));
    assertThat(done).containsExactly("a");
    assertThat(jobs.counts().done()).isEqualTo(1);
  }

  @Test
  void a_job_is_done_when_it_is_due_and_not_before() {
    does("note");
    jobs.start();
    jobs.at(START.plusSeconds(3_600), job("note", "in an hour"));
    jobs.at(START.plusSeconds(20), job("note", "in this minute"));
    settle();
    assertThat(done).isEmpty();
    pass(Duration.ofSeconds(19));
    assertThat(done).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(done).containsExactly("in this minute");
    pass(Duration.ofSeconds(3_579));
    assertThat(done).hasSize(1);
    pass(Duration.ofSeconds(1));
    assertThat(done).containsExactly("in this minute", "in an hour");
  }

  @Test
  void a_job_whose_time_is_past_is_done_now() {
    does("note");
    jobs.start();
    pass(Duration.ofDays(1));
    jobs.at(START.minus(Duration.ofDays(400)), job("note", "late"));
    settle();
    assertThat(done).containsExactly("late");
  }

  /// Whoever was killed before he looked for the first time had noted no place to begin at.
  @Test
  void a_job_of_a_life_that_never_looked_is_done_though_its_time_is_past() {
    does("note");
    store.journalledBatch(jobs.plan(START.plusSeconds(60), job("note", "early")).ops());
    now.set(START.plus(Duration.ofDays(2)));
    jobs.start();
    settle();
    assertThat(done).containsExactly("early");
  }

  @Test
  void a_job_stands_or_falls_with_the_batch_that_carries_it() {
    does("note");
    jobs.start();
    var written = jobs.plan(START, job("note", "written"));
    jobs.plan(START, job("note", "never written"));
    List<Op> ops = new ArrayList<>(written.ops());
    ops.add(Op.put(Table.plain("facts"), Key.of(1), Key.NONE, new byte[1]));
    store.journalledBatch(ops);
    settle();
    assertThat(done).as("found though nobody announced it").containsExactly("written");
  }

  @Test
  void a_server_that_was_off_for_a_year_looks_into_few_minutes() {
    does("note");
    jobs.start();
    jobs.at(START.plus(Duration.ofDays(40)), job("note", "in forty days"));
    settle();
    jobs.close();
    now.set(START.plus(Duration.ofDays(365)));
    var counting = new CountingStore(store);
    jobs = new Jobs(counting, ids, clock, new Random(1), JobOptions.usual());
    does("note");
    jobs.start();
    settle();
    assertThat(done).containsExactly("in forty days");
    assertThat(counting.reads()).as("a year has 525,600 minutes").isLessThan(1_000);
  }

  @Test
  void a_minute_that_was_emptied_can_be_filled_again() {
    does("note");
    jobs.start();
    jobs.at(START, job("note", "first"));
    settle();
    pass(Duration.ofDays(2));
    jobs.at(START.plusSeconds(1), job("note", "of the same minute"));
    settle();
    restart();
    does("note");
    jobs.start();
    settle();
    assertThat(done).containsExactly("first", "of the same minute");
  }

  @Test
  void a_job_that_fails_comes_again_after_growing_pauses_and_then_is_dead_but_kept() {
    List<Instant> tries = new CopyOnWriteArrayList<>();
    jobs.handle(
        "bad",
        1,
        (_, failures) -> {
          assertThat(failures).isEqualTo(tries.size());
          tries.add(now.get());
          throw new IllegalStateException("no");
        });
    jobs.start();
    jobs.at(START, job("bad", "x"));
    settle();
    var end = START.plus(Duration.ofDays(3));
    while (now.get().isBefore(end)) {
      pass(tries.size() < 3 ? Duration.ofSeconds(10) : Duration.ofMinutes(10));
    }
    assertThat(tries).hasSize(7);
    var retries = JobOptions.usual().retries();
    for (int n = 0; n < retries.size(); n++) {
      double pause = Duration.between(tries.get(n), tries.get(n + 1)).toMillis();
      assertThat(pause / retries.get(n).toMillis()).isBetween(0.89, 1.35);
    }
    var dead = jobs.dead("bad", 10);
    assertThat(dead).hasSize(1);
    assertThat(dead.getFirst().why()).isEqualTo(IllegalStateException.class.getName());
    assertThat(new String(dead.getFirst().job().body())).isEqualTo("x");
    assertThat(jobs.counts().dead()).isEqualTo(1);
  }

  @Test
  void a_dead_job_can_be_revived() {
    var broken = new AtomicInteger(1);
    jobs.handle(
        "bad",
        1,
        (job, _) -> {
          if (broken.get() == 1) {
            return new Outcome.GiveUp("closed for good");
          }
          done.add(new String(job.body()));
          return new Outcome.Done();
        });
    jobs.start();
    jobs.at(START, job("bad", "x"));
    settle();
    assertThat(jobs.dead("bad", 10).getFirst().why()).isEqualTo("closed for good");
    broken.set(0);
    jobs.revive(jobs.dead("bad", 10).getFirst());
    settle();
    assertThat(done).containsExactly("x");
    assertThat(jobs.dead("bad", 10)).isEmpty();
  }

  @Test
  void a_job_that_nobody_handles_any_more_is_listed_among_the_dead() {
    does("note");
    jobs.start();
    jobs.at(START, job("of a former version", "x"));
    settle();
    assertThat(jobs.dead(10)).hasSize(1);
    assertThat(jobs.dead(10).getFirst().why()).isEqualTo("no handler");
    jobs.drop(jobs.dead(10).getFirst());
    assertThat(jobs.dead(10)).isEmpty();
  }

  @Test
  void a_handler_may_say_how_long_to_wait_at_least() {
    var tries = new AtomicInteger();
    jobs.handle(
        "polite",
        1,
        (_, _) ->
            tries.incrementAndGet() == 1
                ? new Outcome.AgainAfter(Duration.ofHours(5), "busy")
                : new Outcome.Done());
    jobs.start();
    jobs.at(START, job("polite", "x"));
    settle();
    pass(Duration.ofHours(4));
    assertThat(tries).hasValue(1);
    pass(Duration.ofHours(2));
    assertThat(tries).hasValue(2);
  }

  @Test
  void a_job_can_be_taken_back() {
    does("note");
    jobs.start();
    var planned = jobs.at(START.plusSeconds(600), job("note", "x"));
    store.journalledBatch(List.of(jobs.cancellation(planned.id(), planned.due())));
    pass(Duration.ofDays(1));
    assertThat(done).isEmpty();
  }

  @Test
  void jobs_are_there_after_a_restart_also_a_long_one() {
    does("note");
    jobs.start();
    jobs.at(START.plusSeconds(600), job("note", "x"));
    jobs.at(START.plus(Duration.ofDays(10)), job("note", "y"));
    settle();
    restart();
    now.set(START.plus(Duration.ofDays(20)));
    does("note");
    jobs.start();
    settle();
    assertThat(done).containsExactlyInAnyOrder("x", "y");
  }

  @Test
  void a_job_that_was_running_at_the_stop_is_done_after_the_start() throws Exception {
    var begun = new CountDownLatch(1);
    jobs.handle(
        "long",
        1,
        (_, _) -> {
          begun.countDown();
          try {
            Thread.sleep(Duration.ofDays(1));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IllegalStateException("stopped");
        });
    jobs.start();
    jobs.at(START, job("long", "x"));
    begun.await();
    restart();
    does("long");
    jobs.start();
    settle();
    assertThat(done).containsExactly("x");
  }

  @Test
  void no_more_jobs_of_a_kind_run_at_once_than_allowed_and_other_kinds_go_on() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var hold = new CountDownLatch(1);
    jobs.handle(
        "slow",
        3,
        (_, _) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          try {
            hold.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          running.decrementAndGet();
          return new Outcome.Done();
        });
    does("note");
    jobs.start();
    for (int n = 0; n < 20; n++) {
      jobs.at(START, job("slow", "" + n));
    }
    jobs.at(START, job("note", "quick"));
    await(() -> done.contains("quick"));
    await(() -> running.get() == 3);
    // The quick one has told that it is done before it is counted as done.
    await(() -> jobs.counts().running() == 3);
    hold.countDown();
    settle();
    assertThat(most).hasValue(3);
    assertThat(jobs.counts().done()).isEqualTo(21);
  }

  @Test
  void more_jobs_than_memory_holds_are_all_done_once() {
    does("note");
    var options = new JobOptions(4, 50, Duration.ofSeconds(1), JobOptions.usual().retries());
    jobs.close();
    jobs = new Jobs(store, ids, clock, new Random(1), options);
    does("note");
    List<Op> ops = new ArrayList<>();
    for (int n = 0; n < 3_000; n++) {
      ops.addAll(jobs.plan(START, job("note", "" + n)).ops());
    }
    store.journalledBatch(ops);
    jobs.start();
    settle();
    assertThat(done).hasSize(3_000).doesNotHaveDuplicates();
  }

  @Test
  void a_job_that_nobody_handles_is_put_aside() {
    jobs.start();
    jobs.at(START, job("unheard", "x"));
    settle();
    assertThat(jobs.dead("unheard", 10)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scan", "putDerived"})
  void a_store_that_fails_in_odd_ways_ends_neither_the_looking_nor_a_job(String where) {
    var faults = new AtomicInteger();
    Store failing = failing(where, faults);
    jobs.close();
    jobs = new Jobs(failing, ids, clock, new Random(1), JobOptions.usual());
    does("note");
    jobs.start();
    jobs.at(START, job("note", "before"));
    settle();
    assertThat(done).containsExactly("before");
    // Whoever looks meets the one, whoever writes down what became of the job the other.
    faults.set(3);
    jobs.at(START, job("note", "a"));
    await(() -> faults.get() <= 0);
    jobs.at(START, job("note", "b"));
    await(() -> done.contains("a") && done.contains("b"));
    settle();
    assertThat(jobs.counts().stumbled()).isEqualTo(3);
    assertThat(jobs.counts().running() + jobs.counts().waiting()).isZero();
    assertThat(jobs.counts().done()).isEqualTo(3);
  }

  /// Throws so often.
  private Store failing(String where, AtomicInteger faults) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (_, method, arguments) -> {
              if (method.getName().equals(where)
                  && faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("an odd fault");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void threads_that_heed_nothing_are_left_behind() {
    var released = new CountDownLatch(1);
    var deaf =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (released.getCount() > 0) {
                    Thread.onSpinWait();
                    Thread.yield();
                  }
                });
    assertThat(Threads.end(List.of(deaf), Duration.ofMillis(10))).isFalse();
    released.countDown();
    assertThat(Threads.end(List.of(deaf), LONG)).isTrue();
  }

  @Test
  void two_handlers_for_one_kind_are_a_mistake() {
    does("note");
    assertThatThrownBy(() -> does("note")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_regular_job_is_done_each_period_and_missed_ones_are_made_up_for_once() {
    daily();
    jobs.start();
    settle();
    assertThat(done).isEmpty();
    pass(Duration.ofDays(1));
    assertThat(done).hasSize(1);
    pass(Duration.ofHours(23));
    assertThat(done).hasSize(1);
    pass(Duration.ofHours(1));
    assertThat(done).hasSize(2);
    restart();
    now.updateAndGet(t -> t.plus(Duration.ofDays(5)));
    daily();
    jobs.start();
    settle();
    assertThat(done).hasSize(3);
    pass(Duration.ofDays(1));
    assertThat(done).hasSize(4);
  }

  private void daily() {
    jobs.every(
        Duration.ofDays(1),
        "daily",
        (_, _) -> {
          done.add("daily");
          return new Outcome.Done();
        });
  }

  private void does(String kind) {
    jobs.handle(
        kind,
        4,
        (job, _) -> {
          done.add(new String(job.body()));
          return new Outcome.Done();
        });
  }

  private void restart() {
    close();
    store = RocksStore.open(folder.resolve("store"), RocksOptions.small(), clock);
    jobs = new Jobs(store, ids, clock, new Random(1), JobOptions.usual());
  }

  private void pass(Duration time) {
    now.updateAndGet(t -> t.plus(time));
    settle();
  }

  private void settle() {
    assertThat(jobs.settle(LONG)).isTrue();
  }

  private static Job job(String kind, String body) {
    return new Job(kind, body.getBytes());
  }

  private interface Question {
    boolean holds();
  }

  private static void await(Question question) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!question.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + LONG);
      }
      Thread.yield();
    }
  }
}
