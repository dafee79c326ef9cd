package verbatim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import verbatim.Waiting;

class IdsTest {
  private static final long NOW = Instant.parse("2026-05-01T12:00:00Z").toEpochMilli();

  private final AtomicLong ms = new AtomicLong(NOW);
  private final InstantSource clock = () -> Instant.ofEpochMilli(ms.get());
  private final List<Long> bounds = new ArrayList<>();

  @Test
  void an_id_tells_its_time_and_its_node() {
    long id = ids(5).next();
    assertThat(Ids.timeOf(id)).isEqualTo(Instant.ofEpochMilli(NOW));
    assertThat(id >> 6 & 1023).isEqualTo(5);
    assertThat(id).isPositive().isGreaterThanOrEqualTo(Ids.floor(Instant.ofEpochMilli(NOW)));
    assertThat(id).isLessThan(Ids.floor(Instant.ofEpochMilli(NOW + 1)));
  }

  @Test
  void more_than_64_in_one_millisecond_go_on_in_the_next() {
    var ids = ids(1);
    long last = 0;
    for (int n = 0; n < 64; n++) {
      last = rises(last, ids);
    }
    assertThat(Ids.timeOf(last).toEpochMilli()).isEqualTo(NOW);
    last = rises(last, ids);
    assertThat(Ids.timeOf(last).toEpochMilli()).isEqualTo(NOW + 1);
  }

  @Test
  void ids_rise_when_the_clock_steps_back() {
    var ids = ids(1);
    long last = ids.next();
    ms.addAndGet(-Duration.ofDays(1).toMillis());
    for (int n = 0; n < 1_000; n++) {
      last = rises(last, ids);
    }
    assertThat(ids.reached()).isAfterOrEqualTo(Instant.ofEpochMilli(NOW));
  }

  @Test
  void ids_of_the_next_life_rise_above_those_of_the_last_though_the_clock_stepped_back() {
    var ids = ids(1);
    long last = 0;
    for (int n = 0; n < 10_000; n++) {
      ms.addAndGet(n % 3);
      last = rises(last, ids);
    }
    ms.addAndGet(-Duration.ofDays(365).toMillis());
    var next = new Ids(clock, 1, bounds.getLast(), bounds::add);
    rises(last, next);
  }

  @Test
  void no_id_is_made_before_its_time_is_reserved() {
    var ids = ids(1);
    for (int n = 0; n < 5_000; n++) {
      ms.addAndGet(n % 7);
      long id = ids.next();
      assertThat(Ids.timeOf(id).toEpochMilli()).isLessThan(bounds.getLast());
    }
    long seconds = (ms.get() - NOW) / 1_000;
    assertThat(bounds.size()).as("about once a second").isLessThanOrEqualTo((int) seconds + 2);
  }

  @Test
  void no_id_is_made_when_its_time_cannot_be_reserved() {
    var ids =
        new Ids(
            clock,
            1,
            0,
            _ -> {
              throw Refusal.unavailable("disk full");
            });
    assertThatThrownBy(ids::next).isInstanceOf(Refused.class);
    assertThatThrownBy(ids::next).isInstanceOf(Refused.class);
  }

  @Test
  void a_node_number_has_ten_bits() {
    assertThat(ids(1023).next() >> 6 & 1023).isEqualTo(1023);
    assertThatThrownBy(() -> ids(1024)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ids(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void many_threads_get_no_id_twice() {
    var ids = ids(1);
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    Callable<Integer> task =
        () -> {
          for (int n = 0; n < 5_000; n++) {
            seen.add(ids.next());
          }
          return 0;
        };
    Fork.all(Waiting.PATIENCE, List.of(task, task, task, task));
    assertThat(seen).hasSize(20_000);
  }

  @Test
  void the_floor_of_a_time_before_1970_is_zero() {
    assertThat(Ids.floor(Instant.parse("1900-01-01T00:00:00Z"))).isZero();
    assertThat(Ids.floor(Instant.EPOCH)).isZero();
  }

  private Ids ids(int node) {
    return new Ids(clock, node, 0, bounds::add);
  }

  private static long rises(long last, Ids ids) {
    long id = ids.next();
    assertThat(id).isGreaterThan(last);
    return id;
  }
}
