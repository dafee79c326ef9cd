package verbatim.conversations;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.StatusId;
import verbatim.keys.Keyring;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// What is each member's own, and nobody else's to know.
///
///     conversation_of        account  conversation → accepted?, muted, how far read
///     conversation_recent    account  status ↓ → conversation: by their last message
///     conversation_at        account  conversation → that status
///     conversation_once      account  hash of an idempotency key → the message
///     conversation_asked     account  time ↓ → how many strangers were written to
///     conversation_declined  account  other → he turned the other's request down
///     conversation_settings  account  -  → what others may see of his reading and typing
///     message_hidden         account, conversation  n → he erased it for himself
///     contact_name           account  other → what he calls the other
final class OwnTable {
  private static final Table OF = Table.plain("conversation_of");
  private static final Table RECENT = Table.plain("conversation_recent");
  private static final Table AT = Table.plain("conversation_at");
  private static final Table ONCE = Table.plain("conversation_once");
  private static final Table ASKED = Table.plain("conversation_asked");
  private static final Table DECLINED = Table.plain("conversation_declined");
  private static final Table SETTINGS = Table.plain("conversation_settings");
  private static final Table HIDDEN = Table.plain("message_hidden");
  private static final Table NAME = Table.plain("contact_name");
  private static final Key END = Key.NONE.andByte(255).andByte(255);
  private static final byte[] MARK = {1};

  private final Store store;
  private final Keyring keys;

  OwnTable(Store store, Keyring keys) {
    this.store = store;
    this.keys = keys;
  }

  /// How a member stands to a conversation.
  enum State {
    /// He takes part.
    OPEN(0),
    /// A stranger began it: held aside until he accepts.
    REQUEST(1),
    /// He turned it down: nothing of it reaches him any more.
    DECLINED(2),
    /// Somebody whom he blocks began it: he knows nothing of it.
    SHUT(3),
    /// He has left: kept so that his words are found when his account is deleted.
    LEFT(4);

    private final int number;

    State(int number) {
      this.number = number;
    }

    /// By which it lies in the store; never another.
    int number() {
      return number;
    }

    static State of(long number) {
      for (State state : values()) {
        if (state.number == number) {
          return state;
        }
      }
      throw new IllegalStateException("state " + number);
    }
  }

  /// @param by who brought him into it, himself where he began it: whom he turns down with it
  /// @param hiddenBeforeN messages below it were put away
  record Own(State state, AccountId by, boolean muted, long lastReadN, long hiddenBeforeN) {
    static Own in(State state, AccountId by, long lastReadN) {
      return new Own(state, by, false, lastReadN, 0);
    }

    Own with(State other) {
      return new Own(other, by, muted, lastReadN, hiddenBeforeN);
    }

    Own readTo(long n) {
      return new Own(state, by, muted, Math.max(lastReadN, n), hiddenBeforeN);
    }

    Own withMuted(boolean is) {
      return new Own(state, by, is, lastReadN, hiddenBeforeN);
    }

    Own hiddenBefore(long n) {
      return new Own(state, by, muted, lastReadN, Math.max(hiddenBeforeN, n));
    }

    /// Whether he is shown it at all.
    boolean isShown() {
      return state == State.OPEN || state == State.REQUEST;
    }
  }

  static Op put(AccountId who, ConversationId id, Own own) {
    return Op.put(
        OF,
        pk(who),
        Key.of(id.value()),
        Bytes.write(1)
            .number(own.state().number())
            .number(own.by().value())
            .flag(own.muted())
            .number(own.lastReadN())
            .number(own.hiddenBeforeN())
            .done());
  }

  Optional<Own> find(AccountId who, ConversationId id) {
    return store.get(OF, pk(who), Key.of(id.value())).map(OwnTable::own);
  }

  private static Own own(Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    return new Own(
        State.of(from.number()),
        new AccountId(from.number()),
        from.flag(),
        from.number(),
        from.number());
  }

  /// Every conversation of his, whatever its state.
  List<ConversationId> all(AccountId who, long after, int rowsMax) {
    return store.scan(OF, pk(who), Key.of(after + 1), END, rowsMax, Store.Order.ASCENDING).stream()
        .map(row -> new ConversationId(row.sk().longAt(0)))
        .toList();
  }

  static Op forget(AccountId who, ConversationId id) {
    return Op.delete(OF, pk(who), Key.of(id.value()));
  }

  // ---- the order of his list

  record Recent(StatusId last, ConversationId conversation) {}

  /// Up with it: its last message is this one.
  List<Op> bump(AccountId who, ConversationId id, StatusId last) {
    List<Op> ops = new ArrayList<>(down(who, id));
    ops.add(
        Op.put(RECENT, pk(who), Key.down(last.value()), Bytes.write(1).number(id.value()).done()));
    ops.add(Op.put(AT, pk(who), Key.of(id.value()), Bytes.write(1).number(last.value()).done()));
    return ops;
  }

  /// Out of the list.
  List<Op> down(AccountId who, ConversationId id) {
    return at(who, id)
        .map(
            was ->
                List.<Op>of(
                    Op.delete(RECENT, pk(who), Key.down(was.value())),
                    Op.delete(AT, pk(who), Key.of(id.value()))))
        .orElse(List.of());
  }

  Optional<StatusId> at(AccountId who, ConversationId id) {
    return store
        .get(AT, pk(who), Key.of(id.value()))
        .map(row -> new StatusId(Bytes.read(row.value()).number()));
  }

  /// `above < last < below`, the newest first unless upwards.
  List<Recent> recent(AccountId who, long below, long above, boolean upwards, int rowsMax) {
    Key from = Key.down(below == Long.MAX_VALUE ? below : below - 1);
    Store.Order order = upwards ? Store.Order.DESCENDING : Store.Order.ASCENDING;
    return store.scan(RECENT, pk(who), from, Key.down(above), rowsMax, order).stream()
        .map(
            row ->
                new Recent(
                    new StatusId(row.sk().downAt(0)),
                    new ConversationId(Bytes.read(row.value()).number())))
        .toList();
  }

  // ---- once

  record Once(ConversationId conversation, long n, byte[] print) {}

  static Op once(AccountId who, byte[] hash, Once once, Instant at) {
    return Op.put(
        ONCE,
        pk(who),
        Key.NONE.andRaw(hash),
        Bytes.write(1)
            .number(once.conversation().value())
            .number(once.n())
            .raw(once.print())
            .time(at)
            .done());
  }

  Optional<Once> once(AccountId who, byte[] hash) {
    return store.get(ONCE, pk(who), Key.NONE.andRaw(hash)).map(OwnTable::once);
  }

  private static Once once(Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    return new Once(new ConversationId(from.number()), from.number(), from.raw());
  }

  private static Instant onceAt(Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    from.number();
    from.number();
    from.raw();
    return from.time();
  }

  /// Throws away what came before, from a random place on.
  void forgetOnce(AccountId who, byte[] fromHash, Instant before, int rowsMax) {
    List<Op> old =
        store
            .scan(ONCE, pk(who), Key.NONE.andRaw(fromHash), END, rowsMax, Store.Order.ASCENDING)
            .stream()
            .filter(row -> onceAt(row).isBefore(before))
            .map(row -> Op.delete(ONCE, pk(who), row.sk()))
            .toList();
    if (!old.isEmpty()) {
      store.batch(old);
    }
  }

  // ---- strangers

  static Op asked(AccountId who, long id, int strangers) {
    return Op.put(ASKED, pk(who), Key.down(id), Bytes.write(1).number(strangers).done());
  }

  /// @param id made when he asked
  record Asked(long id, int strangers) {}

  /// Since then, the newest first.
  List<Asked> askedSince(AccountId who, long sinceId, int rowsMax) {
    return store
        .scan(
            ASKED,
            pk(who),
            Key.down(Long.MAX_VALUE),
            Key.down(sinceId),
            rowsMax,
            Store.Order.ASCENDING)
        .stream()
        .map(row -> new Asked(row.sk().downAt(0), (int) Bytes.read(row.value()).number()))
        .toList();
  }

  static Op forgetAsked(AccountId who, long beforeId) {
    return Op.deleteRange(ASKED, pk(who), Key.down(beforeId), END);
  }

  static Op decline(AccountId who, AccountId other) {
    return Op.put(DECLINED, pk(who), Key.of(other.value()), MARK);
  }

  static Op undecline(AccountId who, AccountId other) {
    return Op.delete(DECLINED, pk(who), Key.of(other.value()));
  }

  boolean declined(AccountId who, AccountId other) {
    return store.get(DECLINED, pk(who), Key.of(other.value())).isPresent();
  }

  // ---- erased for himself

  static Op hide(AccountId who, ConversationId id, long n) {
    return Op.put(HIDDEN, hiddenPk(who, id), Key.of(n), MARK);
  }

  Set<Long> hidden(AccountId who, ConversationId id, long from, long to) {
    Set<Long> hidden = new HashSet<>();
    store
        .scan(
            HIDDEN,
            hiddenPk(who, id),
            Key.of(from),
            Key.of(to + 1),
            Store.SCAN_ROWS_MAX,
            Store.Order.ASCENDING)
        .forEach(row -> hidden.add(row.sk().longAt(0)));
    return hidden;
  }

  static Op unhideAll(AccountId who, ConversationId id) {
    return Op.deleteRange(HIDDEN, hiddenPk(who, id), Key.NONE, END);
  }

  private static Key hiddenPk(AccountId who, ConversationId id) {
    return Key.of(who.value()).and(id.value());
  }

  // ---- what others may see of him

  Settings settings(AccountId who) {
    return store
        .get(SETTINGS, pk(who), Key.NONE)
        .map(
            row -> {
              Bytes.Reader from = Bytes.read(row.value());
              return new Settings(from.flag(), from.flag());
            })
        .orElse(Settings.NONE);
  }

  void put(AccountId who, Settings settings) {
    store.put(
        SETTINGS,
        pk(who),
        Key.NONE,
        Bytes.write(1).flag(settings.readReceipts()).flag(settings.typing()).done());
  }

  // ---- what he calls others

  private static byte[] about(AccountId who, AccountId other) {
    return ByteBuffer.allocate(20).putInt(3).putLong(who.value()).putLong(other.value()).array();
  }

  Op name(AccountId who, AccountId other, String name) {
    Key sk = Key.of(other.value());
    if (name.isEmpty()) {
      return Op.delete(NAME, pk(who), sk);
    }
    byte[] plain = Bytes.write(1).text(name).done();
    return Op.put(NAME, pk(who), sk, keys.seal(about(who, other), plain));
  }

  /// "" for none.
  String name(AccountId who, AccountId other) {
    return store
        .get(NAME, pk(who), Key.of(other.value()))
        .map(row -> name(who, other, row))
        .orElse("");
  }

  private String name(AccountId who, AccountId other, Row row) {
    return Bytes.read(keys.open(about(who, other), row.value())).text();
  }

  /// Seals what is sealed with another key.
  void resealNames(AccountId who) {
    List<Op> ops = new ArrayList<>();
    for (Row row : store.scan(NAME, pk(who), Store.SCAN_ROWS_MAX)) {
      if (Keyring.keyOf(row.value()) != keys.current()) {
        AccountId other = new AccountId(row.sk().longAt(0));
        ops.add(name(who, other, name(who, other, row)));
      }
    }
    if (!ops.isEmpty()) {
      store.batch(ops);
    }
  }

  // ---- when he goes

  void forget(AccountId who) {
    store.batch(
        java.util.stream.Stream.of(RECENT, AT, ONCE, ASKED, DECLINED, SETTINGS, NAME)
            .map(table -> Op.deleteRange(table, pk(who), Key.NONE, END))
            .toList());
  }

  private static Key pk(AccountId who) {
    return Key.of(who.value());
  }
}
