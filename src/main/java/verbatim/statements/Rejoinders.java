package verbatim.statements;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatementId;
import verbatim.kernel.Turns;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Span;
import verbatim.quotecheck.Verdict;
import verbatim.relations.Viewer;
import verbatim.store.Op;

/// "I said: …": whoever a published article quotes says beside the quotation what he said, signed.
/// Whoever writes the article is told and cannot take it away; he himself can, and moderators.
public final class Rejoinders {
  /// More than an article has quotations.
  private static final int ROWS_MAX = 2_000;

  private final Statements.Ground ground;
  private final Articles articles;
  private final Reports reports;
  private final RejoinderTable table;
  private final Turns turns = new Turns();

  Rejoinders(Statements.Ground ground, Articles articles, Reports reports) {
    this.ground = ground;
    this.articles = articles;
    this.reports = reports;
    this.table = new RejoinderTable(ground.store());
  }

  /// Whoever says something again about the same quotation says it in the place of what he said.
  ///
  /// @param span number of the quotation in the report that he looked at
  /// @param sha256 of what that report is about: another text has other numbers
  /// @throws Refused Invalid, NotFound, Forbidden (he is not quoted there), Conflict (it is another
  ///     text by now)
  public Rejoinder attach(AccountId who, ArticleId id, int span, String sha256, String text) {
    ground.mayDo().act(who);
    String words = Texts.words("text", text, ground.limits().statements().noteCharactersMax());
    Reports.Report seen = reports.published(Viewer.of(who), id);
    Span quotation = quoted(who, seen.check(), span, sha256);
    String hash = Folding.hash(quotation.text());
    Instant now = ground.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    return turns.take(
        id.value(),
        () -> {
          Article article =
              articles.find(id).filter(Article::isPublished).orElseThrow(Refusal::notFound);
          if (article.versions() != seen.version()) {
            throw changed();
          }
          var unsigned =
              new Rejoinder(
                  new StatementId(ground.ids().next()),
                  article.id(),
                  who,
                  hash,
                  quotation.text(),
                  articles.current(article).sha256OfAll(),
                  words,
                  now,
                  Optional.empty());
          Rejoinder rejoinder = unsigned.with(ground.signing().sign(who, unsigned.signed()));
          List<Op> ops = new ArrayList<>();
          table.of(id, ROWS_MAX).stream()
              .filter(one -> one.by().equals(who) && one.quotation().equals(hash))
              .forEach(before -> ops.addAll(RejoinderTable.delete(before)));
          ops.addAll(RejoinderTable.put(rejoinder));
          ground.write(ops, new StatementEvent.Rejoined(id, rejoinder.id(), who));
          return rejoinder;
        });
  }

  private static Span quoted(AccountId who, QuoteCheck check, int span, String sha256) {
    if (!check.sha256().equals(sha256)) {
      throw changed();
    }
    Span quotation =
        check.spans().stream()
            .filter(one -> one.id() == span)
            .findFirst()
            .orElseThrow(Refusal::notFound);
    if (!isQuoted(who, quotation)) {
      throw Refusal.forbidden("Only whoever is quoted may say here what he said");
    }
    return quotation;
  }

  private static Refused changed() {
    return new Refused(
        new Refusal.Conflict("The article was changed meanwhile; look at its report again"));
  }

  /// Whether these are said to be his words.
  public static boolean isQuoted(AccountId who, Span quotation) {
    return quotation.verdict() != Verdict.LABEL
        && quotation.speaker().account().filter(who::equals).isPresent();
  }

  /// What stands, whoever asks.
  public Optional<Rejoinder> find(ArticleId article, StatementId id) {
    return table.find(article, id).filter(this::stands);
  }

  private boolean stands(Rejoinder one) {
    return ground.isThere(one.by());
  }

  boolean isAny(ArticleId article) {
    return !table.of(article, 1).isEmpty();
  }

  /// What stands beside the quotations of a report, by their numbers.
  Map<Integer, Rejoinder> beside(ArticleId id, QuoteCheck check) {
    List<Rejoinder> all = table.of(id, ROWS_MAX).stream().filter(this::stands).toList();
    Map<Integer, Rejoinder> beside = new LinkedHashMap<>();
    if (!all.isEmpty()) {
      for (Span span : check.spans()) {
        String hash = Folding.hash(span.text());
        all.stream()
            .filter(one -> one.quotation().equals(hash) && isQuoted(one.by(), span))
            .forEach(one -> beside.put(span.id(), one));
      }
    }
    return beside;
  }

  /// @throws Refused NotFound, also for everybody but whose words they are
  public void withdraw(AccountId who, ArticleId article, StatementId id) {
    drop(
        table.find(article, id).filter(one -> one.by().equals(who)).orElseThrow(Refusal::notFound));
  }

  /// By the moderators, who have written down that they do it.
  ///
  /// @param place see [Rejoinder#place]
  public void remove(String place) {
    String[] parts = place.split("/", 2);
    Optional<ArticleId> article = ArticleId.parse(parts[0]);
    Optional<StatementId> id = parts.length < 2 ? Optional.empty() : StatementId.parse(parts[1]);
    if (article.isPresent() && id.isPresent()) {
      table.find(article.get(), id.get()).ifPresent(this::drop);
    }
  }

  private void drop(Rejoinder one) {
    ground.store().journalledBatch(RejoinderTable.delete(one));
  }

  /// Of an article that nobody reads any more.
  static List<Op> forgotten(RejoinderTable table, ArticleId article) {
    return table.of(article, ROWS_MAX).stream()
        .flatMap(one -> RejoinderTable.delete(one).stream())
        .toList();
  }

  /// Of an account that is no more.
  static boolean forgetSome(Statements.Ground ground, AccountId account, int rowsMax) {
    List<Rejoinder> some = new RejoinderTable(ground.store()).by(account, rowsMax);
    some.forEach(one -> ground.store().journalledBatch(RejoinderTable.delete(one)));
    return !some.isEmpty();
  }
}
