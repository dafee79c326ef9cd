package verbatim.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import verbatim.access.AccessEvent;
import verbatim.access.Credentials;
import verbatim.accounts.AccountEvent;
import verbatim.accounts.Accounts;
import verbatim.accounts.Stats;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.NotificationId;
import verbatim.kernel.StatusId;
import verbatim.log.EventLog;
import verbatim.media.Media;
import verbatim.moderation.Moderation;
import verbatim.moderation.ModerationEvent;
import verbatim.notifications.Notifications;
import verbatim.relations.Filters;
import verbatim.relations.Lists;
import verbatim.relations.RelationEvent;
import verbatim.relations.Relations;
import verbatim.statuses.StatusEvent;
import verbatim.statuses.Statuses;
import verbatim.streaming.Streams;
import verbatim.timelines.Timelines;

/// What follows from what happened: the one place. A fact is written by its own package together
/// with its event; everything else hangs here.
///
/// Each entry comes at least once, perhaps late, so every consequence bears being called twice and
/// looks at the truth instead of trusting the event. The order within a case: first what people
/// see, then what they are told, then what is counted.
public final class Reactions implements EventLog.Consumer {
  private static final int COUNTED_MAX = 100_000;

  private final Accounts accounts;
  private final Relations relations;
  private final Lists lists;
  private final Filters filters;
  private final Media media;
  private final Statuses statuses;
  private final Timelines timelines;
  private final Notifications notifications;
  private final Streams streams;
  private final Moderation moderation;
  private final Credentials credentials;
  private final Cache<Long, Boolean> counted =
      Caffeine.newBuilder().maximumSize(COUNTED_MAX).build();

  public Reactions(
      Accounts accounts,
      Relations relations,
      Lists lists,
      Filters filters,
      Media media,
      Statuses statuses,
      Timelines timelines,
      Notifications notifications,
      Streams streams,
      Moderation moderation,
      Credentials credentials) {
    this.accounts = accounts;
    this.relations = relations;
    this.lists = lists;
    this.filters = filters;
    this.media = media;
    this.statuses = statuses;
    this.timelines = timelines;
    this.notifications = notifications;
    this.streams = streams;
    this.moderation = moderation;
    this.credentials = credentials;
  }

  @Override
  public void on(EventLog.Entry entry) {
    switch (entry.event().family()) {
      case AccountEvent.FAMILY -> on(entry, AccountEvent.read(entry.event()));
      case RelationEvent.FAMILY -> on(entry, RelationEvent.read(entry.event()));
      case StatusEvent.FAMILY -> on(entry, StatusEvent.read(entry.event()));
      case ModerationEvent.FAMILY -> on(entry, ModerationEvent.read(entry.event()));
      case AccessEvent.FAMILY -> on(AccessEvent.read(entry.event()));
      default -> throw new IllegalStateException("events of family " + entry.event().family());
    }
  }

  private void on(EventLog.Entry entry, AccountEvent event) {
    switch (event) {
      case AccountEvent.Created(var account) -> {
        timelines.seen(account);
        tell(entry, notifications.on(entry.id(), event));
      }
      // Names, pictures and texts are read anew wherever they are shown.
      case AccountEvent.Changed(var account) -> welcome(account);
      case AccountEvent.StandingChanged(var account) -> {
        streams.askAgain(account);
        tell(entry, notifications.on(entry.id(), event));
      }
      case AccountEvent.Deleted(var account) -> {
        // First, and also where whoever deleted it was killed before he came to it.
        credentials.erase(account);
        streams.askAgain(account);
        forget(account);
      }
    }
  }

  private void on(AccessEvent event) {
    switch (event) {
      // Sessions are looked up at every request, so they have ended already, but for the streams
      // that they opened.
      case AccessEvent.SessionEnded(var account, _) -> streams.askAgain(account);
      case AccessEvent.AllSessionsEnded(var account) -> streams.askAgain(account);
      // What a standing changes is told by its own event.
      case AccessEvent.Waits _, AccessEvent.Joined _ -> {}
    }
  }

  private void on(EventLog.Entry entry, ModerationEvent event) {
    switch (event) {
      case ModerationEvent.Reported(var report, var by, var about) ->
          tell(entry, notifications.reported(entry.id(), report, by, about));
    }
  }

  /// Who unlocked the account has accepted everybody who asks.
  private void welcome(AccountId account) {
    if (accounts.find(account).filter(found -> !found.profile().locked()).isPresent()) {
      relations.acceptAll(account);
    }
  }

  /// The account itself is erased already. Its home and lists go before the relations that lead to
  /// them. What this ends (follows, statuses) comes back as events of its own.
  private void forget(AccountId account) {
    timelines.forget(account);
    notifications.forget(account);
    lists.forget(account);
    filters.forget(account);
    statuses.forget(account);
    media.eraseAll(account);
    moderation.forget(account);
    relations.forget(account);
  }

  private void on(EventLog.Entry entry, RelationEvent event) {
    switch (event) {
      case RelationEvent.Followed(var from, var to) -> {
        timelines.changed(from);
        tell(entry, notifications.on(entry.id(), event));
        countFollow(entry, from, to, 1);
      }
      case RelationEvent.Unfollowed(var from, var to) -> {
        timelines.changed(from);
        notifications.on(entry.id(), event);
        countFollow(entry, from, to, -1);
      }
      case RelationEvent.Requested _, RelationEvent.RequestEnded _ ->
          tell(entry, notifications.on(entry.id(), event));
      // Seen at once wherever somebody reads; the follows that a block ends have events of their
      // own.
      case RelationEvent.Blocked _,
          RelationEvent.Unblocked _,
          RelationEvent.Muted _,
          RelationEvent.Unmuted _ -> {}
      case RelationEvent.FiltersChanged(var from, _) -> streams.filtersChanged(from, entry.id());
      case RelationEvent.ShelvesChanged(var from, _) -> {
        timelines.changed(from);
        notifications.on(entry.id(), event);
      }
    }
  }

  private void on(EventLog.Entry entry, StatusEvent event) {
    switch (event) {
      case StatusEvent.Posted(var status, var author) -> {
        statuses.find(status).ifPresent(timelines::posted);
        streams.posted(status);
        tell(entry, notifications.on(entry.id(), event));
        Instant at = Ids.timeOf(status.value());
        once(entry, () -> count(entry, author, stats -> later(plus(stats, 1, 0, 0), at)));
      }
      case StatusEvent.Edited(var status, _, _) -> {
        statuses.find(status).ifPresent(timelines::edited);
        streams.edited(status, entry.id());
        tell(entry, notifications.on(entry.id(), event));
      }
      case StatusEvent.Deleted(StatusId status, var author, long boostOf, _, var audience) -> {
        timelines.deleted(status, author);
        streams.deleted(status, author, audience, boostOf != 0);
        notifications.on(entry.id(), event);
        once(entry, () -> count(entry, author, stats -> plus(stats, -1, 0, 0)));
      }
      case StatusEvent.Favourited _,
          StatusEvent.Unfavourited _,
          StatusEvent.Boosted _,
          StatusEvent.Unboosted _,
          StatusEvent.PollEnded _ ->
          tell(entry, notifications.on(entry.id(), event));
      case StatusEvent.Replied _,
          StatusEvent.Unreplied _,
          StatusEvent.Voted _,
          StatusEvent.Pinned _ -> {}
    }
    statuses.count(event, entry.partition(), entry.offset());
  }

  private void tell(EventLog.Entry entry, List<AccountId> people) {
    streams.told(people, new NotificationId(entry.id()));
  }

  private void countFollow(EventLog.Entry entry, AccountId from, AccountId to, int change) {
    once(
        entry,
        () -> {
          count(entry, from, stats -> plus(stats, 0, 0, change));
          count(entry, to, stats -> plus(stats, 0, change, 0));
        });
  }

  private void count(EventLog.Entry entry, AccountId account, UnaryOperator<Stats> change) {
    accounts.count(account, entry.partition(), entry.offset(), change);
  }

  /// Counting again the same entry is harmless, but an event may have been published twice, as two
  /// entries.
  private void once(EventLog.Entry entry, Runnable counting) {
    if (counted.getIfPresent(entry.id()) == null) {
      counting.run();
      counted.put(entry.id(), true);
    }
  }

  private static Stats plus(Stats stats, int statuses, int followers, int following) {
    return new Stats(
        stats.statuses() + statuses,
        stats.followers() + followers,
        stats.following() + following,
        stats.lastStatusAt());
  }

  private static Stats later(Stats stats, Instant at) {
    Instant last = stats.lastStatusAt().isAfter(at) ? stats.lastStatusAt() : at;
    return new Stats(stats.statuses(), stats.followers(), stats.following(), last);
  }
}
