package verbatim.articles;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Ids;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.text.Tags;

/// How articles lie on disk. The raw body lies in rows of its own, in pieces, so that it is written
/// in one batch with what is said of it: there is never one without the other, and what is erased
/// is erased like any row.
final class ArticleTable {
  /// Article → all but its words.
  private static final Table HEADS = Table.plain("article");

  /// Article | version → what is said beside the body.
  private static final Table VERSIONS = Table.plain("article_version");

  /// Article | version, piece → bytes of the body.
  private static final Table RAW = Table.plain("article_raw");

  /// Account | article: it owns it, began it, or signs it.
  private static final Table OF = Table.plain("article_of");

  /// Account | status → article: published ones that it owns or signs.
  private static final Table SHOWN = Table.plain("article_shown");

  /// Year | status → article: all published ones.
  private static final Table NEWEST = Table.plain("article_newest");

  /// Topic | status → article: published ones; which topics it has now is asked at reading.
  private static final Table TOPIC = Table.plain("article_topic");

  /// Status → the article that it carries.
  private static final Table CARRIED = Table.plain("article_carried");

  /// Article | status → who took it back among his drafts, and when.
  private static final Table WITHDRAWN = Table.plain("article_withdrawn");

  /// Status → the article that it carried before it was withdrawn.
  private static final Table FORMER = Table.plain("article_former");

  private static final int WITHDRAWALS_MAX = 100;
  private static final int PIECE_BYTES = 60_000;
  private static final int PIECES_MAX = 100;
  private static final int FIRST_YEAR = 2016;
  private static final byte[] YES = {1};

  private final Store store;

  ArticleTable(Store store) {
    this.store = store;
  }

  private static Key pk(ArticleId id) {
    return Key.of(id.value());
  }

  // ---- heads

  static Op put(Article article) {
    return Op.put(HEADS, pk(article.id()), Key.NONE, ArticleBytes.write(article));
  }

  Optional<Article> find(ArticleId id) {
    return store.get(HEADS, pk(id), Key.NONE).map(row -> ArticleBytes.article(id, row.value()));
  }

  // ---- versions

  static List<Op> put(Version version) {
    List<Op> ops = new ArrayList<>();
    ops.add(
        Op.put(
            VERSIONS,
            pk(version.article()),
            Key.of(version.number()),
            ArticleBytes.write(version)));
    ops.add(forgetRaw(version.article(), version.number()));
    byte[] raw = version.words().body().getBytes(StandardCharsets.UTF_8);
    for (int from = 0, piece = 0; from < raw.length; from += PIECE_BYTES, piece++) {
      byte[] some = Arrays.copyOfRange(raw, from, Math.min(raw.length, from + PIECE_BYTES));
      ops.add(Op.put(RAW, pk(version.article()), Key.of(version.number()).andByte(piece), some));
    }
    return ops;
  }

  private static Op forgetRaw(ArticleId id, int number) {
    Key of = Key.of(number);
    return Op.deleteRange(RAW, pk(id), of, of.afterPrefix());
  }

  static List<Op> forget(ArticleId id, int number) {
    return List.of(Op.delete(VERSIONS, pk(id), Key.of(number)), forgetRaw(id, number));
  }

  Optional<Version> version(ArticleId id, int number) {
    return store
        .get(VERSIONS, pk(id), Key.of(number))
        .map(row -> ArticleBytes.version(id, number, row.value(), raw(id, number)));
  }

  /// Without its body, of which it has the hash.
  Optional<Version> head(ArticleId id, int number) {
    return store
        .get(VERSIONS, pk(id), Key.of(number))
        .map(row -> ArticleBytes.version(id, number, row.value(), ""));
  }

  private String raw(ArticleId id, int number) {
    Key of = Key.of(number);
    var bytes = new ByteArrayOutputStream();
    store
        .scan(RAW, pk(id), of, of.afterPrefix(), PIECES_MAX, Store.Order.ASCENDING)
        .forEach(row -> bytes.writeBytes(row.value()));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  static List<Op> forget(Article article) {
    Key pk = pk(article.id());
    Key all = Key.of(Long.MAX_VALUE);
    List<Op> ops = new ArrayList<>();
    ops.add(Op.delete(HEADS, pk, Key.NONE));
    ops.add(Op.deleteRange(VERSIONS, pk, Key.NONE, all));
    ops.add(Op.deleteRange(RAW, pk, Key.NONE, all));
    ops.add(not(article.owner(), article.id()));
    ops.add(not(article.writer(), article.id()));
    article.byline().forEach(by -> ops.add(not(by.account(), article.id())));
    ops.addAll(hidden(article));
    return ops;
  }

  // ---- withdrawn

  static List<Op> withdrawn(ArticleId id, StatusId status, AccountId by, Instant at) {
    return List.of(
        Op.put(
            WITHDRAWN,
            pk(id),
            Key.down(status.value()),
            Bytes.write(1).number(by.value()).time(at).done()),
        Op.put(FORMER, Key.of(status.value()), Key.NONE, Bytes.write(1).number(id.value()).done()));
  }

  /// The last time.
  Optional<Withdrawal> withdrawal(ArticleId id) {
    return store.scan(WITHDRAWN, pk(id), 1).stream()
        .map(row -> Bytes.read(row.value()))
        .map(from -> new Withdrawal(id, new AccountId(from.number()), from.time()))
        .findFirst();
  }

  Optional<ArticleId> formerlyIn(StatusId status) {
    return store
        .get(FORMER, Key.of(status.value()), Key.NONE)
        .map(row -> new ArticleId(Bytes.read(row.value()).number()));
  }

  /// That it was ever there is erased with it.
  List<Op> forgetWithdrawals(ArticleId id) {
    List<Op> ops = new ArrayList<>();
    Key to = Key.of(Long.MAX_VALUE);
    List<Row> rows;
    do {
      rows = store.scan(WITHDRAWN, pk(id), Key.NONE, to, WITHDRAWALS_MAX, Store.Order.DESCENDING);
      for (Row row : rows) {
        ops.add(Op.delete(WITHDRAWN, pk(id), row.sk()));
        ops.add(Op.delete(FORMER, Key.of(row.sk().downAt(0)), Key.NONE));
        to = row.sk();
      }
    } while (rows.size() == WITHDRAWALS_MAX);
    return ops;
  }

  // ---- lists

  static Op of(AccountId account, ArticleId id) {
    return Op.put(OF, Key.of(account.value()), Key.down(id.value()), YES);
  }

  static Op not(AccountId account, ArticleId id) {
    return Op.delete(OF, Key.of(account.value()), Key.down(id.value()));
  }

  List<ArticleId> of(AccountId account, Page page) {
    return Pages.read(store, OF, Key.of(account.value()), page).stream()
        .map(row -> new ArticleId(row.sk().downAt(0)))
        .toList();
  }

  /// The rows by which a published article is found.
  static List<Op> shown(Article article) {
    StatusId status = article.status().orElseThrow();
    byte[] value = Bytes.write(1).number(article.id().value()).done();
    List<Op> ops = new ArrayList<>();
    ops.add(Op.put(CARRIED, Key.of(status.value()), Key.NONE, value));
    ops.add(Op.put(NEWEST, year(status), Key.down(status.value()), value));
    ops.add(Op.put(SHOWN, Key.of(article.owner().value()), Key.down(status.value()), value));
    article
        .signed()
        .forEach(by -> ops.add(Op.put(SHOWN, Key.of(by.value()), Key.down(status.value()), value)));
    return ops;
  }

  static List<Op> hidden(Article article) {
    List<Op> ops = new ArrayList<>();
    if (article.status().isPresent()) {
      StatusId status = article.status().get();
      ops.add(Op.delete(CARRIED, Key.of(status.value()), Key.NONE));
      ops.add(Op.delete(NEWEST, year(status), Key.down(status.value())));
      ops.add(hidden(article.owner(), status));
      article.byline().forEach(by -> ops.add(hidden(by.account(), status)));
    }
    return ops;
  }

  /// The rows by which it is found under its topics.
  ///
  /// @param were those of the version before; of nothing new for an article that goes
  static List<Op> topics(Article article, List<String> were, List<String> are) {
    List<Op> ops = new ArrayList<>();
    if (article.status().isPresent()) {
      Key sk = Key.down(article.status().get().value());
      byte[] value = Bytes.write(1).number(article.id().value()).done();
      Set<String> keys = keys(are);
      keys(were).stream()
          .filter(key -> !keys.contains(key))
          .forEach(key -> ops.add(Op.delete(TOPIC, Key.of(key), sk)));
      keys.forEach(key -> ops.add(Op.put(TOPIC, Key.of(key), sk, value)));
    }
    return ops;
  }

  private static Set<String> keys(List<String> topics) {
    return topics.stream().map(Tags::topic).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  List<Listed> ofTopic(String topic, Page page) {
    return Pages.read(store, TOPIC, Key.of(topic), page).stream()
        .map(ArticleTable::listed)
        .toList();
  }

  static Op hidden(AccountId account, StatusId status) {
    return Op.delete(SHOWN, Key.of(account.value()), Key.down(status.value()));
  }

  /// A row of a list of published articles.
  record Listed(long status, ArticleId article) {}

  List<Listed> shown(AccountId account, Page page) {
    return Pages.read(store, SHOWN, Key.of(account.value()), page).stream()
        .map(ArticleTable::listed)
        .toList();
  }

  List<Listed> newest(Page page, int yearNow) {
    return byYear(store, NEWEST, page, yearNow).stream().map(ArticleTable::listed).toList();
  }

  /// Rows of a table that has a partition for each year, the newest first.
  static List<Row> byYear(Store store, Table table, Page page, int yearNow) {
    List<Row> found = new ArrayList<>();
    int last = page.below() == Long.MAX_VALUE ? yearNow : Math.min(yearNow, yearOf(page.below()));
    for (int year = last; year >= FIRST_YEAR && found.size() < page.rowsMax(); year--) {
      var rest = new Page(page.below(), page.above(), false, page.rowsMax() - found.size());
      found.addAll(Pages.read(store, table, Key.of(year), rest));
    }
    return found;
  }

  private static Listed listed(Row row) {
    return new Listed(row.sk().downAt(0), new ArticleId(Bytes.read(row.value()).number()));
  }

  Optional<ArticleId> carriedBy(StatusId status) {
    return store
        .get(CARRIED, Key.of(status.value()), Key.NONE)
        .map(row -> new ArticleId(Bytes.read(row.value()).number()));
  }

  private static Key year(StatusId status) {
    return Key.of(yearOf(status.value()));
  }

  static int yearOf(long id) {
    return Ids.timeOf(id).atZone(ZoneOffset.UTC).getYear();
  }
}
