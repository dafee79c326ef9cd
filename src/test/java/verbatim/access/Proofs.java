package verbatim.access;

import verbatim.kernel.AccountId;
import verbatim.kernel.AppId;
import verbatim.kernel.SessionId;

/// Makes callers for tests of what stands above `access`, without signing in.
public final class Proofs {
  private Proofs() {}

  public static Caller.SignedIn person(long account, Scope... scopes) {
    return new Caller.SignedIn(
        new AccountId(account),
        new SessionId(account),
        Scopes.of(scopes),
        verbatim.accounts.Standing.Role.USER,
        new AppId(1));
  }

  public static Caller.Pending pending(long account, String why) {
    return new Caller.Pending(new AccountId(account), new SessionId(account), why);
  }

  public static Caller.Application app(Scope... scopes) {
    return new Caller.Application(new AppId(1), Scopes.of(scopes));
  }
}
