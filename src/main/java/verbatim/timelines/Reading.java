package verbatim.timelines;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// The four steps of reading: which ids, load them, drop what this viewer may not see or does not
/// want, show. What was dropped is filled up, in a bounded number of rounds.
final class Reading {
  private static final int ROUNDS_MAX = 20;
  private static final int ROUND_ROWS_MIN = 40;

  /// Where the ids come from: those with `above < id < below` next to one end, newest first, or
  /// oldest first when upwards. Fewer than asked means that there are no more.
  interface Source {
    List<Long> ids(long below, long above, boolean upwards, int rowsMax);
  }

  private final Statuses statuses;

  Reading(Statuses statuses) {
    this.statuses = statuses;
  }

  /// Newest first.
  List<Status> page(Source source, Predicate<Status> shows, Page page) {
    List<Status> shown = new ArrayList<>();
    long below = page.below();
    long above = page.above();
    int roundRows = Math.max(ROUND_ROWS_MIN, page.rowsMax() + page.rowsMax() / 4);
    for (int round = 0; round < ROUNDS_MAX && shown.size() < page.rowsMax(); round++) {
      List<Long> ids = source.ids(below, above, page.upwards(), roundRows);
      if (ids.isEmpty()) {
        break;
      }
      addShown(ids, shows, page.rowsMax(), shown);
      if (page.upwards()) {
        above = ids.getLast();
      } else {
        below = ids.getLast();
      }
    }
    shown.sort(Comparator.comparing(Status::id).reversed());
    return List.copyOf(shown);
  }

  private void addShown(List<Long> ids, Predicate<Status> shows, int rowsMax, List<Status> shown) {
    for (Status status : statuses.load(ids.stream().map(StatusId::new).toList())) {
      if (shown.size() < rowsMax && shows.test(status)) {
        shown.add(status);
      }
    }
  }

  /// Two sources laid together.
  static Source both(Source one, Source other) {
    return (below, above, upwards, rowsMax) -> {
      Comparator<Long> order = upwards ? Comparator.naturalOrder() : Comparator.reverseOrder();
      Set<Long> ids = new TreeSet<>(order);
      ids.addAll(one.ids(below, above, upwards, rowsMax));
      ids.addAll(other.ids(below, above, upwards, rowsMax));
      return ids.stream().limit(rowsMax).toList();
    };
  }

  /// Rows that lie in memory: each status is looked up only when its turn comes.
  List<Status> page(Entries entries, Predicate<Status> shows, Page page) {
    int from = entries.firstBelow(page.below());
    int to = page.above() == 0 ? entries.size() : entries.firstBelow(page.above() + 1);
    List<Status> shown = new ArrayList<>(page.rowsMax());
    boolean isMissing = false;
    boolean hasPart = false;
    for (int i = 0; i < to - from && shown.size() < page.rowsMax(); i++) {
      StatusId id = new StatusId(entries.id(page.upwards() ? to - 1 - i : from + i));
      Status status = statuses.find(id).orElse(null);
      isMissing |= status == null;
      hasPart |= status != null && isPart(status);
      if (status != null && shows.test(status)) {
        shown.add(status);
      }
    }
    if (isMissing && hasPart) {
      // A series may have been published while its parts were read: a page has all or none.
      return page(of(entries), shows, page);
    }
    return List.copyOf(page.upwards() ? shown.reversed() : shown);
  }

  private static boolean isPart(Status status) {
    return status.content() instanceof Status.Words words && words.series().isPresent();
  }

  static Source of(Entries entries) {
    return (below, above, upwards, rowsMax) -> {
      int from = entries.firstBelow(below);
      int to = above == 0 ? entries.size() : entries.firstBelow(above + 1);
      List<Long> ids = new ArrayList<>();
      if (upwards) {
        for (int at = to - 1; at >= from && ids.size() < rowsMax; at--) {
          ids.add(entries.id(at));
        }
      } else {
        for (int at = from; at < to && ids.size() < rowsMax; at++) {
          ids.add(entries.id(at));
        }
      }
      return ids;
    };
  }
}
