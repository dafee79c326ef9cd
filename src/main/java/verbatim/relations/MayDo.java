package verbatim.relations;

import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// Who may reply, boost and mention, given that he may see.
public final class MayDo {
  private final MaySee maySee;
  private final Relations relations;
  private final Accounts accounts;

  public MayDo(MaySee maySee, Relations relations, Accounts accounts) {
    this.maySee = maySee;
    this.relations = relations;
    this.accounts = accounts;
  }

  /// @throws verbatim.kernel.Refused NotFound when he may not even see it
  public void reply(AccountId who, AccountId author, Audience audience) {
    act(who);
    see(who, author, audience);
  }

  /// Public and unlisted may be boosted by all who see them; followers-only by its author alone;
  /// direct by nobody. Not by somebody who blocks the author.
  ///
  /// @throws verbatim.kernel.Refused NotFound or Forbidden
  public void boost(AccountId who, AccountId author, Audience audience) {
    act(who);
    see(who, author, audience);
    boolean may =
        switch (audience) {
          case Audience.Everyone _ -> !relations.blocks(who, author);
          case Audience.Followers _ -> who.equals(author);
          case Audience.Only _ -> false;
        };
    if (!may) {
      throw notAllowed();
    }
  }

  /// @throws verbatim.kernel.Refused Forbidden when the account may not act (unconfirmed, suspended
  ///     …)
  public void act(AccountId who) {
    if (accounts.find(who).filter(account -> account.standing().mayAct()).isEmpty()) {
      throw notAllowed();
    }
  }

  private void see(AccountId who, AccountId author, Audience audience) {
    if (!maySee.maySee(Viewer.of(who), author, audience)) {
      throw Refusal.notFound();
    }
  }

  private static Refused notAllowed() {
    return Refusal.forbidden("This action is not allowed");
  }
}
