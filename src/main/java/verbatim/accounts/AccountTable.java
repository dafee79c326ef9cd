package verbatim.accounts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Origin;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.text.Usernames;

/// How accounts lie on disk.
final class AccountTable {
  /// From the second on with wishes.
  private static final int VERSION = 2;

  /// Name at a server → account. Never deleted.
  static final Table NAMES = Table.claimed("name");

  /// Account → what it is.
  static final Table ACCOUNTS = Table.claimed("account");

  /// Derived: first letter | name, server → account.
  private static final Table HANDLES = Table.plain("handle");

  /// Derived: the accounts of this server, and the others, in order of making.
  private static final Table LOCAL = Table.plain("local-account");

  /// Derived: all who have or had a role. Rows are never taken away: whoever reads looks at the
  /// account.
  private static final Table STAFF = Table.plain("staff");

  /// Account | partition of the log → its share of the counts.
  private static final Table STATS = Table.plain("account-stats");

  /// Account | what kind of thing, its id → counted.
  private static final Table COUNTED = Table.plain("account-counted");

  /// Account → how far its erasing has come.
  private static final Table ERASURE = Table.plain("erasure");

  /// – | account: whose erasing has not ended.
  private static final Table ERASING = Table.plain("erasing");

  /// Account → how it wants the pages to be.
  static final Table PREFERENCES = Table.claimed("preferences");

  private static final byte[] YES = {1};

  private static final Key ALL_LOCAL = Key.of("local");
  private static final Key ALL_REMOTE = Key.of("remote");

  private final Store store;

  AccountTable(Store store) {
    this.store = store;
  }

  static Key key(AccountId id) {
    return Key.of(id.value());
  }

  static Key key(Handle handle) {
    return Key.of(handle.domain()).and(Usernames.key(handle.username()));
  }

  /// The rows that lead to an account.
  static List<Op> found(AccountId id, Handle handle) {
    List<Op> ops = new ArrayList<>();
    byte[] value = write(id);
    ops.add(Op.put(HANDLES, shelf(handle.username()), place(handle), value));
    ops.add(Op.put(LOCAL, handle.isHere() ? ALL_LOCAL : ALL_REMOTE, key(id), value));
    return ops;
  }

  /// The rows that no longer lead to it.
  static List<Op> lost(AccountId id, Handle handle) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.delete(HANDLES, shelf(handle.username()), place(handle)));
    ops.add(Op.delete(LOCAL, handle.isHere() ? ALL_LOCAL : ALL_REMOTE, key(id)));
    return ops;
  }

  /// Accounts by the beginning of their names; `after` is the key of the last row seen.
  List<Named> named(String prefix, Optional<Key> after, int rowsMax) {
    String letters = Usernames.key(prefix);
    Key from = Key.NONE.andRaw(letters.getBytes(StandardCharsets.UTF_8));
    Key begin = after.map(key -> key.andByte(0)).orElse(from);
    return store
        .scan(HANDLES, shelf(letters), begin, from.afterPrefix(), rowsMax, Store.Order.ASCENDING)
        .stream()
        .map(row -> new Named(row.sk(), readId(row.value())))
        .toList();
  }

  record Named(Key place, AccountId id) {}

  /// Accounts of this server with larger ids.
  List<AccountId> localAbove(long after, int rowsMax) {
    return all(ALL_LOCAL, above(after), Key.of(Long.MAX_VALUE), rowsMax, Store.Order.ASCENDING);
  }

  /// Accounts of this server with smaller ids, the newest first.
  List<AccountId> localBelow(long before, int rowsMax) {
    return all(ALL_LOCAL, Key.of(0), Key.of(before), rowsMax, Store.Order.DESCENDING);
  }

  /// Accounts of other servers with larger ids.
  List<AccountId> remoteAbove(long after, int rowsMax) {
    return all(ALL_REMOTE, above(after), Key.of(Long.MAX_VALUE), rowsMax, Store.Order.ASCENDING);
  }

  static Op staff(AccountId id) {
    return Op.put(STAFF, Key.NONE, key(id), YES);
  }

  List<AccountId> staff(int rowsMax) {
    return store.scan(STAFF, Key.NONE, rowsMax).stream()
        .map(row -> new AccountId(row.sk().longAt(0)))
        .toList();
  }

  private static Key above(long id) {
    return Key.of(id).andByte(0);
  }

  private List<AccountId> all(Key whose, Key from, Key to, int rowsMax, Store.Order order) {
    return store.scan(LOCAL, whose, from, to, rowsMax, order).stream()
        .map(row -> new AccountId(row.sk().longAt(0)))
        .toList();
  }

  List<Stats> shares(AccountId id) {
    return store.scan(STATS, key(id), Store.SCAN_ROWS_MAX).stream()
        .map(row -> stats(row.value()))
        .toList();
  }

  Stats share(AccountId id, int partition) {
    return store
        .get(STATS, key(id), Key.of(partition))
        .map(row -> stats(row.value()))
        .orElse(Stats.none());
  }

  boolean isCounted(AccountId id, Counted kind, long what) {
    return store.get(COUNTED, key(id), counted(kind, what)).isPresent();
  }

  private static Key counted(Counted kind, long what) {
    return Key.NONE.andByte(kind.number()).and(what);
  }

  /// One partition of the store: the count and that it was counted are written together or not at
  /// all.
  void put(AccountId id, int partition, Stats share, Counted kind, long what, boolean counted) {
    Key row = counted(kind, what);
    store.putDerived(
        List.of(
            Op.put(STATS, key(id), Key.of(partition), write(share)),
            counted ? Op.put(COUNTED, key(id), row, YES) : Op.delete(COUNTED, key(id), row)));
  }

  void putCounted(AccountId id, Counted kind, List<Long> things) {
    if (!things.isEmpty()) {
      store.putDerived(
          things.stream().map(what -> Op.put(COUNTED, key(id), counted(kind, what), YES)).toList());
    }
  }

  void eraseCounted(AccountId id) {
    store.deleteRange(COUNTED, key(id), Key.NONE, Key.NONE.andByte(255));
  }

  /// These are all the counts, whatever the partitions had.
  void putWhole(AccountId id, Stats whole) {
    store.batch(
        List.of(
            Op.deleteRange(STATS, key(id), Key.of(0), Key.of(Long.MAX_VALUE)),
            Op.put(STATS, key(id), Key.of(0), write(whole))));
  }

  void eraseCounts(AccountId id) {
    store.batch(
        List.of(
            Op.deleteRange(STATS, key(id), Key.of(0), Key.of(Long.MAX_VALUE)),
            Op.deleteRange(COUNTED, key(id), Key.NONE, Key.NONE.andByte(255))));
  }

  private static byte[] write(Stats stats) {
    return Bytes.write(2)
        .number(stats.statuses())
        .number(stats.followers())
        .number(stats.following())
        .time(stats.lastStatusAt())
        .done();
  }

  private static Stats stats(byte[] value) {
    var bytes = Bytes.read(value);
    return new Stats(bytes.number(), bytes.number(), bytes.number(), bytes.time());
  }

  static List<Op> put(Erasure erasure) {
    byte[] value =
        Bytes.write(1)
            .time(erasure.began())
            .number(erasure.pass())
            .number(erasure.step())
            .number(erasure.runs())
            .optional(erasure.ended(), Bytes.Writer::time)
            .done();
    Key account = key(erasure.account());
    return List.of(
        Op.put(ERASURE, account, Key.NONE, value),
        erasure.ended().isEmpty()
            ? Op.put(ERASING, Key.NONE, account, YES)
            : Op.delete(ERASING, Key.NONE, account));
  }

  Optional<Erasure> erasure(AccountId id) {
    return store
        .get(ERASURE, key(id), Key.NONE)
        .map(
            row -> {
              var bytes = Bytes.read(row.value());
              return new Erasure(
                  id,
                  bytes.time(),
                  (int) bytes.number(),
                  (int) bytes.number(),
                  bytes.number(),
                  bytes.optional(Bytes.Reader::time));
            });
  }

  void write(Erasure erasure) {
    store.journalledBatch(put(erasure));
  }

  List<AccountId> erasing(int rowsMax) {
    return store.scan(ERASING, Key.NONE, rowsMax).stream()
        .map(row -> new AccountId(row.sk().longAt(0)))
        .toList();
  }

  static byte[] write(AccountId id) {
    return Bytes.write(1).number(id.value()).done();
  }

  static AccountId readId(byte[] value) {
    return new AccountId(Bytes.read(value).number());
  }

  static byte[] write(Account account) {
    var bytes = Bytes.write(VERSION).number(account.id().value());
    bytes.text(account.handle().username()).text(account.handle().domain());
    switch (account.origin()) {
      case Origin.Here _ -> bytes.flag(false);
      case Origin.Remote(String uri, String url) -> bytes.flag(true).text(uri).text(url);
    }
    Profile profile = account.profile();
    bytes
        .text(profile.displayName())
        .text(profile.bio())
        .list(
            profile.fields(),
            (w, field) ->
                w.text(field.name())
                    .text(field.value())
                    .optional(field.verifiedAt(), Bytes.Writer::time))
        .text(profile.avatar())
        .text(profile.header())
        .flag(profile.bot())
        .flag(profile.locked())
        .flag(profile.discoverable())
        .flag(profile.indexable())
        .flag(profile.hidesCollections());
    Posting posting = account.posting();
    bytes.text(posting.visibility()).flag(posting.sensitive()).text(posting.language());
    Standing standing = account.standing();
    Wishes wishes = account.wishes();
    return bytes
        .number(number(standing.state()))
        .number(number(standing.role()))
        .flag(standing.limited())
        .time(account.createdAt())
        .number(number(wishes.deletion()))
        .number(number(wishes.gathers()))
        .number(number(wishes.embeds()))
        .number(number(wishes.asks()))
        .done();
  }

  static Account read(byte[] value) {
    var bytes = Bytes.read(value);
    AccountId id = new AccountId(bytes.number());
    Handle handle = new Handle(bytes.text(), bytes.text());
    Origin origin = bytes.flag() ? new Origin.Remote(bytes.text(), bytes.text()) : Origin.HERE;
    Profile profile =
        new Profile(
            bytes.text(),
            bytes.text(),
            bytes.list(b -> new Profile.Field(b.text(), b.text(), b.optional(Bytes.Reader::time))),
            bytes.text(),
            bytes.text(),
            bytes.flag(),
            bytes.flag(),
            bytes.flag(),
            bytes.flag(),
            bytes.flag());
    Posting posting = new Posting(bytes.text(), bytes.flag(), bytes.text());
    Standing standing =
        new Standing(state((int) bytes.number()), role((int) bytes.number()), bytes.flag());
    Instant createdAt = bytes.time();
    Wishes wishes =
        bytes.version() < VERSION
            ? Wishes.usual()
            : new Wishes(
                deletion((int) bytes.number()),
                gathers((int) bytes.number()),
                embeds((int) bytes.number()),
                asks((int) bytes.number()));
    return new Account(id, handle, origin, profile, posting, wishes, standing, createdAt);
  }

  private static int number(Wishes.Deletion deletion) {
    return switch (deletion) {
      case REMOVE -> 1;
      case KEEP_WORDS -> 2;
      case KEEP_NOTE -> 3;
    };
  }

  private static Wishes.Deletion deletion(int number) {
    return switch (number) {
      case 1 -> Wishes.Deletion.REMOVE;
      case 2 -> Wishes.Deletion.KEEP_WORDS;
      case 3 -> Wishes.Deletion.KEEP_NOTE;
      default -> throw new IllegalStateException("deletion wish " + number);
    };
  }

  private static int number(Wishes.Gathers gathers) {
    return switch (gathers) {
      case AS_DISCOVERABLE -> 1;
      case YES -> 2;
      case NO -> 3;
    };
  }

  private static Wishes.Gathers gathers(int number) {
    return switch (number) {
      case 1 -> Wishes.Gathers.AS_DISCOVERABLE;
      case 2 -> Wishes.Gathers.YES;
      case 3 -> Wishes.Gathers.NO;
      default -> throw new IllegalStateException("gather wish " + number);
    };
  }

  private static int number(Wishes.Asks asks) {
    return switch (asks) {
      case EVERYBODY -> 1;
      case FOLLOWED -> 2;
      case NOBODY -> 3;
    };
  }

  private static Wishes.Asks asks(int number) {
    return switch (number) {
      case 1 -> Wishes.Asks.EVERYBODY;
      case 2 -> Wishes.Asks.FOLLOWED;
      case 3 -> Wishes.Asks.NOBODY;
      default -> throw new IllegalStateException("asks " + number);
    };
  }

  private static int number(Wishes.Embeds embeds) {
    return switch (embeds) {
      case PUBLIC -> 1;
      case FOLLOWERS -> 2;
      case NOBODY -> 3;
    };
  }

  private static Wishes.Embeds embeds(int number) {
    return switch (number) {
      case 1 -> Wishes.Embeds.PUBLIC;
      case 2 -> Wishes.Embeds.FOLLOWERS;
      case 3 -> Wishes.Embeds.NOBODY;
      default -> throw new IllegalStateException("embed wish " + number);
    };
  }

  static byte[] write(Preferences wish) {
    return Bytes.write(2)
        .text(wish.theme())
        .text(wish.contrast())
        .text(wish.text())
        .text(wish.motion())
        .text(wish.language())
        .text(wish.media())
        .flag(wish.opensWarnings())
        .flag(wish.playsGifs())
        .number(wish.undoSeconds())
        .flag(wish.hasKeys())
        .flag(wish.offersTalks())
        .done();
  }

  static Preferences readPreferences(byte[] value) {
    var bytes = Bytes.read(value);
    return new Preferences(
        bytes.text(),
        bytes.text(),
        bytes.text(),
        bytes.text(),
        bytes.text(),
        bytes.text(),
        bytes.flag(),
        bytes.flag(),
        (int) bytes.number(),
        bytes.flag(),
        bytes.version() < 2 || bytes.flag());
  }

  private static int number(Standing.State state) {
    return switch (state) {
      case UNCONFIRMED -> 1;
      case PENDING -> 2;
      case ACTIVE -> 3;
      case DISABLED -> 4;
      case SUSPENDED -> 5;
      case DELETED -> 6;
    };
  }

  private static Standing.State state(int number) {
    return switch (number) {
      case 1 -> Standing.State.UNCONFIRMED;
      case 2 -> Standing.State.PENDING;
      case 3 -> Standing.State.ACTIVE;
      case 4 -> Standing.State.DISABLED;
      case 5 -> Standing.State.SUSPENDED;
      case 6 -> Standing.State.DELETED;
      default -> throw new IllegalStateException("state " + number);
    };
  }

  private static int number(Standing.Role role) {
    return switch (role) {
      case USER -> 1;
      case MODERATOR -> 2;
      case ADMIN -> 3;
      case OWNER -> 4;
    };
  }

  private static Standing.Role role(int number) {
    return switch (number) {
      case 1 -> Standing.Role.USER;
      case 2 -> Standing.Role.MODERATOR;
      case 3 -> Standing.Role.ADMIN;
      case 4 -> Standing.Role.OWNER;
      default -> throw new IllegalStateException("role " + number);
    };
  }

  private static Key shelf(String username) {
    String letters = Usernames.key(username);
    return Key.of(letters.substring(0, letters.offsetByCodePoints(0, 1)));
  }

  private static Key place(Handle handle) {
    return Key.of(Usernames.key(handle.username())).and(handle.domain());
  }
}
