package verbatim.access;

import verbatim.accounts.Account;

/// Proof that this account was made just now by whoever asks: good for its first token
/// ([OAuth#welcome]).
public final class Registered {
  private final Account account;

  Registered(Account account) {
    this.account = account;
  }

  /// Its standing tells what is still missing: UNCONFIRMED, PENDING or nothing (ACTIVE).
  public Account account() {
    return account;
  }
}
