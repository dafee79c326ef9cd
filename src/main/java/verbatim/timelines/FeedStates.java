package verbatim.timelines;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.InstantSource;
import verbatim.kernel.Caches;

/// Who reads his timelines at all, and whose must be made anew before the next reading. A row is
/// pushed only to people seen lately; who comes back after that is due.
///
/// Three numbers that only rise, each in a row of its own, so that a change noted while a timeline
/// is being made is never overwritten by "made".
final class FeedStates {
  private static final int CACHED_MAX = 200_000;

  /// @param seenDay since 1970; 0 never
  /// @param changed number of the last change that the pushed rows do not follow
  /// @param built the change up to which it was made
  record State(long seenDay, long changed, long built) {
    static final State NONE = new State(0, 0, 0);

    State max(State other) {
      return new State(
          Math.max(seenDay, other.seenDay),
          Math.max(changed, other.changed),
          Math.max(built, other.built));
    }

    boolean isDue() {
      return changed > built;
    }
  }

  private final FeedTable table;
  private final InstantSource clock;
  private final long idleDays;
  private final Cache<Feed, State> states = Caches.bounded().maximumSize(CACHED_MAX).build();

  FeedStates(FeedTable table, InstantSource clock, Duration idleAfter) {
    this.table = table;
    this.clock = clock;
    this.idleDays = idleAfter.toDays();
  }

  State of(Feed feed) {
    State cached = states.getIfPresent(feed);
    return cached != null ? cached : noted(feed, table.state(feed));
  }

  boolean isIdle(Feed feed) {
    return of(feed).seenDay() < today() - idleDays;
  }

  /// A day is enough: reading writes nothing the second time.
  void seen(Feed feed) {
    long today = today();
    State before = of(feed);
    if (before.seenDay() == today) {
      return;
    }
    if (before.seenDay() < today - idleDays) {
      changed(feed);
    }
    table.seen(feed, today);
    noted(feed, new State(today, 0, 0));
  }

  void changed(Feed feed) {
    long number = Math.max(clock.millis(), of(feed).changed() + 1);
    table.changed(feed, number);
    noted(feed, new State(0, number, 0));
  }

  void built(Feed feed, State before) {
    table.built(feed, before.changed());
    noted(feed, new State(0, 0, before.changed()));
  }

  void forget(Feed feed) {
    states.invalidate(feed);
  }

  private State noted(Feed feed, State more) {
    return states.asMap().merge(feed, more, State::max);
  }

  private long today() {
    return Math.floorDiv(clock.millis(), Duration.ofDays(1).toMillis());
  }
}
