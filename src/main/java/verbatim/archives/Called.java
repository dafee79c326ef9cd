package verbatim.archives;

import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.rendering.Addresses;

/// How people are called in archives: by the whole handle, which means something elsewhere too.
public record Called(Accounts accounts, Addresses addresses) {
  /// "" for nobody. Also whoever has gone keeps his name.
  public String by(AccountId who) {
    return accounts.find(who).map(found -> addresses.full(found.handle())).orElse("");
  }
}
