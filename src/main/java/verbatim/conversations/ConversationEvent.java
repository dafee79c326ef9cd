package verbatim.conversations;

import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.StatusId;
import verbatim.log.Event;
import verbatim.store.Bytes;

/// What happened in a conversation, as numbers. The log's key is the conversation.
public sealed interface ConversationEvent {
  String FAMILY = "conversation";

  ConversationId conversation();

  /// A new entry: a message, an edit, somebody who came or left, another mode.
  record Said(ConversationId conversation, long n) implements ConversationEvent {}

  /// A message was erased for all.
  ///
  /// When this is heard the conversation may be gone.
  ///
  /// @param edits of it, which are erased too
  /// @param members whoever is or was in it: it may stand in archives of theirs
  record Erased(
      ConversationId conversation,
      long n,
      StatusId status,
      List<Long> edits,
      List<AccountId> members)
      implements ConversationEvent {}

  /// Somebody put a sign to a message, or took it away.
  record Reacted(ConversationId conversation, long n, AccountId by) implements ConversationEvent {}

  /// It is to be looked at again: a wish, what somebody has read, somebody accepted.
  record Turned(ConversationId conversation, AccountId by) implements ConversationEvent {}

  static Event write(ConversationEvent event) {
    long id = event.conversation().value();
    Bytes.Writer to = Bytes.write(1);
    switch (event) {
      case Said(_, long n) -> to.number(1).number(id).number(n).number(0);
      case Erased(_, long n, var status, var edits, var members) ->
          to.number(2)
              .number(id)
              .number(n)
              .number(status.value())
              .list(edits, Bytes.Writer::number)
              .list(members, (list, member) -> list.number(member.value()));
      case Reacted(_, long n, var by) -> to.number(3).number(id).number(n).number(by.value());
      case Turned(_, var by) -> to.number(4).number(id).number(0).number(by.value());
    }
    return new Event(FAMILY, id, to.done());
  }

  static ConversationEvent read(Event event) {
    Bytes.Reader from = Bytes.read(event.body());
    int kind = (int) from.number();
    ConversationId id = new ConversationId(from.number());
    long n = from.number();
    long other = from.number();
    return switch (kind) {
      case 1 -> new Said(id, n);
      case 2 ->
          new Erased(
              id,
              n,
              new StatusId(other),
              from.list(Bytes.Reader::number),
              from.list(list -> new AccountId(list.number())));
      case 3 -> new Reacted(id, n, new AccountId(other));
      case 4 -> new Turned(id, new AccountId(other));
      default -> throw new IllegalStateException("conversation event kind " + kind);
    };
  }
}
