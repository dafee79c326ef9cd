package verbatim.moderation;

import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;

/// A report and how far the moderators are with it.
///
/// @param assignee who takes care of it, [Deed#NOBODY] for nobody
/// @param by who resolved it, while it is resolved
/// @param resolution the deed that resolved it; 0 while it is open
public record Case(Report report, AccountId assignee, AccountId by, DeedId resolution) {
  public boolean isOpen() {
    return resolution.value() == 0;
  }

  public boolean isAssigned() {
    return assignee.value() != 0;
  }
}
