package verbatim.api;

import static verbatim.access.Scope.READ_ARTICLES;
import static verbatim.access.Scope.WRITE_ARTICLES;

import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Refusal;
import verbatim.statements.Question;
import verbatim.statements.Questions;

/// Questions whether words are somebody's.
final class QuestionRoutes {
  private static final String PATH = "/api/v1/word_questions";

  private final Questions questions;
  private final StatementJson statementJson;
  private final Limits limits;

  QuestionRoutes(Questions questions, StatementJson statementJson, Limits limits) {
    this.questions = questions;
    this.statementJson = statementJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access read = Access.user(READ_ARTICLES);
    Access write = Access.user(WRITE_ARTICLES);
    return List.of(
        Route.get(PATH, read, this::list, "questions whether words are somebody's"),
        Route.post(PATH, write, this::ask, "ask whether words are somebody's"),
        Route.get(PATH + "/:id", read, this::question, "such a question"),
        Route.post(PATH + "/:id/answer", write, this::answer, "say whether words are mine"),
        Route.post(PATH + "/:id/dismiss", write, this::dismiss, "put a question away"),
        Route.get(
                "/word_questions/:id",
                Access.optional(READ_ARTICLES),
                this::answered,
                "an answer that can be checked")
            .accepting("application/json"));
  }

  private Answer list(Request request) {
    List<Question> rows =
        questions.of(
            Looking.me(request),
            Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax()));
    return Looking.listed(request, rows, statementJson::write, one -> one.id().value()).privately();
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

  /// All that is needed to check it without this server, but the key, which the actor has.
  private Answer answered(Request request) {
    Question question = questions.get(Looking.viewer(request), id(request));
    return Answer.json(statementJson.checkable(new JsonWriter(), question))
        .header("Vary", "Accept")
        .privately();
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
        questions.answer(
            Looking.me(request),
            id(request),
            said,
            params.text("note", ""),
            params.flag("show_words", false)));
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
