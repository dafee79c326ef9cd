package verbatim.notifications;

import java.util.ArrayList;
import java.util.List;
import verbatim.kernel.AccountId;

/// One event, and who was told of it while it was looked at.
///
/// @param id of the log entry: fixes the notification's key
record Occasion(long id, List<AccountId> told) {
  Occasion(long id) {
    this(id, new ArrayList<>());
  }
}
