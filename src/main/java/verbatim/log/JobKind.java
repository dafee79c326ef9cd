package verbatim.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The due jobs of one kind: a short queue, and at most so many threads at work on it. So a kind
/// whose jobs hang holds up no other.
final class JobKind {
  private final String name;
  private final int atOnceMax;
  private final Jobs.Handler handler;
  private final JobRun run;
  private final JobOptions options;
  private final Runnable wake;

  private final Deque<JobTable.Due> queue = new ArrayDeque<>();

  /// Queued or running.
  private final Set<Long> taken = new HashSet<>();

  /// Ended since the look began that is going on: it may still come upon their rows.
  private final Set<Long> ended = new HashSet<>();

  private final Map<Long, Thread> threads = new HashMap<>();
  private boolean overflowed;
  private boolean closing;

  JobKind(
      String name,
      int atOnceMax,
      Jobs.Handler handler,
      JobRun run,
      JobOptions options,
      Runnable wake) {
    this.name = name;
    this.atOnceMax = atOnceMax;
    this.handler = handler;
    this.run = run;
    this.options = options;
    this.wake = wake;
  }

  synchronized void lookBegins() {
    ended.clear();
  }

  /// Takes a due job, unless it has it already or is full; then it will be offered again.
  synchronized void offer(JobTable.Due due) {
    if (closing || taken.contains(due.id()) || ended.contains(due.id())) {
      return;
    }
    if (queue.size() >= options.queueMax()) {
      overflowed = true;
      return;
    }
    taken.add(due.id());
    queue.add(due);
    if (threads.size() < atOnceMax) {
      var thread = Thread.ofVirtual().name("job-" + name).unstarted(this::work);
      threads.put(thread.threadId(), thread);
      thread.start();
    }
  }

  private void work() {
    try {
      while (true) {
        JobTable.Due due;
        synchronized (this) {
          if (closing || queue.isEmpty()) {
            threads.remove(Thread.currentThread().threadId());
            return;
          }
          due = queue.remove();
        }
        try {
          Optional<JobTable.Due> rest = run.run(due, handler, this::isClosing);
          if (rest.isPresent()) {
            goOn(rest.get());
          } else {
            ended(due);
          }
        } catch (RuntimeException e) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          run.stumbled("a job of kind " + name, e);
          letGo(due);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        threads.remove(Thread.currentThread().threadId());
      }
    }
  }

  /// Behind all that wait.
  private synchronized void goOn(JobTable.Due rest) {
    queue.add(rest);
  }

  /// Its row stands: the next look comes upon it.
  private synchronized void letGo(JobTable.Due due) {
    taken.remove(due.id());
  }

  private void ended(JobTable.Due due) {
    boolean more;
    synchronized (this) {
      taken.remove(due.id());
      ended.add(due.id());
      more = overflowed && queue.size() <= options.queueMax() / 2;
      overflowed = overflowed && !more;
    }
    if (more) {
      wake.run();
    }
  }

  private synchronized boolean isClosing() {
    return closing;
  }

  synchronized boolean isIdle() {
    return taken.isEmpty();
  }

  synchronized int running() {
    return taken.size() - queue.size();
  }

  synchronized int waiting() {
    return queue.size();
  }

  /// @return the threads still at work
  synchronized List<Thread> close() {
    closing = true;
    return List.copyOf(threads.values());
  }
}
