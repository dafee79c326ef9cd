package verbatim.index;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes an index anew from the facts, in place: everything is put in again with the number of this
/// round, and what is left of earlier rounds goes at the end. Meanwhile it answers, and events go
/// on being followed. A round that failed is begun anew after a pause; one that was broken off, at
/// the next start.
public final class Rebuilding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(5);

  private final Keeping keeping;
  private final String field;
  private final Duration pause;
  private final BooleanSupplier facts;
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private final AtomicBoolean isWanted = new AtomicBoolean();
  private final CountDownLatch closing = new CountDownLatch(1);

  /// @param field of each entry that holds the round it was put in with
  /// @param pause after the first failure; each one after it waits twice as long
  /// @param facts puts everything in; false when it was broken off
  public Rebuilding(Keeping keeping, String field, Duration pause, BooleanSupplier facts) {
    this.keeping = keeping;
    this.field = field;
    this.pause = pause;
    this.facts = facts;
  }

  public boolean isRunning() {
    return isRunning.get() || isWanted.get();
  }

  public boolean isClosed() {
    return closing.getCount() == 0;
  }

  /// In a thread of its own; one at a time, and once more when it is wanted meanwhile.
  public void soon() {
    isWanted.set(true);
    Thread.ofPlatform().daemon().name(keeping.name() + "-rebuild").start(this::all);
  }

  /// Walks over all there is, slice by slice, and breaks off when the index is closed.
  ///
  /// @param slices what comes after a position; an empty one is the end
  /// @param put false when it was broken off in there
  /// @return false when it was broken off
  public <T> boolean each(
      long start, LongFunction<List<T>> slices, ToLongFunction<T> position, Predicate<T> put) {
    long from = start;
    while (!isClosed()) {
      List<T> slice = slices.apply(from);
      if (slice.isEmpty()) {
        return true;
      }
      for (T one : slice) {
        if (!put.test(one)) {
          return false;
        }
      }
      from = position.applyAsLong(slice.getLast());
    }
    return false;
  }

  private void all() {
    Duration next = pause;
    while (isWanted.get() && !isClosed() && isRunning.compareAndSet(false, true)) {
      boolean hasFailed = false;
      try {
        isWanted.set(false);
        once();
      } catch (RuntimeException e) {
        // One row that could not be read must not leave half an index for ever.
        LOG.error("making the index of {} failed; it is begun anew", keeping.name(), e);
        hasFailed = true;
        isWanted.set(true);
      } finally {
        isRunning.set(false);
      }
      if (hasFailed && isClosedWithin(next)) {
        return;
      }
      next = hasFailed && next.compareTo(PAUSE_MAX) < 0 ? next.multipliedBy(2) : next;
    }
  }

  private boolean isClosedWithin(Duration some) {
    try {
      return closing.await(some.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void once() {
    long round = keeping.nextRound();
    if (facts.getAsBoolean() && !isClosed()) {
      Match ofThisRound = new Match.Word(field, Long.toString(round));
      keeping.change(index -> index.erase(new Match.Not(ofThisRound)));
      keeping.isWholeNow();
      LOG.info("the index of {} is made anew", keeping.name());
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
