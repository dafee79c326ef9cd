package verbatim.web;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refused;
import verbatim.kernel.StatementId;
import verbatim.quotecheck.Channel;
import verbatim.statements.Checks;
import verbatim.statements.Registered;
import verbatim.statements.Speaker;
import verbatim.statements.Statements;

/// Vouching for words that somebody said elsewhere, and taking them out again.
final class VouchingPages {
  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Statements statements;
  private final Checks checks;

  VouchingPages(Templates templates, Forms forms, Web.Words words, Web.Quoting quoting) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.statements = quoting.statements();
    this.checks = quoting.checks();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/statements/new", Access.session(), this::vouching, "vouching for words"),
        Route.post("/statements/new", Access.session(), this::vouched, "the same with words"),
        Route.post("/statements", Access.session(), this::vouch, "vouches for words"),
        Route.post(
            "/statements/:id/delete", Access.session(), this::takeOut, "takes words out again"));
  }

  /// Words come by a form alone: they are perhaps private, and addresses stand in histories and
  /// logs.
  private Answer vouching(Request request) {
    return vouching(request, "", "", "", List.of());
  }

  private Answer vouched(Request request) {
    forms.check(request);
    return vouching(request, List.of());
  }

  private Answer vouching(Request request, List<Views.Fault> faults) {
    Params params = request.params();
    return vouching(
        request,
        params.text("speaker", ""),
        params.text("text", ""),
        params.text("source", ""),
        faults);
  }

  private Answer vouching(
      Request request, String speaker, String text, String source, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "vouch",
            new QuoteViews.Vouching(
                sheet.frame(sheet.t().say("vouch.title")), speaker, text, source, faults)));
  }

  private Answer vouch(Request request) {
    forms.check(request);
    Params params = request.params();
    try {
      statements.register(
          Reading.me(request),
          new Registered.Draft(
              speaker(params.text("speaker", "").strip()),
              params.text("text", ""),
              Optional.empty(),
              Channel.UNKNOWN,
              params.text("source", "")));
      return Answer.seeOther(URI.create(QuestionPages.PATH));
    } catch (Refused e) {
      return vouching(request, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
  }

  /// A handle, or a name: where that is one person's here, he is told as if by his handle.
  private Speaker speaker(String written) {
    Optional<AccountId> account =
        written.startsWith("@")
            ? words.accounts().find(words.addresses().handle(written)).map(Account::id)
            : called(written);
    return account.isPresent() ? new Speaker("", account) : new Speaker(written, Optional.empty());
  }

  private Optional<AccountId> called(String name) {
    return checks
        .called(name)
        .filter(
            who ->
                words
                    .accounts()
                    .find(who)
                    .filter(account -> Persons.name(account).strip().equalsIgnoreCase(name))
                    .isPresent());
  }

  private Answer takeOut(Request request) {
    forms.check(request);
    statements.delete(Reading.me(request), request.id("id", StatementId::parse));
    return Answer.seeOther(URI.create(QuestionPages.PATH));
  }
}
