package verbatim.relations;

import verbatim.kernel.AccountId;
import verbatim.log.Event;

/// What changed between two accounts: `from` did it to `to`. The log's key is `from`.
public sealed interface RelationEvent {
  String FAMILY = "relation";

  AccountId from();

  AccountId to();

  record Followed(AccountId from, AccountId to) implements RelationEvent {}

  /// Also written when a follow ends because of a block or a removal; `from` is the follower.
  record Unfollowed(AccountId from, AccountId to) implements RelationEvent {}

  record Requested(AccountId from, AccountId to) implements RelationEvent {}

  /// Taken back or rejected.
  record RequestEnded(AccountId from, AccountId to) implements RelationEvent {}

  record Blocked(AccountId from, AccountId to) implements RelationEvent {}

  record Unblocked(AccountId from, AccountId to) implements RelationEvent {}

  record Muted(AccountId from, AccountId to) implements RelationEvent {}

  record Unmuted(AccountId from, AccountId to) implements RelationEvent {}

  /// A list's members or a followed tag changed: timelines of `from` are to be looked at again.
  record ShelvesChanged(AccountId from, AccountId to) implements RelationEvent {}

  static Event write(RelationEvent event) {
    throw new UnsupportedOperationException("skeleton");
  }

  static RelationEvent read(Event event) {
    throw new UnsupportedOperationException("skeleton");
  }
}
