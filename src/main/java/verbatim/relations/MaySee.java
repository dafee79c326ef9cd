package verbatim.relations;

import verbatim.kernel.AccountId;

/// Who may read: the only code that decides. Every list and answer asks it at reading, whatever the
/// derived rows say.
public final class MaySee {
  // constructor(Relations relations, Accounts accounts)

  /// Whether the words of `author` for this audience may be shown to the viewer at all. A blocked viewer
  /// may not; neither may anybody when the author is suspended or deleted.
  public boolean maySee(Viewer viewer, AccountId author, Audience audience) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Whether the viewer may see that this account exists, with its profile.
  public boolean maySeeProfile(Viewer viewer, AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Whether the viewer wants this author in timelines: not blocked, muted or of a domain he blocked.
  public boolean wants(Viewer viewer, AccountId author) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// [#wants], and whether he wants the boosts of `booster`, whom he follows.
  public boolean wantsBoost(Viewer viewer, AccountId booster, AccountId author) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Whether a notification from `from` is to be shown to `to`.
  public boolean mayNotify(AccountId to, AccountId from) {
    throw new UnsupportedOperationException("skeleton");
  }
}
