package verbatim.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Sha256;
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
///     quoted_in     source   article       → mark: it quotes this, or has these words of somebody
///     quotes_of     article  source        → mark: the same from the article's side, to clear it
///     source_told   article  source, day   → mark: its writers were told
final class ReportTable {
  private static final Table REPORT = Table.plain("quote_report");
  private static final Table QUOTED = Table.plain("quoted_in");
  private static final Table QUOTES = Table.plain("quotes_of");
  private static final Table TOLD = Table.plain("source_told");
  private static final byte[] MARK = {1};
  private static final int PER_ROW = 500;
  private static final int ROWS_MAX = 100;
  private static final Key END = Key.of(Long.MAX_VALUE);

  /// No letter begins with this byte.
  private static final Key AFTER_TEXTS = Key.NONE.andByte(0xff);

  private final Store store;

  /// @param version of the article
  record Kept(int version, Instant at, List<Judged> judged) {}

  ReportTable(Store store) {
    this.store = store;
  }

  static String source(String kind, String id) {
    return kind + "-" + id;
  }

  /// Words that somebody is said to have said.
  static String words(AccountId speaker, String text) {
    return "words-" + speaker + "-" + Sha256.hex(String.join(" ", Folding.words(text)));
  }

  /// In the article's turn, like [#clear].
  List<Op> put(ArticleId id, Kept kept, Set<String> sources) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.deleteRange(REPORT, Key.of(id.value()), Key.of(0), END));
    Set<String> gone = quoted(id);
    gone.removeAll(sources);
    ops.addAll(drop(id, gone));
    int part = 0;
    for (int from = 0; from == 0 || from < kept.judged().size(); from += PER_ROW) {
      List<Judged> some =
          kept.judged().subList(from, Math.min(kept.judged().size(), from + PER_ROW));
      ops.add(
          Op.put(
              REPORT,
              Key.of(id.value()),
              Key.of(part++),
              Bytes.write(1)
                  .number(kept.version())
                  .time(kept.at())
                  .list(some, ReportTable::write)
                  .done()));
    }
    for (String source : new LinkedHashSet<>(sources)) {
      ops.add(Op.put(QUOTED, Key.of(source), Key.of(id.value()), MARK));
      ops.add(Op.put(QUOTES, Key.of(id.value()), Key.of(source), MARK));
    }
    return ops;
  }

  /// Nothing of it stays, nor that it was ever told.
  List<Op> clear(ArticleId id) {
    Set<String> all = quoted(id);
    List<Op> ops = new ArrayList<>();
    ops.add(Op.deleteRange(REPORT, Key.of(id.value()), Key.of(0), END));
    ops.add(Op.deleteRange(TOLD, Key.of(id.value()), Key.NONE, AFTER_TEXTS));
    ops.addAll(drop(id, all));
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

  /// What it quoted when it was last looked at.
  private Set<String> quoted(ArticleId id) {
    Set<String> all = new LinkedHashSet<>();
    Key from = Key.NONE;
    List<Row> rows;
    do {
      rows =
          store.scan(QUOTES, Key.of(id.value()), from, AFTER_TEXTS, PER_ROW, Store.Order.ASCENDING);
      rows.forEach(row -> all.add(row.sk().textAt(0)));
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
                before.text(was.verdict().word()).text(was.severity().word()).time(was.at()));
  }

  Optional<Kept> find(ArticleId id) {
    List<Row> rows = store.scan(REPORT, Key.of(id.value()), ROWS_MAX);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Judged> judged = new ArrayList<>();
    int version = 0;
    Instant at = Instant.EPOCH;
    for (Row row : rows) {
      Bytes.Reader from = Bytes.read(row.value());
      version = (int) from.number();
      at = from.time();
      judged.addAll(from.list(ReportTable::read));
    }
    return Optional.of(new Kept(version, at, List.copyOf(judged)));
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
                new Judged.Before(verdict(before.text()), severity(before.text()), before.time())));
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

  /// Articles that quoted this when they were last looked at.
  List<ArticleId> quoting(String source, int rowsMax) {
    return store.scan(QUOTED, Key.of(source), rowsMax).stream()
        .map(row -> new ArticleId(row.sk().longAt(0)))
        .toList();
  }

  boolean wasTold(ArticleId id, String source, long day) {
    return store.get(TOLD, Key.of(id.value()), Key.of(source).and(day)).isPresent();
  }

  static Op told(ArticleId id, String source, long day) {
    return Op.put(TOLD, Key.of(id.value()), Key.of(source).and(day), MARK);
  }
}
