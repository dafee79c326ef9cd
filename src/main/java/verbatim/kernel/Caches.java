package verbatim.kernel;

import com.github.benmanes.caffeine.cache.Caffeine;

/// How caches are begun here.
public final class Caches {
  private Caches() {}

  /// Whoever writes into it also looks after its bounds: that takes less than to wake a thread for
  /// it, and each post writes into some thirty entries.
  public static Caffeine<Object, Object> bounded() {
    return Caffeine.newBuilder().executor(Runnable::run);
  }
}
