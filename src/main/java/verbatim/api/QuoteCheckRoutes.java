package verbatim.api;

import static verbatim.access.Scope.READ_ARTICLES;
import static verbatim.access.Scope.WRITE_ARTICLES;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import verbatim.articles.Articles;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatementId;
import verbatim.relations.Viewer;
import verbatim.statements.Checks;
import verbatim.statements.Rejoinder;
import verbatim.statements.Reports;
import verbatim.text.Blocks;
import verbatim.text.Markup;
import verbatim.text.Written;

/// Checking the quotations of a text that somebody brings, or of an article.
final class QuoteCheckRoutes {
  /// A text of two megabytes, and what it shows of others.
  private static final long CHECK_BYTES_MAX = 5L << 20;

  private final Checks checks;
  private final Reports reports;
  private final Articles articles;
  private final StatementJson statementJson;

  QuoteCheckRoutes(Checks checks, Reports reports, Articles articles, StatementJson statementJson) {
    this.checks = checks;
    this.reports = reports;
    this.articles = articles;
    this.statementJson = statementJson;
  }

  List<Route> routes() {
    Access read = Access.user(READ_ARTICLES);
    return List.of(
        Route.post("/api/v1/quotecheck", read, this::check, "check the quotations of a text")
            .takesTexts(CHECK_BYTES_MAX)
            .limited(RateLimits.Bucket.CHECKS),
        Route.get(
                "/api/v1/articles/:id/quotecheck",
                read,
                this::ofArticle,
                "the quotations of an article")
            .limited(RateLimits.Bucket.CHECKS),
        Route.post(
                "/api/v1/articles/:id/quotecheck/:number/use",
                Access.user(WRITE_ARTICLES),
                this::use,
                "takes the words of the source")
            .limited(RateLimits.Bucket.CHECKS),
        Route.post(
                "/api/v1/articles/:id/quotecheck/:number/said",
                Access.user(WRITE_ARTICLES),
                this::say,
                "says beside a quotation what one said")
            .limited(RateLimits.Bucket.CHECKS),
        Route.get(
                "/articles/:id/said/:said",
                Access.optional(READ_ARTICLES),
                this::said,
                "what somebody says beside a quotation, to be checked")
            .accepting("application/json"),
        Route.delete(
            "/api/v1/articles/:id/said/:said",
            Access.user(WRITE_ARTICLES),
            this::withdraw,
            "takes back what one said beside a quotation"));
  }

  private Answer check(Request request) {
    Params params = request.params();
    List<Markup> brought =
        Stream.of(Markup.values()).filter(markup -> params.has(markup.word())).toList();
    if (brought.size() != 1) {
      throw Refusal.invalid("text", "ERR_BLANK", "Bring a text, as text, html or markdown");
    }
    Markup markup = brought.getFirst();
    String raw = Written.whole(markup.word(), params.text(markup.word(), ""));
    List<Checks.Embedded> embeds = new ArrayList<>();
    for (Params embed : params.objects("embeds")) {
      embeds.add(new Checks.Embedded(embed.text("text", ""), embed.text("author", "")));
    }
    JsonWriter json = new JsonWriter(16_384);
    QuoteCheckJson.write(checks.check(Blocks.read(markup, raw), embeds), json);
    return Answer.json(json).privately();
  }

  /// Whoever writes it gets what is being worked on, unless he asks for what readers see.
  private Answer ofArticle(Request request) {
    ArticleId id = request.id("id", ArticleId::parse);
    AccountId me = Looking.me(request);
    boolean isDraft =
        !request.params().flag("published", false)
            && articles.find(id).filter(article -> articles.mayWrite(me, article)).isPresent();
    Reports.Report report =
        isDraft ? reports.working(me, id) : reports.published(Viewer.of(me), id);
    return answer(report);
  }

  /// Answers the report on what is worked on from then on.
  private Answer use(Request request) {
    ArticleId id = request.id("id", ArticleId::parse);
    AccountId me = Looking.me(request);
    int number = (int) request.id("number", ArticleId::parse).value();
    var _ = reports.useSource(me, id, number, request.params().text("sha256", ""));
    return answer(reports.working(me, id));
  }

  private Answer say(Request request) {
    Params params = request.params();
    Rejoinder said =
        reports
            .rejoinders()
            .attach(
                Looking.me(request),
                request.id("id", ArticleId::parse),
                (int) request.id("number", ArticleId::parse).value(),
                params.text("sha256", ""),
                params.text("text", ""));
    JsonWriter json = new JsonWriter(1_024);
    QuoteCheckJson.write(said, json);
    return Answer.json(json).privately();
  }

  /// All that is needed to check it without this server, but the key, which the actor has.
  private Answer said(Request request) {
    Rejoinder said =
        reports
            .beside(
                Looking.viewer(request),
                request.id("id", ArticleId::parse),
                request.id("said", StatementId::parse))
            .rejoinder();
    return Answer.json(statementJson.checkable(new JsonWriter(), said))
        .header("Vary", "Accept")
        .privately();
  }

  private Answer withdraw(Request request) {
    reports
        .rejoinders()
        .withdraw(
            Looking.me(request),
            request.id("id", ArticleId::parse),
            request.id("said", StatementId::parse));
    return Answer.empty();
  }

  private static Answer answer(Reports.Report report) {
    JsonWriter json = new JsonWriter(16_384);
    QuoteCheckJson.write(report, json);
    return Answer.json(json).privately();
  }
}
