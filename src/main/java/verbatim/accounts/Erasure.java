package verbatim.accounts;

import java.time.Instant;
import java.util.Optional;
import verbatim.kernel.AccountId;

/// How far the erasing of a deleted account has come. It is kept, so that a process that was killed
/// goes on where it was, and whoever asks is told.
///
/// @param pass 1 takes everything away; 2 comes later and takes what arrived late
/// @param step how many kinds of things are gone in this pass
/// @param runs how many bounded steps were done
/// @param ended when nothing was left
public record Erasure(
    AccountId account, Instant began, int pass, int step, long runs, Optional<Instant> ended) {
  static Erasure of(AccountId account, Instant began) {
    return new Erasure(account, began, 1, 0, 0, Optional.empty());
  }

  /// There is more of the same kind.
  public Erasure more() {
    return new Erasure(account, began, pass, step, runs + 1, ended);
  }

  /// This kind is gone.
  public Erasure next() {
    return new Erasure(account, began, pass, step + 1, runs + 1, ended);
  }

  public Erasure again() {
    return new Erasure(account, began, pass + 1, 0, runs, ended);
  }

  public Erasure end(Instant now) {
    return new Erasure(account, began, pass, step, runs, Optional.of(now));
  }
}
