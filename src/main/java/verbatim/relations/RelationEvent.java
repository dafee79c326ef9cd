package verbatim.relations;

import verbatim.kernel.AccountId;
import verbatim.log.Event;
import verbatim.store.Bytes;

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

  /// A list's members, a followed tag or how `from` follows `to` changed: timelines of `from` are
  /// to be looked at again.
  record ShelvesChanged(AccountId from, AccountId to) implements RelationEvent {}

  /// The filters of `from` (who is `to` as well) changed.
  record FiltersChanged(AccountId from, AccountId to) implements RelationEvent {}

  /// For the log; the key is `from`.
  static Event write(RelationEvent event) {
    int kind =
        switch (event) {
          case Followed _ -> 1;
          case Unfollowed _ -> 2;
          case Requested _ -> 3;
          case RequestEnded _ -> 4;
          case Blocked _ -> 5;
          case Unblocked _ -> 6;
          case Muted _ -> 7;
          case Unmuted _ -> 8;
          case ShelvesChanged _ -> 9;
          case FiltersChanged _ -> 10;
        };
    long from = event.from().value();
    return new Event(
        FAMILY, from, Bytes.write(1).number(kind).number(from).number(event.to().value()).done());
  }

  static RelationEvent read(Event event) {
    Bytes.Reader bytes = Bytes.read(event.body());
    int kind = (int) bytes.number();
    AccountId from = new AccountId(bytes.number());
    AccountId to = new AccountId(bytes.number());
    return switch (kind) {
      case 1 -> new Followed(from, to);
      case 2 -> new Unfollowed(from, to);
      case 3 -> new Requested(from, to);
      case 4 -> new RequestEnded(from, to);
      case 5 -> new Blocked(from, to);
      case 6 -> new Unblocked(from, to);
      case 7 -> new Muted(from, to);
      case 8 -> new Unmuted(from, to);
      case 9 -> new ShelvesChanged(from, to);
      case 10 -> new FiltersChanged(from, to);
      default -> throw new IllegalStateException("relation event kind " + kind);
    };
  }
}
