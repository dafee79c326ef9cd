package verbatim.moderation;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;

/// What is done to one account is done one after the other: two moderators who act at once are not
/// both told that they did it, and a deed that is carried out anew after a kill does not undo a
/// later one.
final class Turns {
  private static final int STRIPES = 64;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

  <T> T take(AccountId account, Supplier<T> work) {
    ReentrantLock lock = locks[Math.floorMod(account.hashCode(), STRIPES)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
