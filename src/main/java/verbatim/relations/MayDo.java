package verbatim.relations;

import verbatim.kernel.AccountId;

/// Who may reply, boost and mention, given that he may see.
public final class MayDo {
  // constructor(MaySee maySee, Relations relations, Accounts accounts)

  /// @throws verbatim.kernel.Refused NotFound when he may not even see it
  public void reply(AccountId who, AccountId author, Audience audience) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Public and unlisted may be boosted by all who see them; followers-only by its author alone; direct by
  /// nobody.
  ///
  /// @throws verbatim.kernel.Refused NotFound or Forbidden
  public void boost(AccountId who, AccountId author, Audience audience) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @throws verbatim.kernel.Refused Forbidden when the account may not act (unconfirmed, suspended …)
  public void act(AccountId who) {
    throw new UnsupportedOperationException("skeleton");
  }
}
