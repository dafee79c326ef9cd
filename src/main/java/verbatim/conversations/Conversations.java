package verbatim.conversations;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.keys.Keyring;
import verbatim.log.EventLog;
import verbatim.log.Jobs;
import verbatim.media.Media;
import verbatim.relations.Audience;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.Relations;
import verbatim.relations.Viewer;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.text.Characters;
import verbatim.text.Written;

/// Private talk of few. Somebody begins a conversation with named people; nobody is ever added by
/// being mentioned. What is said gets a number and a place in a chain of commitments; who was there
/// when it was said may read it. Everything that is refused because it is not there is refused the
/// same way when it is there for others only.
public final class Conversations {
  private static final String SWEEP = "conversations.sweep";
  private static final String RESEAL = "conversations.reseal";
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final Duration RESEAL_EVERY = Duration.ofHours(1);

  private final Store store;
  private final Accounts accounts;
  private final MaySee maySee;
  private final MayDo mayDo;
  private final Media media;
  private final ConversationTable table;
  private final OwnTable own;
  private final Strangers strangers;
  private final Appending appending;
  private final Wording wording;
  private final Reading reading;
  private final Listing listing;
  private final Beginning beginning;
  private final Saying saying;
  private final Proving proving;
  private final Forgetting forgetting;
  private final Resealing resealing;
  private final InstantSource clock;
  private final Limits limits;
  private final Turns turns = new Turns();
  private final Turns beginnings = new Turns();
  private final Turns searches = new Turns();

  /// Who these are that talk, and how their words are kept.
  ///
  /// @param hub the actor of this server
  /// @param actors the address by which proofs name a member
  public record House(String hub, Function<AccountId, String> actors, Keyring keys) {}

  /// What the domain stands on.
  public record Ground(
      Store store, EventLog log, Jobs jobs, Ids ids, InstantSource clock, RandomGenerator random) {}

  public Conversations(
      Ground ground,
      Accounts accounts,
      Relations relations,
      MaySee maySee,
      MayDo mayDo,
      Media media,
      House house,
      Limits limits) {
    this.store = ground.store();
    this.clock = ground.clock();
    this.accounts = accounts;
    this.maySee = maySee;
    this.mayDo = mayDo;
    this.media = media;
    this.limits = limits;
    EventLog log = ground.log();
    Keyring keys = house.keys();
    table = new ConversationTable(store, keys, ground.random());
    own = new OwnTable(store, keys);
    Commitments commitments = new Commitments(house.actors(), ground.random());
    Ids ids = ground.ids();
    strangers = new Strangers(table, own, relations, ids, clock, limits.conversations());
    appending = new Appending(store, log, table, own, strangers, media, commitments, ids, clock);
    wording = new Wording(media, limits);
    reading = new Reading(table, own, strangers, maySee, limits);
    listing = new Listing(table, own, reading, relations, limits);
    beginning =
        new Beginning(
            ground,
            table,
            own,
            appending,
            commitments,
            strangers,
            relations,
            maySee,
            turns,
            house.hub(),
            limits);
    saying =
        new Saying(table, own, reading, strangers, appending, wording, relations, media, limits);
    proving = new Proving(table, own, reading, commitments, maySee, limits);
    forgetting = new Forgetting(store, log, table, own, accounts, media, clock, turns);
    resealing = new Resealing(store, table, own, media, keys, turns);
    requireKeys(keys);
    Jobs jobs = ground.jobs();
    jobs.every(
        SWEEP_EVERY,
        SWEEP,
        (_, _) -> {
          sweep();
          return new Jobs.Outcome.Done();
        });
    jobs.every(
        RESEAL_EVERY,
        RESEAL,
        (_, _) -> reseal() ? new Jobs.Outcome.More() : new Jobs.Outcome.Done());
  }

  private void requireKeys(Keyring keys) {
    for (long key : table.keysInUse()) {
      if (!keys.has(key)) {
        throw new Keyring.Missing("conversations here are", key);
      }
    }
  }

  // ---- beginning

  /// Begins one, or answers the one that these two have in this mode. The others hear of it, unless
  /// they have shut out whoever begins: he cannot tell.
  ///
  /// @throws verbatim.kernel.Refused Invalid, NotFound, TooMany
  public Shown begin(AccountId me, List<AccountId> with, Conversation.Mode mode) {
    mayDo.act(me);
    List<AccountId> others =
        new LinkedHashSet<>(with).stream().filter(one -> !one.equals(me)).toList();
    return get(me, beginnings.take(me.value(), () -> beginning.begin(me, others, mode)));
  }

  // ---- reading

  /// @throws verbatim.kernel.Refused NotFound
  public Shown get(AccountId me, ConversationId id) {
    return reading.shown(me, reading.seat(me, id));
  }

  /// The same where the caller can do without.
  public Optional<Shown> find(AccountId me, ConversationId id) {
    return reading.find(me, id);
  }

  /// The talk of these two in which `me` takes part: that with consent before the one on the
  /// record.
  public Optional<ConversationId> between(AccountId me, AccountId other) {
    return Stream.of(Conversation.Mode.CONSENT, Conversation.Mode.RECORD)
        .flatMap(mode -> table.pair(me, other, mode).stream())
        .filter(id -> own.find(me, id).filter(o -> o.state() == OwnTable.State.OPEN).isPresent())
        .filter(id -> table.find(id).filter(kept -> kept.shown().present().size() == 2).isPresent())
        .findFirst();
  }

  /// Which of them are wanted.
  public enum Which {
    ALL,
    ACCEPTED,
    REQUESTS,
    /// Those with somebody whom one blocks, which are in none of the others.
    BLOCKED
  }

  /// The last talked in first, paged by [Shown#position].
  public List<Shown> list(AccountId me, Which which, Page page) {
    return listing.list(me, which, page);
  }

  /// How many conversations have something new, at most `max`; requests do not count.
  public int unread(AccountId me, int max) {
    return listing.unread(me, max);
  }

  /// How many wait to be accepted, at most `max`.
  public int requests(AccountId me, int max) {
    return listing.requests(me, max);
  }

  /// What was said, the newest first, edits as entries of their own.
  ///
  /// @param page by [Message#n]
  /// @throws verbatim.kernel.Refused NotFound
  public List<Seen> messages(AccountId me, ConversationId id, Page page) {
    return reading.seen(me, reading.seat(me, id), page);
  }

  /// One message as it was said.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Seen message(AccountId me, ConversationId id, long n) {
    return reading.message(me, reading.seat(me, id), n);
  }

  /// One message with the words of its newest edit.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Seen current(AccountId me, ConversationId id, long n) {
    Reading.Seat seat = reading.seat(me, id);
    return reading.current(me, seat, reading.message(me, seat, n));
  }

  /// What was said before it, as old apps follow a talk.
  public Optional<Message> before(AccountId me, Message message) {
    return reading.before(me, message);
  }

  /// @throws verbatim.kernel.Refused NotFound
  public List<AccountId> whoReacted(AccountId me, ConversationId id, long n, String name) {
    return reading.whoReacted(me, id, n, name);
  }

  /// What was said at different times in the place of one message, the oldest first.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public List<Message> versions(AccountId me, ConversationId id, long n) {
    return reading.versions(me, id, n);
  }

  // ---- as old apps know them

  /// The message that an old app knows as this status, with its newest words: empty when there is
  /// none, when it is erased, and when this viewer may not see it.
  public Optional<Seen> ofStatus(Viewer viewer, StatusId status) {
    return reading.ofStatus(viewer, status);
  }

  /// For moderators, when somebody has reported it: the caller makes sure of both, and notes that
  /// it was read. All versions, the oldest first: an edit must not hide what was said.
  public List<Reported> reported(StatusId status) {
    return proving.reported(status);
  }

  /// One version of what was reported.
  ///
  /// @param fits it is what was committed to when it was said, at this place: worked out anew from
  ///     its opening, its words and the chain
  public record Reported(Message message, boolean fits) {}

  // ---- what proofs are made of

  /// A run of entries with what binds them, as one member may open it.
  ///
  /// @param urn the name of the conversation in proofs
  /// @param start the chain before the first message of all
  /// @param prev the chain before the first of these
  /// @param uris of everybody who is or was a member
  public record Run(
      AccountId who,
      String urn,
      byte[] start,
      byte[] prev,
      List<Link> links,
      Map<AccountId, String> uris) {
    public Link link(long n) {
      return links.get(Math.toIntExact(n - links.getFirst().n()));
    }

    public String uri(AccountId member) {
      return uris.getOrDefault(member, "");
    }
  }

  /// One entry of a run.
  ///
  /// @param at [Instant#EPOCH] where it is none of his business
  /// @param author 0 where it is none of his business
  /// @param seen what it says; empty where it is none of his business
  /// @param opening his own, and on the record everybody's
  /// @param files SHA-256 of the files, in order; only beside an opening
  /// @param replacedBy its newest edit, 0 for none
  public record Link(
      long n,
      Instant at,
      AccountId author,
      Message.Commitment commitment,
      Optional<Message> seen,
      Optional<Opening> opening,
      List<byte[]> files,
      long replacedBy) {
    public boolean isBy(AccountId account) {
      return author.equals(account);
    }

    public boolean isOnRecord() {
      return seen.filter(m -> m.mode() == Conversation.Mode.RECORD).isPresent();
    }
  }

  /// A run as this member may open it, also when he has left: what he wrote stays his to prove, and
  /// of what others wrote he sees what he saw then.
  ///
  /// @return empty where there is no such conversation, or no such run of it, or he never was in it
  public Optional<Run> run(AccountId me, ConversationId id, long from, long to) {
    return proving.run(me, id, from, to);
  }

  /// With what a conversation began.
  ///
  /// @param object names all who were in it, with the salt that keeps them from being guessed: to
  /// be
  ///     shown only when each of them has agreed
  /// @param members these
  public record Founding(verbatim.sx1.Verifier.Conversation object, List<AccountId> members) {}

  public Optional<Founding> founding(ConversationId id) {
    return proving.founding(id);
  }

  // ---- saying

  /// What somebody says.
  ///
  /// @param replyToN 0 for none
  /// @param afterN the last message on his screen; negative when he does not tell
  public record Draft(String text, List<MediaId> media, long replyToN, long afterN) {
    public static Draft of(String text) {
      return new Draft(text, List.of(), 0, -1);
    }
  }

  /// Whether it could be said, wherever: before a conversation is begun for its sake.
  ///
  /// @throws verbatim.kernel.Refused Invalid
  public void check(Draft draft) {
    var _ = wording.check(draft);
  }

  public Seen say(AccountId me, ConversationId id, Draft draft) {
    return say(me, id, draft, "");
  }

  /// Once for an idempotency key of this member; other words under the same key are Invalid.
  ///
  /// @param idempotencyKey "" for none
  /// @throws verbatim.kernel.Refused NotFound, Invalid, Forbidden, TooMany
  public Seen say(AccountId me, ConversationId id, Draft draft, String idempotencyKey) {
    mayDo.act(me);
    reading.seat(me, id);
    String text = wording.check(draft);
    Appending.Key key =
        idempotencyKey.isEmpty()
            ? appending.freshKey()
            : Wording.key(me, id, idempotencyKey, Wording.print(id, draft, text, idempotencyKey));
    long n = turns.take(id.value(), () -> saying.said(me, id, draft, text, key));
    own.forgetOnce(me, table.token(), clock.instant().minus(Duration.ofDays(1)), 8);
    return reading.message(me, reading.seat(me, id), n);
  }

  /// The number of what was said here under this key, if anything was.
  public OptionalLong said(AccountId me, ConversationId id, String idempotencyKey) {
    reading.seat(me, id);
    return own.once(me, Wording.hash(idempotencyKey)).stream()
        .filter(once -> once.conversation().equals(id))
        .mapToLong(OwnTable.Once::n)
        .findFirst();
  }

  /// An edit is a new message in the place of another; both stay in the chain.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Forbidden when it is not his, Invalid
  public Seen edit(AccountId me, ConversationId id, long n, String words) {
    mayDo.act(me);
    reading.seat(me, id);
    long by = turns.take(id.value(), () -> saying.edited(me, id, n, words));
    return reading.message(me, reading.seat(me, id), by);
  }

  // ---- erasing

  /// He sees it no more; the others do.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public void eraseForMe(AccountId me, ConversationId id, long n) {
    Reading.Seat seat = reading.seat(me, id);
    Message message = reading.message(me, seat, n).message();
    long root = message.replacesN() == 0 ? n : message.replacesN();
    store.batch(List.of(OwnTable.hide(me, id, root)));
  }

  /// The words are gone for everybody, in all their versions; commitments and chain stay. Harmless
  /// twice: whoever was cut off asks again, and the rest is done.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Forbidden when it is not his
  public void eraseForAll(AccountId me, ConversationId id, long n) {
    if (listing.hasDeparted(me, id)) {
      Entry entry = table.entry(id, n).map(Entry.Read::entry).orElseThrow(Refusal::notFound);
      if (!entry.author().equals(me) || entry.replacesN() != 0) {
        // What others said he does not see any more.
        throw Refusal.notFound();
      }
      inTurn(id, () -> forgetting.erase(id, entry, n));
      return;
    }
    reading.seat(me, id);
    inTurn(id, () -> forgetting.erase(id, reading.written(me, reading.seat(me, id), n), n));
  }

  /// All that he said there is gone for everybody; also when he has left meanwhile.
  ///
  /// @return how many messages
  /// @throws verbatim.kernel.Refused NotFound where he never was
  public int eraseMine(AccountId me, ConversationId id) {
    if (!listing.hasDeparted(me, id)) {
      reading.seat(me, id);
    }
    return forgetting.eraseAllOf(me, id);
  }

  /// A conversation that somebody has left.
  ///
  /// @param others who were in it when he left
  public record Departed(ConversationId id, List<AccountId> others) {}

  /// Those that he has left and that others are in still: his words stand there.
  public List<Departed> departed(AccountId me) {
    return listing.departed(me);
  }

  /// Requests that he has turned down, of which some may be wanted after all.
  public List<Shown> declined(AccountId me) {
    return listing.declined(me);
  }

  // ---- signs

  /// @throws verbatim.kernel.Refused NotFound, Invalid (no sign that is known, or too many)
  public void react(AccountId me, ConversationId id, long n, String name) {
    mayDo.act(me);
    Seen to = reading.worded(me, id, n);
    if (!media.emojis().isSign(name)) {
      throw Refusal.invalid("name", "ERR_INVALID", "This is no emoji that is known here");
    }
    Optional<Seen.Reaction> there =
        to.reactions().stream().filter(r -> r.name().equals(name)).findFirst();
    if (there.filter(Seen.Reaction::isMine).isPresent()) {
      return;
    }
    if (there.isEmpty() && to.reactions().size() >= limits.conversations().reactionsMax()) {
      throw Refusal.invalid(
          "name", "ERR_REACTION_LIMIT", "There are as many different reactions as there may be");
    }
    var sign = new ConversationTable.Sign(Reading.root(to.message()), me, name);
    List<Op> ops = new ArrayList<>(table.sealed(id));
    ops.add(table.react(id, sign));
    signed(id, sign, ops);
  }

  /// @throws verbatim.kernel.Refused NotFound
  public void unreact(AccountId me, ConversationId id, long n, String name) {
    Seen to = reading.worded(me, id, n);
    if (to.reactions().stream().noneMatch(r -> r.name().equals(name) && r.isMine())) {
      throw Refusal.notFound();
    }
    var sign = new ConversationTable.Sign(Reading.root(to.message()), me, name);
    signed(id, sign, table.unreact(id, sign));
  }

  private void signed(ConversationId id, ConversationTable.Sign sign, List<Op> ops) {
    appending.tell(new ArrayList<>(ops), new ConversationEvent.Reacted(id, sign.n(), sign.by()));
  }

  // ---- what the members agree on

  /// Says yes to a mode. When every member has, it holds from the next message on.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Shown wish(AccountId me, ConversationId id, Conversation.Mode mode) {
    mayDo.act(me);
    reading.seat(me, id);
    inTurn(id, () -> wished(me, id, mode));
    return get(me, id);
  }

  /// What was suggested while a block stood never reaches whoever blocked, like what was said then.
  /// Bears being told twice.
  public void unblocked(AccountId from, AccountId to) {
    for (Conversation.Mode mode : Conversation.Mode.values()) {
      table.pair(from, to, mode).ifPresent(id -> inTurn(id, () -> unwished(id, to)));
    }
  }

  private void unwished(ConversationId id, AccountId by) {
    table
        .find(id)
        .filter(
            kept -> kept.shown().wish().filter(wish -> wish.by().equals(List.of(by))).isPresent())
        .ifPresent(
            kept -> {
              Conversation now = kept.shown();
              if (!table.replace(kept, now.with(now.mode(), Optional.empty()))) {
                throw ConversationTable.unsure();
              }
            });
  }

  private void wished(AccountId me, ConversationId id, Conversation.Mode mode) {
    Reading.Seat seat = reading.seat(me, id);
    Conversation now = seat.conversation();
    Optional<Conversation.Wish> wish = now.wish().filter(w -> w.mode() == mode);
    if (mode == now.mode()) {
      if (now.wish().isPresent()) {
        change(me, seat, now.with(mode, Optional.empty()));
      }
      return;
    }
    Set<AccountId> yes = new LinkedHashSet<>(wish.map(Conversation.Wish::by).orElse(List.of()));
    yes.add(me);
    if (!yes.containsAll(now.present())) {
      var wanted = new Conversation.Wish(mode, List.copyOf(yes));
      change(me, seat, now.with(now.mode(), Optional.of(wanted)));
      return;
    }
    appending.append(
        seat.kept(), happened(me, new Message.ModeChanged(mode), now), appending.freshKey());
  }

  private void change(AccountId me, Reading.Seat seat, Conversation to) {
    if (!table.replace(seat.kept(), to)) {
      throw ConversationTable.unsure();
    }
    appending.tell(new ArrayList<>(), new ConversationEvent.Turned(to.id(), me));
  }

  private Appending.Wanted happened(AccountId me, Message.Content what, Conversation in) {
    return new Appending.Wanted(me, what, 0, 0, 0, -1, List.of(), saying.withheld(me, in));
  }

  /// Takes somebody into a group; he reads what comes from then on. In a talk of two nobody can be
  /// added: begin another.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Invalid, TooMany
  public Shown add(AccountId me, ConversationId id, AccountId who) {
    mayDo.act(me);
    reading.seat(me, id);
    // In his own turn too: what he asks of strangers is counted over all his conversations.
    beginnings.run(me.value(), () -> inTurn(id, () -> added(me, id, who)));
    return get(me, id);
  }

  private void added(AccountId me, ConversationId id, AccountId who) {
    Reading.Seat seat = reading.seat(me, id);
    Conversation now = seat.conversation();
    if (now.has(who)) {
      return;
    }
    if (!now.isGroup()) {
      throw Refusal.invalid("This is a talk of two: begin a new conversation for more");
    }
    int max = limits.conversations().membersMax();
    if (now.present().size() >= max) {
      throw Refusal.invalid("members", "ERR_TOO_LONG", "At most " + max + " people");
    }
    if (!maySee.maySeeProfile(Viewer.of(me), who)) {
      throw Refusal.notFound();
    }
    beginning.refuseShutOutByMe(me, who);
    List<Op> ops = new ArrayList<>(strangers.ask(me, List.of(who)));
    OwnTable.State landing = strangers.landing(who, me);
    boolean isShown = landing == OwnTable.State.OPEN || landing == OwnTable.State.REQUEST;
    Set<AccountId> withheld = new HashSet<>(saying.withheld(me, now));
    if (!isShown) {
      withheld.add(who);
    }
    if (!isShown && own.find(who, id).isEmpty()) {
      ops.add(OwnTable.put(who, id, OwnTable.Own.in(landing, me, 0)));
    }
    if (!ops.isEmpty()) {
      store.journalledBatch(ops);
    }
    // How it stands to him follows from the entry: were it written before, somebody who had left
    // and was not taken in after all could not find his own words any more.
    var joined =
        new Appending.Wanted(
            me, new Message.Joined(who), 0, 0, 0, -1, List.of(), Set.copyOf(withheld));
    appending.append(seat.kept(), joined, appending.freshKey());
  }

  /// Leaves; a request is turned down without a sign to anybody.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public void leave(AccountId me, ConversationId id) {
    reading.seat(me, id);
    inTurn(id, () -> left(me, id));
  }

  private void left(AccountId me, ConversationId id) {
    Reading.Seat seat = reading.seat(me, id);
    if (seat.own().state() == OwnTable.State.REQUEST) {
      List<Op> ops = new ArrayList<>(own.down(me, id));
      ops.add(OwnTable.put(me, id, seat.own().with(OwnTable.State.DECLINED)));
      ops.add(OwnTable.decline(me, seat.own().by()));
      store.batch(ops);
      return;
    }
    appending.append(
        seat.kept(), happened(me, new Message.Left(), seat.conversation()), appending.freshKey());
    if (forgetting.isDeserted(id)) {
      forgetting.drop(id);
    }
  }

  /// What he has turned down is a request again; what was said meanwhile never reached him.
  ///
  /// @throws verbatim.kernel.Refused NotFound where he has turned nothing down
  public void reconsider(AccountId me, ConversationId id) {
    var _ = listing.declined(me, id).orElseThrow(Refusal::notFound);
    inTurn(id, () -> listing.declined(me, id).ifPresent(seat -> beginning.asked(me, id, seat)));
  }

  // ---- one's own

  /// @throws verbatim.kernel.Refused NotFound
  public Shown accept(AccountId me, ConversationId id) {
    mayDo.act(me);
    Reading.Seat seat = reading.seat(me, id);
    if (seat.own().state() == OwnTable.State.REQUEST) {
      inTurn(
          id,
          () -> {
            beginning.taken(me, id);
            store.batch(List.of(OwnTable.undecline(me, seat.own().by())));
          });
      appending.tell(new ArrayList<>(), new ConversationEvent.Turned(id, me));
    }
    return get(me, id);
  }

  /// Has read to there; never back.
  ///
  /// @param n 0 for the newest
  /// @throws verbatim.kernel.Refused NotFound
  public Shown read(AccountId me, ConversationId id, long n) {
    Reading.Seat now = reading.seat(me, id);
    long last = table.head(id).map(Entry::n).orElse(0L);
    long to = n <= 0 ? last : Math.min(n, last);
    if (to > now.own().lastReadN()) {
      change(me, id, mine -> mine.readTo(to));
      if (now.own().state() == OwnTable.State.OPEN && own.settings(me).readReceipts()) {
        appending.tell(new ArrayList<>(), new ConversationEvent.Turned(id, me));
      }
    }
    return get(me, id);
  }

  /// @throws verbatim.kernel.Refused NotFound
  public Shown mute(AccountId me, ConversationId id, boolean isMuted) {
    reading.seat(me, id);
    change(me, id, mine -> mine.withMuted(isMuted));
    return get(me, id);
  }

  /// Puts away what was said so far, for himself: it comes back with the next message, empty.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public void putAway(AccountId me, ConversationId id) {
    reading.seat(me, id);
    inTurn(id, () -> awayPut(me, id));
  }

  /// In one turn: else a message that comes in between would be out of his list, and unseen.
  private void awayPut(AccountId me, ConversationId id) {
    OwnTable.Own mine = reading.seat(me, id).own();
    long last = table.head(id).map(Entry::n).orElse(0L);
    List<Op> ops = new ArrayList<>(own.down(me, id));
    ops.add(OwnTable.put(me, id, mine.readTo(last).hiddenBefore(last + 1)));
    store.batch(ops);
  }

  private void change(AccountId me, ConversationId id, Function<OwnTable.Own, OwnTable.Own> how) {
    inTurn(
        id,
        () -> store.batch(List.of(OwnTable.put(me, id, how.apply(reading.seat(me, id).own())))));
  }

  public Settings settings(AccountId me) {
    return own.settings(me);
  }

  public Settings change(AccountId me, Settings settings) {
    own.put(me, settings);
    return settings;
  }

  /// What he calls somebody: nobody else ever sees it.
  ///
  /// @param name "" for none any more
  /// @throws verbatim.kernel.Refused NotFound, Invalid
  public void call(AccountId me, AccountId other, String name) {
    if (accounts.find(other).isEmpty()) {
      throw Refusal.notFound();
    }
    String checked = Written.check("name", name).strip();
    int max = limits.conversations().contactNameCharactersMax();
    if (Characters.count(checked) > max || checked.length() > max * Character.BYTES * 8) {
      throw Refusal.invalid(
          "name", "ERR_TOO_LONG", "Name is too long (maximum is " + max + " characters)");
    }
    if (checked.indexOf('\n') >= 0) {
      throw Refusal.invalid("name", "ERR_INVALID", "A name is one line");
    }
    List<Op> ops = new ArrayList<>(table.named(me));
    ops.add(own.name(me, other, checked));
    store.journalledBatch(ops);
  }

  /// "" for none.
  public String name(AccountId me, AccountId other) {
    return own.name(me, other);
  }

  /// Who may see now that he is writing: those who let theirs be seen, when he does.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public List<AccountId> seeTyping(AccountId me, ConversationId id) {
    Reading.Seat seat = reading.seat(me, id);
    if (seat.own().state() != OwnTable.State.OPEN || !own.settings(me).typing()) {
      return List.of();
    }
    return seat.conversation().othersThan(me).stream()
        .filter(other -> own.settings(other).typing())
        .filter(
            other -> own.find(other, id).filter(o -> o.state() == OwnTable.State.OPEN).isPresent())
        .filter(other -> !strangers.isShutOut(other, me) && !strangers.isShutOut(me, other))
        .toList();
  }

  /// Looks through the newest messages of his conversations; there is no index of them. One at a
  /// time: each reads thousands of messages.
  public List<Seen> search(AccountId me, String words) {
    return searches.take(me.value(), () -> listing.found(me, words));
  }

  // ---- what is to be told to whom

  /// Whom an entry concerns besides its author, with what each may know of it.
  ///
  /// @param isRequest held aside: no notification that rings
  public record Reached(AccountId account, boolean isRequest, boolean isMuted) {}

  /// Who is to hear of an entry, as things stand.
  public List<Reached> reached(ConversationId id, long n) {
    Optional<ConversationTable.Kept> kept = table.find(id);
    Optional<Entry> entry = table.entry(id, n).map(Entry.Read::entry);
    if (kept.isEmpty() || entry.isEmpty()) {
      return List.of();
    }
    Audience audience = entry.get().shown(kept.get().shown()).audience();
    List<Reached> reached = new ArrayList<>();
    for (AccountId member : kept.get().shown().present()) {
      Optional<OwnTable.Own> his =
          own.find(member, id)
              .filter(OwnTable.Own::isShown)
              .filter(mine -> strangers.hears(kept.get().shown(), member, mine.state()) >= n);
      if (his.isPresent() && maySee.maySee(Viewer.of(member), entry.get().author(), audience)) {
        reached.add(
            new Reached(member, his.get().state() == OwnTable.State.REQUEST, his.get().muted()));
      }
    }
    return reached;
  }

  /// Whoever sees the conversation now.
  public List<AccountId> watchers(ConversationId id) {
    return table.find(id).stream()
        .flatMap(kept -> kept.shown().present().stream())
        .filter(member -> own.find(member, id).filter(OwnTable.Own::isShown).isPresent())
        .toList();
  }

  /// An entry as it is kept, for what follows from it.
  public Optional<Message> entry(ConversationId id, long n) {
    return table
        .find(id)
        .flatMap(kept -> table.entry(id, n).map(read -> read.entry().shown(kept.shown())));
  }

  // ---- what comes again and again

  /// Takes up what a dead process left half done.
  public void sweep() {
    appending.sweep(this::inTurn);
  }

  private void inTurn(ConversationId id, Runnable work) {
    turns.run(id.value(), work);
  }

  /// Seals anew some of what is sealed with an older key.
  ///
  /// @return whether there may be more
  public boolean reseal() {
    return resealing.some();
  }

  // ---- when somebody goes

  /// Erases what a deleted account said, and what was its own.
  ///
  /// @return whether there may be more
  public boolean forgetSome(AccountId account) {
    return forgetting.some(account);
  }
}
