package verbatim.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.Ids;
import verbatim.kernel.Refused;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

class NodeNumberTest {
  @TempDir Path folder;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-05-01T12:00:00Z"));
  private final InstantSource clock = now::get;
  private Store store;

  @BeforeEach
  void open() {
    store = RocksStore.open(folder.resolve("store"), RocksOptions.small(), clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void two_processes_have_two_numbers() {
    try (var alice = NodeNumber.take(store, "alice", clock);
        var bob = NodeNumber.take(store, "bob", clock)) {
      assertThat(alice.number()).isNotEqualTo(bob.number());
      assertThat(alice.ids().next()).isNotEqualTo(bob.ids().next());
    }
  }

  @Test
  void a_number_that_was_given_back_is_free_again() {
    var first = NodeNumber.take(store, "first", clock);
    first.close();
    now.updateAndGet(t -> t.plusSeconds(1));
    try (var second = NodeNumber.take(store, "second", clock)) {
      assertThat(second.number()).isEqualTo(first.number());
    }
  }

  @Test
  void ids_rise_over_a_crash_and_a_clock_that_stepped_back() {
    var first = NodeNumber.take(store, "first", clock);
    long last = first.ids().next();
    // No close: the process was killed.
    now.updateAndGet(t -> t.minus(Duration.ofHours(1)));
    try (var second = NodeNumber.take(store, "second", clock)) {
      assertThat(second.ids().next()).isGreaterThan(last);
    }
  }

  @Test
  void ids_after_an_orderly_stop_do_not_run_ahead_of_the_clock() {
    var first = NodeNumber.take(store, "first", clock);
    long last = first.ids().next();
    first.close();
    now.updateAndGet(t -> t.plusMillis(2));
    try (var second = NodeNumber.take(store, "second", clock)) {
      long next = second.ids().next();
      assertThat(next).isGreaterThan(last);
      assertThat(Ids.timeOf(next)).isEqualTo(now.get());
    }
  }

  @Test
  void without_its_lease_it_makes_no_more_ids() {
    try (var node = NodeNumber.take(store, "alice", clock)) {
      node.ids().next();
      now.updateAndGet(t -> t.plus(Duration.ofMinutes(5)));
      assertThatThrownBy(() -> node.ids().next()).isInstanceOf(Refused.class);
    }
  }
}
