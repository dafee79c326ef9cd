package verbatim.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import verbatim.accounts.Standing;
import verbatim.articles.Article;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatementId;
import verbatim.quotecheck.QuoteCheck;
import verbatim.statements.Checks;
import verbatim.statements.Rejoinder;
import verbatim.statements.Reports;
import verbatim.text.Blocks;
import verbatim.text.Markup;
import verbatim.text.Written;

/// Checking the quotations of a text that somebody brings, or of an article.
final class QuotePages {
  /// A text of two megabytes as a form sends it.
  private static final long TEXT_BYTES_MAX = 8L << 20;

  private static final int EMBEDS_MIN = 3;
  private static final Pattern HTML =
      Pattern.compile(
          "</(?:p|div|article|body|html|section|h[1-6]|blockquote|ul|a)\\s*>",
          Pattern.CASE_INSENSITIVE);

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Web.Quoting quoting;
  private final QuoteReports reports;

  QuotePages(Templates templates, Forms forms, Web.Words words, Web.Quoting quoting) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.quoting = quoting;
    this.reports =
        new QuoteReports(words.accounts(), quoting.statements().questions(), words.limits());
  }

  List<Route> routes() {
    return List.of(
        Route.get("/quotecheck", Access.session(), this::sheet, "checking a text"),
        Route.post("/quotecheck", Access.session(), this::check, "the report on a text")
            .takesTexts(TEXT_BYTES_MAX)
            .limited(RateLimits.Bucket.CHECKS),
        Route.get(
            "/articles/:id/quotecheck",
            Access.browser(),
            this::ofArticle,
            "the quotations of an article"),
        // Each look is a check of up to two megabytes.
        Route.get(
                "/articles/:id/quotecheck/working",
                Access.session(),
                this::ofWorking,
                "the quotations of what is being worked on")
            .limited(RateLimits.Bucket.CHECKS),
        Route.post(
                "/articles/:id/quotecheck/:number/use",
                Access.session(),
                this::use,
                "takes the words of the source")
            .limited(RateLimits.Bucket.CHECKS),
        Route.post(
                "/articles/:id/quotecheck/:number/said",
                Access.session(),
                this::say,
                "says beside a quotation what one said")
            .limited(RateLimits.Bucket.CHECKS),
        Route.get(
            "/articles/:id/said/:said",
            Access.browser(),
            this::said,
            "leads to what somebody says beside a quotation"),
        Route.post(
            "/articles/:id/said/:said/withdraw", Access.session(), this::withdraw, "takes it back"),
        Route.post(
            "/articles/:id/said/:said/remove",
            Access.desk(Standing.Role.MODERATOR),
            this::remove,
            "takes out what somebody said beside a quotation"));
  }

  // ---- a text that somebody brings

  private Answer sheet(Request request) {
    return sheet(request, List.of(), List.of());
  }

  private Answer check(Request request) {
    forms.check(request);
    Params params = request.params();
    try {
      Markup markup = markup(params);
      String text = Written.check("text", params.text("text", ""));
      if (text.isBlank()) {
        throw Refusal.invalid("text", "ERR_BLANK", "Bring a text");
      }
      List<Checks.Embedded> embeds =
          embeds(params).stream()
              .filter(embed -> !embed.text().isBlank())
              .map(embed -> new Checks.Embedded(embed.text(), embed.author()))
              .toList();
      QuoteCheck check = quoting.checks().check(Blocks.read(markup, text), embeds);
      Tongue t = forms.sheet(request).t();
      return sheet(request, List.of(reports.of(check, t, quoting.checks().known(), "")), List.of());
    } catch (Refused e) {
      return sheet(request, List.of(), Forms.faults(e, forms.sheet(request).t())).status(422);
    }
  }

  private Answer sheet(Request request, List<QuoteViews.Report> report, List<Views.Fault> faults) {
    Params params = request.params();
    Forms.Sheet sheet = forms.sheet(request);
    List<QuoteViews.Embed> embeds = new ArrayList<>(embeds(params));
    do {
      embeds.add(new QuoteViews.Embed("", ""));
    } while (embeds.size() < EMBEDS_MIN);
    return sheet.finish(
        templates.page(
            "quotecheck",
            new QuoteViews.Sheet(
                sheet.frame(sheet.t().say("quotecheck.title")),
                params.text("text", ""),
                markup(params).word(),
                markup(params) != chosen(params),
                embeds,
                report,
                faults)));
  }

  private static Markup markup(Params params) {
    Markup chosen = chosen(params);
    return chosen == Markup.TEXT && isHtml(params.text("text", "")) ? Markup.HTML : chosen;
  }

  private static Markup chosen(Params params) {
    return Markup.of(params.text("markup", "")).orElse(Markup.TEXT);
  }

  /// A page's source, pasted where plain text is what one usually has: read as text, the values of
  /// its attributes would be quotations.
  private static boolean isHtml(String text) {
    return text.stripLeading().startsWith("<") && HTML.matcher(text).find();
  }

  private List<QuoteViews.Embed> embeds(Params params) {
    List<String> texts = params.list("embed_text");
    List<String> authors = params.list("embed_author");
    List<QuoteViews.Embed> embeds = new ArrayList<>();
    for (int i = 0; i < texts.size() && i <= words.limits().statements().embedsMax(); i++) {
      String author = i < authors.size() ? authors.get(i) : "";
      if (!texts.get(i).isBlank() || !author.isBlank()) {
        embeds.add(new QuoteViews.Embed(author, texts.get(i)));
      }
    }
    return embeds;
  }

  // ---- an article

  /// Whoever writes it is led to the report on what is being worked on; readers see that on what is
  /// published.
  private Answer ofArticle(Request request) {
    ArticleId id = request.id("id", ArticleId::parse);
    Optional<Article> article = quoting.articles().find(id);
    boolean isOwn =
        request.query("published").isEmpty()
            && request
                .viewer()
                .filter(me -> article.filter(a -> quoting.articles().mayWrite(me, a)).isPresent())
                .isPresent();
    if (isOwn) {
      return Answer.seeOther(URI.create(working(id)));
    }
    Reports.Report report = quoting.reports().published(Reading.viewer(request), id);
    return published(request, id, report, view -> view);
  }

  private Answer published(
      Request request,
      ArticleId id,
      Reports.Report report,
      UnaryOperator<QuoteViews.Report> filledIn) {
    Article article = quoting.articles().find(id).orElseThrow(Refusal::notFound);
    return shown(
        request,
        quoting.articles().current(article).words().title(),
        "/articles/" + id,
        report,
        false,
        t -> filledIn.apply(reports.of(report, t, quoting.checks().known(), id, request.viewer())));
  }

  /// With a way to take the source's words.
  private Answer ofWorking(Request request) {
    ArticleId id = request.id("id", ArticleId::parse);
    AccountId me = Reading.me(request);
    Reports.Report report = quoting.reports().working(me, id);
    String title = quoting.articles().working(me, id).words().title();
    String here = "/articles/" + id;
    return shown(
        request,
        title,
        here + "/edit",
        report,
        true,
        t -> reports.of(report, t, quoting.checks().known(), here + "/quotecheck/"));
  }

  private static String working(ArticleId id) {
    return "/articles/" + id + "/quotecheck/working";
  }

  private Answer shown(
      Request request,
      String title,
      String back,
      Reports.Report report,
      boolean isOwn,
      Function<Tongue, QuoteViews.Report> view) {
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    return sheet.finish(
        templates.page(
            "quotecheck_of_article",
            new QuoteViews.OfArticle(
                sheet.frame(t.say("quotecheck.of_article")),
                title,
                back,
                isOwn,
                report.isTooLong(),
                report.at(),
                view.apply(t))));
  }

  private Answer use(Request request) {
    forms.check(request);
    ArticleId id = request.id("id", ArticleId::parse);
    int number = (int) request.id("number", ArticleId::parse).value();
    quoting.reports().useSource(Reading.me(request), id, number, request.query("sha256"));
    return forms.saying(Answer.seeOther(URI.create(working(id))), "source_used", "", request);
  }

  // ---- "I said: …"

  private Answer say(Request request) {
    forms.check(request);
    ArticleId id = request.id("id", ArticleId::parse);
    int number = (int) request.id("number", ArticleId::parse).value();
    String seen = request.query("sha256");
    // The page says "I said:" before it.
    String text =
        request.params().text("text", "").replaceFirst("(?iu)^\\s*(I said|Ich sagte)\\s*:\\s*", "");
    try {
      var _ = quoting.reports().rejoinders().attach(Reading.me(request), id, number, seen, text);
    } catch (Refused e) {
      String wrong = Views.wrong(Forms.faults(e, forms.sheet(request).t()), "text");
      Reports.Report report = quoting.reports().published(Reading.viewer(request), id);
      if (!report.check().sha256().equals(seen)) {
        throw e;
      }
      return published(request, id, report, view -> view.rejoined(number, text, wrong)).status(422);
    }
    return Answer.seeOther(there(id, number));
  }

  private static URI there(ArticleId id, int number) {
    return URI.create("/articles/" + id + "/quotecheck?published=1#quotation-" + number);
  }

  private Answer said(Request request) {
    ArticleId id = request.id("id", ArticleId::parse);
    StatementId said = request.id("said", StatementId::parse);
    return Answer.seeOther(
        there(id, quoting.reports().beside(Reading.viewer(request), id, said).quotation()));
  }

  private Answer withdraw(Request request) {
    forms.check(request);
    ArticleId id = request.id("id", ArticleId::parse);
    StatementId said = request.id("said", StatementId::parse);
    quoting.reports().rejoinders().withdraw(Reading.me(request), id, said);
    return Answer.seeOther(URI.create("/articles/" + id + "/quotecheck?published=1"));
  }

  private Answer remove(Request request) {
    forms.check(request);
    ArticleId id = request.id("id", ArticleId::parse);
    Rejoinder said =
        quoting
            .reports()
            .rejoinders()
            .find(id, request.id("said", StatementId::parse))
            .orElseThrow(Refusal::notFound);
    var _ = quoting.acts().rejoinder(Reading.me(request), said.by(), said.place(), "");
    quoting.reports().rejoinders().remove(said.place());
    return Answer.seeOther(URI.create("/articles/" + id + "/quotecheck?published=1"));
  }
}
