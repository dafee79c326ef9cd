package verbatim.stories;

import java.util.List;
import verbatim.articles.Withdrawal;
import verbatim.kernel.AccountId;
import verbatim.statuses.Status;

/// What stands at a place, as one viewer sees it now.
public sealed interface Seen {
  Place place();

  record Post(Place place, Status status) implements Seen {}

  /// @param parts those that the viewer sees, in order
  record Series(Place place, List<Status> parts) implements Seen {}

  record Gap(Place place) implements Seen {}

  /// An article stood here, and its author has made it a draft again.
  record Withdrawn(Place place, Withdrawal withdrawal) implements Seen {}

  default AccountId speaker() {
    return place().speaker();
  }
}
