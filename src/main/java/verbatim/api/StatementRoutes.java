package verbatim.api;

import static verbatim.access.Scope.READ_ARTICLES;
import static verbatim.access.Scope.WRITE_ARTICLES;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.articles.Articles;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatementId;
import verbatim.quotecheck.Channel;
import verbatim.relations.Viewer;
import verbatim.statements.Checks;
import verbatim.statements.Question;
import verbatim.statements.Questions;
import verbatim.statements.Registered;
import verbatim.statements.Reports;
import verbatim.statements.Speaker;
import verbatim.statements.Statements;
import verbatim.text.Blocks;
import verbatim.text.Markup;
import verbatim.text.Written;

/// Checking a text that somebody brings, words that people register as said, and questions whether
/// words are somebody's.
final class StatementRoutes {
  /// A text of two megabytes, and what it shows of others.
  private static final long CHECK_BYTES_MAX = 5L << 20;

  private final Statements statements;
  private final Questions questions;
  private final Checks checks;
  private final Reports reports;
  private final Articles articles;
  private final Looking looking;
  private final StatementJson statementJson;
  private final Limits limits;

  StatementRoutes(
      Statements statements,
      Checks checks,
      Reports reports,
      Articles articles,
      Looking looking,
      StatementJson statementJson,
      Limits limits) {
    this.statements = statements;
    this.questions = statements.questions();
    this.checks = checks;
    this.reports = reports;
    this.articles = articles;
    this.looking = looking;
    this.statementJson = statementJson;
    this.limits = limits;
  }

  List<Route> routes() {
    String all = "/api/v1/statements";
    String asked = "/api/v1/word_questions";
    Access read = Access.user(READ_ARTICLES);
    Access write = Access.user(WRITE_ARTICLES);
    return List.of(
        Route.post("/api/v1/quotecheck", read, this::check, "check the quotations of a text")
            .uploads(CHECK_BYTES_MAX)
            .limited(RateLimits.Bucket.CHECKS),
        Route.get(
                "/api/v1/articles/:id/quotecheck",
                read,
                this::ofArticle,
                "the quotations of an article")
            .limited(RateLimits.Bucket.CHECKS),
        Route.get(all, read, this::list, "what I registered as said, or others as mine"),
        Route.post(all, write, this::register, "register words as said by somebody"),
        Route.delete(all + "/:id", write, this::delete, "take registered words out"),
        Route.get(asked, read, this::questions, "questions whether words are somebody's"),
        Route.post(asked, write, this::ask, "ask whether words are somebody's"),
        Route.get(asked + "/:id", read, this::question, "such a question"),
        Route.post(asked + "/:id/answer", write, this::answer, "say whether words are mine"),
        Route.post(asked + "/:id/dismiss", write, this::dismiss, "put a question away"));
  }

  private Answer check(Request request) {
    Params params = request.params();
    List<Markup> brought =
        Stream.of(Markup.values()).filter(markup -> params.has(markup.word())).toList();
    if (brought.size() != 1) {
      throw Refusal.invalid("text", "ERR_BLANK", "Bring a text, as text, html or markdown");
    }
    Markup markup = brought.getFirst();
    String raw = Written.check(markup.word(), params.text(markup.word(), ""));
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
    JsonWriter json = new JsonWriter(16_384);
    QuoteCheckJson.write(report.check(), json);
    return Answer.json(json).privately();
  }

  private Answer list(Request request) {
    List<Registered> rows = statements.of(Looking.me(request), page(request));
    JsonWriter json = new JsonWriter().array();
    rows.forEach(one -> statementJson.write(json, one));
    return Looking.linked(
        Answer.json(json.end()).privately(),
        request,
        rows.stream().mapToLong(one -> one.id().value()).toArray());
  }

  private Page page(Request request) {
    return Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax());
  }

  private Answer register(Request request) {
    Params params = request.params();
    String channel = params.text("channel", "");
    var draft =
        new Registered.Draft(
            speaker(request, params.text("speaker", "")),
            params.text("text", ""),
            params.text("said_at").filter(t -> !t.isBlank()).map(StatementRoutes::time),
            Stream.of(Channel.values())
                .filter(one -> one.word().equals(channel))
                .findFirst()
                .orElse(Channel.UNKNOWN),
            params.text("source", ""));
    Registered one = statements.register(Looking.me(request), draft);
    return Answer.json(statementJson.write(new JsonWriter(), one)).privately();
  }

  private static Instant time(String text) {
    return Drafting.time("said_at", text);
  }

  /// An id of an account, else a name.
  private Speaker speaker(Request request, String written) {
    Optional<Account> account = AccountId.parse(written).map(id -> looking.account(request, id));
    return account.isPresent()
        ? new Speaker("", account.map(Account::id))
        : new Speaker(written, Optional.empty());
  }

  private Answer delete(Request request) {
    statements.delete(Looking.me(request), request.id("id", StatementId::parse));
    return Answer.empty();
  }

  private Answer questions(Request request) {
    List<Question> rows = questions.of(Looking.me(request), page(request));
    JsonWriter json = new JsonWriter().array();
    rows.forEach(one -> statementJson.write(json, one));
    return Looking.linked(
        Answer.json(json.end()).privately(),
        request,
        rows.stream().mapToLong(one -> one.id().value()).toArray());
  }

  private Answer ask(Request request) {
    Params params = request.params();
    params.required("account_id");
    AccountId of = params.id("account_id", AccountId::parse).orElseThrow(Refusal::notFound);
    return written(
        questions.ask(Looking.me(request), of, params.text("text", ""), params.text("where", "")));
  }

  private Answer question(Request request) {
    return written(questions.get(Looking.me(request), id(request)));
  }

  private Answer answer(Request request) {
    Params params = request.params();
    Question.Said said =
        Question.Said.named(params.text("answer", ""))
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "answer", "ERR_INCLUSION", "Answer is mine, mine_but_cut or not_mine"));
    return written(
        questions.answer(Looking.me(request), id(request), said, params.text("note", "")));
  }

  private Answer dismiss(Request request) {
    questions.leave(Looking.me(request), id(request));
    return Answer.empty();
  }

  private Answer written(Question question) {
    return Answer.json(statementJson.write(new JsonWriter(), question)).privately();
  }

  private static QuestionId id(Request request) {
    return request.id("id", QuestionId::parse);
  }
}
