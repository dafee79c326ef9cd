package verbatim.log;

import java.time.Duration;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// Pauses between attempts: each twice the last, up to a bound.
///
/// @param min after the first attempt
/// @param max the longest
record Pauses(Duration min, Duration max) {
  void after(int attempts) throws InterruptedException {
    var pause = min.multipliedBy(1L << Math.min(attempts - 1, 20));
    Thread.sleep(pause.compareTo(max) < 0 ? pause : max);
  }

  /// A store that cannot write now (the disk is full) is waited for as long as it takes.
  void untilStored(Runnable write) throws InterruptedException {
    for (int attempts = 1; ; attempts++) {
      try {
        write.run();
        return;
      } catch (Refused e) {
        if (!isUnavailable(e)) {
          throw e;
        }
        after(attempts);
      }
    }
  }

  static boolean isUnavailable(Throwable e) {
    return e instanceof Refused refused && refused.refusal() instanceof Refusal.Unavailable;
  }
}
