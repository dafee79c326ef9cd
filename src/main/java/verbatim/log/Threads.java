package verbatim.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The end of threads: first they are waited for, then interrupted, then waited for a little more.
/// What heeds nothing is left behind, so that a stop comes to an end.
final class Threads {
  private static final Duration INTERRUPTED_MAX = Duration.ofSeconds(2);

  private Threads() {}

  /// @return whether all have ended
  static boolean end(List<Thread> threads, Duration max) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + max.toNanos();
    List<Thread> slow = new ArrayList<>();
    for (var thread : threads) {
      try {
        long left = Math.max(1_000_000, deadline - System.nanoTime());
        if (!thread.join(Duration.ofNanos(left))) {
          thread.interrupt();
          slow.add(thread);
        }
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    boolean allEnded = !interrupted;
    long last = System.nanoTime() + INTERRUPTED_MAX.toNanos();
    for (var thread : slow) {
      try {
        long left = Math.max(1_000_000, last - System.nanoTime());
        allEnded &= thread.join(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        interrupted = true;
        allEnded = false;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return allEnded;
  }
}
