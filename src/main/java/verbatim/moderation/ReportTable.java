package verbatim.moderation;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Ids;
import verbatim.kernel.Page;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;
import verbatim.kernel.StoryId;
import verbatim.moderation.Report.Category;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Store;
import verbatim.store.Table;

/// How reports lie in the store: each by its id, and in two lists of ids, of all and of who made
/// them.
final class ReportTable {
  private static final Table REPORT = Table.plain("report");
  private static final Table ALL = Table.plain("report_all");
  private static final Table BY = Table.plain("report_by");
  private static final Table ABOUT = Table.plain("report_about");

  /// – | report, how often it was opened or closed before → open. A key that is used once, for
  /// these rows may be written late.
  private static final Table OPEN = Table.plain("report_open");

  /// How far the moderators are with it.
  static final Table CASE = Table.claimed("report_case");

  private static final Key ONLY = Key.of(0);
  private static final byte[] MARK = {1};
  private static final int CLOSED_ROWS_MAX = 1_000;
  private static final int ABOUTS_MAX = 1_000;

  private final Store store;
  private final Cache<ReportId, AccountId> abouts =
      Caches.bounded().maximumSize(ABOUTS_MAX).build();

  ReportTable(Store store) {
    this.store = store;
  }

  static List<Op> put(Report report) {
    Key id = Key.down(report.id().value());
    return List.of(
        row(report),
        Op.put(ALL, ONLY, id, MARK),
        opened(report.id(), 0),
        Op.put(ABOUT, Key.of(report.about().value()), id, MARK),
        Op.put(BY, Key.of(report.by().value()), id, MARK));
  }

  static Op opened(ReportId report, long revision) {
    return Op.put(OPEN, ONLY, Key.down(report.value()).and(revision), MARK);
  }

  /// However often it was opened.
  List<Op> closed(ReportId report) {
    Key id = Key.down(report.value());
    return store
        .scan(OPEN, ONLY, id, id.afterPrefix(), CLOSED_ROWS_MAX, Store.Order.ASCENDING)
        .stream()
        .<Op>map(row -> Op.delete(OPEN, ONLY, row.sk()))
        .toList();
  }

  private static Op row(Report report) {
    byte[] value =
        Bytes.write(3)
            .number(report.by().value())
            .number(report.about().value())
            .list(report.statuses(), (to, status) -> to.number(status.value()))
            .list(report.excerpts(), (to, excerpt) -> to.number(excerpt.value()))
            .text(report.comment())
            .number(number(report.category()))
            .list(report.rules(), Bytes.Writer::text)
            .flag(report.forward())
            .time(report.createdAt())
            .list(report.stories(), (to, story) -> to.number(story.value()))
            .done();
    return Op.put(REPORT, Key.of(report.id().value()), Key.NONE, value);
  }

  List<Op> delete(AccountId by, ReportId report) {
    Key id = Key.down(report.value());
    List<Op> ops = new ArrayList<>(closed(report));
    find(report).ifPresent(r -> ops.add(Op.delete(ABOUT, Key.of(r.about().value()), id)));
    ops.add(Op.delete(REPORT, Key.of(report.value()), Key.NONE));
    ops.add(Op.delete(ALL, ONLY, id));
    ops.add(Op.delete(BY, Key.of(by.value()), id));
    return ops;
  }

  /// What remains of a report on somebody who is erased: that there was one.
  List<Op> forgotten(AccountId about, ReportId report) {
    List<Op> ops = new ArrayList<>(closed(report));
    find(report).ifPresent(r -> ops.add(row(r.withoutWords())));
    ops.add(Op.delete(ABOUT, Key.of(about.value()), Key.down(report.value())));
    return ops;
  }

  Optional<Report> find(ReportId id) {
    return store
        .get(REPORT, Key.of(id.value()), Key.NONE)
        .map(row -> read(id, Bytes.read(row.value())));
  }

  private static Report read(ReportId id, Bytes.Reader from) {
    return new Report(
        id,
        new AccountId(from.number()),
        new AccountId(from.number()),
        from.list(r -> new StatusId(r.number())),
        from.list(r -> new ExcerptId(r.number())),
        from.text(),
        category((int) from.number()),
        from.list(Bytes.Reader::text),
        from.flag(),
        from.version() < 2 ? Ids.timeOf(id.value()) : from.time(),
        from.version() < 3 ? List.of() : from.list(r -> new StoryId(r.number())));
  }

  /// Whom a report is about: that never changes, so it is read once.
  Optional<AccountId> about(ReportId id) {
    Optional<AccountId> known = Optional.ofNullable(abouts.getIfPresent(id));
    return known.isPresent() ? known : find(id).map(report -> kept(id, report.about()));
  }

  private AccountId kept(ReportId id, AccountId about) {
    abouts.put(id, about);
    return about;
  }

  List<ReportId> all(Page page) {
    return Pages.read(store, ALL, ONLY, page).stream()
        .map(row -> new ReportId(row.sk().downAt(0)))
        .toList();
  }

  /// Those that wait, the newest first; perhaps some that do not any more.
  List<ReportId> open(Page page) {
    return downwards(OPEN, ONLY, page).toList();
  }

  List<ReportId> about(AccountId account, Page page) {
    return downwards(ABOUT, Key.of(account.value()), page).toList();
  }

  private Stream<ReportId> downwards(Table table, Key pk, Page page) {
    Key from = Key.down(page.below() - 1);
    Key to = Key.down(page.above());
    return store.scan(table, pk, from, to, page.rowsMax(), Store.Order.ASCENDING).stream()
        .map(row -> new ReportId(row.sk().downAt(0)));
  }

  /// The newest.
  List<ReportId> by(AccountId reporter, int rowsMax) {
    return store.scan(BY, Key.of(reporter.value()), rowsMax).stream()
        .map(row -> new ReportId(row.sk().downAt(0)))
        .toList();
  }

  private static int number(Category category) {
    return switch (category) {
      case SPAM -> 0;
      case LEGAL -> 1;
      case VIOLATION -> 2;
      case OTHER -> 3;
    };
  }

  private static Category category(int number) {
    return switch (number) {
      case 0 -> Category.SPAM;
      case 1 -> Category.LEGAL;
      case 2 -> Category.VIOLATION;
      case 3 -> Category.OTHER;
      default -> throw new IllegalStateException("category " + number);
    };
  }
}
