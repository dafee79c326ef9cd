package verbatim.web;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.articles.Article;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Page;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatementId;
import verbatim.quotecheck.Channel;
import verbatim.quotecheck.QuoteCheck;
import verbatim.statements.Checks;
import verbatim.statements.Question;
import verbatim.statements.Questions;
import verbatim.statements.Registered;
import verbatim.statements.Reports;
import verbatim.statements.Speaker;
import verbatim.text.Blocks;
import verbatim.text.Markup;
import verbatim.text.Written;

/// Checking a text that somebody brings, asking people whether words are theirs, vouching for
/// words.
final class QuotePages {
  private static final String QUESTIONS = "/word_questions";

  /// A text of two megabytes as a form sends it.
  private static final long TEXT_BYTES_MAX = 8L << 20;

  private static final int EMBEDS_MIN = 3;
  private static final int VOUCHED_ROWS = 20;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Web.Quoting quoting;
  private final Questions questions;
  private final Persons persons;
  private final QuoteReports reports;

  QuotePages(
      Templates templates, Forms forms, Web.Words words, Web.Quoting quoting, Persons persons) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.quoting = quoting;
    this.questions = quoting.statements().questions();
    this.persons = persons;
    this.reports = new QuoteReports(words.accounts(), questions);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/quotecheck", Access.session(), this::sheet, "checking a text"),
        Route.post("/quotecheck", Access.session(), this::check, "the report on a text")
            .uploads(TEXT_BYTES_MAX)
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
        Route.get(QUESTIONS, Access.session(), this::list, "questions whose words they are"),
        Route.get(QUESTIONS + "/new", Access.session(), this::asking, "asking whose they are"),
        Route.post(QUESTIONS, Access.session(), this::ask, "asks whose words they are"),
        Route.get(QUESTIONS + "/:id", Access.browser(), this::question, "whose words they are"),
        Route.post(QUESTIONS + "/:id/answer", Access.session(), this::answer, "says whose"),
        Route.post(QUESTIONS + "/:id/dismiss", Access.session(), this::dismiss, "says nothing"),
        Route.get("/statements/new", Access.session(), this::vouching, "vouching for words"),
        Route.post("/statements", Access.session(), this::vouch, "vouches for words"),
        Route.post(
            "/statements/:id/delete", Access.session(), this::takeOut, "takes words out again"));
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
                embeds,
                report,
                faults)));
  }

  private static Markup markup(Params params) {
    return Markup.of(params.text("markup", "")).orElse(Markup.TEXT);
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
    String title = quoting.articles().current(article.orElseThrow()).words().title();
    return shown(request, title, "/articles/" + id, report, "");
  }

  /// With a way to take the source's words.
  private Answer ofWorking(Request request) {
    ArticleId id = request.id("id", ArticleId::parse);
    AccountId me = Reading.me(request);
    Reports.Report report = quoting.reports().working(me, id);
    String title = quoting.articles().working(me, id).words().title();
    String here = "/articles/" + id;
    return shown(request, title, here + "/edit", report, here + "/quotecheck/");
  }

  private static String working(ArticleId id) {
    return "/articles/" + id + "/quotecheck/working";
  }

  /// @param use where words of a source are taken over; "" for readers
  private Answer shown(
      Request request, String title, String back, Reports.Report report, String use) {
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    return sheet.finish(
        templates.page(
            "quotecheck_of_article",
            new QuoteViews.OfArticle(
                sheet.frame(t.say("quotecheck.of_article")),
                title,
                back,
                !use.isEmpty(),
                report.at(),
                reports.of(report, t, quoting.checks().known(), use))));
  }

  private Answer use(Request request) {
    forms.check(request);
    ArticleId id = request.id("id", ArticleId::parse);
    int number = (int) request.id("number", ArticleId::parse).value();
    quoting.reports().useSource(Reading.me(request), id, number);
    return Answer.seeOther(URI.create(working(id)));
  }

  // ---- "are these your words?"

  private Answer list(Request request) {
    AccountId me = Reading.me(request);
    List<Question> rows = questions.of(me, Reading.page(request));
    List<QuoteViews.Asked> shown = new ArrayList<>();
    rows.forEach(row -> asked(request, row).ifPresent(shown::add));
    boolean isFirst = request.query("max_id").isEmpty();
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "word_questions",
            new QuoteViews.Questions(
                sheet.frame(sheet.t().say("questions.title")),
                shown,
                isFirst ? vouched(me) : List.of(),
                Reading.pagesOf(
                    request, QUESTIONS, rows.stream().map(row -> row.id().value()).toList()))));
  }

  private List<QuoteViews.Vouched> vouched(AccountId me) {
    List<QuoteViews.Vouched> vouched = new ArrayList<>();
    for (Registered one : quoting.statements().of(me, Page.newest(VOUCHED_ROWS))) {
      words
          .accounts()
          .find(one.by())
          .ifPresent(
              by ->
                  vouched.add(
                      new QuoteViews.Vouched(
                          one.id().toString(),
                          persons.of(by),
                          name(one.speaker()),
                          one.text(),
                          one.source(),
                          one.at())));
    }
    return vouched;
  }

  private String name(Speaker speaker) {
    return speaker
        .account()
        .flatMap(words.accounts()::find)
        .map(Persons::name)
        .orElse(speaker.named());
  }

  private Optional<QuoteViews.Asked> asked(Request request, Question question) {
    Optional<Account> by = words.accounts().find(question.by());
    Optional<Account> of = words.accounts().find(question.of());
    if (by.isEmpty() || of.isEmpty()) {
      return Optional.empty();
    }
    boolean isMine = request.viewer().filter(question.of()::equals).isPresent();
    Optional<Question.Answer> answer = question.answer();
    return Optional.of(
        new QuoteViews.Asked(
            question.id().toString(),
            persons.of(by.get()),
            persons.of(of.get()),
            question.text(),
            question.where(),
            question.at(),
            isMine,
            answer.map(said -> said.said().word()).orElse(""),
            answer.map(Question.Answer::note).orElse(""),
            answer.map(Question.Answer::at).orElse(Instant.EPOCH),
            answer.flatMap(Question.Answer::proof).map(Question.Proof::key).orElse("")));
  }

  private Answer asking(Request request) {
    return asking(request, List.of());
  }

  private Answer asking(Request request, List<Views.Fault> faults) {
    Params params = request.params();
    Account of =
        params
            .id("account", AccountId::parse)
            .flatMap(words.accounts()::find)
            .filter(a -> words.maySee().maySeeProfile(Reading.viewer(request), a.id()))
            .filter(a -> !a.id().equals(Reading.me(request)))
            .orElseThrow(Refusal::notFound);
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "word_question_new",
            new QuoteViews.Asking(
                sheet.frame(sheet.t().say("asking.title", Persons.name(of))),
                persons.of(of),
                params.text("text", ""),
                params.text("where", ""),
                faults)));
  }

  private Answer ask(Request request) {
    forms.check(request);
    Params params = request.params();
    AccountId of = params.id("account", AccountId::parse).orElseThrow(Refusal::notFound);
    try {
      Question asked =
          questions.ask(Reading.me(request), of, params.text("text", ""), params.text("where", ""));
      return Answer.seeOther(URI.create(QUESTIONS + "/" + asked.id()));
    } catch (Refused e) {
      return asking(request, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
  }

  private Answer question(Request request) {
    return question(request, found(request), List.of());
  }

  /// For the two; once it is answered for everybody.
  private Question found(Request request) {
    QuestionId id = request.id("id", QuestionId::parse);
    Optional<AccountId> me = request.viewer();
    return me.isPresent()
        ? questions.answered(id).orElseGet(() -> questions.get(me.get(), id))
        : questions.answered(id).orElseThrow(Refusal::notFound);
  }

  private Answer question(Request request, Question question, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "word_question",
            new QuoteViews.Question(
                sheet.frame(sheet.t().say("question.title")),
                asked(request, question).orElseThrow(Refusal::notFound),
                faults)));
  }

  private Answer answer(Request request) {
    forms.check(request);
    QuestionId id = request.id("id", QuestionId::parse);
    AccountId me = Reading.me(request);
    try {
      Question.Said said =
          Question.Said.named(request.params().text("answer", ""))
              .orElseThrow(() -> Refusal.invalid("answer", "ERR_BLANK", "Choose an answer"));
      questions.answer(me, id, said, request.params().text("note", ""));
      return Answer.seeOther(URI.create(QUESTIONS + "/" + id));
    } catch (Refused e) {
      List<Views.Fault> faults = Forms.faults(e, forms.sheet(request).t());
      return question(request, questions.get(me, id), faults).status(422);
    }
  }

  private Answer dismiss(Request request) {
    forms.check(request);
    questions.leave(Reading.me(request), request.id("id", QuestionId::parse));
    return Answer.seeOther(URI.create(QUESTIONS));
  }

  // ---- vouching

  private Answer vouching(Request request) {
    return vouching(request, List.of());
  }

  private Answer vouching(Request request, List<Views.Fault> faults) {
    Params params = request.params();
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "vouch",
            new QuoteViews.Vouching(
                sheet.frame(sheet.t().say("vouch.title")),
                params.text("speaker", ""),
                params.text("text", ""),
                params.text("source", ""),
                faults)));
  }

  private Answer vouch(Request request) {
    forms.check(request);
    Params params = request.params();
    try {
      quoting
          .statements()
          .register(
              Reading.me(request),
              new Registered.Draft(
                  speaker(params.text("speaker", "").strip()),
                  params.text("text", ""),
                  Optional.empty(),
                  Channel.UNKNOWN,
                  params.text("source", "")));
      return Answer.seeOther(URI.create(QUESTIONS));
    } catch (Refused e) {
      return vouching(request, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
  }

  /// A handle, or a name of somebody without one.
  private Speaker speaker(String written) {
    Optional<Account> account =
        written.startsWith("@")
            ? words.accounts().find(words.addresses().handle(written))
            : Optional.empty();
    return account.isPresent()
        ? new Speaker("", account.map(Account::id))
        : new Speaker(written, Optional.empty());
  }

  private Answer takeOut(Request request) {
    forms.check(request);
    quoting.statements().delete(Reading.me(request), request.id("id", StatementId::parse));
    return Answer.seeOther(URI.create(QUESTIONS));
  }
}
