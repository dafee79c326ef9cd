package verbatim.search;

import java.util.List;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;

/// Statuses that somebody looks for.
final class FoundStatuses {
  private static final Asking.Sought STATUSES = new Asking.Sought(Entries.STATUS, Entries.TEXT);

  private final Asking asking;

  FoundStatuses(Asking asking) {
    this.asking = asking;
  }

  List<Status> find(Viewer viewer, Query query, Search.Range range) {
    return asking.find(viewer, query, range, STATUSES, (_, status) -> List.of(status));
  }
}
