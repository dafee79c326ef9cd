package verbatim.kernel;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Changes to the same thing take turns: what is read, decided and written in one turn is not
/// changed in between. Without it an edit that read the words before they were deleted would write
/// them back.
///
/// This is a lock held over a write, against the rule of the house: the alternative, a claimed row
/// for each thing that changes, costs a second synced write for each change. Turns are never taken
/// within turns. Another process is not kept out: a cluster will route changes of one thing to one
/// node.
public final class Turns {
  private static final int STRIPES = 1024;

  private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

  public Turns() {
    for (int i = 0; i < STRIPES; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  public <T> T take(long key, Supplier<T> work) {
    ReentrantLock lock = locks[(int) ((key * 0x9E3779B97F4A7C15L) >>> 54)];
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("a turn within a turn");
    }
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /// The same for what answers nothing.
  public void run(long key, Runnable work) {
    var _ =
        take(
            key,
            () -> {
              work.run();
              return true;
            });
  }

  /// A turn for what one account does with one status.
  public <T> T take(long account, long status, Supplier<T> work) {
    return take(account * 31 + status, work);
  }
}
