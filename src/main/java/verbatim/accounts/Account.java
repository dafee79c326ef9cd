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
    Wishes wishes,
    Standing standing,
    Instant createdAt) {
  public Account with(Profile changed) {
    return new Account(id, handle, origin, changed, posting, wishes, standing, createdAt);
  }

  public Account with(Posting changed) {
    return new Account(id, handle, origin, profile, changed, wishes, standing, createdAt);
  }

  public Account with(Standing changed) {
    return new Account(id, handle, origin, profile, posting, wishes, changed, createdAt);
  }

  public Account with(Wishes changed) {
    return new Account(id, handle, origin, profile, posting, changed, standing, createdAt);
  }

  /// Whether others may put his public posts into their stories.
  public boolean mayBeGathered() {
    return switch (wishes.gathers()) {
      case AS_DISCOVERABLE -> profile.discoverable();
      case YES -> true;
      case NO -> false;
    };
  }

  /// The name that people read: the one he gave himself, or his handle's.
  public String shownName() {
    return profile.displayName().isBlank() ? handle.username() : profile.displayName();
  }
}
