package verbatim.api;

import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.http.Request;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// Who may administrate: an app's scope alone makes nobody an administrator, the account's role
/// does.
final class Administrators {
  private Administrators() {}

  static Account only(Accounts accounts, Request request) {
    return accounts
        .find(Looking.me(request))
        .filter(account -> isOne(account.standing().role()))
        .orElseThrow(() -> new Refused(new Refusal.Forbidden("This action is for administrators")));
  }

  private static boolean isOne(Standing.Role role) {
    return switch (role) {
      case ADMIN, OWNER -> true;
      case USER, MODERATOR -> false;
    };
  }
}
