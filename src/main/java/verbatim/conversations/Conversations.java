package verbatim.conversations;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
  private static final int ROUNDS_MAX = 25;
  private static final int LOOK_ROWS = 200;
  private static final int UNREAD_ROWS = 40;

  private final Store store;
  private final EventLog log;
  private final Accounts accounts;
  private final Relations relations;
  private final MaySee maySee;
  private final MayDo mayDo;
  private final Media media;
  private final Keyring keys;
  private final ConversationTable table;
  private final OwnTable own;
  private final Commitments commitments;
  private final Strangers strangers;
  private final Appending appending;
  private final Wording wording;
  private final Forgetting forgetting;
  private final Resealing resealing;
  private final Ids ids;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Limits limits;
  private final String hub;
  private final Turns turns = new Turns();
  private final Turns beginnings = new Turns();
  private final Turns searches = new Turns();

  /// Where nothing was ever said.
  private static final ConversationTable.Place NOWHERE =
      new ConversationTable.Place(new ConversationId(0), 0);

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
    this.log = ground.log();
    this.ids = ground.ids();
    this.clock = ground.clock();
    this.random = ground.random();
    this.accounts = accounts;
    this.relations = relations;
    this.maySee = maySee;
    this.mayDo = mayDo;
    this.media = media;
    this.keys = house.keys();
    this.hub = house.hub();
    this.limits = limits;
    table = new ConversationTable(store, keys, random);
    own = new OwnTable(store, keys);
    commitments = new Commitments(house.actors(), random);
    strangers = new Strangers(table, own, relations, ids, clock, limits.conversations());
    appending = new Appending(store, log, table, own, strangers, media, commitments, ids, clock);
    wording = new Wording(media, limits);
    forgetting = new Forgetting(store, log, table, own, accounts, media, clock, turns);
    resealing = new Resealing(store, table, own, media, keys, turns);
    requireKeys();
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

  private void requireKeys() {
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
    checkMembers(me, others);
    return beginnings.take(
        me.value(),
        () -> others.size() == 1 ? two(me, others.getFirst(), mode) : many(me, others, mode));
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

  private void refuseShutOutByMe(AccountId me, AccountId other) {
    if (relations.blocks(me, other)) {
      throw Refusal.invalid("members", "ERR_BLOCKED", "You have blocked one of them");
    }
  }

  private Shown two(AccountId me, AccountId other, Conversation.Mode mode) {
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
      inTurn(id, () -> taken(me, id));
      return get(me, id);
    }
    List<Op> asked = strangers.ask(me, List.of(other));
    // One that was claimed and never written (a kill came between) is written now.
    ConversationId id =
        before.isPresent() && stands.isEmpty()
            ? before.get()
            : table.claimPair(me, other, mode, before, new ConversationId(ids.next()));
    return create(id, me, List.of(other), mode, asked);
  }

  private Shown many(AccountId me, List<AccountId> others, Conversation.Mode mode) {
    return create(new ConversationId(ids.next()), me, others, mode, strangers.ask(me, others));
  }

  private Shown create(
      ConversationId id,
      AccountId me,
      List<AccountId> others,
      Conversation.Mode mode,
      List<Op> asked) {
    List<Conversation.Member> members = new ArrayList<>();
    members.add(new Conversation.Member(me, commitments.uri(me), 0, 0));
    others.forEach(one -> members.add(new Conversation.Member(one, commitments.uri(one), 0, 0)));
    byte[] salt = bytes();
    Conversation begun =
        new Conversation(
            id,
            Commitments.name(bytes()),
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
    inTurn(id, () -> created(kept, me, others, asked));
    return get(me, id);
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
    tell(new ArrayList<>(asked), new ConversationEvent.Turned(id, me));
  }

  private byte[] bytes() {
    byte[] bytes = new byte[ConversationTable.TOKEN_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Whoever writes to somebody again, or answers, takes part.
  private void taken(AccountId me, ConversationId id) {
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

  // ---- reading

  private record Seat(ConversationTable.Kept kept, OwnTable.Own own) {
    Conversation conversation() {
      return kept.shown();
    }
  }

  /// @throws verbatim.kernel.Refused NotFound for who is none of its members, or has left, or
  ///     declined
  private Seat seat(AccountId me, ConversationId id) {
    // His own row first: then others' talk costs him the same as none, and no time tells of it.
    OwnTable.Own mine = own.find(me, id).orElseThrow(Refusal::notFound);
    ConversationTable.Kept kept = table.find(id).orElseThrow(Refusal::notFound);
    if (!kept.shown().has(me) || !mine.isShown()) {
      throw Refusal.notFound();
    }
    return new Seat(kept, mine);
  }

  /// @throws verbatim.kernel.Refused NotFound
  public Shown get(AccountId me, ConversationId id) {
    return shown(me, seat(me, id));
  }

  /// The same where the caller can do without.
  public Optional<Shown> find(AccountId me, ConversationId id) {
    return own.find(me, id).filter(OwnTable.Own::isShown).flatMap(o -> find(me, id, o));
  }

  private Optional<Shown> find(AccountId me, ConversationId id, OwnTable.Own mine) {
    return table
        .find(id)
        .filter(kept -> kept.shown().has(me))
        .map(kept -> shown(me, new Seat(kept, mine)));
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
    REQUESTS
  }

  /// The last talked in first, paged by [Shown#position].
  public List<Shown> list(AccountId me, Which which, Page page) {
    List<Shown> shown = new ArrayList<>();
    long below = page.below();
    long above = page.above();
    for (int round = 0; round < ROUNDS_MAX && shown.size() < page.rowsMax(); round++) {
      List<OwnTable.Recent> rows = own.recent(me, below, above, page.upwards(), LOOK_ROWS);
      for (OwnTable.Recent row : rows) {
        if (shown.size() < page.rowsMax()) {
          listed(me, which, row).ifPresent(shown::add);
        }
      }
      if (rows.size() < LOOK_ROWS) {
        break;
      }
      if (page.upwards()) {
        above = rows.getLast().last().value();
      } else {
        below = rows.getLast().last().value();
      }
    }
    return page.upwards() ? shown.reversed() : List.copyOf(shown);
  }

  private Optional<Shown> listed(AccountId me, Which which, OwnTable.Recent row) {
    Optional<StatusId> at = own.at(me, row.conversation());
    if (at.filter(row.last()::equals).isEmpty()) {
      return Optional.empty();
    }
    return find(me, row.conversation())
        // Somebody who only opened one has said nothing yet: nobody else hears of it.
        .filter(one -> one.conversation().startedBy().equals(me) || isBegun(me, one))
        .filter(
            one ->
                switch (which) {
                  case ALL -> true;
                  case ACCEPTED -> !one.isRequest();
                  case REQUESTS -> one.isRequest();
                })
        // Whom one blocks one does not want to see in a list either.
        .filter(
            one ->
                one.conversation().isGroup()
                    || one.others().stream().noneMatch(other -> relations.blocks(me, other)));
  }

  /// Whether anything was said to him, also when he has erased it for himself since.
  private boolean isBegun(AccountId me, Shown one) {
    return one.lastN() > 0
        || own.find(me, one.conversation().id()).stream()
            .flatMap(
                mine ->
                    table.find(one.conversation().id()).map(kept -> new Seat(kept, mine)).stream())
            .anyMatch(seat -> !entries(me, seat, Page.newest(1), true).isEmpty());
  }

  /// How many conversations have something new, at most `max`; requests do not count.
  public int unread(AccountId me, int max) {
    return (int)
        own.recent(me, Long.MAX_VALUE, 0, false, LOOK_ROWS).stream()
            .flatMap(row -> listed(me, Which.ACCEPTED, row).stream())
            .filter(one -> one.isUnread() && !one.isMuted())
            .limit(max)
            .count();
  }

  /// How many wait to be accepted, at most `max`.
  public int requests(AccountId me, int max) {
    return (int)
        own.recent(me, Long.MAX_VALUE, 0, false, LOOK_ROWS).stream()
            .flatMap(row -> listed(me, Which.REQUESTS, row).stream())
            .limit(max)
            .count();
  }

  private Shown shown(AccountId me, Seat seat) {
    Conversation conversation = seat.conversation();
    ConversationId id = conversation.id();
    List<Seen> newest = seen(me, seat, Page.newest(1));
    long lastN = newest.isEmpty() ? 0 : newest.getFirst().message().n();
    List<AccountId> others =
        conversation.isGroup()
            ? conversation.othersThan(me)
            : conversation.members().stream()
                .map(Conversation.Member::account)
                .filter(one -> !one.equals(me))
                .distinct()
                .toList();
    Map<AccountId, String> names = new LinkedHashMap<>();
    for (AccountId other : others) {
      String name = own.name(me, other);
      if (!name.isEmpty()) {
        names.put(other, name);
      }
    }
    return new Shown(
        conversation,
        seat.own().state() == OwnTable.State.REQUEST,
        seat.own().muted(),
        lastN > seat.own().lastReadN() && isUnread(me, seat),
        lastN,
        seat.own().lastReadN(),
        last(me, seat, newest),
        own.at(me, id).orElse(new StatusId(id.value())),
        others,
        names,
        readTo(me, conversation));
  }

  private boolean isUnread(AccountId me, Seat seat) {
    long from = seat.own().lastReadN();
    return seen(me, seat, new Page(Long.MAX_VALUE, from, false, UNREAD_ROWS)).stream()
        .anyMatch(
            one ->
                one.message().content() instanceof Message.Words
                    && !one.message().author().equals(me));
  }

  /// The last thing that was said: an edit stands in the place of what it edits.
  private Optional<Seen> last(AccountId me, Seat seat, List<Seen> newest) {
    if (newest.isEmpty() || newest.getFirst().message().replacesN() == 0) {
      return newest.stream().findFirst();
    }
    return seen(me, seat, Page.newest(UNREAD_ROWS)).stream()
        .filter(one -> one.message().replacesN() == 0)
        .findFirst()
        .map(one -> current(me, seat, one));
  }

  private Map<AccountId, Long> readTo(AccountId me, Conversation conversation) {
    if (!own.settings(me).readReceipts()) {
      return Map.of();
    }
    Map<AccountId, Long> readTo = new LinkedHashMap<>();
    for (AccountId other : conversation.othersThan(me)) {
      Optional<OwnTable.Own> his = own.find(other, conversation.id());
      if (his.isPresent()
          && his.get().state() == OwnTable.State.OPEN
          && !strangers.isShutOut(other, me)
          && own.settings(other).readReceipts()) {
        readTo.put(other, his.get().lastReadN());
      }
    }
    return readTo;
  }

  /// What was said, the newest first, edits as entries of their own.
  ///
  /// @param page by [Message#n]
  /// @throws verbatim.kernel.Refused NotFound
  public List<Seen> messages(AccountId me, ConversationId id, Page page) {
    return seen(me, seat(me, id), page);
  }

  private List<Seen> seen(AccountId me, Seat seat, Page page) {
    return dressed(me, seat, entries(me, seat, page, false));
  }

  private List<Entry> entries(AccountId me, Seat seat, Page page, boolean isWithHidden) {
    long floor = Math.max(page.above(), seat.own().hiddenBeforeN() - 1);
    long ceiling = strangers.hears(seat.conversation(), me, seat.own().state());
    Page asked =
        ceiling < page.below() - 1
            ? new Page(ceiling + 1, page.above(), page.upwards(), page.rowsMax())
            : page;
    return entries(me, seat, asked, floor, isWithHidden);
  }

  private List<Entry> entries(
      AccountId me, Seat seat, Page page, long floor, boolean isWithHidden) {
    ConversationId id = seat.conversation().id();
    MaySee.Sight sight = maySee.sight(Viewer.of(me));
    List<Entry> found = new ArrayList<>();
    long below = page.below();
    long above = floor;
    int rows = Math.min(LOOK_ROWS, Math.max(page.rowsMax() + page.rowsMax() / 4 + 2, 4));
    for (int round = 0; round < ROUNDS_MAX && found.size() < page.rowsMax(); round++) {
      List<Entry> slice =
          page.upwards() ? table.above(id, above, rows) : table.below(id, below, rows);
      if (slice.isEmpty()) {
        break;
      }
      Set<Long> hidden = isWithHidden ? Set.of() : hidden(me, id, slice);
      boolean isOver = slice.size() < rows;
      for (Entry entry : slice) {
        boolean isWithin = page.upwards() ? entry.n() < page.below() : entry.n() > floor;
        isOver |= !isWithin;
        if (isWithin
            && found.size() < page.rowsMax()
            && !hidden.contains(entry.n())
            && !hidden.contains(entry.replacesN())
            && sight.maySee(entry.author(), entry.shown(seat.conversation()).audience())) {
          found.add(entry);
        }
      }
      if (isOver) {
        break;
      }
      above = slice.getLast().n();
      below = slice.getLast().n();
    }
    return page.upwards() ? found.reversed() : found;
  }

  private Set<Long> hidden(AccountId me, ConversationId id, List<Entry> slice) {
    long low = Long.MAX_VALUE;
    long high = 0;
    for (Entry entry : slice) {
      low = Math.min(low, entry.replacesN() == 0 ? entry.n() : entry.replacesN());
      high = Math.max(high, entry.n());
    }
    return own.hidden(me, id, low, high);
  }

  /// With signs and openings.
  private List<Seen> dressed(AccountId me, Seat seat, List<Entry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    ConversationId id = seat.conversation().id();
    long low = entries.stream().mapToLong(Entry::n).min().orElseThrow();
    long high = entries.stream().mapToLong(Entry::n).max().orElseThrow();
    Map<Long, List<ConversationTable.Sign>> signs = new HashMap<>();
    for (ConversationTable.Sign sign : table.signs(id, low, high)) {
      if (sign.by().equals(me) || !strangers.isShutOut(me, sign.by())) {
        signs.computeIfAbsent(sign.n(), _ -> new ArrayList<>()).add(sign);
      }
    }
    MaySee.Sight sight = maySee.sight(Viewer.of(me));
    Optional<Map<Long, List<Long>>> edits = table.edits(id, low, high);
    return entries.stream()
        .map(
            entry -> {
              boolean isPlain = edits.isPresent() && !edits.get().containsKey(entry.n());
              Optional<Entry> edit =
                  isPlain ? Optional.empty() : newestEdit(sight, seat.conversation(), entry);
              return new Seen(
                  entry.shown(seat.conversation()),
                  reactions(me, signs.getOrDefault(entry.n(), List.of())),
                  opening(me, entry),
                  edit.map(Entry::n).orElse(0L),
                  edit.map(Entry::at));
            })
        .toList();
  }

  private static List<Seen.Reaction> reactions(AccountId me, List<ConversationTable.Sign> signs) {
    Map<String, Seen.Reaction> counted = new LinkedHashMap<>();
    for (ConversationTable.Sign sign : signs) {
      boolean isMine = sign.by().equals(me);
      counted.merge(
          sign.name(),
          new Seen.Reaction(sign.name(), 1, isMine),
          (a, b) -> new Seen.Reaction(a.name(), a.count() + b.count(), a.isMine() || b.isMine()));
    }
    return List.copyOf(counted.values());
  }

  /// In mode consent the opening of somebody's words is his alone: whoever else had it could prove
  /// them without asking him.
  private static Optional<Opening> opening(AccountId me, Entry entry) {
    boolean may =
        !entry.isErased()
            && (entry.author().equals(me) || entry.mode() == Conversation.Mode.RECORD);
    return may
        ? Optional.of(new Opening(entry.proof().seed(), entry.proof().head()))
        : Optional.empty();
  }

  private Optional<Entry> newestEdit(MaySee.Sight sight, Conversation conversation, Entry entry) {
    if (entry.replacesN() != 0 || !(entry.content() instanceof Message.Words)) {
      return Optional.empty();
    }
    List<Entry> versions = edits(sight, conversation, entry);
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
  }

  private List<Entry> edits(MaySee.Sight sight, Conversation conversation, Entry entry) {
    return table.edits(conversation.id(), entry.n(), limits.text().editsMax()).stream()
        .flatMap(n -> table.entry(conversation.id(), n).stream())
        .map(Entry.Read::entry)
        .filter(edit -> !edit.isErased())
        .filter(edit -> sight.maySee(edit.author(), edit.shown(conversation).audience()))
        .toList();
  }

  /// The message with the words of its newest edit.
  private Seen current(AccountId me, Seat seat, Seen seen) {
    if (seen.replacedBy() == 0) {
      return seen;
    }
    Entry edit =
        table
            .entry(seat.conversation().id(), seen.replacedBy())
            .map(Entry.Read::entry)
            .orElseThrow();
    Message was = seen.message();
    Message now =
        new Message(
            was.conversation(),
            was.n(),
            was.author(),
            was.mode(),
            edit.content(),
            was.media(),
            was.status(),
            0,
            was.replyToN(),
            was.commitment(),
            was.seats(),
            was.withheld(),
            was.at());
    return new Seen(now, seen.reactions(), opening(me, edit), seen.replacedBy(), seen.editedAt());
  }

  /// One message as it was said.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Seen message(AccountId me, ConversationId id, long n) {
    return message(me, seat(me, id), n);
  }

  private Seen message(AccountId me, Seat seat, long n) {
    if (n < 1 || n == Long.MAX_VALUE) {
      throw Refusal.notFound();
    }
    return seen(me, seat, new Page(n + 1, n - 1, false, 1)).stream()
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  /// One message with the words of its newest edit.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Seen current(AccountId me, ConversationId id, long n) {
    Seat seat = seat(me, id);
    return current(me, seat, message(me, seat, n));
  }

  /// What was said before it, as old apps follow a talk.
  public Optional<Message> before(AccountId me, Message message) {
    Optional<ConversationTable.Kept> kept = table.find(message.conversation());
    if (message.n() == 1 || kept.isEmpty()) {
      return Optional.empty();
    }
    MaySee.Sight sight = maySee.sight(Viewer.of(me));
    return table.below(message.conversation(), message.n(), UNREAD_ROWS).stream()
        .filter(entry -> entry.content() instanceof Message.Words && entry.replacesN() == 0)
        .map(entry -> entry.shown(kept.get().shown()))
        .filter(before -> sight.maySee(before.author(), before.audience()))
        .findFirst();
  }

  /// @throws verbatim.kernel.Refused NotFound
  public List<AccountId> whoReacted(AccountId me, ConversationId id, long n, String name) {
    worded(me, id, n);
    return table.signs(id, n, n).stream()
        .filter(sign -> sign.name().equals(name))
        .map(ConversationTable.Sign::by)
        .filter(by -> by.equals(me) || !strangers.isShutOut(me, by))
        .toList();
  }

  /// What was said at different times in the place of one message, the oldest first.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public List<Message> versions(AccountId me, ConversationId id, long n) {
    Seat seat = seat(me, id);
    Seen first = message(me, seat, n);
    List<Message> versions = new ArrayList<>();
    versions.add(first.message());
    table
        .entry(id, n)
        .map(Entry.Read::entry)
        .filter(entry -> entry.replacesN() == 0)
        .ifPresent(
            entry ->
                edits(maySee.sight(Viewer.of(me)), seat.conversation(), entry)
                    .forEach(edit -> versions.add(edit.shown(seat.conversation()))));
    return versions;
  }

  // ---- as old apps know them

  /// The message that an old app knows as this status, with its newest words: empty when there is
  /// none, when it is erased, and when this viewer may not see it.
  public Optional<Seen> ofStatus(Viewer viewer, StatusId status) {
    return switch (viewer) {
      case Viewer.Anybody _ -> Optional.empty();
      case Viewer.Member(AccountId me) -> ofStatus(me, table.ofStatus(status).orElse(NOWHERE));
    };
  }

  private Optional<Seen> ofStatus(AccountId me, ConversationTable.Place place) {
    Optional<OwnTable.Own> mine = own.find(me, place.conversation());
    if (mine.filter(OwnTable.Own::isShown).isEmpty()) {
      return Optional.empty();
    }
    Optional<ConversationTable.Kept> kept = table.find(place.conversation());
    if (kept.isEmpty() || !kept.get().shown().has(me)) {
      return Optional.empty();
    }
    Seat seat = new Seat(kept.get(), mine.get());
    return seen(me, seat, new Page(place.n() + 1, place.n() - 1, false, 1)).stream()
        .findFirst()
        .filter(one -> one.message().content() instanceof Message.Words)
        .map(one -> current(me, seat, one));
  }

  /// For moderators, when somebody has reported it: the caller makes sure of both, and notes that
  /// it was read. All versions, the oldest first: an edit must not hide what was said.
  public List<Reported> reported(StatusId status) {
    Optional<ConversationTable.Place> place = table.ofStatus(status);
    Optional<ConversationTable.Kept> kept = place.flatMap(at -> table.find(at.conversation()));
    if (place.isEmpty() || kept.isEmpty()) {
      return List.of();
    }
    ConversationId id = place.get().conversation();
    List<Long> versions = new ArrayList<>();
    versions.add(place.get().n());
    versions.addAll(table.edits(id, place.get().n(), limits.text().editsMax()));
    return versions.stream()
        .flatMap(n -> table.entry(id, n).stream())
        .map(read -> reported(kept.get(), read.entry()))
        .toList();
  }

  private Reported reported(ConversationTable.Kept kept, Entry entry) {
    Optional<byte[]> before =
        entry.n() == 1
            ? Optional.of(kept.start())
            : table
                .entry(kept.shown().id(), entry.n() - 1)
                .map(read -> read.entry().commitment().chain());
    boolean fits = before.filter(chain -> commitments.fits(entry, chain)).isPresent();
    return new Reported(entry.shown(kept.shown()), fits);
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
    Optional<ConversationTable.Kept> kept =
        table
            .find(id)
            .filter(k -> k.shown().members().stream().anyMatch(m -> m.account().equals(me)));
    if (kept.isEmpty() || from < 1 || to < from || to - from >= Store.SCAN_ROWS_MAX) {
      return Optional.empty();
    }
    List<Entry> entries = table.above(id, from - 1, Math.toIntExact(to - from + 1));
    boolean isWhole =
        entries.size() == to - from + 1
            && entries.getFirst().n() == from
            && entries.getLast().n() == to;
    Optional<byte[]> prev =
        from == 1
            ? Optional.of(kept.get().start())
            : table.entry(id, from - 1).map(read -> read.entry().commitment().chain());
    if (!isWhole || prev.isEmpty()) {
      return Optional.empty();
    }
    Conversation conversation = kept.get().shown();
    long floor = own.find(me, id).map(OwnTable.Own::hiddenBeforeN).orElse(0L);
    Set<Long> hidden = hidden(me, id, entries);
    MaySee.Sight sight = maySee.sight(Viewer.of(me));
    Map<AccountId, String> uris = new LinkedHashMap<>();
    conversation.members().forEach(member -> uris.put(member.account(), member.uri()));
    List<Link> links =
        entries.stream()
            .map(
                entry -> {
                  boolean isSeen =
                      entry.author().equals(me)
                          || (entry.n() >= floor
                              && !hidden.contains(entry.n())
                              && !hidden.contains(entry.replacesN())
                              && sight.maySee(
                                  entry.author(), entry.shown(conversation).audience()));
                  return link(me, sight, conversation, entry, isSeen);
                })
            .toList();
    return Optional.of(
        new Run(me, conversation.urn(), kept.get().start(), prev.get(), links, Map.copyOf(uris)));
  }

  private Link link(
      AccountId me, MaySee.Sight sight, Conversation conversation, Entry entry, boolean isSeen) {
    Optional<Opening> opening = isSeen ? opening(me, entry) : Optional.empty();
    return new Link(
        entry.n(),
        // What is none of his business is a place in a row: not whose, nor when.
        isSeen ? entry.at() : Instant.EPOCH,
        isSeen ? entry.author() : new AccountId(0),
        entry.commitment(),
        isSeen ? Optional.of(entry.shown(conversation)) : Optional.empty(),
        opening,
        opening.isPresent()
            ? entry.attached().stream().map(Entry.Attached::sha256).toList()
            : List.of(),
        isSeen ? newestEdit(sight, conversation, entry).map(Entry::n).orElse(0L) : 0);
  }

  /// With what a conversation began.
  ///
  /// @param object names all who were in it, with the salt that keeps them from being guessed: to
  /// be
  ///     shown only when each of them has agreed
  /// @param members these
  public record Founding(verbatim.sx1.Verifier.Conversation object, List<AccountId> members) {}

  public Optional<Founding> founding(ConversationId id) {
    return table
        .find(id)
        .map(
            kept ->
                new Founding(
                    Commitments.object(kept.shown(), kept.salt()),
                    kept.shown().members().subList(0, kept.shown().founders()).stream()
                        .map(Conversation.Member::account)
                        .toList()));
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
    seat(me, id);
    String text = wording.check(draft);
    Appending.Key key =
        idempotencyKey.isEmpty()
            ? appending.freshKey()
            : Wording.key(me, id, idempotencyKey, Wording.print(id, draft, text, idempotencyKey));
    long n = turns.take(id.value(), () -> said(me, id, draft, text, key));
    own.forgetOnce(me, bytes(), clock.instant().minus(Duration.ofDays(1)), 8);
    return message(me, seat(me, id), n);
  }

  /// The number of what was said here under this key, if anything was.
  public OptionalLong said(AccountId me, ConversationId id, String idempotencyKey) {
    seat(me, id);
    return own.once(me, Wording.hash(idempotencyKey)).stream()
        .filter(once -> once.conversation().equals(id))
        .mapToLong(OwnTable.Once::n)
        .findFirst();
  }

  private long said(AccountId me, ConversationId id, Draft draft, String text, Appending.Key key) {
    Seat seat = seat(me, id);
    if (key.hash().length > 0) {
      Optional<OwnTable.Once> once = own.once(me, key.hash());
      if (once.isPresent()) {
        return Wording.same(once.get(), key.print()).n();
      }
    }
    mayWrite(me, seat);
    if (draft.replyToN() != 0) {
      Message to = message(me, seat, draft.replyToN()).message();
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

  private void mayWrite(AccountId me, Seat seat) {
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
  private Set<AccountId> withheld(AccountId me, Conversation conversation) {
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

  /// An edit is a new message in the place of another; both stay in the chain.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Forbidden when it is not his, Invalid
  public Seen edit(AccountId me, ConversationId id, long n, String words) {
    mayDo.act(me);
    seat(me, id);
    long by = turns.take(id.value(), () -> edited(me, id, n, words));
    return message(me, seat(me, id), by);
  }

  private long edited(AccountId me, ConversationId id, long n, String words) {
    Seat seat = seat(me, id);
    Entry entry = mine(me, seat, n);
    String text = wording.check(new Draft(words, entry.media(), 0, -1), entry.media());
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

  private Entry mine(AccountId me, Seat seat, long n) {
    Entry entry = written(me, seat, n);
    if (!(entry.content() instanceof Message.Words)) {
      throw Refusal.notFound();
    }
    return entry;
  }

  /// His message itself, also when the number is that of an edit, and when it is erased.
  private Entry written(AccountId me, Seat seat, long n) {
    Message message = message(me, seat, n).message();
    if (!message.author().equals(me)) {
      throw Refusal.forbidden("Only whoever wrote it can do that");
    }
    long root = message.replacesN() == 0 ? n : message.replacesN();
    return table
        .entry(seat.conversation().id(), root)
        .map(Entry.Read::entry)
        .filter(e -> e.content() instanceof Message.Words || e.isErased())
        .orElseThrow(Refusal::notFound);
  }

  // ---- erasing

  /// He sees it no more; the others do.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public void eraseForMe(AccountId me, ConversationId id, long n) {
    Seat seat = seat(me, id);
    Message message = message(me, seat, n).message();
    long root = message.replacesN() == 0 ? n : message.replacesN();
    store.batch(List.of(OwnTable.hide(me, id, root)));
  }

  /// The words are gone for everybody, in all their versions; commitments and chain stay. Harmless
  /// twice: whoever was cut off asks again, and the rest is done.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Forbidden when it is not his
  public void eraseForAll(AccountId me, ConversationId id, long n) {
    if (hasDeparted(me, id)) {
      Entry entry = table.entry(id, n).map(Entry.Read::entry).orElseThrow(Refusal::notFound);
      if (!entry.author().equals(me) || entry.replacesN() != 0) {
        // What others said he does not see any more.
        throw Refusal.notFound();
      }
      inTurn(id, () -> forgetting.erase(id, entry, n));
      return;
    }
    seat(me, id);
    inTurn(id, () -> forgetting.erase(id, written(me, seat(me, id), n), n));
  }

  /// All that he said there is gone for everybody; also when he has left meanwhile.
  ///
  /// @return how many messages
  /// @throws verbatim.kernel.Refused NotFound where he never was
  public int eraseMine(AccountId me, ConversationId id) {
    if (!hasDeparted(me, id)) {
      seat(me, id);
    }
    return forgetting.eraseAllOf(me, id);
  }

  private boolean hasDeparted(AccountId me, ConversationId id) {
    return own.find(me, id).filter(mine -> mine.state() == OwnTable.State.LEFT).isPresent();
  }

  /// A conversation that somebody has left.
  ///
  /// @param others who were in it when he left
  public record Departed(ConversationId id, List<AccountId> others) {}

  /// Those that he has left and that others are in still: his words stand there.
  public List<Departed> departed(AccountId me) {
    List<Departed> departed = new ArrayList<>();
    long after = 0;
    List<ConversationId> some = own.all(me, after, LOOK_ROWS);
    while (!some.isEmpty() && departed.size() < limits.conversations().pageMax()) {
      for (ConversationId id : some) {
        if (hasDeparted(me, id)) {
          table.find(id).map(kept -> departed(me, kept.shown())).ifPresent(departed::add);
        }
      }
      after = some.getLast().value();
      some = own.all(me, after, LOOK_ROWS);
    }
    return departed.stream().limit(limits.conversations().pageMax()).toList();
  }

  private static Departed departed(AccountId me, Conversation from) {
    long leftN =
        from.members().stream()
            .filter(member -> member.account().equals(me))
            .mapToLong(Conversation.Member::leftN)
            .max()
            .orElse(0);
    return new Departed(
        from.id(),
        from.members().stream()
            .filter(member -> !member.account().equals(me) && member.joinedN() < leftN)
            .filter(member -> member.isThere() || member.leftN() > leftN)
            .map(Conversation.Member::account)
            .distinct()
            .toList());
  }

  // ---- signs

  /// @throws verbatim.kernel.Refused NotFound, Invalid (no sign that is known, or too many)
  public void react(AccountId me, ConversationId id, long n, String name) {
    mayDo.act(me);
    Seen to = worded(me, id, n);
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
    var sign = new ConversationTable.Sign(root(to.message()), me, name);
    List<Op> ops = new ArrayList<>(table.sealed(id));
    ops.add(table.react(id, sign));
    signed(id, sign, ops);
  }

  /// @throws verbatim.kernel.Refused NotFound
  public void unreact(AccountId me, ConversationId id, long n, String name) {
    Seen to = worded(me, id, n);
    if (to.reactions().stream().noneMatch(r -> r.name().equals(name) && r.isMine())) {
      throw Refusal.notFound();
    }
    var sign = new ConversationTable.Sign(root(to.message()), me, name);
    signed(id, sign, table.unreact(id, sign));
  }

  private void signed(ConversationId id, ConversationTable.Sign sign, List<Op> ops) {
    tell(new ArrayList<>(ops), new ConversationEvent.Reacted(id, sign.n(), sign.by()));
  }

  private Seen worded(AccountId me, ConversationId id, long n) {
    Seat seat = seat(me, id);
    Seen seen = message(me, seat, n);
    if (!(seen.message().content() instanceof Message.Words)) {
      throw Refusal.notFound();
    }
    return seen.message().replacesN() == 0 ? seen : message(me, seat, seen.message().replacesN());
  }

  private static long root(Message message) {
    return message.replacesN() == 0 ? message.n() : message.replacesN();
  }

  // ---- what the members agree on

  /// Says yes to a mode. When every member has, it holds from the next message on.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public Shown wish(AccountId me, ConversationId id, Conversation.Mode mode) {
    mayDo.act(me);
    seat(me, id);
    inTurn(id, () -> wished(me, id, mode));
    return get(me, id);
  }

  private void wished(AccountId me, ConversationId id, Conversation.Mode mode) {
    Seat seat = seat(me, id);
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

  private void change(AccountId me, Seat seat, Conversation to) {
    if (!table.replace(seat.kept(), to)) {
      throw ConversationTable.unsure();
    }
    tell(new ArrayList<>(), new ConversationEvent.Turned(to.id(), me));
  }

  private Appending.Wanted happened(AccountId me, Message.Content what, Conversation in) {
    return new Appending.Wanted(me, what, 0, 0, 0, -1, List.of(), withheld(me, in));
  }

  /// Takes somebody into a group; he reads what comes from then on. In a talk of two nobody can be
  /// added: begin another.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Invalid, TooMany
  public Shown add(AccountId me, ConversationId id, AccountId who) {
    mayDo.act(me);
    seat(me, id);
    // In his own turn too: what he asks of strangers is counted over all his conversations.
    beginnings.run(me.value(), () -> inTurn(id, () -> added(me, id, who)));
    return get(me, id);
  }

  private void added(AccountId me, ConversationId id, AccountId who) {
    Seat seat = seat(me, id);
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
    refuseShutOutByMe(me, who);
    List<Op> ops = new ArrayList<>(strangers.ask(me, List.of(who)));
    OwnTable.State landing = strangers.landing(who, me);
    boolean isShown = landing == OwnTable.State.OPEN || landing == OwnTable.State.REQUEST;
    Set<AccountId> withheld = new HashSet<>(withheld(me, now));
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
    seat(me, id);
    inTurn(id, () -> left(me, id));
  }

  private void left(AccountId me, ConversationId id) {
    Seat seat = seat(me, id);
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

  // ---- one's own

  /// @throws verbatim.kernel.Refused NotFound
  public Shown accept(AccountId me, ConversationId id) {
    mayDo.act(me);
    Seat seat = seat(me, id);
    if (seat.own().state() == OwnTable.State.REQUEST) {
      inTurn(
          id,
          () -> {
            taken(me, id);
            store.batch(List.of(OwnTable.undecline(me, seat.own().by())));
          });
      tell(new ArrayList<>(), new ConversationEvent.Turned(id, me));
    }
    return get(me, id);
  }

  /// Has read to there; never back.
  ///
  /// @param n 0 for the newest
  /// @throws verbatim.kernel.Refused NotFound
  public Shown read(AccountId me, ConversationId id, long n) {
    Seat now = seat(me, id);
    long last = table.head(id).map(Entry::n).orElse(0L);
    long to = n <= 0 ? last : Math.min(n, last);
    if (to > now.own().lastReadN()) {
      change(me, id, mine -> mine.readTo(to));
      if (now.own().state() == OwnTable.State.OPEN && own.settings(me).readReceipts()) {
        tell(new ArrayList<>(), new ConversationEvent.Turned(id, me));
      }
    }
    return get(me, id);
  }

  /// @throws verbatim.kernel.Refused NotFound
  public Shown mute(AccountId me, ConversationId id, boolean isMuted) {
    seat(me, id);
    change(me, id, mine -> mine.withMuted(isMuted));
    return get(me, id);
  }

  /// Puts away what was said so far, for himself: it comes back with the next message, empty.
  ///
  /// @throws verbatim.kernel.Refused NotFound
  public void putAway(AccountId me, ConversationId id) {
    seat(me, id);
    inTurn(id, () -> awayPut(me, id));
  }

  /// In one turn: else a message that comes in between would be out of his list, and unseen.
  private void awayPut(AccountId me, ConversationId id) {
    OwnTable.Own mine = seat(me, id).own();
    long last = table.head(id).map(Entry::n).orElse(0L);
    List<Op> ops = new ArrayList<>(own.down(me, id));
    ops.add(OwnTable.put(me, id, mine.readTo(last).hiddenBefore(last + 1)));
    store.batch(ops);
  }

  private void change(AccountId me, ConversationId id, Function<OwnTable.Own, OwnTable.Own> how) {
    inTurn(id, () -> store.batch(List.of(OwnTable.put(me, id, how.apply(seat(me, id).own())))));
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
    Seat seat = seat(me, id);
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
    return searches.take(me.value(), () -> found(me, words));
  }

  private List<Seen> found(AccountId me, String words) {
    String wanted = Written.check("q", words).strip().toLowerCase(Locale.ROOT);
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Seen> found = new ArrayList<>();
    int left = limits.conversations().searchedMax();
    for (OwnTable.Recent row : own.recent(me, Long.MAX_VALUE, 0, false, LOOK_ROWS)) {
      Optional<Seat> seat = Optional.empty();
      if (find(me, row.conversation()).isPresent()) {
        seat = Optional.of(seat(me, row.conversation()));
      }
      long below = Long.MAX_VALUE;
      while (seat.isPresent() && left > 0 && found.size() < limits.conversations().pageDefault()) {
        List<Seen> slice =
            seen(me, seat.get(), new Page(below, 0, false, Math.min(LOOK_ROWS, left)));
        if (slice.isEmpty()) {
          break;
        }
        left -= slice.size();
        below = slice.getLast().message().n();
        for (Seen seen : slice) {
          if (seen.replacedBy() == 0
              && seen.message().text().toLowerCase(Locale.ROOT).contains(wanted)) {
            found.add(seen);
          }
        }
      }
    }
    return found.stream().limit(limits.conversations().pageDefault()).toList();
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

  private void tell(List<Op> ops, ConversationEvent event) {
    var pending = log.prepare(ConversationEvent.write(event));
    ops.add(pending.op());
    store.journalledBatch(ops);
    log.publish(pending);
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
