package verbatim.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import verbatim.store.Op;
import verbatim.store.Store;

/// One partition of the log: events are queued, written down in order by one appender, and handed
/// to each group by its [Follower].
///
/// Offsets are given out when an event is queued and become real when it is written; nobody sees an
/// entry before. After a crash the offsets of unwritten ones are given out anew. The pending row of
/// an event is deleted only after the entry was written, so an event is always in at least one of
/// the two.
final class LogPartition {
  private static final int APPEND_MAX = 512;
  private static final Duration FORGET_AFTER = Duration.ofMillis(50);

  final int number;
  private final Store store;
  private final LogOptions options;
  private final Pauses pauses;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition queued = lock.newCondition();
  private final Condition written = lock.newCondition();
  private final Condition seen = lock.newCondition();

  // All below under the lock.
  private final Deque<EventLog.Pending> queue = new ArrayDeque<>();

  /// Queued, or written with the pending row still there: not for the sweeper.
  private final Set<Long> inFlight = new HashSet<>();

  private final EventLog.@Nullable Entry[] tail;
  private final Map<String, Long> storedOffsets;
  private final List<Follower> followers = new ArrayList<>();
  private long nextOffset;
  private long writtenTo;
  private long trimmedTo;
  private boolean closing;
  private @Nullable Thread appender;

  LogPartition(int number, Store store, LogOptions options) {
    this.number = number;
    this.store = store;
    this.options = options;
    this.pauses = new Pauses(options.pauseMin(), options.pauseMax());
    tail = new EventLog.@Nullable Entry[options.tailEntries()];
    storedOffsets = new HashMap<>(LogTable.offsets(store, number));
    nextOffset = LogTable.newest(store, number).map(entry -> entry.offset() + 1).orElse(0L);
    for (long offset : storedOffsets.values()) {
      nextOffset = Math.max(nextOffset, offset);
    }
    writtenTo = nextOffset;
    trimmedTo =
        LogTable.entries(store, number, 0, nextOffset, 1).stream()
            .findFirst()
            .map(EventLog.Entry::offset)
            .orElse(nextOffset);
  }

  void start() {
    appender = Thread.ofVirtual().name("log-appender-" + number).start(this::append);
  }

  /// @return false when the queue is full, and the event is left to the sweeper
  boolean queue(EventLog.Pending pending) {
    lock.lock();
    try {
      if (queue.size() >= options.queueMax()) {
        return false;
      }
      queue.add(pending);
      inFlight.add(pending.id());
      nextOffset++;
      queued.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean isInFlight(long id) {
    lock.lock();
    try {
      return inFlight.contains(id);
    } finally {
      lock.unlock();
    }
  }

  private void append() {
    List<EventLog.Entry> done = new ArrayList<>();
    try {
      while (true) {
        List<EventLog.Entry> entries = take(!done.isEmpty());
        if (entries.isEmpty() && done.isEmpty()) {
          return;
        }
        write(entries, done);
        written(entries, done);
        done = entries;
      }
    } catch (InterruptedException e) {
      // Closing while the store refuses writes: what is queued stays pending in the store.
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for events; with something left to forget only for a moment. Empty then, or when
  /// closing.
  private List<EventLog.Entry> take(boolean briefly) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty() && !closing) {
        if (!briefly) {
          queued.await();
        } else if (!queued.await(FORGET_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
      List<EventLog.Entry> entries = new ArrayList<>(Math.min(queue.size(), APPEND_MAX));
      for (long offset = writtenTo; entries.size() < APPEND_MAX && !queue.isEmpty(); offset++) {
        var pending = queue.remove();
        entries.add(new EventLog.Entry(pending.id(), pending.event(), number, offset));
      }
      return entries;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<EventLog.Entry> entries, List<EventLog.Entry> done)
      throws InterruptedException {
    List<Op> ops = new ArrayList<>();
    entries.forEach(entry -> ops.add(LogTable.entry(entry)));
    done.forEach(entry -> ops.add(LogTable.settled(number, entry.id())));
    pauses.untilStored(() -> store.putDerived(ops));
  }

  private void written(List<EventLog.Entry> entries, List<EventLog.Entry> done) {
    lock.lock();
    try {
      for (var entry : entries) {
        tail[(int) (entry.offset() % tail.length)] = entry;
      }
      done.forEach(entry -> inFlight.remove(entry.id()));
      writtenTo += entries.size();
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Makes a group known, at its stored offset or else at the oldest entry.
  void follow(Follower follower) {
    lock.lock();
    try {
      if (followers.stream().anyMatch(other -> other.group().equals(follower.group()))) {
        throw new IllegalStateException("two consumers in the group " + follower.group());
      }
      follower.begin(storedOffsets.computeIfAbsent(follower.group(), _ -> trimmedTo));
      followers.add(follower);
    } finally {
      lock.unlock();
    }
    follower.start();
  }

  /// Makes the group of a keeper known, at the offset that he has kept.
  ///
  /// @return false when that offset is none of ours: it lies before what is kept, or after what was
  ///     written
  boolean follow(Follower follower, EventLog.Keeper keeper) {
    boolean isOurs;
    lock.lock();
    try {
      long kept = keeper.kept(number);
      isOurs = kept >= trimmedTo && kept <= nextOffset;
      follower.begin(isOurs ? kept : trimmedTo);
      keeper.begins(number, follower.position());
      storedOffsets.put(follower.group(), follower.position());
      followers.add(follower);
    } finally {
      lock.unlock();
    }
    follower.start();
    return isOurs;
  }

  void forget(String group) {
    lock.lock();
    try {
      storedOffsets.remove(group);
    } finally {
      lock.unlock();
    }
    store.putDerived(List.of(LogTable.forget(number, group)));
  }

  /// Entries from an offset on, at least one unless the time runs out or the log closes.
  List<EventLog.Entry> read(long from, int entriesMax, Duration max) throws InterruptedException {
    long to;
    lock.lockInterruptibly();
    try {
      long nanos = max.toNanos();
      while (writtenTo <= from && !closing && nanos > 0) {
        nanos = written.awaitNanos(nanos);
      }
      to = Math.min(writtenTo, from + entriesMax);
      if (from >= to) {
        return List.of();
      }
      if (writtenTo - from <= tail.length) {
        List<EventLog.Entry> entries = new ArrayList<>((int) (to - from));
        for (long offset = from; offset < to; offset++) {
          var entry = tail[(int) (offset % tail.length)];
          if (entry == null || entry.offset() != offset) {
            break;
          }
          entries.add(entry);
        }
        if (!entries.isEmpty()) {
          return entries;
        }
      }
    } finally {
      lock.unlock();
    }
    return LogTable.entries(store, number, from, to, entriesMax);
  }

  boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /// A follower has moved on: tells those who wait for it.
  void moved() {
    lock.lock();
    try {
      seen.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A group's offset was stored: what all groups have seen may go.
  void stored(String group, long offset) {
    long from;
    long to;
    lock.lock();
    try {
      storedOffsets.replace(group, offset);
      from = trimmedTo;
      to = storedOffsets.values().stream().mapToLong(Long::longValue).min().orElse(from);
      if (to - from < options.keepEntries()) {
        return;
      }
    } finally {
      lock.unlock();
    }
    store.putDerived(List.of(LogTable.trim(number, from, to)));
    lock.lock();
    try {
      trimmedTo = Math.max(trimmedTo, to);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until every follower has seen all that was queued up to now.
  ///
  /// @param alsoKeepers whether followers of keepers are waited for
  ///
  /// @return false when the time ran out
  boolean await(long nanosMax, boolean alsoKeepers) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long target = nextOffset;
      long nanos = nanosMax;
      while (followers.stream()
          .anyMatch(f -> f.position() < target && (alsoKeepers || !f.isKeeper()))) {
        if (nanos <= 0) {
          return false;
        }
        nanos = seen.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// How many entries the slowest group is behind.
  long lag() {
    lock.lock();
    try {
      return followers.stream()
          .mapToLong(follower -> nextOffset - follower.position())
          .max()
          .orElse(0);
    } finally {
      lock.unlock();
    }
  }

  /// How many entries each group is behind.
  Map<String, Long> lags() {
    lock.lock();
    try {
      Map<String, Long> lags = new HashMap<>();
      followers.forEach(f -> lags.put(f.group(), Math.max(0, nextOffset - f.position())));
      return lags;
    } finally {
      lock.unlock();
    }
  }

  long queuedTo() {
    lock.lock();
    try {
      return nextOffset;
    } finally {
      lock.unlock();
    }
  }

  /// Writes down what is queued, lets each follower end the entry it is at, and stores the offsets.
  void close(Duration max) {
    List<Thread> threads = new ArrayList<>();
    lock.lock();
    try {
      closing = true;
      queued.signalAll();
      written.signalAll();
      if (appender != null) {
        threads.add(appender);
      }
      followers.forEach(follower -> threads.add(follower.thread()));
    } finally {
      lock.unlock();
    }
    Threads.end(threads, max);
  }
}
