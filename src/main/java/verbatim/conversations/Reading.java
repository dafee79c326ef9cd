package verbatim.conversations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.MaySee;
import verbatim.relations.Viewer;

/// What a member reads of a conversation: the messages that are for him, each with the signs, the
/// newest edit and the opening that he may know of.
final class Reading {
  static final int LOOK_ROWS = 200;
  static final int ROUNDS_MAX = 25;
  private static final int UNREAD_ROWS = 40;

  /// Where nothing was ever said.
  private static final ConversationTable.Place NOWHERE =
      new ConversationTable.Place(new ConversationId(0), 0);

  private final ConversationTable table;
  private final OwnTable own;
  private final Strangers strangers;
  private final MaySee maySee;
  private final Limits limits;

  Reading(
      ConversationTable table, OwnTable own, Strangers strangers, MaySee maySee, Limits limits) {
    this.table = table;
    this.own = own;
    this.strangers = strangers;
    this.maySee = maySee;
    this.limits = limits;
  }

  /// A member at his place: the conversation, and what is his own of it.
  record Seat(ConversationTable.Kept kept, OwnTable.Own own) {
    Conversation conversation() {
      return kept.shown();
    }
  }

  /// @throws verbatim.kernel.Refused NotFound where there is none
  Seat seat(AccountId me, ConversationId id) {
    return seatOf(me, id).orElseThrow(Refusal::notFound);
  }

  /// None for who is none of its members, or has left, or declined.
  Optional<Seat> seatOf(AccountId me, ConversationId id) {
    // His own row first: then others' talk costs him the same as none, and no time tells of it.
    return own.find(me, id)
        .filter(OwnTable.Own::isShown)
        .flatMap(mine -> table.find(id).map(kept -> new Seat(kept, mine)))
        .filter(seat -> seat.conversation().has(me));
  }

  Optional<Shown> find(AccountId me, ConversationId id) {
    return seatOf(me, id).map(seat -> shown(me, seat));
  }

  /// What somebody suggests whom one blocks reaches one as little as what he says.
  private Conversation heardBy(AccountId me, Conversation conversation) {
    return conversation
        .wish()
        .filter(wish -> wish.by().stream().allMatch(by -> strangers.isShutOut(me, by)))
        .map(_ -> conversation.with(conversation.mode(), Optional.empty()))
        .orElse(conversation);
  }

  Shown shown(AccountId me, Seat seat) {
    Conversation conversation = heardBy(me, seat.conversation());
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

  List<Seen> seen(AccountId me, Seat seat, Page page) {
    return dressed(me, seat, entries(me, seat, page, false));
  }

  List<Entry> entries(AccountId me, Seat seat, Page page, boolean isWithHidden) {
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

  Set<Long> hidden(AccountId me, ConversationId id, List<Entry> slice) {
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
  static Optional<Opening> opening(AccountId me, Entry entry) {
    boolean may =
        !entry.isErased()
            && (entry.author().equals(me) || entry.mode() == Conversation.Mode.RECORD);
    return may
        ? Optional.of(new Opening(entry.proof().seed(), entry.proof().head()))
        : Optional.empty();
  }

  Optional<Entry> newestEdit(MaySee.Sight sight, Conversation conversation, Entry entry) {
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
  Seen current(AccountId me, Seat seat, Seen seen) {
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

  Seen message(AccountId me, Seat seat, long n) {
    if (n < 1 || n == Long.MAX_VALUE) {
      throw Refusal.notFound();
    }
    return seen(me, seat, new Page(n + 1, n - 1, false, 1)).stream()
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  Optional<Message> before(AccountId me, Message message) {
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

  List<AccountId> whoReacted(AccountId me, ConversationId id, long n, String name) {
    worded(me, id, n);
    return table.signs(id, n, n).stream()
        .filter(sign -> sign.name().equals(name))
        .map(ConversationTable.Sign::by)
        .filter(by -> by.equals(me) || !strangers.isShutOut(me, by))
        .toList();
  }

  List<Message> versions(AccountId me, ConversationId id, long n) {
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

  Optional<Seen> ofStatus(Viewer viewer, StatusId status) {
    return switch (viewer) {
      case Viewer.Anybody _ -> Optional.empty();
      case Viewer.Member(AccountId me) -> ofStatus(me, table.ofStatus(status).orElse(NOWHERE));
    };
  }

  private Optional<Seen> ofStatus(AccountId me, ConversationTable.Place place) {
    return seatOf(me, place.conversation())
        .flatMap(
            seat ->
                seen(me, seat, new Page(place.n() + 1, place.n() - 1, false, 1)).stream()
                    .findFirst()
                    .filter(one -> one.message().content() instanceof Message.Words)
                    .map(one -> current(me, seat, one)));
  }

  Entry mine(AccountId me, Seat seat, long n) {
    Entry entry = written(me, seat, n);
    if (!(entry.content() instanceof Message.Words)) {
      throw Refusal.notFound();
    }
    return entry;
  }

  /// His message itself, also when the number is that of an edit, and when it is erased.
  Entry written(AccountId me, Seat seat, long n) {
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

  Seen worded(AccountId me, ConversationId id, long n) {
    Seat seat = seat(me, id);
    Seen seen = message(me, seat, n);
    if (!(seen.message().content() instanceof Message.Words)) {
      throw Refusal.notFound();
    }
    return seen.message().replacesN() == 0 ? seen : message(me, seat, seen.message().replacesN());
  }

  static long root(Message message) {
    return message.replacesN() == 0 ? message.n() : message.replacesN();
  }
}
