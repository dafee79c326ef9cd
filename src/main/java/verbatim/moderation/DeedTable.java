package verbatim.moderation;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.DeedId;
import verbatim.kernel.Ids;
import verbatim.kernel.Page;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;

/// How the audit log lies in the store: each deed by its id, and lists of ids: all, and those of
/// one moderator, about one account, told to one account, of one report.
final class DeedTable {
  private static final Table DEED = Table.plain("deed");
  private static final Table ALL = Table.plain("deed_all");
  private static final Table BY = Table.plain("deed_by");
  private static final Table ABOUT = Table.plain("deed_about");
  private static final Table TOLD = Table.plain("deed_told");
  private static final Table OF_REPORT = Table.plain("deed_report");

  /// Deed → was carried out.
  private static final Table DONE = Table.plain("deed_done");

  /// Account → the newest deed that he has read.
  private static final Table READ = Table.plain("deed_read");

  private static final Key ONLY = Key.of(0);
  private static final byte[] MARK = {1};
  private static final int CACHED_MAX = 50_000;

  private final Store store;
  private final Cache<AccountId, Boolean> unread = Caches.bounded().maximumSize(CACHED_MAX).build();

  DeedTable(Store store) {
    this.store = store;
  }

  static List<Op> put(Deed deed) {
    Key down = Key.down(deed.id().value());
    List<Op> ops = new ArrayList<>();
    ops.add(row(deed));
    ops.add(Op.put(ALL, ONLY, down, MARK));
    if (deed.by().value() != 0) {
      ops.add(Op.put(BY, Key.of(deed.by().value()), down, MARK));
    }
    if (deed.about().value() != 0) {
      ops.add(Op.put(ABOUT, Key.of(deed.about().value()), down, MARK));
      if (deed.kind().isTold()) {
        ops.add(Op.put(TOLD, Key.of(deed.about().value()), down, MARK));
      }
    }
    if (deed.report().value() != 0) {
      ops.add(Op.put(OF_REPORT, Key.of(deed.report().value()), down, MARK));
    }
    return ops;
  }

  private static Op row(Deed deed) {
    return Op.put(
        DEED,
        Key.of(deed.id().value()),
        Key.NONE,
        Bytes.write(2)
            .number(deed.kind().number())
            .number(deed.by().value())
            .number(deed.about().value())
            .list(deed.statuses(), (to, status) -> to.number(status.value()))
            .number(deed.report().value())
            .text(deed.words())
            .text(deed.detail())
            .time(deed.at())
            .done());
  }

  Optional<Deed> find(DeedId id) {
    return store
        .get(DEED, Key.of(id.value()), Key.NONE)
        .map(row -> read(id, Bytes.read(row.value())));
  }

  private static Deed read(DeedId id, Bytes.Reader from) {
    return new Deed(
        id,
        Deed.Kind.of((int) from.number()),
        new AccountId(from.number()),
        new AccountId(from.number()),
        from.list(r -> new StatusId(r.number())),
        new ReportId(from.number()),
        from.text(),
        from.text(),
        from.version() < 2 ? Ids.timeOf(id.value()) : from.time());
  }

  List<Deed> all(Page page) {
    return load(ALL, ONLY, page);
  }

  List<Deed> by(AccountId moderator, Page page) {
    return load(BY, Key.of(moderator.value()), page);
  }

  List<Deed> about(AccountId account, Page page) {
    return load(ABOUT, Key.of(account.value()), page);
  }

  List<Deed> told(AccountId account, Page page) {
    return load(TOLD, Key.of(account.value()), page);
  }

  List<Deed> of(ReportId report, Page page) {
    return load(OF_REPORT, Key.of(report.value()), page);
  }

  /// Whether he was told something that he has not read; asked for each of his pages.
  boolean hasUnread(AccountId account) {
    return unread.get(account, id -> newestTold(id) > read(id));
  }

  /// Something may have been told to him, or read by him.
  void changed(AccountId account) {
    // Waits for a load under way, which invalidate does not.
    unread.asMap().compute(account, (_, _) -> null);
  }

  /// The newest that he was told; 0 for none.
  long newestTold(AccountId account) {
    return store.scan(TOLD, Key.of(account.value()), 1).stream()
        .mapToLong(row -> row.sk().downAt(0))
        .findFirst()
        .orElse(0);
  }

  private List<Deed> load(Table table, Key pk, Page page) {
    return ids(table, pk, page).stream().flatMap(id -> find(id).stream()).toList();
  }

  /// The newest first; only downwards.
  private List<DeedId> ids(Table table, Key pk, Page page) {
    Key from = Key.down(page.below() - 1);
    Key to = Key.down(page.above());
    return store.scan(table, pk, from, to, page.rowsMax(), Store.Order.ASCENDING).stream()
        .map(row -> new DeedId(row.sk().downAt(0)))
        .toList();
  }

  boolean isDone(DeedId id) {
    return store.get(DONE, Key.of(id.value()), Key.NONE).isPresent();
  }

  void done(DeedId id) {
    store.put(DONE, Key.of(id.value()), Key.NONE, MARK);
  }

  long read(AccountId account) {
    return store
        .get(READ, Key.of(account.value()), Key.NONE)
        .map(row -> Bytes.read(row.value()).number())
        .orElse(0L);
  }

  void read(AccountId account, long upTo) {
    store.put(READ, Key.of(account.value()), Key.NONE, Bytes.write(1).number(upTo).done());
    changed(account);
  }

  /// Takes the words of some deeds about an account, and of some by it. Their rows and the log
  /// stay: that something was done, when, and on which number.
  ///
  /// @return whether there may be more
  boolean forgetSome(AccountId account, int rowsMax) {
    return forgetSome(ABOUT, account, rowsMax)
        || forgetSome(TOLD, account, rowsMax)
        || forgetSome(BY, account, rowsMax)
        || forgetRead(account);
  }

  private boolean forgetSome(Table list, AccountId account, int rowsMax) {
    Key pk = Key.of(account.value());
    List<DeedId> some = ids(list, pk, Page.newest(rowsMax));
    for (DeedId id : some) {
      List<Op> ops = new ArrayList<>();
      find(id).ifPresent(deed -> ops.add(row(deed.withoutWords())));
      ops.add(Op.delete(list, pk, Key.down(id.value())));
      store.journalledBatch(ops);
    }
    return some.size() == rowsMax;
  }

  private boolean forgetRead(AccountId account) {
    store.delete(READ, Key.of(account.value()), Key.NONE);
    return false;
  }
}
