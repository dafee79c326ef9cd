package verbatim.statuses;

import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;

/// What the row of a status holds.
sealed interface Kept {
  record Live(Status status) implements Kept {}

  /// Deleted: whose it was and in which thread, so that answers keep their place; no words.
  record Gone(AccountId author, StatusId root) implements Kept {}
}
