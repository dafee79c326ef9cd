package verbatim.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;

final class MakingAnIndexAnewTest {
  private static final Duration POLL_MAX = Waiting.PATIENCE;

  @TempDir Path folder;

  @Test
  void what_fails_is_begun_anew_until_it_is_whole() throws Exception {
    try (var keeping = new Keeping(folder, new Keeping.Settings("words", "1", "not now"))) {
      keeping.open(() -> {});
      AtomicInteger times = new AtomicInteger();
      try (var rebuilding =
          new Rebuilding(
              keeping,
              "round",
              Duration.ofMillis(1),
              () -> {
                if (times.incrementAndGet() < 3) {
                  throw new IllegalStateException("a row that cannot be read");
                }
                return true;
              })) {
        rebuilding.soon();
        long until = System.nanoTime() + POLL_MAX.toNanos();
        while (!keeping.isWhole() && System.nanoTime() - until < 0) {
          Thread.yield();
        }
        assertThat(keeping.isWhole()).isTrue();
        assertThat(times.get()).isEqualTo(3);
      }
    }
  }

  @Test
  void what_is_broken_off_is_not_whole() throws Exception {
    try (var keeping = new Keeping(folder, new Keeping.Settings("words", "1", "not now"))) {
      keeping.open(() -> {});
      try (var rebuilding = new Rebuilding(keeping, "round", Duration.ofMillis(1), () -> false)) {
        rebuilding.soon();
        long until = System.nanoTime() + POLL_MAX.toNanos();
        while (rebuilding.isRunning() && System.nanoTime() - until < 0) {
          Thread.yield();
        }
        assertThat(keeping.isWhole()).isFalse();
      }
    }
  }
}
