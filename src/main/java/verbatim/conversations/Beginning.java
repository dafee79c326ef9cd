package verbatim.conversations;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.store.Op;
import verbatim.store.Store;

/// How a conversation begins, and how somebody comes to take part in it.
final class Beginning {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final ConversationTable table;
  private final OwnTable own;
  private final Appending appending;
  private final Commitments commitments;
  private final Strangers strangers;
  private final Relations relations;
  private final MaySee maySee;
  private final Turns turns;
  private final String hub;
  private final Limits limits;

  Beginning(
      Conversations.Ground ground,
      ConversationTable table,
      OwnTable own,
      Appending appending,
      Commitments commitments,
      Strangers strangers,
      Relations relations,
      MaySee maySee,
      Turns turns,
      String hub,
      Limits limits) {
    store = ground.store();
    ids = ground.ids();
    clock = ground.clock();
    this.table = table;
    this.own = own;
    this.appending = appending;
    this.commitments = commitments;
    this.strangers = strangers;
    this.relations = relations;
    this.maySee = maySee;
    this.turns = turns;
    this.hub = hub;
    this.limits = limits;
  }

  /// @return the one that was begun, or the one that these two have in this mode
  ConversationId begin(AccountId me, List<AccountId> others, Conversation.Mode mode) {
    checkMembers(me, others);
    return others.size() == 1
        ? two(me, others.getFirst(), mode)
        : create(new ConversationId(ids.next()), me, others, mode, strangers.ask(me, others));
  }

  private void checkMembers(AccountId me, List<AccountId> others) {
    int max = limits.conversations().membersMax();
    if (others.isEmpty()) {
      throw Refusal.invalid("members", "ERR_BLANK", "Choose somebody to talk with");
    }
    if (others.size() >= max) {
      throw Refusal.invalid("members", "ERR_TOO_LONG", "At most " + max + " people, with you");
    }
    for (AccountId other : others) {
      if (!maySee.maySeeProfile(Viewer.of(me), other)) {
        throw Refusal.notFound();
      }
      refuseShutOutByMe(me, other);
    }
  }

  void refuseShutOutByMe(AccountId me, AccountId other) {
    if (relations.blocks(me, other)) {
      throw Refusal.invalid("members", "ERR_BLOCKED", "You have blocked one of them");
    }
  }

  private ConversationId two(AccountId me, AccountId other, Conversation.Mode mode) {
    Optional<ConversationId> before = table.pair(me, other, mode);
    Optional<ConversationTable.Kept> stands = before.flatMap(table::find);
    // Whoever asks for one mode must not be answered with a talk that has agreed on the other
    // since.
    boolean isThis =
        stands
            .map(ConversationTable.Kept::shown)
            .filter(one -> one.present().size() == 2 && one.mode() == mode)
            .isPresent();
    if (isThis) {
      ConversationId id = stands.get().shown().id();
      turns.run(id.value(), () -> taken(me, id));
      return id;
    }
    List<Op> asked = strangers.ask(me, List.of(other));
    // One that was claimed and never written (a kill came between) is written now.
    ConversationId id =
        before.isPresent() && stands.isEmpty()
            ? before.get()
            : table.claimPair(me, other, mode, before, new ConversationId(ids.next()));
    return create(id, me, List.of(other), mode, asked);
  }

  private ConversationId create(
      ConversationId id,
      AccountId me,
      List<AccountId> others,
      Conversation.Mode mode,
      List<Op> asked) {
    List<Conversation.Member> members = new ArrayList<>();
    members.add(new Conversation.Member(me, commitments.uri(me), 0, 0));
    others.forEach(one -> members.add(new Conversation.Member(one, commitments.uri(one), 0, 0)));
    byte[] salt = table.token();
    Conversation begun =
        new Conversation(
            id,
            Commitments.name(table.token()),
            hub,
            mode,
            others.size() > 1,
            me,
            List.copyOf(members),
            members.size(),
            mode,
            Optional.empty(),
            Instant.ofEpochMilli(clock.millis()));
    var kept = new ConversationTable.Kept(begun, salt, commitments.start(begun, salt), 0, 0);
    turns.run(id.value(), () -> created(kept, me, others, asked));
    return id;
  }

  /// First what each member has of it and the mark of the key, then the conversation itself: until
  /// that stands nobody is shown anything, and whoever begins again writes all of it.
  private void created(
      ConversationTable.Kept kept, AccountId me, List<AccountId> others, List<Op> asked) {
    ConversationId id = kept.shown().id();
    if (table.find(id).isPresent()) {
      // The other began it at the same moment: how it stands to each is decided.
      taken(me, id);
      return;
    }
    List<Op> ops = new ArrayList<>(table.sealed(id));
    StatusId now = new StatusId(ids.next());
    ops.add(OwnTable.put(me, id, OwnTable.Own.in(OwnTable.State.OPEN, me, 0)));
    ops.addAll(own.bump(me, id, now));
    for (AccountId other : others) {
      OwnTable.State state = strangers.landing(other, me);
      OwnTable.Own his = OwnTable.Own.in(state, me, 0);
      ops.add(OwnTable.put(other, id, his));
      if (his.isShown()) {
        ops.addAll(own.bump(other, id, now));
      }
    }
    store.journalledBatch(ops);
    var _ = table.create(kept);
    appending.tell(new ArrayList<>(asked), new ConversationEvent.Turned(id, me));
  }

  /// It is a request again.
  void asked(AccountId me, ConversationId id, Reading.Seat seat) {
    List<Op> ops = new ArrayList<>(own.bump(me, id, new StatusId(ids.next())));
    ops.add(OwnTable.put(me, id, seat.own().with(OwnTable.State.REQUEST)));
    ops.add(OwnTable.undecline(me, seat.own().by()));
    store.batch(ops);
  }

  /// Whoever writes to somebody again, or answers, takes part.
  void taken(AccountId me, ConversationId id) {
    Optional<OwnTable.Own> was = own.find(me, id);
    if (was.filter(o -> o.state() == OwnTable.State.OPEN).isEmpty()) {
      List<Op> ops = new ArrayList<>();
      ops.add(
          OwnTable.put(
              me,
              id,
              was.map(o -> o.with(OwnTable.State.OPEN))
                  .orElse(OwnTable.Own.in(OwnTable.State.OPEN, me, 0))));
      if (own.at(me, id).isEmpty()) {
        ops.addAll(own.bump(me, id, new StatusId(ids.next())));
      }
      store.batch(ops);
    }
  }
}
