package verbatim.moderation;

import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.accounts.Standing.Role;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;

/// Who may do what to whom at the desk: nobody touches an equal or a higher role, and the last
/// owner cannot go. Whoever runs the server stands above all roles, but for the last rule.
final class Authority {
  private final Accounts accounts;

  Authority(Accounts accounts) {
    this.accounts = accounts;
  }

  /// @throws verbatim.kernel.Refused NotFound for whoever has not that role: for him there is no
  ///     desk
  void has(AccountId who, Role atLeast) {
    if (!isConsole(who) && role(who).filter(role -> role.compareTo(atLeast) >= 0).isEmpty()) {
      throw Refusal.notFound();
    }
  }

  /// The account that something is done to.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Forbidden
  Account over(AccountId who, AccountId about) {
    has(who, Role.MODERATOR);
    Account account =
        accounts
            .find(about)
            .filter(found -> found.standing().state() != Standing.State.DELETED)
            .orElseThrow(Refusal::notFound);
    if (!isOver(who, account)) {
      throw Refusal.forbidden("Nobody acts on somebody of the same or a higher role");
    }
    return account;
  }

  boolean isOver(AccountId who, Account about) {
    return isConsole(who)
        || role(who).filter(role -> role.compareTo(about.standing().role()) > 0).isPresent();
  }

  /// Whether somebody else at the desk may act on him.
  boolean hasOther(AccountId who, Account about) {
    return accounts.staff().stream()
        .anyMatch(other -> !other.id().equals(who) && isOver(other.id(), about));
  }

  /// @throws verbatim.kernel.Refused Forbidden for the last owner
  void mayGo(Account account) {
    if (accounts.isLastOwner(account.id())) {
      throw Refusal.forbidden(
          "@" + account.handle().acct() + " is the only owner: make somebody else one first");
    }
  }

  /// Admins give roles below their own; an owner makes other owners.
  ///
  /// @throws verbatim.kernel.Refused Forbidden
  void mayGive(AccountId who, Role given) {
    has(who, Role.ADMIN);
    boolean may =
        isConsole(who)
            || role(who)
                .filter(mine -> mine == Role.OWNER || mine.compareTo(given) > 0)
                .isPresent();
    if (!may) {
      throw Refusal.forbidden("Nobody gives a role that is not below the own");
    }
  }

  static boolean isConsole(AccountId who) {
    return who.equals(Deed.CONSOLE);
  }

  private Optional<Role> role(AccountId who) {
    return accounts
        .find(who)
        .map(Account::standing)
        .filter(Standing::mayAct)
        .map(Standing::role)
        .filter(role -> role != Role.USER);
  }
}
