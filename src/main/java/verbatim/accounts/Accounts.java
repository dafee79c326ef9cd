package verbatim.accounts;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import verbatim.kernel.AccountId;
import verbatim.kernel.Origin;

/// Makes, finds and changes accounts. Names are claimed once and for ever: a deleted name stays
/// reserved.
public final class Accounts {
  // constructor(Store store, EventLog log, Ids ids, InstantSource clock, RandomGenerator random, Limits limits)

  /// A new account of this server.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `username`: ERR_TAKEN, ERR_RESERVED, ERR_INVALID,
  ///     ERR_BLANK, ERR_TOO_LONG
  public Account create(String username, Standing standing, Posting posting) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Takes in an account of another server, or answers the one that is there.
  public Account adopt(Handle handle, Origin.Remote origin, Profile profile) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Optional<Account> find(AccountId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Without case.
  public Optional<Account> find(Handle handle) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// In the order asked; those that are not there are left out.
  public List<Account> load(Collection<AccountId> ids) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Changes an account by compare-and-set; the change may be called again. Checks every limit of
  /// profile and posting.
  public Account change(AccountId id, UnaryOperator<Account> change) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Erases profile and posting; the name stays reserved. What else belongs to the account goes by
  /// the reaction to [AccountEvent.Deleted].
  public void delete(AccountId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Stats stats(AccountId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Folds a change of counts. Idempotent per (partition, offset) of the log entry.
  public void count(AccountId id, int partition, long offset, UnaryOperator<Stats> change) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Local and known remote accounts whose username begins with the letters, without case.
  public List<Account> named(String prefix, int rowsMax) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Local discoverable accounts, newest first.
  public List<Account> directory(int skip, int rowsMax) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// All accounts of this server in order of making, for commands and rebuilds.
  public List<Account> local(AccountId after, int rowsMax) {
    throw new UnsupportedOperationException("skeleton");
  }

  public long localCount() {
    throw new UnsupportedOperationException("skeleton");
  }
}
