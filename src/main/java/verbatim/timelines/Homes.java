package verbatim.timelines;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.relations.Relations;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// What stands in somebody's home or list before it is filtered: the rows that were pushed to him,
/// and the outboxes of the authors whose followers are too many to be pushed to.
final class Homes {
  /// A boost is not shown when the same words stand among this many rows below it.
  private static final int REPEATED_WITHIN = 40;

  private final FeedTable table;
  private final Feeds feeds;
  private final Statuses statuses;
  private final Relations relations;
  private final Limits.Rows limits;
  private final AtomicReference<Set<AccountId>> crowded = new AtomicReference<>(Set.of());
  private volatile boolean crowdedLoaded;

  Homes(FeedTable table, Feeds feeds, Statuses statuses, Relations relations, Limits.Rows limits) {
    this.table = table;
    this.feeds = feeds;
    this.statuses = statuses;
    this.relations = relations;
    this.limits = limits;
  }

  Entries home(Admission.Look look) {
    return withCrowded(
        feeds.of(Feed.home(look.owner())), author -> look.sight().following(author).isPresent());
  }

  /// All that stands in a kept list, with the crowded among its members.
  Entries withCrowded(Entries kept, Predicate<AccountId> reads) {
    Entries entries = kept;
    for (AccountId author : crowded()) {
      if (reads.test(author)) {
        entries = entries.merged(outbox(author), limits.homeMax());
      }
    }
    return entries;
  }

  private Entries outbox(AccountId author) {
    return feeds.of(
        Feed.outbox(author),
        () ->
            Entries.of(
                statuses.outbox(author, Page.newest(limits.homeMax())).stream()
                    .map(FeedTable::entry)
                    .toList()));
  }

  /// Whether his followers read his outbox. Who has become so stays so: his older statuses lie in
  /// homes, the newer ones do not.
  boolean isCrowded(AccountId author) {
    return crowded().contains(author);
  }

  void lookAtCrowd(AccountId author) {
    if (!isCrowded(author) && relations.followersCount(author) > limits.pushedFollowersMax()) {
      table.crowded(author);
      crowded.updateAndGet(
          before -> {
            Set<AccountId> after = new HashSet<>(before);
            after.add(author);
            return Set.copyOf(after);
          });
    }
  }

  private Set<AccountId> crowded() {
    if (!crowdedLoaded) {
      List<AccountId> stored = table.crowded();
      crowded.updateAndGet(
          before -> {
            Set<AccountId> after = new HashSet<>(before);
            after.addAll(stored);
            return Set.copyOf(after);
          });
      crowdedLoaded = true;
    }
    return crowded.get();
  }

  /// Whether a boost shows words that stand shortly below it already, themselves or boosted. It is
  /// counted in rows that the reader sees, so that it does not depend on how his rows came to be.
  boolean isRepeated(Entries entries, Status status, Predicate<Status> shows) {
    if (!(status.content() instanceof Status.Boost(var of, _))) {
      return false;
    }
    int first = entries.firstBelow(status.id().value());
    for (int at = first; at < entries.size(); at++) {
      if (entries.shown(at) == of.value() && isShown(entries, at, shows)) {
        return shownBetween(entries, first, at, shows) < REPEATED_WITHIN;
      }
    }
    return false;
  }

  private int shownBetween(Entries entries, int from, int to, Predicate<Status> shows) {
    int shown = 0;
    for (int at = from; at < to && shown < REPEATED_WITHIN; at++) {
      shown += isShown(entries, at, shows) ? 1 : 0;
    }
    return shown;
  }

  private boolean isShown(Entries entries, int at, Predicate<Status> shows) {
    return statuses.find(new StatusId(entries.id(at))).filter(shows).isPresent();
  }
}
