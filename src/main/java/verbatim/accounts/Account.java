package verbatim.accounts;

import java.time.Instant;
import verbatim.kernel.AccountId;
import verbatim.kernel.Origin;

/// An account as it is now.
public record Account(
    AccountId id,
    Handle handle,
    Origin origin,
    Profile profile,
    Posting posting,
    Standing standing,
    Instant createdAt) {
  public Account with(Profile changed) {
    return new Account(id, handle, origin, changed, posting, standing, createdAt);
  }

  public Account with(Posting changed) {
    return new Account(id, handle, origin, profile, changed, standing, createdAt);
  }

  public Account with(Standing changed) {
    return new Account(id, handle, origin, profile, posting, changed, createdAt);
  }
}
