package verbatim.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Side-by-side work with a deadline: every child has ended before the call returns. Stands in for
/// StructuredTaskScope, which is a preview in Java 25.
public final class Fork {
  private Fork() {}

  /// Results in the order of the tasks. The first failure (or the deadline) interrupts the rest.
  ///
  /// @throws IllegalStateException when the deadline passed or a child failed with a checked
  ///     exception
  public static <T> List<T> all(Duration max, List<? extends Callable<T>> tasks) {
    long deadline = System.nanoTime() + max.toNanos();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> task : tasks) {
        futures.add(executor.submit(task));
      }
      try {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
          results.add(future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
        }
        return results;
      } catch (TimeoutException e) {
        executor.shutdownNow();
        throw new IllegalStateException("not done within " + max, e);
      } catch (InterruptedException e) {
        executor.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      } catch (ExecutionException e) {
        executor.shutdownNow();
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
