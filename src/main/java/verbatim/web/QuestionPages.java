package verbatim.web;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.QuestionId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.statements.Question;
import verbatim.statements.Questions;
import verbatim.statements.Registered;
import verbatim.statements.Speaker;
import verbatim.statements.Statements;

/// "Are these your words?": asking somebody, answering, and the list of such questions, with what
/// one has vouched for above it.
final class QuestionPages {
  static final String PATH = "/word_questions";
  private static final int VOUCHED_ROWS = 20;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Statements statements;
  private final Questions questions;
  private final Persons persons;

  QuestionPages(
      Templates templates, Forms forms, Web.Words words, Statements statements, Persons persons) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.statements = statements;
    this.questions = statements.questions();
    this.persons = persons;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, Access.session(), this::list, "questions whose words they are"),
        Route.get(PATH + "/new", Access.session(), this::asking, "asking whose they are"),
        Route.post(PATH + "/new", Access.session(), this::asked, "the same with words to ask of"),
        Route.post(PATH, Access.session(), this::ask, "asks whose words they are"),
        Route.get(PATH + "/:id", Access.browser(), this::question, "whose words they are"),
        Route.post(PATH + "/:id/answer", Access.session(), this::answer, "says whose"),
        Route.post(PATH + "/:id/dismiss", Access.session(), this::dismiss, "says nothing"));
  }

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
                    request, PATH, rows.stream().map(row -> row.id().value()).toList()))));
  }

  private List<QuoteViews.Vouched> vouched(AccountId me) {
    List<QuoteViews.Vouched> vouched = new ArrayList<>();
    for (Registered one : statements.of(me, Page.newest(VOUCHED_ROWS))) {
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
    boolean isAskerGone = question.by().equals(Question.NOBODY);
    Optional<Account> by = words.accounts().find(question.by());
    Optional<Account> of = words.accounts().find(question.of());
    if ((by.isEmpty() && !isAskerGone) || of.isEmpty()) {
      return Optional.empty();
    }
    boolean isMine = request.viewer().filter(question.of()::equals).isPresent();
    Optional<Question.Answer> answer = question.answer();
    return Optional.of(
        new QuoteViews.Asked(
            question.id().toString(),
            by.map(persons::of).orElse(ExcerptViews.Shown.NONE.publisher()),
            persons.of(of.get()),
            question.text(),
            question.where(),
            question.at(),
            isMine,
            answer.map(said -> said.said().word()).orElse(""),
            answer.map(Question.Answer::note).orElse(""),
            answer.map(Question.Answer::at).orElse(Instant.EPOCH),
            answer.filter(said -> !said.showsWords()).isPresent(),
            answer.flatMap(Question.Answer::proof).map(Question.Proof::key).orElse(""),
            answer.flatMap(Question.Answer::proof).map(Question.Proof::signature).orElse(""),
            answer.map(Question.Answer::earlier).orElse(List.of()).stream()
                .map(was -> new QuoteViews.Earlier(was.said().word(), was.at()))
                .toList()));
  }

  private Answer asking(Request request) {
    return asking(request, "", "", List.of());
  }

  /// Words that are perhaps private stand in no address, and so in no history and no log.
  private Answer asked(Request request) {
    forms.check(request);
    return asking(request, List.of());
  }

  private Answer asking(Request request, List<Views.Fault> faults) {
    Params params = request.params();
    return asking(request, params.text("text", ""), params.text("where", ""), faults);
  }

  private Answer asking(Request request, String text, String where, List<Views.Fault> faults) {
    Account of =
        request
            .params()
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
                sheet.frame(sheet.t().say("quotecheck.ask", Persons.name(of))),
                persons.of(of),
                text,
                where,
                faults)));
  }

  private Answer ask(Request request) {
    forms.check(request);
    Params params = request.params();
    AccountId of = params.id("account", AccountId::parse).orElseThrow(Refusal::notFound);
    try {
      Question asked =
          questions.ask(Reading.me(request), of, params.text("text", ""), params.text("where", ""));
      return Answer.seeOther(URI.create(PATH + "/" + asked.id()));
    } catch (Refused e) {
      return asking(request, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
  }

  private Answer question(Request request) {
    return question(request, found(request), List.of());
  }

  /// For the two; once it is answered for everybody.
  private Question found(Request request) {
    return questions.get(Reading.viewer(request), request.id("id", QuestionId::parse));
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
      questions.answer(
          me,
          id,
          said,
          request.params().text("note", ""),
          request.params().flag("show_words", false));
      return Answer.seeOther(URI.create(PATH + "/" + id));
    } catch (Refused e) {
      List<Views.Fault> faults = Forms.faults(e, forms.sheet(request).t());
      return question(request, questions.get(me, id), faults).status(422);
    }
  }

  private Answer dismiss(Request request) {
    forms.check(request);
    questions.leave(Reading.me(request), request.id("id", QuestionId::parse));
    return Answer.seeOther(URI.create(PATH));
  }
}
