package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundTest {
  private static final int THREADS = 8;
  private static final int DRAWS = 50_000;
  @TempDir Path folder;

  /// Claims are told apart by what is drawn: two alike would take the other's success for their
  /// own.
  @Test
  void many_threads_draw_numbers_that_never_meet() throws Exception {
    try (Ground ground =
        new Ground(
            CommandLine.config(folder, true, Map.of()),
            InstantSource.system(),
            Ground.Way.SERVED)) {
      Set<Long> drawn = ConcurrentHashMap.newKeySet();
      CountDownLatch start = new CountDownLatch(1);
      Thread[] threads = new Thread[THREADS];
      for (int i = 0; i < THREADS; i++) {
        threads[i] =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        start.await();
                      } catch (InterruptedException e) {
                        return;
                      }
                      for (int n = 0; n < DRAWS; n++) {
                        drawn.add(ground.random.nextLong());
                      }
                    });
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(drawn).hasSize(THREADS * DRAWS);
    }
  }
}
