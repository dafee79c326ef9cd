package verbatim.streaming;

import java.util.Optional;
import verbatim.access.Caller;
import verbatim.access.Scope;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.announcements.Announcements;
import verbatim.conversations.Conversations;
import verbatim.kernel.AccountId;
import verbatim.media.Media;
import verbatim.notifications.Notification;
import verbatim.notifications.Notifications;
import verbatim.relations.Audience;
import verbatim.relations.Filters;
import verbatim.relations.MaySee;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.timelines.Timelines;

/// What of a happening this reader gets, asked at the moment of sending: the timelines' own rule
/// says whether it stands in his, and `MaySee` whether he may read it at all.
final class Showing {
  private final Accounts accounts;
  private final Statuses statuses;
  private final Timelines timelines;
  private final Notifications notifications;
  private final Filters filters;
  private final Media media;
  private final MaySee maySee;
  private final Announcements announcements;
  private final Conversations conversations;

  Showing(Streams.Sources from) {
    this.accounts = from.accounts();
    this.statuses = from.statuses();
    this.timelines = from.timelines();
    this.notifications = from.notifications();
    this.filters = from.filters();
    this.media = from.media();
    this.maySee = from.maySee();
    this.announcements = from.announcements();
    this.conversations = from.conversations();
  }

  Optional<Message> message(Caller.SignedIn who, Topic topic, Happening happening) {
    AccountId reader = who.account();
    return switch (happening) {
      case Happening.Posted(var id) ->
          statuses.find(id).filter(s -> shows(reader, topic, s)).map(Message.New::new);
      case Happening.Edited(var id, _) ->
          statuses.find(id).filter(s -> shows(reader, topic, s)).map(Message.Edited::new);
      case Happening.Removed removed ->
          mayKnowOf(reader, removed)
              ? Optional.of(new Message.Removed(removed.status()))
              : Optional.empty();
      case Happening.Told(_, var id) ->
          // A home carries notifications as well, but not to a token that may not read them.
          who.scopes().covers(Scope.READ_NOTIFICATIONS)
              ? notifications
                  .shown(reader, id)
                  .filter(notification -> !hides(reader, notification))
                  .map(Message.Told::new)
              : Optional.empty();
      case Happening.Announced(var id, _) ->
          Optional.of(
              announcements
                  .find(id)
                  .<Message>map(Message.Announced::new)
                  .orElseGet(() -> new Message.AnnouncementGone(id)));
      case Happening.Reacted(var id, var name, _) ->
          announcements
              .find(id)
              .map(_ -> new Message.Reacted(id, announcements.reaction(id, name)));
      case Happening.FiltersChanged _ -> Optional.of(new Message.FiltersChanged());
      case Happening.Talked(var id, _) ->
          conversations.find(reader, id).filter(c -> !c.isRequest()).map(Message.Talked::new);
      case Happening.Threaded(var id) ->
          statuses
              .find(id)
              .filter(s -> shows(reader, topic, s))
              .flatMap(s -> timelines.directs().find(reader, s.words().place().root()))
              .map(Message.Threaded::new);
      case Happening.Typing(var by, var id, var to, _) ->
          to.equals(reader) && conversations.seeTyping(by, id).contains(reader)
              ? Optional.of(new Message.Typing(id, by))
              : Optional.empty();
    };
  }

  private boolean shows(AccountId reader, Topic topic, Status status) {
    return switch (topic) {
      case Topic.Home(var owner) ->
          timelines.isInHome(owner, status) && !hides(owner, Filters.Context.HOME, status);
      case Topic.OfList(var owner, var list) ->
          timelines.isInList(owner, list, status) && !hides(owner, Filters.Context.HOME, status);
      case Topic.Everybody(var scope, boolean mediaOnly) ->
          timelines.isPublic(Viewer.of(reader), scope, mediaOnly, status)
              && !hides(reader, Filters.Context.PUBLIC, status);
      case Topic.Tag(var key, var scope) ->
          timelines.isUnderTag(Viewer.of(reader), key, scope, status)
              && !hides(reader, Filters.Context.PUBLIC, status);
      case Topic.Direct(var owner) ->
          isDirect(owner, status) && !hides(owner, Filters.Context.THREAD, status);
      case Topic.Thread _ ->
          maySee.maySee(Viewer.of(reader), status.author(), status.audience())
              && maySee.wants(Viewer.of(reader), status.author())
              && !hides(reader, Filters.Context.THREAD, status);
      case Topic.Post _ -> maySee.maySee(Viewer.of(reader), status.author(), status.audience());
      case Topic.Notices _ -> false;
    };
  }

  private boolean isDirect(AccountId reader, Status status) {
    Viewer viewer = Viewer.of(reader);
    return status.audience() instanceof Audience.Only
        && maySee.maySee(viewer, status.author(), status.audience())
        && maySee.wants(viewer, status.author());
  }

  /// A status that is gone has no words to ask about; that it existed is told to those only who
  /// might read it. What everybody could read is told also when its author is gone.
  private boolean mayKnowOf(AccountId reader, Happening.Removed removed) {
    return removed.audience() instanceof Audience.Everyone && isDeleted(removed.author())
        || maySee.maySee(Viewer.of(reader), removed.author(), removed.audience());
  }

  /// The row of a deleted account stays, for its name.
  private boolean isDeleted(AccountId author) {
    return accounts
        .find(author)
        .filter(account -> account.standing().state() != Standing.State.DELETED)
        .isEmpty();
  }

  private boolean hides(AccountId reader, Notification notification) {
    return notification
        .status()
        .flatMap(statuses::find)
        .filter(status -> hides(reader, Filters.Context.NOTIFICATIONS, status))
        .isPresent();
  }

  /// Whether a filter of the kind that hides fits. The kinds that warn stand in the entity, for the
  /// client.
  private boolean hides(AccountId reader, Filters.Context context, Status status) {
    Optional<Status> worded =
        switch (status.content()) {
          case Status.Words _ -> Optional.of(status);
          case Status.Boost(var of, _) -> statuses.find(of).filter(s -> !s.isBoost());
        };
    if (worded.isEmpty() || worded.get().author().equals(reader) || filters.of(reader).isEmpty()) {
      return false;
    }
    Status.Words words = worded.get().words();
    String searched = words.searched(media.load(words.media()));
    return filters.matches(reader, worded.get().id(), searched).stream()
        .map(Filters.Match::filter)
        .anyMatch(
            filter ->
                filter.action() == Filters.Action.HIDE && filter.contexts().contains(context));
  }
}
