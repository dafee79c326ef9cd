package verbatim.statuses;

import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.log.Event;
import verbatim.relations.Audience;

/// What happened to a status. The log's key is the author for Posted, Edited and Deleted, so that
/// they come in order; the status for the rest.
public sealed interface StatusEvent {
  String FAMILY = "status";

  StatusId status();

  /// Also a boost. For a series one event for each part, in order.
  record Posted(StatusId status, AccountId author) implements StatusEvent {}

  /// @param newlyMentioned whom this edit mentions and the state before did not
  record Edited(StatusId status, AccountId author, List<AccountId> newlyMentioned)
      implements StatusEvent {}

  /// @param boostOf the boosted status, or 0
  /// @param inReplyTo the parent, or 0: counts go down there
  /// @param audience for whom it was: nobody else may learn from a stream that it existed
  record Deleted(StatusId status, AccountId author, long boostOf, long inReplyTo, Audience audience)
      implements StatusEvent {}

  record Favourited(StatusId status, AccountId by) implements StatusEvent {}

  record Unfavourited(StatusId status, AccountId by) implements StatusEvent {}

  /// Counted on the boosted status; the boost itself is [Posted] and [Deleted].
  record Boosted(StatusId status, AccountId by, StatusId boost) implements StatusEvent {}

  record Unboosted(StatusId status, AccountId by, StatusId boost) implements StatusEvent {}

  record Replied(StatusId status, StatusId reply) implements StatusEvent {}

  record Unreplied(StatusId status, StatusId reply) implements StatusEvent {}

  record Voted(StatusId status, AccountId by) implements StatusEvent {}

  record PollEnded(StatusId status) implements StatusEvent {}

  record Pinned(StatusId status, AccountId by, boolean pinned) implements StatusEvent {}

  /// For the log.
  static Event write(StatusEvent event) {
    return StatusEventBytes.write(event);
  }

  static StatusEvent read(Event event) {
    return StatusEventBytes.read(event);
  }
}
