package verbatim.streaming;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/// A bounded queue with one reader, who has a (virtual) thread only while something waits:
/// thousands of idle lines cost no threads.
final class Mailbox<T> {
  private final int waitingMax;
  private final Consumer<T> reader;
  private final ArrayDeque<T> waiting = new ArrayDeque<>(1);
  private boolean isReading;

  /// @param reader handles its own exceptions
  Mailbox(int waitingMax, Consumer<T> reader) {
    this.waitingMax = waitingMax;
    this.reader = reader;
  }

  /// Never waits.
  ///
  /// @return false when too much waits already
  boolean offer(T one) {
    synchronized (waiting) {
      if (waiting.size() >= waitingMax) {
        return false;
      }
      waiting.add(one);
      if (isReading) {
        return true;
      }
      isReading = true;
    }
    start();
    return true;
  }

  private void start() {
    Thread.ofVirtual().name("stream").start(this::read);
  }

  void clear() {
    synchronized (waiting) {
      waiting.clear();
    }
  }

  private void read() {
    boolean isDone = false;
    try {
      Optional<T> next = next();
      while (next.isPresent()) {
        reader.accept(next.get());
        next = next();
      }
      isDone = true;
    } finally {
      // An Error ends this thread: another reads on, or nobody ever would.
      if (!isDone) {
        start();
      }
    }
  }

  /// Empty ends the reading: whoever puts something in after it starts anew.
  private Optional<T> next() {
    synchronized (waiting) {
      Optional<T> next = Optional.ofNullable(waiting.poll());
      isReading = next.isPresent();
      return next;
    }
  }
}
