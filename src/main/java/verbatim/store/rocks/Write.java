package verbatim.store.rocks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import verbatim.store.Claim;
import verbatim.store.Key;

/// One caller's write on its way through the [Committer]; he waits on `answer`.
sealed interface Write {
  CompletableFuture<?> answer();

  int bytes();

  /// Whether the caller waits for the disk.
  boolean isDurable();

  /// Rows of plain tables, whole or not at all.
  record Blind(List<Change> changes, boolean isDurable, CompletableFuture<Boolean> answer)
      implements Write {
    @Override
    public int bytes() {
      return changes.stream().mapToInt(Change::bytes).sum();
    }
  }

  /// A claimed row, decided by the committer.
  record Claiming(byte[] key, Key sk, Wish wish, byte[] token, CompletableFuture<Claim> answer)
      implements Write {
    @Override
    public boolean isDurable() {
      return true;
    }

    @Override
    public int bytes() {
      return key.length
          + switch (wish) {
            case Wish.Insert(var value) -> value.length;
            case Wish.Replace(_, var value) -> value.length;
            case Wish.Remove _ -> 0;
          };
    }
  }

  /// A lease: `untilMs` after `nowMs`, by the caller's clock.
  record Leasing(byte[] key, String owner, long nowMs, long untilMs, CompletableFuture<Long> answer)
      implements Write {
    @Override
    public boolean isDurable() {
      return true;
    }

    @Override
    public int bytes() {
      return key.length + owner.length();
    }
  }

  sealed interface Wish {
    record Insert(byte[] value) implements Wish {}

    record Replace(long expected, byte[] value) implements Wish {}

    record Remove(long expected) implements Wish {}
  }

  /// One change in the engine's own keys.
  sealed interface Change {
    int bytes();

    record Put(byte[] key, byte[] value) implements Change {
      @Override
      public int bytes() {
        return key.length + value.length;
      }
    }

    record Delete(byte[] key) implements Change {
      @Override
      public int bytes() {
        return key.length;
      }
    }

    record DeleteRange(byte[] from, byte[] to) implements Change {
      @Override
      public int bytes() {
        return from.length + to.length;
      }
    }
  }
}
