package verbatim.notifications;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.accounts.AccountEvent;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.conversations.Conversations;
import verbatim.conversations.Message;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Ids;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.relations.FollowOptions;
import verbatim.relations.RelationEvent;
import verbatim.relations.Relations;
import verbatim.statuses.Status;
import verbatim.statuses.StatusEvent;
import verbatim.statuses.Statuses;

/// Whom an event concerns. An event may come late or twice, so each looks whether what it says
/// still holds.
final class Consequences {
  private static final int SLICE_ROWS = 500;
  private static final int BOOSTERS_TOLD_MAX = 10_000;
  private static final Duration SIGN_UP_IS_NEWS = Duration.ofDays(7);

  private final NoticeTable table;
  private final Telling telling;
  private final Statuses statuses;
  private final Relations relations;
  private final Accounts accounts;

  Consequences(
      NoticeTable table,
      Telling telling,
      Statuses statuses,
      Relations relations,
      Accounts accounts) {
    this.table = table;
    this.telling = telling;
    this.statuses = statuses;
    this.relations = relations;
    this.accounts = accounts;
  }

  /// @return who was told
  List<AccountId> on(long eventId, StatusEvent event) {
    Occasion occasion = new Occasion(eventId);
    switch (event) {
      case StatusEvent.Posted(var status, _) -> words(status).ifPresent(s -> posted(occasion, s));
      case StatusEvent.Edited(var status, _, var newlyMentioned) ->
          words(status).ifPresent(s -> edited(occasion, s, newlyMentioned));
      case StatusEvent.Favourited(var status, var by) ->
          words(status).ifPresent(s -> favourited(occasion, s, by));
      case StatusEvent.Unfavourited(var status, var by) ->
          words(status).ifPresent(s -> unfavourited(s, by));
      case StatusEvent.Boosted(var status, var by, var boost) ->
          words(status).ifPresent(s -> boosted(occasion, s, by, boost));
      case StatusEvent.Unboosted(var status, var by, _) ->
          words(status).ifPresent(s -> unboosted(s, by));
      case StatusEvent.PollEnded(var status) ->
          words(status).ifPresent(s -> pollEnded(occasion, s));
      // What a deleted status told is dropped at reading; the rest concerns nobody else.
      case StatusEvent.Deleted _,
          StatusEvent.Replied _,
          StatusEvent.Unreplied _,
          StatusEvent.Voted _,
          StatusEvent.Pinned _ -> {}
    }
    return occasion.told();
  }

  /// @return who was told
  List<AccountId> said(long eventId, Message message, List<Conversations.Reached> reached) {
    Occasion occasion = new Occasion(eventId);
    for (Conversations.Reached to : reached) {
      if (!to.isMuted() && !to.account().equals(message.author())) {
        telling.ofMessage(occasion, to, message.author(), message.status());
      }
    }
    return occasion.told();
  }

  /// @return who was told
  List<AccountId> about(
      long eventId, Notification.Type type, AccountId to, AccountId from, long subject) {
    Occasion occasion = new Occasion(eventId);
    telling.ofSubject(occasion, to, type, from, subject);
    return occasion.told();
  }

  private Optional<Status> words(StatusId id) {
    return statuses.find(id).filter(status -> !status.isBoost());
  }

  private void posted(Occasion occasion, Status status) {
    Set<AccountId> told = new HashSet<>();
    told.add(status.author());
    for (Status.Mention mention : status.words().mentions()) {
      if (told.add(mention.account())) {
        telling.about(
            occasion, mention.account(), Notification.Type.MENTION, status.author(), status);
      }
    }
    boolean answersAnother =
        status
            .words()
            .place()
            .parent()
            .filter(p -> !p.author().equals(status.author()))
            .isPresent();
    if (!answersAnother && table.isWatched(status.author())) {
      tellWatchers(occasion, status, told);
    }
  }

  private void tellWatchers(Occasion occasion, Status status, Set<AccountId> told) {
    AccountId after = new AccountId(0);
    List<AccountId> slice;
    do {
      slice = table.watchers(status.author(), after, SLICE_ROWS);
      for (AccountId watcher : slice) {
        after = watcher;
        if (watches(watcher, status.author()) && !told.contains(watcher)) {
          telling.about(occasion, watcher, Notification.Type.STATUS, status.author(), status);
        }
      }
    } while (slice.size() == SLICE_ROWS);
  }

  private boolean watches(AccountId watcher, AccountId author) {
    return relations.following(watcher, author).map(FollowOptions::notifies).orElse(false);
  }

  private void edited(Occasion occasion, Status status, List<AccountId> newlyMentioned) {
    Set<AccountId> told = new HashSet<>(newlyMentioned);
    for (AccountId named : newlyMentioned) {
      if (!named.equals(status.author())) {
        telling.about(occasion, named, Notification.Type.MENTION, status.author(), status);
      }
    }
    for (AccountId booster : statuses.boosters(status.id(), BOOSTERS_TOLD_MAX)) {
      if (told.add(booster) && !booster.equals(status.author())) {
        telling.about(occasion, booster, Notification.Type.UPDATE, status.author(), status);
      }
    }
  }

  private void favourited(Occasion occasion, Status status, AccountId by) {
    if (!by.equals(status.author()) && statuses.marks(by, status.id()).favourited()) {
      telling.about(occasion, status.author(), Notification.Type.FAVOURITE, by, status);
    }
  }

  private void unfavourited(Status status, AccountId by) {
    if (!statuses.marks(by, status.id()).favourited()) {
      table.remove(status.author(), Notification.Type.FAVOURITE, by, status.id().value());
    }
  }

  private void boosted(Occasion occasion, Status status, AccountId by, StatusId boost) {
    if (!by.equals(status.author()) && statuses.find(boost).isPresent()) {
      telling.about(occasion, status.author(), Notification.Type.REBLOG, by, status);
    }
  }

  private void unboosted(Status status, AccountId by) {
    if (!statuses.marks(by, status.id()).boosted()) {
      table.remove(status.author(), Notification.Type.REBLOG, by, status.id().value());
    }
  }

  private void pollEnded(Occasion occasion, Status status) {
    telling.about(occasion, status.author(), Notification.Type.POLL, status.author(), status);
    long after = 0;
    List<AccountId> slice;
    do {
      slice = statuses.voters(status.id(), after, SLICE_ROWS);
      for (AccountId voter : slice) {
        after = voter.value();
        if (!voter.equals(status.author())) {
          telling.about(occasion, voter, Notification.Type.POLL, status.author(), status);
        }
      }
    } while (slice.size() == SLICE_ROWS);
  }

  /// @return who was told
  List<AccountId> on(long eventId, RelationEvent event) {
    Occasion occasion = new Occasion(eventId);
    switch (event) {
      case RelationEvent.Followed(var from, var to) -> followed(occasion, from, to);
      case RelationEvent.Unfollowed(var from, var to) -> unfollowed(from, to);
      case RelationEvent.Requested(var from, var to) -> {
        if (relations.relationship(from, to).requested()) {
          telling.ofPerson(occasion, to, Notification.Type.FOLLOW_REQUEST, from);
        }
      }
      case RelationEvent.RequestEnded(var from, var to) -> {
        if (!relations.relationship(from, to).requested()) {
          table.remove(to, Notification.Type.FOLLOW_REQUEST, from, 0);
        }
      }
      // Blocks and mutes hide at reading, so that what was told comes back when they end.
      case RelationEvent.Blocked _,
          RelationEvent.Unblocked _,
          RelationEvent.Muted _,
          RelationEvent.Unmuted _,
          RelationEvent.FiltersChanged _ -> {}
      case RelationEvent.ShelvesChanged(var from, var to) -> {
        if (!from.equals(to)) {
          table.watch(to, from, watches(from, to));
        }
      }
    }
    return occasion.told();
  }

  private void followed(Occasion occasion, AccountId from, AccountId to) {
    if (!relations.follows(from, to)) {
      return;
    }
    table.watch(to, from, watches(from, to));
    if (table.cause(to, Notification.Type.FOLLOW_REQUEST, from, 0).isPresent()) {
      // Whoever let him in need not be told that he came.
      table.remove(to, Notification.Type.FOLLOW_REQUEST, from, 0);
      table.putSilently(to, new Notice(occasion.id(), Notification.Type.FOLLOW, from, 0, false));
      return;
    }
    telling.ofPerson(occasion, to, Notification.Type.FOLLOW, from);
  }

  private void unfollowed(AccountId from, AccountId to) {
    if (!relations.follows(from, to)) {
      table.watch(to, from, false);
      table.remove(to, Notification.Type.FOLLOW, from, 0);
    }
  }

  /// @return who was told
  List<AccountId> on(long eventId, AccountEvent event) {
    Occasion occasion = new Occasion(eventId);
    switch (event) {
      case AccountEvent.Created(var account) -> standing(occasion, account);
      case AccountEvent.StandingChanged(var account) -> standing(occasion, account);
      case AccountEvent.Changed _, AccountEvent.Deleted _ -> {}
    }
    return occasion.told();
  }

  /// All who look after the server, but for whom it is about.
  List<AccountId> reported(long eventId, ReportId report, AccountId by, AccountId about) {
    Occasion occasion = new Occasion(eventId);
    for (Account member : accounts.staff()) {
      if (!member.id().equals(about) && Telling.isStaff(member)) {
        telling.ofReport(occasion, member.id(), by, report);
      }
    }
    return occasion.told();
  }

  /// @return who was told
  List<AccountId> excerpt(
      long eventId, Notification.Type type, AccountId from, AccountId to, ExcerptId excerpt) {
    Occasion occasion = new Occasion(eventId);
    telling.ofExcerpt(occasion, to, type, from, excerpt);
    return occasion.told();
  }

  /// @return who was told
  List<AccountId> warned(long eventId, DeedId deed, AccountId about) {
    Occasion occasion = new Occasion(eventId);
    telling.ofWarning(occasion, about, deed);
    return occasion.told();
  }

  private void standing(Occasion occasion, AccountId account) {
    Account found = accounts.find(account).orElse(null);
    if (found == null || !found.handle().isHere()) {
      return;
    }
    Standing.State state = found.standing().state();
    boolean hasArrived = state == Standing.State.ACTIVE || state == Standing.State.PENDING;
    boolean isNews =
        found.createdAt().plus(SIGN_UP_IS_NEWS).isAfter(Ids.timeOf(occasion.id()))
            && !Telling.isStaff(found);
    if (hasArrived && isNews) {
      for (Account member : accounts.staff()) {
        if (Telling.isStaff(member)) {
          telling.ofPerson(occasion, member.id(), Notification.Type.ADMIN_SIGN_UP, account);
        }
      }
    }
  }
}
