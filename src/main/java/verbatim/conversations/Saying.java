package verbatim.conversations;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.media.Media;
import verbatim.relations.Relations;

/// Saying something, and saying it otherwise: both are new entries of the chain. Whoever calls has
/// the turn of the conversation.
final class Saying {
  private final ConversationTable table;
  private final OwnTable own;
  private final Reading reading;
  private final Strangers strangers;
  private final Appending appending;
  private final Wording wording;
  private final Relations relations;
  private final Media media;
  private final Limits limits;

  Saying(
      ConversationTable table,
      OwnTable own,
      Reading reading,
      Strangers strangers,
      Appending appending,
      Wording wording,
      Relations relations,
      Media media,
      Limits limits) {
    this.table = table;
    this.own = own;
    this.reading = reading;
    this.strangers = strangers;
    this.appending = appending;
    this.wording = wording;
    this.relations = relations;
    this.media = media;
    this.limits = limits;
  }

  long said(
      AccountId me, ConversationId id, Conversations.Draft draft, String text, Appending.Key key) {
    Reading.Seat seat = reading.seat(me, id);
    if (key.hash().length > 0) {
      Optional<OwnTable.Once> once = own.once(me, key.hash());
      if (once.isPresent()) {
        return Wording.same(once.get(), key.print()).n();
      }
    }
    mayWrite(me, seat);
    if (draft.replyToN() != 0) {
      Message to = reading.message(me, seat, draft.replyToN()).message();
      if (!(to.content() instanceof Message.Words)) {
        throw Refusal.notFound();
      }
    }
    media.check(me, draft.media());
    var wanted =
        new Appending.Wanted(
            me,
            new Message.Words(text),
            0,
            0,
            draft.replyToN(),
            draft.afterN(),
            wording.attached(draft.media()),
            withheld(me, seat.conversation()));
    return appending.append(seat.kept(), wanted, key).n();
  }

  private void mayWrite(AccountId me, Reading.Seat seat) {
    Conversation conversation = seat.conversation();
    List<AccountId> others = conversation.othersThan(me);
    if (others.isEmpty()) {
      throw Refusal.invalid("Nobody else is in this conversation any more");
    }
    if (!conversation.isGroup() && relations.blocks(me, others.getFirst())) {
      throw Refusal.invalid("You have blocked the other member of this conversation");
    }
    refuseUnanswered(me, conversation, others);
  }

  /// Who has not accepted hears so much and no more; nor is it to be seen whether he was told.
  private void refuseUnanswered(AccountId me, Conversation conversation, List<AccountId> others) {
    boolean isAnswered =
        others.stream()
            .allMatch(
                other ->
                    own.find(other, conversation.id())
                        .filter(o -> o.state() == OwnTable.State.OPEN)
                        .isPresent());
    int max = limits.conversations().unansweredMax();
    if (isAnswered || max == Integer.MAX_VALUE) {
      return;
    }
    // Whom he took in meanwhile is no message.
    long said =
        table
            .below(conversation.id(), Long.MAX_VALUE, max + limits.conversations().membersMax())
            .stream()
            .takeWhile(entry -> entry.author().equals(me))
            .filter(entry -> entry.content() instanceof Message.Words || entry.isErased())
            .count();
    if (said >= max) {
      throw Refusal.invalid(
          "You have written " + max + " messages; wait until one of them is answered");
    }
  }

  /// Members whom nothing reaches that this one does.
  Set<AccountId> withheld(AccountId me, Conversation conversation) {
    Set<AccountId> withheld = new HashSet<>();
    for (AccountId other : conversation.othersThan(me)) {
      boolean isDeclined =
          own.find(other, conversation.id())
              .filter(o -> o.state() == OwnTable.State.DECLINED)
              .isPresent();
      if (isDeclined || strangers.isShutOut(other, me)) {
        withheld.add(other);
      }
    }
    return Set.copyOf(withheld);
  }

  long edited(AccountId me, ConversationId id, long n, String words) {
    Reading.Seat seat = reading.seat(me, id);
    Entry entry = reading.mine(me, seat, n);
    String text =
        wording.check(new Conversations.Draft(words, entry.media(), 0, -1), entry.media());
    if (table.edits(id, entry.n(), limits.text().editsMax()).size() == limits.text().editsMax()) {
      throw Refusal.invalid("A message can be edited " + limits.text().editsMax() + " times");
    }
    mayWrite(me, seat);
    var wanted =
        new Appending.Wanted(
            me,
            new Message.Words(text),
            entry.status().value(),
            entry.n(),
            entry.replyToN(),
            -1,
            entry.attached(),
            withheld(me, seat.conversation()));
    return appending.append(seat.kept(), wanted, appending.freshKey()).n();
  }
}
