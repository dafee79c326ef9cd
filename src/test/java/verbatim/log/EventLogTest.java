package verbatim.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;
import verbatim.kernel.Ids;
import verbatim.log.faulty.FaultyLog;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

class EventLogTest {
  private static final Duration LONG = Waiting.PATIENCE;
  private static final Table FACTS = Table.plain("facts");

  @TempDir Path folder;
  private final Ids ids = new Ids(InstantSource.system(), 1);
  private Store store;
  private StoreLog log;

  @BeforeEach
  void open() {
    store = RocksStore.open(folder.resolve("store"), RocksOptions.small(), InstantSource.system());
    log = new StoreLog(store, ids, calm());
  }

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  @Test
  void each_group_sees_each_event() {
    var first = new Seen();
    var second = new Seen();
    log.consume("first", first);
    log.consume("second", second);
    for (int n = 0; n < 100; n++) {
      happens(n % 7, n);
    }
    assertThat(log.settle(LONG)).isTrue();
    assertThat(first.numbers()).containsExactlyInAnyOrderElementsOf(range(0, 100));
    assertThat(second.numbers()).containsExactlyInAnyOrderElementsOf(range(0, 100));
  }

  @Test
  void events_of_one_key_are_seen_in_order_and_offsets_rise() {
    var seen = new Seen();
    log.consume("group", seen);
    for (int n = 0; n < 500; n++) {
      happens(n % 5, n);
    }
    log.settle(LONG);
    Map<Long, Long> last = new HashMap<>();
    Map<Integer, Long> offsets = new HashMap<>();
    for (var entry : seen.entries) {
      long number = number(entry);
      assertThat(last.getOrDefault(entry.event().key(), -1L)).isLessThan(number);
      last.put(entry.event().key(), number);
      assertThat(offsets.getOrDefault(entry.partition(), -1L)).isLessThan(entry.offset());
      offsets.put(entry.partition(), entry.offset());
    }
    assertThat(offsets.size()).isGreaterThan(1);
  }

  @Test
  void the_family_the_key_and_the_body_arrive_as_they_were() {
    var seen = new Seen();
    log.consume("group", seen);
    var pending = log.prepare(new Event("status", -5, new byte[] {1, 2, 3}));
    store.journalledBatch(List.of(pending.op()));
    log.publish(pending);
    assertThat(log.await(pending, LONG)).isTrue();
    var entry = seen.entries.getFirst();
    assertThat(entry.id()).isEqualTo(pending.id());
    assertThat(entry.event().family()).isEqualTo("status");
    assertThat(entry.event().key()).isEqualTo(-5);
    assertThat(entry.event().body()).containsExactly(1, 2, 3);
  }

  @Test
  void a_consumer_that_fails_sees_the_event_again_before_the_next() {
    var seen = new Seen();
    var failures = new AtomicInteger();
    log.consume(
        "group",
        entry -> {
          if (number(entry) == 3 && failures.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
          }
          seen.on(entry);
        });
    for (int n = 0; n < 6; n++) {
      happens(1, n);
    }
    assertThat(log.settle(LONG)).isTrue();
    assertThat(seen.numbers()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(failures).hasValue(3);
    assertThat(log.counts().putAside()).isZero();
  }

  @Test
  void an_event_that_a_consumer_can_never_bear_is_put_aside_and_not_lost() {
    var seen = new Seen();
    var tries = new AtomicInteger();
    var isMended = new AtomicBoolean();
    log.consume(
        "group",
        entry -> {
          if (number(entry) >= 3 && number(entry) <= 4 && !isMended.get()) {
            tries.incrementAndGet();
            throw new IllegalStateException("never");
          }
          seen.on(entry);
        });
    for (int n = 0; n < 6; n++) {
      happens(1, n);
    }
    assertThat(log.settle(LONG)).isTrue();
    assertThat(seen.numbers()).containsExactly(0L, 1L, 2L, 5L);
    assertThat(tries).hasValue(2 * LogOptions.brisk().attemptsMax());
    assertThat(log.counts().putAside()).isEqualTo(2);
    List<StoreLog.Dead> dead = log.dead("group", 10);
    assertThat(dead).extracting(d -> number(d.entry())).containsExactly(3L, 4L);
    assertThat(dead).extracting(StoreLog.Dead::why).containsOnly("java.lang.IllegalStateException");
    log.revive("group", dead.getFirst());
    assertThat(log.settle(LONG)).isTrue();
    assertThat(log.dead("group", 10)).as("failed again").hasSize(2);
    isMended.set(true);
    log.revive("group", log.dead("group", 10).getFirst());
    log.drop("group", log.dead("group", 10).getFirst());
    assertThat(log.settle(LONG)).isTrue();
    assertThat(seen.numbers()).hasSize(5);
    assertThat(log.dead("group", 10)).isEmpty();
  }

  @Test
  void an_event_that_was_written_but_never_published_comes_at_the_next_start() {
    var pending = log.prepare(event(1, 42));
    store.journalledBatch(List.of(pending.op()));
    restart(LogOptions.usual());
    var seen = new Seen();
    log.consume("group", seen);
    await(() -> seen.numbers().contains(42L));
    assertThat(seen.numbers()).containsExactly(42L);
  }

  @Test
  void an_event_that_was_written_but_never_published_comes_while_running() {
    restart(LogOptions.brisk());
    var seen = new Seen();
    log.consume("group", seen);
    var pending = log.prepare(event(1, 42));
    store.journalledBatch(List.of(pending.op()));
    await(() -> seen.numbers().contains(42L));
    await(() -> log.counts().swept() == 1);
  }

  @Test
  void an_event_whose_batch_was_never_written_does_not_come() {
    var seen = new Seen();
    log.consume("group", seen);
    log.prepare(event(1, 1));
    happens(1, 2);
    log.settle(LONG);
    restart(calm());
    log.consume("group", seen);
    happens(1, 3);
    log.settle(LONG);
    assertThat(seen.numbers()).containsExactly(2L, 3L);
  }

  @Test
  void a_group_goes_on_after_a_restart_where_it_was() {
    var before = new Seen();
    log.consume("group", before);
    for (int n = 0; n < 50; n++) {
      happens(n, n);
    }
    log.settle(LONG);
    restart(calm());
    for (int n = 50; n < 100; n++) {
      happens(n, n);
    }
    var after = new Seen();
    log.consume("group", after);
    log.settle(LONG);
    assertThat(before.numbers()).containsExactlyInAnyOrderElementsOf(range(0, 50));
    assertThat(after.numbers()).containsExactlyInAnyOrderElementsOf(range(50, 100));
  }

  @Test
  void a_group_that_was_away_gets_what_happened_also_when_memory_has_lost_it() {
    var steady = new Seen();
    log.consume("steady", steady);
    log.consume("away", new Seen());
    log.settle(LONG);
    restart(calm());
    log.consume("steady", steady);
    for (int n = 0; n < 2_000; n++) {
      happens(n, n);
    }
    assertThat(log.settle(LONG)).isTrue();
    var away = new Seen();
    log.consume("away", away);
    assertThat(log.settle(LONG)).isTrue();
    assertThat(away.numbers()).containsExactlyInAnyOrderElementsOf(range(0, 2_000));
  }

  @Test
  void a_new_group_begins_at_the_oldest_entry_kept() {
    for (int n = 0; n < 10; n++) {
      happens(n, n);
    }
    var seen = new Seen();
    log.consume("late", seen);
    log.settle(LONG);
    assertThat(seen.numbers()).containsExactlyInAnyOrderElementsOf(range(0, 10));
  }

  @Test
  void what_all_groups_have_seen_is_deleted_and_nothing_stays_pending() {
    restart(LogOptions.brisk());
    log.consume("group", new Seen());
    for (int n = 0; n < 4_000; n++) {
      happens(n, n);
    }
    log.settle(LONG);
    int kept = LogOptions.brisk().keepEntries() * LogOptions.brisk().partitions();
    await(() -> entriesKept() <= kept);
    await(() -> pendingRows() == 0);
  }

  @Test
  void offsets_go_on_rising_when_all_entries_were_deleted() {
    var seen = new Seen();
    log.consume("group", seen);
    for (int n = 0; n < 100; n++) {
      happens(1, n);
    }
    log.settle(LONG);
    long last = seen.entries.getLast().offset();
    int partition = seen.entries.getLast().partition();
    log.close();
    store.putDerived(List.of(LogTable.trim(partition, 0, Long.MAX_VALUE)));
    log = new StoreLog(store, ids, calm());
    log.consume("group", seen);
    happens(1, 100);
    log.settle(LONG);
    assertThat(seen.entries.getLast().offset()).isGreaterThan(last);
    assertThat(seen.numbers()).containsExactlyElementsOf(range(0, 101));
  }

  @Test
  void a_forgotten_group_holds_nothing_back() {
    log.consume("gone", new Seen());
    log.settle(LONG);
    restart(calm());
    log.consume("group", new Seen());
    log.forget("gone");
    for (int n = 0; n < 1_000; n++) {
      happens(n, n);
    }
    log.settle(LONG);
    await(() -> entriesKept() <= 4 * LogOptions.brisk().keepEntries());
  }

  @Test
  void two_consumers_cannot_share_a_group() {
    log.consume("group", new Seen());
    assertThatThrownBy(() -> log.consume("group", new Seen()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_slow_group_holds_up_neither_another_nor_who_publishes() throws Exception {
    var hold = new CountDownLatch(1);
    var quick = new Seen();
    log.consume(
        "slow",
        _ -> {
          try {
            hold.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    log.consume("quick", quick);
    for (int n = 0; n < 200; n++) {
      happens(1, n);
    }
    await(() -> quick.entries.size() == 200);
    assertThat(log.settle(Duration.ofMillis(20))).isFalse();
    assertThat(log.counts().lag()).isGreaterThan(100);
    hold.countDown();
    assertThat(log.settle(LONG)).isTrue();
  }

  @Test
  void more_events_than_the_queue_holds_come_all_the_same() throws Exception {
    restart(LogOptions.brisk());
    var seen = new Seen();
    var options = LogOptions.brisk();
    int events = options.queueMax() * 2;
    // Straight at the partition's queue, so that it overflows for certain.
    List<EventLog.Pending> pending = new ArrayList<>();
    List<Op> ops = new ArrayList<>();
    for (int n = 0; n < events; n++) {
      pending.add(log.prepare(event(1, n)));
      ops.add(pending.getLast().op());
    }
    store.journalledBatch(ops);
    pending.forEach(log::publish);
    log.consume("group", seen);
    await(() -> Set.copyOf(seen.numbers()).size() == events);
  }

  @Test
  void an_event_reaches_its_consumers_without_any_polling() {
    var seen = new Seen();
    log.consume("group", seen);
    happens(1, 0);
    log.settle(LONG);
    List<Long> micros = new ArrayList<>();
    for (int n = 1; n <= 200; n++) {
      var pending = log.prepare(event(1, n));
      store.journalledBatch(List.of(pending.op()));
      long before = System.nanoTime();
      log.publish(pending);
      assertThat(log.await(pending, LONG)).isTrue();
      micros.add((System.nanoTime() - before) / 1_000);
    }
    Collections.sort(micros);
    System.err.println(
        "publish to consumed: median " + micros.get(100) + " µs, 90 % " + micros.get(180));
  }

  @Test
  void on_a_faulty_log_nothing_is_lost() {
    long seed = Long.getLong("verbatim.seed", System.nanoTime());
    var faulty = new FaultyLog(log, new Random(seed), 0.2);
    var seen = new Seen();
    faulty.consume("group", seen);
    for (int n = 0; n < 300; n++) {
      var pending = faulty.prepare(event(n % 7, n));
      store.journalledBatch(List.of(pending.op()));
      faulty.publish(pending);
    }
    assertThat(faulty.settle(LONG)).isTrue();
    assertThat(Set.copyOf(seen.numbers())).as("seed " + seed).containsAll(range(0, 300));
    assertThat(seen.entries.size()).as("some come twice, seed " + seed).isGreaterThan(300);
  }

  @Test
  void many_who_write_at_once_lose_no_event() throws Exception {
    Set<Long> numbers = ConcurrentHashMap.newKeySet();
    log.consume("group", entry -> numbers.add(number(entry)));
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 32; w++) {
      int writer = w;
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int n = 0; n < 100; n++) {
                      happens(writer, writer * 100L + n);
                    }
                  }));
    }
    for (var writer : writers) {
      writer.join();
    }
    assertThat(log.settle(LONG)).isTrue();
    await(() -> numbers.size() == 3_200);
    for (var fact : range(0, 32)) {
      assertThat(store.scan(FACTS, Key.of(fact), 1_000)).hasSize(100);
    }
  }

  /// Whose sweeper takes nothing for forgotten that is only slow: else it would come twice.
  private static LogOptions calm() {
    LogOptions brisk = LogOptions.brisk();
    return new LogOptions(
        brisk.partitions(),
        brisk.queueMax(),
        brisk.tailEntries(),
        brisk.keepEntries(),
        Duration.ofMinutes(10),
        brisk.sweepEvery(),
        brisk.attemptsMax(),
        brisk.pauseMin(),
        brisk.pauseMax());
  }

  private void restart(LogOptions options) {
    close();
    store = RocksStore.open(folder.resolve("store"), RocksOptions.small(), InstantSource.system());
    log = new StoreLog(store, ids, options);
  }

  private void happens(long key, long number) {
    var pending = log.prepare(event(key, number));
    store.journalledBatch(
        List.of(Op.put(FACTS, Key.of(key), Key.of(number), new byte[1]), pending.op()));
    log.publish(pending);
  }

  private long entriesKept() {
    long kept = 0;
    for (int partition = 0; partition < LogOptions.brisk().partitions(); partition++) {
      kept += LogTable.entries(store, partition, 0, Long.MAX_VALUE, 10_000).size();
    }
    return kept;
  }

  private long pendingRows() {
    long rows = 0;
    long now = LogTable.bucket(ids.next());
    for (int partition = 0; partition < LogOptions.brisk().partitions(); partition++) {
      for (long bucket = now - 6; bucket <= now + 6; bucket++) {
        rows += LogTable.pendingIn(store, partition, bucket, -1, Long.MAX_VALUE, 10_000).size();
      }
    }
    return rows;
  }

  private static Event event(long key, long number) {
    return new Event("test", key, ByteBuffer.allocate(8).putLong(number).array());
  }

  private static long number(EventLog.Entry entry) {
    return ByteBuffer.wrap(entry.event().body()).getLong();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
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
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  private static final class Seen implements EventLog.Consumer {
    final List<EventLog.Entry> entries = new CopyOnWriteArrayList<>();

    @Override
    public void on(EventLog.Entry entry) {
      entries.add(entry);
    }

    List<Long> numbers() {
      return entries.stream().map(EventLogTest::number).toList();
    }
  }
}
