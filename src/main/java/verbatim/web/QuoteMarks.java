package verbatim.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import verbatim.quotecheck.Span;
import verbatim.statements.Reports;
import verbatim.text.Block;
import verbatim.text.BlockHtml;
import verbatim.text.Run;

/// The marks that stand in an article's words where a quotation ends, each one click from the words
/// of its source. Names in quotation marks get none.
final class QuoteMarks {
  /// So many stand below an article; the others on the report's own page.
  private static final int SHOWN_MAX = 40;

  private final QuoteViews.Report report;
  private final Map<Integer, QuoteViews.Check> checks;
  private final NavigableMap<Integer, Span> ends = new TreeMap<>();
  private final String page;
  private final boolean isTooLong;
  private final Set<Integer> shown;

  /// @param some the blocks that are shown
  /// @param page where all of them stand
  QuoteMarks(Reports.Report made, QuoteViews.Report report, List<Block> some, String page) {
    this.report = report;
    this.isTooLong = made.isTooLong();
    this.page = page;
    checks =
        report.checks().stream()
            .filter(one -> !one.sign().equals("label"))
            .collect(Collectors.toMap(QuoteViews.Check::id, one -> one));
    for (Span span : made.check().spans()) {
      if (checks.containsKey(span.id())) {
        ends.put(span.utf16End(), span);
      }
    }
    shown =
        some.stream()
            .map(this::within)
            .flatMap(Collection::stream)
            .map(Span::id)
            .limit(SHOWN_MAX)
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Collection<Span> within(Block block) {
    return block.end() > block.start()
        ? ends.subMap(block.start(), false, block.end(), true).values()
        : List.of();
  }

  /// Nothing for a text without quotations.
  Optional<QuoteViews.InArticle> below() {
    if (report.quotations() == 0 && !isTooLong) {
      return Optional.empty();
    }
    List<QuoteViews.Check> some =
        report.checks().stream().filter(one -> shown.contains(one.id())).toList();
    var shorter =
        new QuoteViews.Report(
            report.counts(),
            some,
            report.told(),
            report.quotations(),
            report.checked(),
            report.known(),
            report.badge());
    return Optional.of(
        new QuoteViews.InArticle(shorter, some.size() < checks.size() ? page : "", isTooLong));
  }

  /// The words of a block with their marks.
  List<ArticleViews.Said> in(Block block) {
    record Cut(int at, QuoteViews.Check check) {}
    List<Cut> cuts =
        within(block).stream()
            .map(span -> new Cut(place(block, span.utf16End()), one(span)))
            .sorted(Comparator.comparingInt(Cut::at))
            .toList();
    var words = BlockHtml.cut(block, cuts.stream().map(Cut::at).toList());
    List<ArticleViews.Said> said = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      QuoteViews.Check check = cuts.get(i).check();
      said.add(
          new ArticleViews.Said(
              words.get(i),
              check.sign(),
              (shown.contains(check.id()) ? "" : page) + "#quotation-" + check.id(),
              check.id() + ". " + check.title()));
    }
    said.addAll(ArticleViews.Said.plain(words.getLast()));
    return said;
  }

  private QuoteViews.Check one(Span span) {
    return Objects.requireNonNull(checks.get(span.id()));
  }

  /// The place in the block's words after which the raw text goes on here, and after the quotation
  /// mark that closes there.
  private static int place(Block block, int raw) {
    int before = 0;
    int at = 0;
    for (Run run : block.runs()) {
      int length = run.text().length();
      if (raw <= run.start()) {
        break;
      }
      at = before + (run.isLetterForLetter() ? Math.min(length, raw - run.start()) : length);
      before += length;
    }
    String text = block.text();
    while (at < text.length() && isMark(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isMark(char letter) {
    int type = Character.getType(letter);
    return letter == '"'
        || letter == '\''
        || type == Character.FINAL_QUOTE_PUNCTUATION
        || type == Character.INITIAL_QUOTE_PUNCTUATION;
  }
}
