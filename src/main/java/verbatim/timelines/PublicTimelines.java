package verbatim.timelines;

import java.time.Duration;
import java.util.List;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;

/// All public statuses, from here and from elsewhere, by hour. The newest are read from memory.
final class PublicTimelines {
  private static final int SHARDS = 4;
  private static final int HERE = 1;
  private static final int ELSEWHERE = 2;

  private final Store store;
  private final Feeds feeds;
  private final Limits.Rows limits;
  private final TimedTable rows;

  PublicTimelines(Store store, Feeds feeds, Limits.Rows limits) {
    this.store = store;
    this.feeds = feeds;
    this.limits = limits;
    this.rows = new TimedTable(store, "public", Duration.ofHours(1), SHARDS);
  }

  void put(Status status) {
    store.putDerived(rows(status));
    remember(status);
  }

  List<Op> rows(Status status) {
    return rows.put(key(from(status)), status.id(), status.author().value());
  }

  /// Once [#rows] are written.
  void remember(Status status) {
    feeds.remember(
        feed(from(status)), entries -> entries.with(FeedTable.entry(status), limits.homeMax()));
  }

  private static int from(Status status) {
    return switch (status.origin()) {
      case Origin.Here _ -> HERE;
      case Origin.Remote _ -> ELSEWHERE;
    };
  }

  void delete(StatusId status) {
    for (int from : new int[] {HERE, ELSEWHERE}) {
      store.putDerived(List.<Op>of(rows.delete(key(from), status)));
      feeds.remember(feed(from), entries -> entries.without(status.value()));
    }
  }

  Reading.Source source(Timelines.Scope scope) {
    return switch (scope) {
      case LOCAL -> source(HERE);
      case REMOTE -> source(ELSEWHERE);
      case ALL -> Reading.both(source(HERE), source(ELSEWHERE));
    };
  }

  private Reading.Source source(int from) {
    return (below, above, upwards, rowsMax) -> {
      Entries newest = feeds.of(feed(from), () -> load(from));
      boolean isInMemory =
          upwards
              ? newest.size() > 0 && above >= newest.id(newest.size() - 1)
              : newest.firstBelow(below) + rowsMax <= newest.size();
      return isInMemory
          ? Reading.of(newest).ids(below, above, upwards, rowsMax)
          : rows.read(key(from), below, above, upwards, rowsMax).stream()
              .map(TimedTable.Timed::id)
              .toList();
    };
  }

  private Entries load(int from) {
    return Entries.of(
        rows.read(key(from), Long.MAX_VALUE, 0, false, limits.homeMax()).stream()
            .map(timed -> new Entries.Entry(timed.id(), 0))
            .toList());
  }

  private static Feed feed(int from) {
    return new Feed(Feed.Kind.PUBLIC, from);
  }

  private static Key key(int from) {
    return Key.NONE.andByte(from);
  }
}
