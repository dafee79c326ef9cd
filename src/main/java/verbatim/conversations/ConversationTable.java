package verbatim.conversations;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.keys.Keyring;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How conversations lie in the store.
///
///     conversation         conversation  -  → members, mode, salt (claimed)
///     message              conversation  n ↓ → what was said, and its place in the chain (claimed)
///     message_pending      -             token → an append under way
///     message_of_status    status        -  → conversation, n
///     message_edit         conversation  n, n' → n' edits n
///     message_reaction     conversation  n, account, a mark of the sign → the sign, sealed
///     conversation_pair    account       other account, mode → the one talk of two (claimed)
///     conversation_key     -             key → there are rows sealed with it
///     conversation_sealed  key           conversation → in these
final class ConversationTable {
  static final Table META = Table.claimed("conversation");
  static final Table MESSAGE = Table.claimed("message");
  private static final Table PENDING = Table.plain("message_pending");
  private static final Table OF_STATUS = Table.plain("message_of_status");
  private static final Table EDIT = Table.plain("message_edit");
  private static final Table REACTION = Table.plain("message_reaction");
  private static final Table PAIR = Table.claimed("conversation_pair");
  private static final Table KEY = Table.plain("conversation_key");
  private static final Table SEALED = Table.plain("conversation_sealed");
  private static final Key ONE = Key.of(1);
  private static final Key END = Key.NONE.andByte(255).andByte(255);
  private static final byte[] MARK = {1};
  private static final int ASK_AGAIN_MAX = 64;
  static final int TOKEN_BYTES = 16;
  private static final int N_BYTES = 8;

  private final Store store;
  private final Keyring keys;
  private final RandomGenerator random;

  ConversationTable(Store store, Keyring keys, RandomGenerator random) {
    this.store = store;
    this.keys = keys;
    this.random = random;
  }

  byte[] token() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return token;
  }

  // ---- the conversation itself

  /// @param salt of the conversation object: secret until that is shown
  /// @param start the chain before the first message
  record Kept(Conversation shown, byte[] salt, byte[] start, long version, long key) {}

  Optional<Kept> find(ConversationId id) {
    return store.get(META, pk(id), Key.NONE).map(row -> kept(id, row));
  }

  private Kept kept(ConversationId id, Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    String urn = from.text();
    String hub = from.text();
    byte[] sealed = from.raw();
    byte[] start = from.raw();
    Conversation.Mode mode = Conversation.Mode.of(from.number());
    boolean isGroup = from.flag();
    AccountId by = new AccountId(from.number());
    var members = from.list(ConversationTable::member);
    int founders = (int) from.number();
    Conversation.Mode begunIn = Conversation.Mode.of(from.number());
    Optional<Conversation.Wish> wish =
        from.optional(
            r ->
                new Conversation.Wish(
                    Conversation.Mode.of(r.number()), r.list(a -> new AccountId(a.number()))));
    var shown =
        new Conversation(
            id, urn, hub, mode, isGroup, by, members, founders, begunIn, wish, from.time());
    return new Kept(
        shown, keys.open(about(id), sealed), start, row.version(), Keyring.keyOf(sealed));
  }

  private static Conversation.Member member(Bytes.Reader from) {
    return new Conversation.Member(
        new AccountId(from.number()), from.text(), from.number(), from.number());
  }

  private byte[] bytes(Kept kept) {
    Conversation c = kept.shown();
    Bytes.Writer to = Bytes.write(1).text(c.urn()).text(c.hub());
    to.raw(keys.seal(about(c.id()), kept.salt())).raw(kept.start());
    to.number(c.mode().number()).flag(c.isGroup()).number(c.startedBy().value());
    to.list(
        c.members(),
        (w, m) ->
            w.number(m.account().value()).text(m.uri()).number(m.joinedN()).number(m.leftN()));
    to.number(c.founders()).number(c.begunIn().number());
    to.optional(
        c.wish(),
        (w, wish) ->
            w.number(wish.mode().number()).list(wish.by(), (b, who) -> b.number(who.value())));
    return to.time(c.createdAt()).done();
  }

  private static byte[] about(ConversationId id) {
    return ByteBuffer.allocate(12).putInt(2).putLong(id.value()).array();
  }

  /// @return what stands now: this, or what another wrote under the same id
  Kept create(Kept kept) {
    byte[] token = token();
    byte[] value = bytes(kept);
    Key pk = pk(kept.shown().id());
    for (int i = 0; i < ASK_AGAIN_MAX; i++) {
      switch (store.putIfAbsent(META, pk, Key.NONE, value, token)) {
        case Claim.Applied _, Claim.Lost _ -> {
          return find(kept.shown().id()).orElseThrow();
        }
        case Claim.Unknown _ -> {}
      }
    }
    throw unsure();
  }

  /// @return whether it stood as it was read
  boolean replace(Kept read, Conversation by) {
    byte[] token = token();
    byte[] value = bytes(new Kept(by, read.salt(), read.start(), 0, 0));
    return applied(
        () -> store.compareAndSet(META, pk(by.id()), Key.NONE, read.version(), value, token));
  }

  private interface Try {
    Claim once();
  }

  /// Whoever lost reads again and decides anew: changes of one conversation take turns within this
  /// process, so after an unknown outcome it was not ours that was replaced since.
  private static boolean applied(Try claim) {
    for (int i = 0; i < ASK_AGAIN_MAX; i++) {
      switch (claim.once()) {
        case Claim.Applied _ -> {
          return true;
        }
        case Claim.Lost _ -> {
          return false;
        }
        case Claim.Unknown _ -> {}
      }
    }
    throw unsure();
  }

  static Refused unsure() {
    return Refusal.unavailable("The server could not make sure; please try again");
  }

  private void delete(Kept kept) {
    byte[] token = token();
    Key pk = pk(kept.shown().id());
    var _ = applied(() -> store.compareAndDelete(META, pk, Key.NONE, kept.version(), token));
  }

  // ---- the talk of two

  private static Key pairOf(AccountId other, Conversation.Mode mode) {
    return Key.of(other.value()).andByte(mode.number());
  }

  /// The one talk of these two in this mode.
  Optional<ConversationId> pair(AccountId one, AccountId other, Conversation.Mode mode) {
    return store
        .get(PAIR, low(one, other), pairOf(high(one, other), mode))
        .map(row -> new ConversationId(Bytes.read(row.value()).number()));
  }

  /// @param instead of this one, which is over; or the first
  /// @return which it is now
  ConversationId claimPair(
      AccountId one,
      AccountId other,
      Conversation.Mode mode,
      Optional<ConversationId> instead,
      ConversationId id) {
    Key pk = low(one, other);
    Key sk = pairOf(high(one, other), mode);
    byte[] value = Bytes.write(1).number(id.value()).done();
    byte[] token = token();
    for (int i = 0; i < ASK_AGAIN_MAX; i++) {
      Optional<Row> row = store.get(PAIR, pk, sk);
      Optional<ConversationId> now =
          row.map(r -> new ConversationId(Bytes.read(r.value()).number()));
      if (now.isPresent() && !now.equals(instead)) {
        return now.get();
      }
      Claim claim =
          row.isEmpty()
              ? store.putIfAbsent(PAIR, pk, sk, value, token)
              : store.compareAndSet(PAIR, pk, sk, row.get().version(), value, token);
      if (claim instanceof Claim.Applied) {
        return id;
      }
    }
    throw unsure();
  }

  private static Key low(AccountId one, AccountId other) {
    return Key.of(Math.min(one.value(), other.value()));
  }

  private static AccountId high(AccountId one, AccountId other) {
    return one.value() > other.value() ? one : other;
  }

  /// These two have no talk in this mode any more, if it was this one.
  void unpair(AccountId one, AccountId other, Conversation.Mode mode, ConversationId id) {
    Key pk = low(one, other);
    Key sk = pairOf(high(one, other), mode);
    Optional<Row> row =
        store.get(PAIR, pk, sk).filter(r -> Bytes.read(r.value()).number() == id.value());
    if (row.isPresent()) {
      byte[] token = token();
      var _ = applied(() -> store.compareAndDelete(PAIR, pk, sk, row.get().version(), token));
    }
  }

  // ---- messages

  private Entry.Read entry(ConversationId id, Row row) {
    return EntryBytes.read(keys, id, row.sk().downAt(0), row.value(), row.version());
  }

  Optional<Entry.Read> entry(ConversationId id, long n) {
    return store.get(MESSAGE, pk(id), Key.down(n)).map(row -> entry(id, row));
  }

  /// The newest one.
  Optional<Entry> head(ConversationId id) {
    return below(id, Long.MAX_VALUE, 1).stream().findFirst();
  }

  /// The newest first.
  List<Entry> below(ConversationId id, long n, int rowsMax) {
    return store
        .scan(
            MESSAGE,
            pk(id),
            Key.down(n == Long.MAX_VALUE ? n : n - 1),
            Key.down(0),
            rowsMax,
            Store.Order.ASCENDING)
        .stream()
        .map(row -> entry(id, row).entry())
        .toList();
  }

  /// The oldest first.
  List<Entry> above(ConversationId id, long n, int rowsMax) {
    return reads(id, n, rowsMax).stream().map(Entry.Read::entry).toList();
  }

  List<Entry.Read> reads(ConversationId id, long above, int rowsMax) {
    return store
        .scan(
            MESSAGE,
            pk(id),
            Key.down(Long.MAX_VALUE),
            Key.down(above),
            rowsMax,
            Store.Order.DESCENDING)
        .stream()
        .map(row -> entry(id, row))
        .toList();
  }

  /// @return Applied when it stands there, as this token wrote it
  Claim append(ConversationId id, Entry entry) {
    return store.putIfAbsent(
        MESSAGE, pk(id), Key.down(entry.n()), EntryBytes.write(keys, id, entry), entry.token());
  }

  boolean replace(ConversationId id, Entry.Read read, Entry by) {
    byte[] token = token();
    byte[] value = EntryBytes.write(keys, id, by);
    return applied(
        () -> store.compareAndSet(MESSAGE, pk(id), Key.down(by.n()), read.version(), value, token));
  }

  // ---- appends under way

  /// @param fromN it stands there or later, if it stands
  /// @param once hash of the idempotency key, empty without one
  /// @param print of what was to be said
  record Pending(
      byte[] token, ConversationId conversation, long fromN, byte[] once, byte[] print) {}

  Op pending(Pending pending) {
    return Op.put(
        PENDING,
        ONE,
        Key.NONE.andRaw(pending.token()),
        Bytes.write(1)
            .number(pending.conversation().value())
            .number(pending.fromN())
            .raw(pending.once())
            .raw(pending.print())
            .done());
  }

  Optional<Pending> pending(byte[] token) {
    return store.get(PENDING, ONE, Key.NONE.andRaw(token)).map(ConversationTable::pending);
  }

  private static Pending pending(Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    return new Pending(
        row.sk().toBytes(),
        new ConversationId(from.number()),
        from.number(),
        from.raw(),
        from.raw());
  }

  List<Pending> allPending(int rowsMax) {
    return store.scan(PENDING, ONE, rowsMax).stream().map(ConversationTable::pending).toList();
  }

  static Op done(byte[] token) {
    return Op.delete(PENDING, ONE, Key.NONE.andRaw(token));
  }

  // ---- as old apps know them

  record Place(ConversationId conversation, long n) {}

  static Op ofStatus(StatusId status, ConversationId conversation, long n) {
    return Op.put(
        OF_STATUS,
        Key.of(status.value()),
        Key.NONE,
        Bytes.write(1).number(conversation.value()).number(n).done());
  }

  Optional<Place> ofStatus(StatusId status) {
    return store
        .get(OF_STATUS, Key.of(status.value()), Key.NONE)
        .map(
            row -> {
              Bytes.Reader from = Bytes.read(row.value());
              return new Place(new ConversationId(from.number()), from.number());
            });
  }

  // ---- edits

  static Op edit(ConversationId id, long n, long by) {
    return Op.put(EDIT, pk(id), Key.of(n).and(by), MARK);
  }

  /// The oldest first.
  List<Long> edits(ConversationId id, long n, int rowsMax) {
    Key from = Key.of(n);
    return store
        .scan(EDIT, pk(id), from, from.afterPrefix(), rowsMax, Store.Order.ASCENDING)
        .stream()
        .map(row -> row.sk().longAt(N_BYTES))
        .toList();
  }

  /// Of the messages from one to another, both with, in one look.
  ///
  /// @return empty when there are more than one look finds
  Optional<Map<Long, List<Long>>> edits(ConversationId id, long from, long to) {
    List<Row> rows =
        store.scan(
            EDIT, pk(id), Key.of(from), Key.of(to + 1), Store.SCAN_ROWS_MAX, Store.Order.ASCENDING);
    if (rows.size() == Store.SCAN_ROWS_MAX) {
      return Optional.empty();
    }
    Map<Long, List<Long>> edits = new HashMap<>();
    for (Row row : rows) {
      edits
          .computeIfAbsent(row.sk().longAt(0), _ -> new ArrayList<>())
          .add(row.sk().longAt(N_BYTES));
    }
    return Optional.of(edits);
  }

  // ---- signs

  record Sign(long n, AccountId by, String name) {}

  /// Which sign it is stands in the value, sealed like words; the row's key has no more of it than
  /// a mark. Older rows have it in their key, and no value.
  Op react(ConversationId id, Sign sign) {
    byte[] name = Bytes.write(1).text(sign.name()).done();
    byte[] about = about(id, sign);
    Key sk = Key.of(sign.n()).and(sign.by().value()).andRaw(keys.tag(both(about, name)));
    return Op.put(REACTION, pk(id), sk, keys.seal(about, name));
  }

  /// In whatever form and under whatever key it lies there.
  List<Op> unreact(ConversationId id, Sign sign) {
    Key from = Key.of(sign.n()).and(sign.by().value());
    return store
        .scan(
            REACTION, pk(id), from, from.afterPrefix(), Store.SCAN_ROWS_MAX, Store.Order.ASCENDING)
        .stream()
        .filter(row -> sign(id, row).equals(sign))
        .map(row -> Op.delete(REACTION, pk(id), row.sk()))
        .toList();
  }

  private static byte[] about(ConversationId id, Sign sign) {
    return ByteBuffer.allocate(28)
        .putInt(4)
        .putLong(id.value())
        .putLong(sign.n())
        .putLong(sign.by().value())
        .array();
  }

  private static byte[] both(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }

  private Sign sign(ConversationId id, Row row) {
    AccountId by = new AccountId(row.sk().longAt(N_BYTES));
    Sign open = new Sign(row.sk().longAt(0), by, "");
    return isOld(row)
        ? new Sign(open.n(), by, row.sk().textAt(2 * N_BYTES))
        : new Sign(open.n(), by, Bytes.read(keys.open(about(id, open), row.value())).text());
  }

  private static boolean isOld(Row row) {
    return row.value().length == MARK.length;
  }

  /// Of the messages from one to another, both with.
  List<Sign> signs(ConversationId id, long from, long to) {
    return store
        .scan(
            REACTION,
            pk(id),
            Key.of(from),
            Key.of(to + 1),
            Store.SCAN_ROWS_MAX,
            Store.Order.ASCENDING)
        .stream()
        .map(row -> sign(id, row))
        // After a change of keys the same sign may lie there twice.
        .distinct()
        .toList();
  }

  /// Seals anew what no key or an older one has sealed.
  void resealSigns(ConversationId id, int rowsMax) {
    Key from = Key.NONE;
    List<Row> rows = store.scan(REACTION, pk(id), from, END, rowsMax, Store.Order.ASCENDING);
    while (!rows.isEmpty()) {
      List<Op> ops = new ArrayList<>();
      for (Row row : rows) {
        if (isOld(row) || Keyring.keyOf(row.value()) != keys.current()) {
          ops.add(Op.delete(REACTION, pk(id), row.sk()));
          ops.add(react(id, sign(id, row)));
        }
      }
      if (!ops.isEmpty()) {
        store.journalledBatch(ops);
      }
      from = rows.getLast().sk().andByte(0);
      rows = store.scan(REACTION, pk(id), from, END, rowsMax, Store.Order.ASCENDING);
    }
  }

  static Op unreactAll(ConversationId id, long n) {
    Key from = Key.of(n);
    return Op.deleteRange(REACTION, pk(id), from, from.afterPrefix());
  }

  // ---- keys

  /// What holds rows under a key: a conversation, or the names that somebody gave.
  record UnderKey(boolean isNames, long id) {}

  /// That there are rows of this conversation under the key that seals now.
  List<Op> sealed(ConversationId id) {
    return sealed(new UnderKey(false, id.value()));
  }

  /// That somebody's names of others are sealed with it.
  List<Op> named(AccountId owner) {
    return sealed(new UnderKey(true, owner.value()));
  }

  private List<Op> sealed(UnderKey one) {
    return List.of(
        Op.put(KEY, ONE, Key.of(keys.current()), MARK),
        Op.put(SEALED, Key.of(keys.current()), key(one), MARK));
  }

  private static Key key(UnderKey one) {
    return Key.NONE.andByte(one.isNames() ? 1 : 0).and(one.id());
  }

  /// Keys that rows are sealed with, that of none too.
  Set<Long> keysInUse() {
    Set<Long> all = new TreeSet<>();
    store.scan(KEY, ONE, Store.SCAN_ROWS_MAX).forEach(row -> all.add(row.sk().longAt(0)));
    return all;
  }

  List<UnderKey> sealedWith(long key, int rowsMax) {
    return store.scan(SEALED, Key.of(key), rowsMax).stream()
        .map(row -> new UnderKey(row.sk().byteAt(0) == 1, row.sk().longAt(1)))
        .toList();
  }

  void unsealed(long key, UnderKey one) {
    store.delete(SEALED, Key.of(key), key(one));
  }

  void unused(long key) {
    store.delete(KEY, ONE, Key.of(key));
  }

  // ---- when nobody is left

  /// All rows of a conversation, its own last, in bounded steps.
  ///
  /// @return whether there may be more
  boolean dropSome(ConversationId id, int rowsMax) {
    List<Row> rows = store.scan(MESSAGE, pk(id), rowsMax);
    List<Op> ops = new ArrayList<>();
    for (Row row : rows) {
      Entry entry = entry(id, row).entry();
      byte[] token = token();
      var _ =
          applied(() -> store.compareAndDelete(MESSAGE, pk(id), row.sk(), row.version(), token));
      ops.add(Op.delete(OF_STATUS, Key.of(entry.status().value()), Key.NONE));
    }
    if (rows.size() < rowsMax) {
      ops.add(Op.deleteRange(EDIT, pk(id), Key.NONE, END));
      ops.add(Op.deleteRange(REACTION, pk(id), Key.NONE, END));
      Key sk = key(new UnderKey(false, id.value()));
      keysInUse().forEach(used -> ops.add(Op.delete(SEALED, Key.of(used), sk)));
    }
    if (!ops.isEmpty()) {
      store.journalledBatch(ops);
    }
    if (rows.size() < rowsMax) {
      find(id).ifPresent(this::delete);
    }
    return rows.size() == rowsMax;
  }

  private static Key pk(ConversationId id) {
    return Key.of(id.value());
  }
}
