package verbatim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import verbatim.Waiting;

class ForkTest {
  private static final Duration LONG = Waiting.PATIENCE;

  @Test
  void the_results_come_in_the_order_of_the_tasks() {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int n = 0; n < 100; n++) {
      int number = n;
      tasks.add(
          () -> {
            Thread.yield();
            return number;
          });
    }
    assertThat(Fork.all(LONG, tasks)).hasSize(100).isSorted();
    assertThat(Fork.all(LONG, List.<Callable<Integer>>of())).isEmpty();
  }

  @Test
  void the_tasks_run_side_by_side() {
    var all = new CyclicBarrier(10);
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      tasks.add(all::await);
    }
    assertThat(Fork.all(LONG, tasks)).hasSize(10);
  }

  @Test
  void a_refusal_comes_out_as_it_is_and_the_others_are_ended() {
    var ended = new AtomicBoolean();
    var begun = new CountDownLatch(1);
    List<Callable<Integer>> tasks =
        List.of(
            () -> {
              begun.await();
              throw Refusal.notFound();
            },
            () -> waitsForever(begun, ended));
    assertThatThrownBy(() -> Fork.all(LONG, tasks))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isEqualTo(new Refusal.NotFound()));
    assertThat(ended).isTrue();
  }

  @Test
  void the_deadline_ends_every_child_before_the_call_returns() {
    var ended = new AtomicBoolean();
    List<Callable<Integer>> tasks = List.of(() -> waitsForever(new CountDownLatch(1), ended));
    assertThatThrownBy(() -> Fork.all(Duration.ofMillis(50), tasks))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ended).isTrue();
  }

  @Test
  void a_checked_exception_is_a_broken_assumption() {
    List<Callable<Integer>> tasks =
        List.of(
            () -> {
              throw new java.io.IOException("no");
            });
    assertThatThrownBy(() -> Fork.all(LONG, tasks))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(java.io.IOException.class);
  }

  private static int waitsForever(CountDownLatch begun, AtomicBoolean ended)
      throws InterruptedException {
    try {
      begun.countDown();
      new CountDownLatch(1).await();
      return 0;
    } finally {
      ended.set(true);
    }
  }
}
