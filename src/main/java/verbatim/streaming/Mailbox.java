package verbatim.streaming;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/// A bounded queue with one reader, who has a (virtual) thread only while something waits: thousands of idle
/// lines cost no threads.
final class Mailbox<T> {
  private final int waitingMax;
  private final Consumer<T> reader;
  private final ArrayDeque<T> waiting = new ArrayDeque<>(1);
  private boolean isReading;

  /// @param reader handles its own faults
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
    Thread.ofVirtual().name("stream").start(this::read);
    return true;
  }

  void clear() {
    synchronized (waiting) {
      waiting.clear();
    }
  }

  private void read() {
    while (true) {
      T next;
      synchronized (waiting) {
        next = waiting.poll();
        if (next == null) {
          isReading = false;
          return;
        }
      }
      reader.accept(next);
    }
  }
}
