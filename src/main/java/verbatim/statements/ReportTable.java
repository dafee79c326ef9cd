package verbatim.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Verdict;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How reports of published articles lie in the store.
///
///     quote_report  article  part          → what was found, so many quotations a row
///     quoted_in     source   article       → how the source was then: it quotes this, or shows it,
///                                            or has words of somebody
///     quotes_of     article  source        → the same from the article's side
///     source_told   writer   day, source   → mark: he was told
///     quoted_told   quoted   article       → mark: he was told that it differs from what he said
final class ReportTable {
  private static final Table REPORT = Table.plain("quote_report");
  private static final Table QUOTED = Table.plain("quoted_in");
  private static final Table QUOTES = Table.plain("quotes_of");
  private static final Table TOLD = Table.plain("source_told");
  private static final Table QUOTED_TOLD = Table.plain("quoted_told");
  private static final byte[] MARK = {1};
  private static final int PER_ROW = 500;
  private static final int ROWS_MAX = 100;
  private static final String BY = "by-";
  private static final Key END = Key.of(Long.MAX_VALUE);

  /// No letter begins with this byte.
  private static final Key AFTER_TEXTS = Key.NONE.andByte(0xff);

  private final Store store;

  /// What was found. Of words of others it holds nothing, only where they were.
  ///
  /// @param version of the article
  /// @param at when that was written
  /// @param isTooLong it could not be checked
  /// @param people whom its words name
  /// @param embeds how each of the embeds that it shows was, by its number
  record Kept(
      int version,
      Instant at,
      boolean isTooLong,
      List<AccountId> people,
      Map<Integer, String> embeds,
      List<Judged> judged) {
    Kept {
      people = List.copyOf(people);
      embeds = Map.copyOf(embeds);
      judged = List.copyOf(judged);
    }

    boolean saysTheSame(Kept other) {
      return version == other.version
          && isTooLong == other.isTooLong
          && people.equals(other.people)
          && embeds.equals(other.embeds)
          && judged.equals(other.judged);
    }
  }

  ReportTable(Store store) {
    this.store = store;
  }

  /// Words that somebody is said to have said.
  static String words(AccountId speaker, String text) {
    return "words-" + speaker + "-" + Folding.hash(text);
  }

  /// What follows the standing and the wishes of an account.
  static String by(AccountId account) {
    return BY + account;
  }

  static boolean isBy(String source) {
    return source.startsWith(BY);
  }

  /// What follows what an article shows of elsewhere.
  static String article(ArticleId id) {
    return "article-" + id;
  }

  /// In the article's turn, like [#clear].
  ///
  /// @param sources what it hangs on, and how that is now
  /// @param before the same as it is filed
  List<Op> put(ArticleId id, Kept kept, Map<String, String> sources, Map<String, String> before) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.deleteRange(REPORT, Key.of(id.value()), Key.of(0), END));
    Set<String> gone = new LinkedHashSet<>(before.keySet());
    gone.removeAll(sources.keySet());
    ops.addAll(drop(id, gone));
    int part = 0;
    for (int from = 0; from == 0 || from < kept.judged().size(); from += PER_ROW) {
      List<Judged> some =
          kept.judged().subList(from, Math.min(kept.judged().size(), from + PER_ROW));
      boolean isFirst = part == 0;
      ops.add(
          Op.put(
              REPORT,
              Key.of(id.value()),
              Key.of(part++),
              Bytes.write(1)
                  .number(kept.version())
                  .time(kept.at())
                  .flag(kept.isTooLong())
                  .list(isFirst ? kept.people() : List.of(), (to, who) -> to.number(who.value()))
                  .list(
                      isFirst ? List.copyOf(kept.embeds().entrySet()) : List.of(),
                      (to, embed) -> to.number(embed.getKey()).text(embed.getValue()))
                  .list(some, ReportTable::write)
                  .done()));
    }
    sources.forEach(
        (source, stand) -> {
          if (!stand.equals(before.get(source))) {
            byte[] value = Bytes.write(1).text(stand).done();
            ops.add(Op.put(QUOTED, Key.of(source), Key.of(id.value()), value));
            ops.add(Op.put(QUOTES, Key.of(id.value()), Key.of(source), value));
          }
        });
    return ops;
  }

  /// Nothing of it stays.
  List<Op> clear(ArticleId id) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.deleteRange(REPORT, Key.of(id.value()), Key.of(0), END));
    ops.addAll(drop(id, quoted(id).keySet()));
    return ops;
  }

  private static List<Op> drop(ArticleId id, Set<String> sources) {
    List<Op> ops = new ArrayList<>();
    for (String source : sources) {
      ops.add(Op.delete(QUOTED, Key.of(source), Key.of(id.value())));
      ops.add(Op.delete(QUOTES, Key.of(id.value()), Key.of(source)));
    }
    return ops;
  }

  /// What it hung on when it was last looked at, and how that was.
  Map<String, String> quoted(ArticleId id) {
    Map<String, String> all = new LinkedHashMap<>();
    Key from = Key.NONE;
    List<Row> rows;
    do {
      rows =
          store.scan(QUOTES, Key.of(id.value()), from, AFTER_TEXTS, PER_ROW, Store.Order.ASCENDING);
      rows.forEach(row -> all.put(row.sk().textAt(0), Bytes.read(row.value()).text()));
      if (!rows.isEmpty()) {
        from = rows.getLast().sk().andByte(0);
      }
    } while (rows.size() == PER_ROW);
    return all;
  }

  private static void write(Bytes.Writer to, Judged one) {
    to.number(one.start())
        .number(one.end())
        .text(one.verdict().word())
        .text(one.severity().word())
        .text(one.source())
        .flag(one.isEarlier())
        .time(one.since())
        .optional(
            one.before(),
            (before, was) ->
                before
                    .text(was.verdict().word())
                    .text(was.severity().word())
                    .text(was.source())
                    .time(was.at()));
  }

  Optional<Kept> find(ArticleId id) {
    List<Row> rows = store.scan(REPORT, Key.of(id.value()), ROWS_MAX);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Judged> judged = new ArrayList<>();
    List<AccountId> people = new ArrayList<>();
    Map<Integer, String> embeds = new LinkedHashMap<>();
    int version = 0;
    Instant at = Instant.EPOCH;
    boolean isTooLong = false;
    for (Row row : rows) {
      Bytes.Reader from = Bytes.read(row.value());
      version = (int) from.number();
      at = from.time();
      isTooLong = from.flag();
      people.addAll(from.list(who -> new AccountId(who.number())));
      from.list(embed -> Map.entry((int) embed.number(), embed.text()))
          .forEach(embed -> embeds.put(embed.getKey(), embed.getValue()));
      judged.addAll(from.list(ReportTable::read));
    }
    return Optional.of(new Kept(version, at, isTooLong, people, embeds, judged));
  }

  private static Judged read(Bytes.Reader from) {
    int start = (int) from.number();
    int end = (int) from.number();
    return new Judged(
        start,
        end,
        verdict(from.text()),
        severity(from.text()),
        from.text(),
        from.flag(),
        from.time(),
        from.optional(
            before ->
                new Judged.Before(
                    verdict(before.text()),
                    severity(before.text()),
                    before.text(),
                    before.time())));
  }

  private static Verdict verdict(String word) {
    return Arrays.stream(Verdict.values())
        .filter(one -> one.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  private static Severity severity(String word) {
    return Arrays.stream(Severity.values())
        .filter(one -> one.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  /// An article that hung on something, and how that was.
  record Quoting(ArticleId article, String stand) {}

  /// Articles that hung on this when they were last looked at, those after `after`.
  List<Quoting> quoting(String source, ArticleId after, int rowsMax) {
    return store
        .scan(
            QUOTED, Key.of(source), Key.of(after.value() + 1), END, rowsMax, Store.Order.ASCENDING)
        .stream()
        .map(row -> new Quoting(new ArticleId(row.sk().longAt(0)), Bytes.read(row.value()).text()))
        .toList();
  }

  /// @param to a writer, or an article: then those who keep stories with it
  boolean wasTold(long to, String source, long day) {
    return store.get(TOLD, Key.of(to), Key.of(day).and(source)).isPresent();
  }

  /// What was told on other days is of no use any more.
  static List<Op> told(long to, Set<String> sources, long day) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.deleteRange(TOLD, Key.of(to), Key.of(0), Key.of(day)));
    sources.forEach(source -> ops.add(Op.put(TOLD, Key.of(to), Key.of(day).and(source), MARK)));
    return ops;
  }

  /// Whether he knows that this article quotes him otherwise than he said it.
  boolean knows(AccountId quoted, ArticleId article) {
    return store.get(QUOTED_TOLD, Key.of(quoted.value()), Key.of(article.value())).isPresent();
  }

  static Op knowing(AccountId quoted, ArticleId article) {
    return Op.put(QUOTED_TOLD, Key.of(quoted.value()), Key.of(article.value()), MARK);
  }

  /// All that was told to an account that is no more, or of an article.
  static List<Op> forgetTold(long to) {
    return List.of(
        Op.deleteRange(TOLD, Key.of(to), Key.of(0), END),
        Op.deleteRange(QUOTED_TOLD, Key.of(to), Key.of(0), END));
  }
}
