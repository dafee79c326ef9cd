package verbatim;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// For what follows a moment later: tests ask until it is so, and fail when it is not after a time
/// that no machine needs, however busy it is. Where it is so at once, nothing is waited for.
public final class Waiting {
  public static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long PAUSE_MS = 10;

  private Waiting() {}

  public static void until(String what, BooleanSupplier isSo) {
    until(what, isSo::getAsBoolean, so -> so);
  }

  /// @return the answer that is so; one that never came to be so stands in the failure
  public static <T> T until(String what, Supplier<T> asked, Predicate<T> isSo) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T last = asked.get();
    while (!isSo.test(last)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain: " + what + "; it is " + last);
      }
      pause();
      last = asked.get();
    }
    return last;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
