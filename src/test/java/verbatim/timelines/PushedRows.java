package verbatim.timelines;

import java.util.ArrayList;
import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.ListId;
import verbatim.kernel.StatusId;
import verbatim.store.Store;

/// The rows of a timeline as they were pushed. Whoever reads one that is due gets it made anew, and
/// sees nothing of what was pushed.
public final class PushedRows {
  private final FeedTable table;
  private final Feed feed;

  private PushedRows(Store store, Feed feed) {
    this.table = new FeedTable(store);
    this.feed = feed;
  }

  public static PushedRows ofHome(Store store, AccountId reader) {
    return new PushedRows(store, Feed.home(reader));
  }

  public static PushedRows ofList(Store store, ListId list) {
    return new PushedRows(store, Feed.of(list));
  }

  public boolean isDue() {
    return table.state(feed).isDue();
  }

  /// The newest first.
  public List<StatusId> newest(int rowsMax) {
    Entries entries = table.newest(feed, rowsMax);
    List<StatusId> ids = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      ids.add(new StatusId(entries.id(i)));
    }
    return ids;
  }
}
