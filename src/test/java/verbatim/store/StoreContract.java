package verbatim.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.Fork;
import verbatim.store.Store.Order;

/// What every engine keeps, and what every package above may rely on: no more than this.
public abstract class StoreContract {
  protected static final Table PLAIN = Table.plain("plain");
  protected static final Table OTHER = Table.plain("other");
  protected static final Table CLAIMED = Table.claimed("claimed");
  protected static final Key PK = Key.of("partition");
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir protected Path folder;
  protected final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-05-01T12:00:00Z"));
  protected final InstantSource clock = now::get;
  protected Store store;
  private final AtomicInteger tokens = new AtomicInteger();

  protected abstract Store open(Path folder, InstantSource clock);

  @BeforeEach
  void open_it() {
    store = open(folder.resolve("store"), clock);
  }

  @AfterEach
  void close_it() {
    store.close();
  }

  // Plain rows

  @Test
  void a_row_that_was_put_is_there() {
    store.put(PLAIN, PK, Key.of(1), bytes("one"));
    assertThat(text(store.get(PLAIN, PK, Key.of(1)))).isEqualTo("one");
    assertThat(store.get(PLAIN, PK, Key.of(1)).orElseThrow().version()).isZero();
  }

  @Test
  void a_row_that_nobody_put_is_not_there() {
    store.put(PLAIN, PK, Key.of(1), bytes("one"));
    assertThat(store.get(PLAIN, PK, Key.of(2))).isEmpty();
    assertThat(store.get(PLAIN, Key.of("elsewhere"), Key.of(1))).isEmpty();
    assertThat(store.get(OTHER, PK, Key.of(1))).isEmpty();
  }

  @Test
  void the_last_write_of_a_row_stands() {
    store.put(PLAIN, PK, Key.of(1), bytes("one"));
    store.put(PLAIN, PK, Key.of(1), bytes("two"));
    assertThat(text(store.get(PLAIN, PK, Key.of(1)))).isEqualTo("two");
  }

  @Test
  void an_empty_value_and_the_empty_key_are_a_row() {
    store.put(PLAIN, Key.NONE, Key.NONE, new byte[0]);
    assertThat(store.get(PLAIN, Key.NONE, Key.NONE).orElseThrow().value()).isEmpty();
    assertThat(store.scan(PLAIN, Key.NONE, 10)).hasSize(1);
  }

  @Test
  void a_deleted_row_is_gone_and_to_delete_it_again_is_no_matter() {
    store.put(PLAIN, PK, Key.of(1), bytes("one"));
    store.delete(PLAIN, PK, Key.of(1));
    store.delete(PLAIN, PK, Key.of(1));
    assertThat(store.get(PLAIN, PK, Key.of(1))).isEmpty();
    assertThat(store.scan(PLAIN, PK, 10)).isEmpty();
  }

  @Test
  void a_range_is_deleted_from_its_first_key_to_before_its_last() {
    putNumbers(PLAIN, PK, 0, 10);
    store.deleteRange(PLAIN, PK, Key.of(3), Key.of(6));
    assertThat(numbers(store.scan(PLAIN, PK, 100))).containsExactly(0L, 1L, 2L, 6L, 7L, 8L, 9L);
  }

  @Test
  void a_range_that_ends_before_it_begins_deletes_nothing() {
    putNumbers(PLAIN, PK, 0, 3);
    store.deleteRange(PLAIN, PK, Key.of(2), Key.of(1));
    store.deleteRange(PLAIN, PK, Key.of(1), Key.of(1));
    assertThat(store.scan(PLAIN, PK, 100)).hasSize(3);
  }

  @Test
  void a_range_spares_the_neighbours() {
    putNumbers(PLAIN, Key.of("a"), 0, 3);
    putNumbers(PLAIN, Key.of("b"), 0, 3);
    putNumbers(OTHER, Key.of("a"), 0, 3);
    store.deleteRange(PLAIN, Key.of("a"), Key.of(Long.MIN_VALUE), Key.of(Long.MAX_VALUE));
    assertThat(store.scan(PLAIN, Key.of("a"), 10)).isEmpty();
    assertThat(store.scan(PLAIN, Key.of("b"), 10)).hasSize(3);
    assertThat(store.scan(OTHER, Key.of("a"), 10)).hasSize(3);
  }

  // Scans

  @Test
  void a_scan_gives_the_rows_in_the_order_of_their_keys() {
    for (long n : new long[] {5, -3, 1L << 40, 0, -(1L << 50), Long.MAX_VALUE, Long.MIN_VALUE}) {
      store.put(PLAIN, PK, Key.of(n), bytes("" + n));
    }
    assertThat(numbers(store.scan(PLAIN, PK, 100)))
        .containsExactly(Long.MIN_VALUE, -(1L << 50), -3L, 0L, 5L, 1L << 40, Long.MAX_VALUE);
  }

  @Test
  void a_scan_has_an_inclusive_start_and_an_exclusive_end() {
    putNumbers(PLAIN, PK, 0, 10);
    assertThat(numbers(store.scan(PLAIN, PK, Key.of(3), Key.of(6), 100, Order.ASCENDING)))
        .containsExactly(3L, 4L, 5L);
    assertThat(numbers(store.scan(PLAIN, PK, Key.of(3), Key.of(6), 100, Order.DESCENDING)))
        .containsExactly(5L, 4L, 3L);
    assertThat(store.scan(PLAIN, PK, Key.of(6), Key.of(3), 100, Order.ASCENDING)).isEmpty();
    assertThat(store.scan(PLAIN, PK, Key.of(6), Key.of(3), 100, Order.DESCENDING)).isEmpty();
  }

  @Test
  void a_scan_is_cut_at_the_end_that_its_order_names() {
    putNumbers(PLAIN, PK, 0, 10);
    assertThat(numbers(store.scan(PLAIN, PK, Key.of(0), Key.of(100), 2, Order.ASCENDING)))
        .containsExactly(0L, 1L);
    assertThat(numbers(store.scan(PLAIN, PK, Key.of(0), Key.of(100), 2, Order.DESCENDING)))
        .containsExactly(9L, 8L);
  }

  @Test
  void partitions_whose_keys_begin_alike_do_not_mix() {
    Key a = Key.of(7).andByte(1);
    Key b = Key.of(7).andByte(1).andByte(0);
    Key c = Key.of(7);
    putNumbers(PLAIN, a, 0, 2);
    putNumbers(PLAIN, b, 10, 12);
    putNumbers(PLAIN, c, 20, 22);
    store.put(PLAIN, Key.NONE, a, bytes("x"));
    assertThat(numbers(store.scan(PLAIN, a, 100))).containsExactly(0L, 1L);
    assertThat(numbers(store.scan(PLAIN, b, 100))).containsExactly(10L, 11L);
    assertThat(numbers(store.scan(PLAIN, c, 100))).containsExactly(20L, 21L);
    assertThat(
            numbers(store.scan(PLAIN, a, Key.NONE, Key.of(Long.MAX_VALUE), 100, Order.DESCENDING)))
        .containsExactly(1L, 0L);
  }

  @Test
  void tables_whose_names_begin_alike_do_not_mix() {
    var a = Table.plain("home");
    var b = Table.plain("home_list");
    putNumbers(a, PK, 0, 2);
    putNumbers(b, PK, 10, 12);
    assertThat(numbers(store.scan(a, PK, 100))).containsExactly(0L, 1L);
    assertThat(numbers(store.scan(b, PK, 100))).containsExactly(10L, 11L);
  }

  @Test
  void keys_of_any_bytes_keep_their_order() {
    byte[][] raws = {{}, {0}, {0, 0}, {0, 1}, {1}, {127}, {-128}, {-1}, {-1, -1}};
    for (byte[] raw : raws) {
      store.put(PLAIN, Key.of("\uffff"), Key.wrap(raw), raw);
    }
    assertThat(store.scan(PLAIN, Key.of("\uffff"), 100).stream().map(Row::value))
        .containsExactly(raws);
  }

  // Bounds

  @Test
  void the_largest_value_and_key_are_taken_and_one_more_byte_is_not() {
    byte[] value = new byte[Store.VALUE_BYTES_MAX];
    Key key = Key.wrap(new byte[Store.KEY_BYTES_MAX]);
    store.put(PLAIN, key, key, value);
    assertThat(store.get(PLAIN, key, key).orElseThrow().value()).hasSize(value.length);
    byte[] more = new byte[Store.VALUE_BYTES_MAX + 1];
    Key longer = Key.wrap(new byte[Store.KEY_BYTES_MAX + 1]);
    assertRefused(() -> store.put(PLAIN, PK, PK, more));
    assertRefused(() -> store.put(PLAIN, longer, PK, value));
    assertRefused(() -> store.put(PLAIN, PK, longer, value));
    assertRefused(() -> store.get(PLAIN, PK, longer));
    assertRefused(() -> store.scan(PLAIN, longer, 1));
    assertRefused(() -> store.deleteRange(PLAIN, PK, PK, longer));
    assertRefused(() -> store.putIfAbsent(CLAIMED, PK, PK, more, token()));
    assertRefused(() -> store.compareAndSet(CLAIMED, PK, PK, 1, more, token()));
    assertRefused(() -> store.putIfAbsent(CLAIMED, PK, longer, value, token()));
  }

  @Test
  void the_largest_batch_is_taken_and_one_more_op_is_not() {
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < Store.BATCH_OPS_MAX; i++) {
      ops.add(Op.put(PLAIN, PK, Key.of(i), new byte[1]));
    }
    store.batch(ops);
    assertThat(store.scan(PLAIN, PK, Store.SCAN_ROWS_MAX)).hasSize(Store.BATCH_OPS_MAX);
    ops.add(Op.put(PLAIN, PK, Key.of(-1), new byte[1]));
    assertRefused(() -> store.batch(ops));
    assertRefused(() -> store.journalledBatch(ops));
    assertRefused(() -> store.putDerived(ops));
    assertRefused(() -> store.batch(List.of()));
  }

  @Test
  void a_batch_of_too_many_bytes_is_refused() {
    int rows = Store.BATCH_BYTES_MAX / Store.VALUE_BYTES_MAX;
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      ops.add(Op.put(PLAIN, PK, Key.of(i), new byte[Store.VALUE_BYTES_MAX]));
    }
    assertRefused(() -> store.journalledBatch(ops));
  }

  @Test
  void a_scan_of_no_rows_or_of_too_many_is_refused() {
    assertRefused(() -> store.scan(PLAIN, PK, 0));
    assertRefused(() -> store.scan(PLAIN, PK, Store.SCAN_ROWS_MAX + 1));
    assertThat(store.scan(PLAIN, PK, Store.SCAN_ROWS_MAX)).isEmpty();
  }

  @Test
  void blind_writes_and_claims_do_not_mix() {
    assertRefused(() -> store.put(CLAIMED, PK, PK, bytes("x")));
    assertRefused(() -> store.delete(CLAIMED, PK, PK));
    assertRefused(() -> store.deleteRange(CLAIMED, PK, PK, PK));
    assertRefused(() -> store.putDerived(List.of(Op.delete(CLAIMED, PK, PK))));
    assertRefused(() -> store.putIfAbsent(PLAIN, PK, PK, bytes("x"), token()));
    assertRefused(() -> store.compareAndSet(PLAIN, PK, PK, 1, bytes("x"), token()));
    assertRefused(() -> store.compareAndDelete(PLAIN, PK, PK, 1, token()));
  }

  @Test
  void a_short_token_is_refused() {
    assertRefused(
        () -> store.putIfAbsent(CLAIMED, PK, PK, bytes("x"), new byte[Store.TOKEN_BYTES_MIN - 1]));
    assertRefused(
        () -> store.putIfAbsent(CLAIMED, PK, PK, bytes("x"), new byte[Store.TOKEN_BYTES_MAX + 1]));
  }

  // Batches

  @Test
  void a_batch_writes_all_its_rows_in_order() {
    putNumbers(PLAIN, PK, 0, 5);
    store.batch(
        List.of(
            Op.put(OTHER, PK, Key.of(1), bytes("other")),
            Op.deleteRange(PLAIN, PK, Key.of(0), Key.of(5)),
            Op.put(PLAIN, PK, Key.of(2), bytes("new")),
            Op.put(PLAIN, PK, Key.of(3), bytes("new")),
            Op.delete(PLAIN, PK, Key.of(3))));
    assertThat(numbers(store.scan(PLAIN, PK, 10))).containsExactly(2L);
    assertThat(text(store.get(OTHER, PK, Key.of(1)))).isEqualTo("other");
  }

  @Test
  void a_batch_names_one_partition_only() {
    assertRefused(
        () ->
            store.batch(
                List.of(
                    Op.put(PLAIN, Key.of(1), PK, bytes("x")),
                    Op.put(PLAIN, Key.of(2), PK, bytes("x")))));
    assertThat(store.get(PLAIN, Key.of(1), PK)).isEmpty();
  }

  @Test
  void a_journalled_batch_writes_to_several_partitions() {
    store.journalledBatch(
        List.of(
            Op.put(PLAIN, Key.of(1), Key.of(1), bytes("a")),
            Op.put(OTHER, Key.of(2), Key.of(2), bytes("b")),
            Op.put(PLAIN, Key.of(3), Key.of(3), bytes("c")),
            Op.delete(PLAIN, Key.of(3), Key.of(3))));
    assertThat(text(store.get(PLAIN, Key.of(1), Key.of(1)))).isEqualTo("a");
    assertThat(text(store.get(OTHER, Key.of(2), Key.of(2)))).isEqualTo("b");
    assertThat(store.get(PLAIN, Key.of(3), Key.of(3))).isEmpty();
  }

  @Test
  void a_batch_of_one_partition_is_seen_whole_or_not_at_all() throws Exception {
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int round = 0; round < 300; round++) {
                    byte[] value = bytes("" + round);
                    store.batch(
                        IntStream.range(0, 5)
                            .mapToObj(i -> Op.put(PLAIN, PK, Key.of(i), value))
                            .toList());
                  }
                });
    while (writer.isAlive()) {
      var seen =
          store.scan(PLAIN, PK, 10).stream()
              .map(row -> new String(row.value(), StandardCharsets.UTF_8))
              .collect(Collectors.toSet());
      assertThat(seen).hasSizeLessThanOrEqualTo(1);
    }
    writer.join();
  }

  @Test
  void derived_rows_are_seen_when_the_call_returns() {
    store.putDerived(
        List.of(
            Op.put(PLAIN, Key.of(1), Key.of(1), bytes("a")),
            Op.put(PLAIN, Key.of(2), Key.of(1), bytes("b"))));
    assertThat(text(store.get(PLAIN, Key.of(1), Key.of(1)))).isEqualTo("a");
    assertThat(text(store.get(PLAIN, Key.of(2), Key.of(1)))).isEqualTo("b");
  }

  // Claims. They may answer Unknown: then one asks again with the same token, as claim() here does.

  @Test
  void the_first_to_claim_a_row_has_it() {
    var first = claim(t -> store.putIfAbsent(CLAIMED, PK, Key.of(1), bytes("mine"), t));
    assertThat(first).isInstanceOf(Claim.Applied.class);
    var second = claim(t -> store.putIfAbsent(CLAIMED, PK, Key.of(1), bytes("yours"), t));
    assertThat(second).isInstanceOf(Claim.Lost.class);
    var current = ((Claim.Lost) second).current().orElseThrow();
    assertThat(current.value()).isEqualTo(bytes("mine"));
    assertThat(current.version()).isEqualTo(((Claim.Applied) first).version());
    assertThat(store.get(CLAIMED, PK, Key.of(1)).orElseThrow().version())
        .isEqualTo(current.version());
    assertThat(store.scan(CLAIMED, PK, 10).getFirst().version()).isEqualTo(current.version());
  }

  @Test
  void to_claim_again_with_the_same_token_is_harmless() {
    byte[] token = token();
    var first = claim(token, t -> store.putIfAbsent(CLAIMED, PK, Key.of(1), bytes("mine"), t));
    var second = claim(token, t -> store.putIfAbsent(CLAIMED, PK, Key.of(1), bytes("mine"), t));
    assertThat(second).isEqualTo(first);
  }

  @Test
  void one_of_many_who_claim_at_once_has_it() {
    List<Callable<Claim>> tries =
        IntStream.range(0, 50)
            .<Callable<Claim>>mapToObj(
                i -> () -> claim(t -> store.putIfAbsent(CLAIMED, PK, Key.of(1), bytes("" + i), t)))
            .toList();
    var answers = Fork.all(LONG, tries);
    assertThat(answers).filteredOn(Claim.Applied.class::isInstance).hasSize(1);
    assertThat(answers).filteredOn(Claim.Lost.class::isInstance).hasSize(49);
    int winner =
        IntStream.range(0, 50)
            .filter(i -> answers.get(i) instanceof Claim.Applied)
            .findFirst()
            .orElseThrow();
    assertThat(text(store.get(CLAIMED, PK, Key.of(1)))).isEqualTo("" + winner);
  }

  @Test
  void a_row_is_replaced_by_whoever_knows_its_version() {
    long version = insert(Key.of(1), "one");
    var replaced =
        claim(t -> store.compareAndSet(CLAIMED, PK, Key.of(1), version, bytes("two"), t));
    assertThat(((Claim.Applied) replaced).version()).isGreaterThan(version);
    var late = claim(t -> store.compareAndSet(CLAIMED, PK, Key.of(1), version, bytes("x"), t));
    assertThat(((Claim.Lost) late).current().orElseThrow().value()).isEqualTo(bytes("two"));
    assertThat(text(store.get(CLAIMED, PK, Key.of(1)))).isEqualTo("two");
  }

  @Test
  void a_row_that_is_not_there_cannot_be_replaced_or_deleted() {
    assertThat(claim(t -> store.compareAndSet(CLAIMED, PK, Key.of(1), 0, bytes("x"), t)))
        .isEqualTo(new Claim.Lost(Optional.empty()));
    assertThat(claim(t -> store.compareAndDelete(CLAIMED, PK, Key.of(1), 0, t)))
        .isEqualTo(new Claim.Lost(Optional.empty()));
  }

  @Test
  void a_claimed_row_is_deleted_by_whoever_knows_its_version_and_is_free_again() {
    long version = insert(Key.of(1), "one");
    assertThat(claim(t -> store.compareAndDelete(CLAIMED, PK, Key.of(1), version + 1, t)))
        .isInstanceOf(Claim.Lost.class);
    claim(t -> store.compareAndDelete(CLAIMED, PK, Key.of(1), version, t));
    assertThat(store.get(CLAIMED, PK, Key.of(1))).isEmpty();
    assertThat(insert(Key.of(1), "two")).isGreaterThan(version);
  }

  @Test
  void the_version_of_a_row_that_was_deleted_never_fits_its_successor() {
    long old = insert(Key.of(1), "one");
    claim(t -> store.compareAndDelete(CLAIMED, PK, Key.of(1), old, t));
    insert(Key.of(1), "two");
    assertThat(claim(t -> store.compareAndSet(CLAIMED, PK, Key.of(1), old, bytes("x"), t)))
        .isInstanceOf(Claim.Lost.class);
  }

  /// Each adds its own marks: an Unknown claim may have been applied and replaced since, so only
  /// the value tells.
  @Test
  void many_who_add_to_a_row_lose_nothing() {
    insert(Key.of(1), "");
    List<Callable<Integer>> adders =
        IntStream.range(0, 16)
            .<Callable<Integer>>mapToObj(
                worker ->
                    () -> {
                      for (int n = 0; n < 10; n++) {
                        addMark(worker + "/" + n + ";");
                      }
                      return worker;
                    })
            .toList();
    Fork.all(LONG, adders);
    assertThat(text(store.get(CLAIMED, PK, Key.of(1))).split(";"))
        .hasSize(160)
        .doesNotHaveDuplicates();
  }

  private void addMark(String mark) {
    while (true) {
      var row = store.get(CLAIMED, PK, Key.of(1)).orElseThrow();
      var value = new String(row.value(), StandardCharsets.UTF_8);
      if ((";" + value).contains(";" + mark)) {
        return;
      }
      store.compareAndSet(CLAIMED, PK, Key.of(1), row.version(), bytes(value + mark), token());
    }
  }

  // Leases

  @Test
  void a_lease_has_one_owner_who_may_renew_it() {
    long epoch = store.lease("node/0", "alice", Duration.ofSeconds(10)).orElseThrow();
    assertThat(store.lease("node/0", "bob", Duration.ofSeconds(10))).isEmpty();
    assertThat(store.lease("node/1", "bob", Duration.ofSeconds(10))).isPresent();
    now.updateAndGet(t -> t.plusSeconds(9));
    assertThat(store.lease("node/0", "alice", Duration.ofSeconds(10))).contains(epoch);
    now.updateAndGet(t -> t.plusSeconds(9));
    assertThat(store.lease("node/0", "bob", Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void a_lease_that_ran_out_goes_to_another_with_a_higher_epoch() {
    long epoch = store.lease("sweeper", "alice", Duration.ofSeconds(10)).orElseThrow();
    now.updateAndGet(t -> t.plusSeconds(10));
    long next = store.lease("sweeper", "bob", Duration.ofSeconds(10)).orElseThrow();
    assertThat(next).isGreaterThan(epoch);
    assertThat(store.lease("sweeper", "alice", Duration.ofSeconds(10))).isEmpty();
  }

  @Test
  void a_lease_without_a_name_an_owner_or_time_is_refused() {
    assertRefused(() -> store.lease("", "alice", LONG));
    assertRefused(() -> store.lease("x", "", LONG));
    assertRefused(() -> store.lease("x", "alice", Duration.ZERO));
  }

  @Test
  void what_is_noted_is_applied_in_its_turn() {
    store.putDerived(List.of(Op.put(OTHER, PK, Key.of(1), bytes("before"))));
    store.note(List.of(Op.put(OTHER, PK, Key.of(1), bytes("noted"))));
    store.note(List.of(Op.put(OTHER, PK, Key.of(2), bytes("noted"))));
    store.putDerived(List.of(Op.put(OTHER, PK, Key.of(2), bytes("after"))));
    assertThat(text(store.get(OTHER, PK, Key.of(1)))).isEqualTo("noted");
    assertThat(text(store.get(OTHER, PK, Key.of(2)))).isEqualTo("after");
    assertRefused(() -> store.note(List.of(Op.delete(CLAIMED, PK, PK))));
  }

  // Restart

  @Test
  void everything_is_there_after_a_restart() {
    putNumbers(PLAIN, PK, 0, 10);
    store.putDerived(List.of(Op.put(OTHER, PK, Key.of(1), bytes("derived"))));
    long version = insert(Key.of(1), "one");
    long epoch = store.lease("node/0", "alice", LONG).orElseThrow();
    store.close();
    store = open(folder.resolve("store"), clock);
    assertThat(store.scan(PLAIN, PK, 100)).hasSize(10);
    assertThat(text(store.get(OTHER, PK, Key.of(1)))).isEqualTo("derived");
    assertThat(store.lease("node/0", "bob", LONG)).isEmpty();
    assertThat(store.lease("node/0", "alice", LONG)).contains(epoch);
    var answer = claim(t -> store.compareAndSet(CLAIMED, PK, Key.of(1), version, bytes("two"), t));
    assertThat(((Claim.Applied) answer).version()).isGreaterThan(version);
  }

  @Test
  void a_closed_store_refuses_and_may_be_closed_again() {
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get(PLAIN, PK, PK)).isInstanceOf(verbatim.kernel.Refused.class);
    assertThatThrownBy(() -> store.put(PLAIN, PK, PK, bytes("x")))
        .isInstanceOf(verbatim.kernel.Refused.class);
  }

  // Against a model

  @Test
  void it_answers_like_a_sorted_map() {
    long seed = Long.getLong("verbatim.seed", System.nanoTime());
    var random = new Random(seed);
    var model = new Model();
    for (int step = 0; step < 3_000; step++) {
      model.step(random, "seed " + seed + ", step " + step);
    }
  }

  /// Few partitions and keys, so that they meet.
  private final class Model {
    private final TreeMap<Key, TreeMap<Key, byte[]>> plain = new TreeMap<>();

    void step(Random random, String where) {
      Key pk = key(random, 2);
      var partition = plain.computeIfAbsent(pk, _ -> new TreeMap<>());
      switch (random.nextInt(6)) {
        case 0 -> {
          List<Op> ops =
              IntStream.range(0, 1 + random.nextInt(5)).mapToObj(_ -> op(random, pk)).toList();
          ops.forEach(this::apply);
          store.batch(ops);
        }
        case 1 -> {
          List<Op> ops =
              IntStream.range(0, 1 + random.nextInt(5))
                  .mapToObj(_ -> op(random, key(random, 2)))
                  .toList();
          ops.forEach(this::apply);
          if (random.nextBoolean()) {
            store.journalledBatch(ops);
          } else {
            store.putDerived(ops);
          }
        }
        case 2 -> {
          Key sk = key(random, 3);
          assertThat(store.get(PLAIN, pk, sk).map(Row::value).map(Key::wrap))
              .as(where)
              .isEqualTo(Optional.ofNullable(partition.get(sk)).map(Key::wrap));
        }
        default -> {
          Key from = key(random, 3);
          Key to = key(random, 3);
          var order = random.nextBoolean() ? Order.ASCENDING : Order.DESCENDING;
          int rowsMax = 1 + random.nextInt(6);
          var range =
              from.compareTo(to) <= 0
                  ? partition.subMap(from, true, to, false)
                  : new TreeMap<Key, byte[]>();
          var expected =
              (order == Order.ASCENDING ? range : range.descendingMap())
                  .entrySet().stream()
                      .limit(rowsMax)
                      .map(e -> e.getKey() + "=" + Key.wrap(e.getValue()))
                      .toList();
          var found =
              store.scan(PLAIN, pk, from, to, rowsMax, order).stream()
                  .map(row -> row.sk() + "=" + Key.wrap(row.value()))
                  .toList();
          assertThat(found).as(where).isEqualTo(expected);
        }
      }
    }

    private Op op(Random random, Key pk) {
      return switch (random.nextInt(5)) {
        case 0 -> Op.delete(PLAIN, pk, key(random, 3));
        case 1 -> Op.deleteRange(PLAIN, pk, key(random, 3), key(random, 3));
        default -> {
          byte[] value = new byte[random.nextInt(8)];
          random.nextBytes(value);
          yield Op.put(PLAIN, pk, key(random, 3), value);
        }
      };
    }

    private void apply(Op op) {
      var partition = plain.computeIfAbsent(op.pk(), _ -> new TreeMap<>());
      switch (op) {
        case Op.Put(_, _, var sk, var value) -> partition.put(sk, value);
        case Op.Delete(_, _, var sk) -> partition.remove(sk);
        case Op.DeleteRange(_, _, var from, var to) -> {
          if (from.compareTo(to) < 0) {
            partition.subMap(from, true, to, false).clear();
          }
        }
      }
    }

    private Key key(Random random, int bytesMax) {
      byte[] raw = new byte[random.nextInt(bytesMax + 1)];
      for (int i = 0; i < raw.length; i++) {
        raw[i] = (byte) new int[] {0, 1, 0x7f, 0x80, 0xff}[random.nextInt(5)];
      }
      return Key.wrap(raw);
    }
  }

  // Words of the tests

  protected interface Asking {
    Claim ask(byte[] token);
  }

  protected Claim claim(Asking asking) {
    return claim(token(), asking);
  }

  protected Claim claim(byte[] token, Asking asking) {
    for (int tries = 0; tries < 1_000; tries++) {
      var answer = asking.ask(token);
      if (!(answer instanceof Claim.Unknown)) {
        return answer;
      }
    }
    throw new AssertionError("Unknown a thousand times");
  }

  protected long insert(Key sk, String value) {
    var answer = claim(t -> store.putIfAbsent(CLAIMED, PK, sk, bytes(value), t));
    return ((Claim.Applied) answer).version();
  }

  protected byte[] token() {
    return ("token-0123456789-" + tokens.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
  }

  protected void putNumbers(Table table, Key pk, long from, long to) {
    List<Op> ops = new ArrayList<>();
    for (long n = from; n < to; n++) {
      ops.add(Op.put(table, pk, Key.of(n), bytes("" + n)));
    }
    store.batch(ops);
  }

  protected static List<Long> numbers(List<Row> rows) {
    return rows.stream().map(row -> row.sk().longAt(0)).toList();
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  protected static String text(Optional<Row> row) {
    return new String(row.orElseThrow().value(), StandardCharsets.UTF_8);
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }
}
