package verbatim.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The clock of the demo town while it is being filled: it begins some days ago and goes on when
/// told, so that the town has a past.
final class DemoClock implements InstantSource {
  private Instant now;

  DemoClock(Instant begin) {
    now = begin;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /// Goes on to that moment; never back.
  synchronized void advanceTo(Instant then) {
    if (then.isAfter(now)) {
      now = then;
    }
  }

  void advance(Duration step) {
    advanceTo(instant().plus(step));
  }
}
