package verbatim.timelines;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.relations.Lists;
import verbatim.relations.Relations;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Op;

/// Makes a home or a list anew from the truth: the outboxes of those followed and the followed
/// tags, laid together newest first.
///
/// While it works, new statuses go on being pushed. So the old rows are read before the truth is: a
/// row that is among them and not in the truth was wrong; one that came later is left alone.
final class Rebuilding {
  private static final int OUTBOX_ROWS = 20;
  private static final int TIES_ROWS = 80;
  private static final int OLD_ROWS_MAX = 5_000;
  private static final int LOOKED_AT_PER_ROW_MAX = 20;

  private final FeedTable table;
  private final Feeds feeds;
  private final FeedStates states;
  private final Statuses statuses;
  private final Relations relations;
  private final Lists lists;
  private final Homes homes;
  private final Admission admission;
  private final TagTimelines tags;
  private final Limits.Rows limits;

  Rebuilding(
      FeedTable table,
      Feeds feeds,
      FeedStates states,
      Statuses statuses,
      Relations relations,
      Lists lists,
      Homes homes,
      Admission admission,
      TagTimelines tags,
      Limits.Rows limits) {
    this.table = table;
    this.feeds = feeds;
    this.states = states;
    this.statuses = statuses;
    this.relations = relations;
    this.lists = lists;
    this.homes = homes;
    this.admission = admission;
    this.tags = tags;
    this.limits = limits;
  }

  void home(AccountId owner) {
    Feed feed = Feed.home(owner);
    FeedStates.State before = states.of(feed);
    Entries old = table.newest(feed, OLD_ROWS_MAX);
    List<Cursor> cursors = new ArrayList<>();
    cursors.add(outbox(owner));
    for (AccountId author : following(owner)) {
      if (!homes.isCrowded(author)) {
        cursors.add(outbox(author));
      }
    }
    Set<String> followed = followedTags(owner);
    followed.forEach(tag -> cursors.add(tagged(tag)));
    Predicate<Status> belongs =
        status ->
            admission.isForFollower(owner, status)
                    && (status.author().equals(owner) || relations.follows(owner, status.author()))
                || Admission.isPublicWords(status)
                    && tags.of(status).stream().anyMatch(followed::contains);
    replace(feed, old, newest(cursors, belongs));
    states.built(feed, before);
  }

  void list(AccountId owner, ListId list) {
    Feed feed = Feed.of(list);
    FeedStates.State before = states.of(feed);
    Entries old = table.newest(feed, OLD_ROWS_MAX);
    List<Cursor> cursors = new ArrayList<>();
    for (AccountId member : admission.members(owner, list)) {
      if (!homes.isCrowded(member)) {
        cursors.add(outbox(member));
      }
    }
    replace(feed, old, newest(cursors, _ -> true));
    states.built(feed, before);
  }

  private List<Status> newest(List<Cursor> cursors, Predicate<Status> belongs) {
    PriorityQueue<Cursor> queue =
        new PriorityQueue<>(Comparator.comparing(Cursor::head, Comparator.reverseOrder()));
    cursors.stream().filter(Cursor::hasMore).forEach(queue::add);
    List<Status> found = new ArrayList<>();
    Set<StatusId> ids = new HashSet<>();
    int looksMax = limits.homeMax() * LOOKED_AT_PER_ROW_MAX;
    for (int looks = 0; looks < looksMax && found.size() < limits.homeMax(); looks++) {
      Cursor cursor = queue.poll();
      if (cursor == null) {
        break;
      }
      Status status = cursor.next();
      if (belongs.test(status) && ids.add(status.id())) {
        found.add(status);
      }
      if (cursor.hasMore()) {
        queue.add(cursor);
      }
    }
    return found;
  }

  private void replace(Feed feed, Entries old, List<Status> found) {
    if (old.size() == OLD_ROWS_MAX) {
      // What lies below was not looked at: before the true rows come, which may be older.
      table.trimBelow(feed, old.id(old.size() - 1));
    }
    List<Op> ops = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    for (Status status : found) {
      ids.add(status.id().value());
      ops.add(table.put(feed, status));
    }
    for (int at = 0; at < old.size(); at++) {
      if (!ids.contains(old.id(at))) {
        ops.add(table.delete(feed, new StatusId(old.id(at))));
      }
    }
    table.write(ops);
    feeds.forget(feed);
  }

  private List<AccountId> following(AccountId owner) {
    List<AccountId> all = new ArrayList<>();
    long below = Long.MAX_VALUE;
    while (true) {
      List<Relations.Entry> some = relations.following(owner, Page.below(below, TIES_ROWS));
      for (Relations.Entry entry : some) {
        all.add(entry.account());
        below = Math.min(below, entry.position());
      }
      if (some.size() < TIES_ROWS) {
        return all;
      }
    }
  }

  private Set<String> followedTags(AccountId owner) {
    Set<String> followed = new HashSet<>();
    for (String tag : lists.followedTags(owner, Page.newest(limits.followedTagsMax()))) {
      followed.add(tags.normal(tag));
    }
    return followed;
  }

  private Cursor outbox(AccountId author) {
    return new Cursor(below -> statuses.outbox(author, Page.below(below, OUTBOX_ROWS)));
  }

  private Cursor tagged(String tag) {
    return new Cursor(below -> tags.newest(tag, below, OUTBOX_ROWS));
  }

  /// Statuses of one source, newest first, read a few at a time.
  private static final class Cursor {
    private final LongFunction<List<Status>> below;
    private final ArrayDeque<Status> buffer = new ArrayDeque<>();
    private long last = Long.MAX_VALUE;
    private boolean ended;

    Cursor(LongFunction<List<Status>> below) {
      this.below = below;
    }

    boolean hasMore() {
      if (buffer.isEmpty() && !ended) {
        List<Status> more = below.apply(last);
        buffer.addAll(more);
        ended = more.isEmpty();
      }
      return !buffer.isEmpty();
    }

    StatusId head() {
      @Nullable Status head = buffer.peek();
      if (head == null) {
        throw new IllegalStateException("no more");
      }
      return head.id();
    }

    Status next() {
      Status next = buffer.remove();
      last = next.id().value();
      return next;
    }
  }
}
