package verbatim.log;

import java.time.Duration;
import java.util.List;

/// The end of threads: first they are waited for, then interrupted, then waited for again.
final class Threads {
  private Threads() {}

  static void end(List<Thread> threads, Duration max) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + max.toNanos();
    for (var thread : threads) {
      try {
        long left = Math.max(1_000_000, deadline - System.nanoTime());
        if (!thread.join(Duration.ofNanos(left))) {
          thread.interrupt();
          thread.join();
        }
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
