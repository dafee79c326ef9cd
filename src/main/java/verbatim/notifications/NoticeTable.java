package verbatim.notifications;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Ids;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How notifications lie on disk.
///
/// - notice: (account, month | id, newest first → type, from, status, held)
/// - notice_cause: (account | from, type, status → id, dismissed): one cause tells once, and what
///   ends it finds the row. A dismissed one stays here, so that a replay does not bring it back.
final class NoticeTable {
  private static final Table NOTICE = Table.plain("notice");
  private static final Table MONTHS = Table.plain("notice_months");
  private static final Table CAUSE = Table.plain("notice_cause");
  private static final Table CLEARED = Table.plain("notice_cleared");
  private static final Table WATCHERS = Table.plain("notice_watchers");

  private static final long MONTH_MS = Duration.ofDays(30).toMillis();
  private static final int MONTHS_MAX = 240;
  private static final int WATCHED_CACHED_MAX = 100_000;

  private final Store store;

  /// Whether anybody watches: most authors nobody does, and each post would look. A reader computes
  /// it under the cache's own lock, and whoever writes a row waits for him.
  private final Cache<AccountId, Boolean> watched =
      Caches.bounded().maximumSize(WATCHED_CACHED_MAX).build();

  /// @param dismissed told and taken away
  record Cause(long id, boolean dismissed) {}

  NoticeTable(Store store) {
    this.store = store;
  }

  void put(AccountId to, Notice notice) {
    store.putDerived(
        List.of(
            Op.put(NOTICE, partition(to, month(notice.id())), Key.down(notice.id()), bytes(notice)),
            Op.put(MONTHS, key(to), Key.down(month(notice.id())), Bytes.write(1).done()),
            putCause(to, notice, false)));
  }

  /// Notes a cause as told without telling it.
  void putSilently(AccountId to, Notice notice) {
    store.putDerived(List.of(putCause(to, notice, true)));
  }

  /// Takes the row away and the cause with it: the same may be told again.
  void remove(AccountId to, Notification.Type type, AccountId from, long status) {
    Key causeKey = causeKey(from, type, status);
    Optional<Row> cause = store.get(CAUSE, key(to), causeKey);
    if (cause.isPresent()) {
      long id = cause(cause.get()).id();
      store.putDerived(
          List.of(
              Op.delete(NOTICE, partition(to, month(id)), Key.down(id)),
              Op.delete(CAUSE, key(to), causeKey)));
    }
  }

  void dismiss(AccountId to, Notice notice) {
    store.journalledBatch(
        List.of(
            Op.delete(NOTICE, partition(to, month(notice.id())), Key.down(notice.id())),
            putCause(to, notice, true)));
  }

  Optional<Notice> get(AccountId to, long id) {
    return store.get(NOTICE, partition(to, month(id)), Key.down(id)).map(NoticeTable::notice);
  }

  Optional<Cause> cause(AccountId to, Notification.Type type, AccountId from, long status) {
    return store.get(CAUSE, key(to), causeKey(from, type, status)).map(NoticeTable::cause);
  }

  /// The causes of one type from one account, about the newest statuses first.
  List<Cause> causes(AccountId to, AccountId from, Notification.Type type, int rowsMax) {
    Key prefix = Key.of(from.value()).and(type.word());
    return store
        .scan(CAUSE, key(to), prefix, prefix.afterPrefix(), rowsMax, Store.Order.ASCENDING)
        .stream()
        .map(NoticeTable::cause)
        .toList();
  }

  /// Everything that one account ever caused here, at most `rowsMax`.
  List<Cause> causes(AccountId to, AccountId from, int rowsMax) {
    Key prefix = Key.of(from.value());
    return store
        .scan(CAUSE, key(to), prefix, prefix.afterPrefix(), rowsMax, Store.Order.ASCENDING)
        .stream()
        .map(NoticeTable::cause)
        .toList();
  }

  /// `above < id < below`, newest first unless upwards.
  List<Notice> read(AccountId to, long below, long above, boolean upwards, int rowsMax) {
    Store.Order order = upwards ? Store.Order.DESCENDING : Store.Order.ASCENDING;
    Key newest = Key.down(below == Long.MAX_VALUE ? Long.MAX_VALUE : month(below));
    List<Notice> found = new ArrayList<>();
    for (Row month :
        store.scan(MONTHS, key(to), newest, Key.down(month(above) - 1), MONTHS_MAX, order)) {
      Key partition = partition(to, month.sk().downAt(0));
      int missing = rowsMax - found.size();
      store
          .scan(NOTICE, partition, Key.down(below - 1), Key.down(above), missing, order)
          .forEach(row -> found.add(notice(row)));
      if (found.size() == rowsMax) {
        break;
      }
    }
    return found;
  }

  /// Everything up to this id is gone, and a replay does not bring it back.
  void clear(AccountId to, long upTo) {
    store.put(CLEARED, key(to), Key.NONE, Bytes.write(1).number(upTo).done());
    List<Op> ops = new ArrayList<>();
    for (Row month : store.scan(MONTHS, key(to), MONTHS_MAX)) {
      ops.add(
          new Op.DeleteRange(
              NOTICE,
              partition(to, month.sk().downAt(0)),
              Key.down(upTo),
              Key.down(Long.MIN_VALUE)));
    }
    if (!ops.isEmpty()) {
      store.journalledBatch(ops);
    }
  }

  long clearedUpTo(AccountId to) {
    return store
        .get(CLEARED, key(to), Key.NONE)
        .map(row -> Bytes.read(row.value()).number())
        .orElse(0L);
  }

  void erase(AccountId to) {
    clear(to, Long.MAX_VALUE);
    store.deleteRange(MONTHS, key(to), Key.down(Long.MAX_VALUE), Key.down(Long.MIN_VALUE));
    store.deleteRange(CAUSE, key(to), Key.of(Long.MIN_VALUE), Key.of(Long.MAX_VALUE));
    store.deleteRange(WATCHERS, key(to), Key.of(Long.MIN_VALUE), Key.of(Long.MAX_VALUE));
    forgetWatched(to);
  }

  // ---- who wants to hear of each new status of an author

  void watch(AccountId author, AccountId watcher, boolean watches) {
    try {
      store.putDerived(List.of(set(WATCHERS, key(author), watcher, watches)));
    } finally {
      forgetWatched(author);
    }
  }

  private void forgetWatched(AccountId author) {
    watched.asMap().compute(author, (_, _) -> null);
  }

  boolean isWatched(AccountId author) {
    return watched.get(author, one -> !watchers(one, new AccountId(0), 1).isEmpty());
  }

  List<AccountId> watchers(AccountId author, AccountId after, int rowsMax) {
    return store
        .scan(
            WATCHERS,
            key(author),
            Key.of(after.value() + 1),
            Key.of(Long.MAX_VALUE),
            rowsMax,
            Store.Order.ASCENDING)
        .stream()
        .map(row -> new AccountId(row.sk().longAt(0)))
        .toList();
  }

  private static Op set(Table table, Key pk, AccountId account, boolean stands) {
    Key sk = Key.of(account.value());
    return stands ? Op.put(table, pk, sk, Bytes.write(1).done()) : Op.delete(table, pk, sk);
  }

  private Op putCause(AccountId to, Notice notice, boolean dismissed) {
    return Op.put(
        CAUSE,
        key(to),
        causeKey(notice.from(), notice.type(), notice.status()),
        Bytes.write(1).number(notice.id()).flag(dismissed).done());
  }

  private static Cause cause(Row row) {
    Bytes.Reader bytes = Bytes.read(row.value());
    return new Cause(bytes.number(), bytes.flag());
  }

  private static byte[] bytes(Notice notice) {
    return Bytes.write(1)
        .text(notice.type().word())
        .number(notice.from().value())
        .number(notice.status())
        .flag(notice.held())
        .done();
  }

  private static Notice notice(Row row) {
    Bytes.Reader bytes = Bytes.read(row.value());
    return new Notice(
        row.sk().downAt(0),
        type(bytes.text()),
        new AccountId(bytes.number()),
        bytes.number(),
        bytes.flag());
  }

  private static Notification.Type type(String word) {
    return Arrays.stream(Notification.Type.values())
        .filter(type -> type.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("notification type " + word));
  }

  private static long month(long id) {
    return Ids.timeOf(id).toEpochMilli() / MONTH_MS;
  }

  private static Key partition(AccountId to, long month) {
    return key(to).and(month);
  }

  private static Key key(AccountId account) {
    return Key.of(account.value());
  }

  private static Key causeKey(AccountId from, Notification.Type type, long status) {
    return Key.of(from.value()).and(type.word()).andDown(status);
  }
}
