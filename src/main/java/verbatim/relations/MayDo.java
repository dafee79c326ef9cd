package verbatim.relations;

import java.util.Collection;
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

  /// @param mentioned by the post that is answered
  /// @throws verbatim.kernel.Refused NotFound when he may not even see it; Forbidden when its
  ///     author does not let him answer
  public void reply(
      AccountId who,
      AccountId author,
      Audience audience,
      ReplyPolicy policy,
      Collection<AccountId> mentioned) {
    act(who);
    see(who, author, audience);
    if (!mayReply(who, author, policy, mentioned)) {
      throw Refusal.forbidden(
          switch (policy) {
            case PUBLIC -> throw new IllegalStateException("everybody may reply");
            case FOLLOWERS -> "Only followers of its author may reply to this post";
            case MENTIONED -> "Only people mentioned in this post may reply to it";
            case NOBODY -> "Its author does not want replies to this post";
          });
    }
  }

  /// Whether its author lets him answer, given that he sees it.
  public boolean mayReply(
      AccountId who, AccountId author, ReplyPolicy policy, Collection<AccountId> mentioned) {
    if (who.equals(author)) {
      return true;
    }
    return switch (policy) {
      case PUBLIC -> true;
      case FOLLOWERS -> mentioned.contains(who) || relations.follows(who, author);
      case MENTIONED -> mentioned.contains(who);
      case NOBODY -> false;
    };
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
          case Audience.Only _, Audience.Members _ -> false;
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
