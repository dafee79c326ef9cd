package verbatim.web;

import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.articles.Newsrooms;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// An account that stands for several people, and the newsrooms of which one is a member.
final class NewsroomPages {
  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;
  private final Newsrooms newsrooms;
  private final Persons persons;

  NewsroomPages(Templates templates, Forms forms, Web.Words words, Persons persons) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
    this.newsrooms = words.articles().newsrooms();
    this.persons = persons;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/settings/newsroom", Access.session(), this::show, "my newsrooms"),
        Route.post("/settings/newsroom", Access.session(), this::change, "change a newsroom"));
  }

  private Answer show(Request request) {
    return show(request, "");
  }

  private Answer show(Request request, String problem) {
    AccountId me = Reading.me(request);
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "newsroom",
            new ArticleViews.Newsroom(
                sheet.frame(Frame.Place.SETTINGS, sheet.t().say("settings.newsroom")),
                newsrooms.isNewsroom(me),
                newsrooms.members(me).stream()
                    .flatMap(member -> member(member.account(), member).stream())
                    .toList(),
                newsrooms.of(me).stream()
                    .flatMap(member -> member(member.newsroom(), member).stream())
                    .toList(),
                problem)));
  }

  private Optional<ArticleViews.Member> member(AccountId shown, Newsrooms.Member member) {
    return words
        .accounts()
        .find(shown)
        .map(
            account ->
                new ArticleViews.Member(
                    persons.of(account), member.role().word(), member.hasAgreed()));
  }

  private Answer change(Request request) {
    forms.check(request);
    AccountId me = Reading.me(request);
    try {
      change(me, request.params());
    } catch (Refused refused) {
      if (refused.refusal() instanceof Refusal.Invalid(var why, _)) {
        return show(request, Refusals.words(why, forms.sheet(request).t())).status(422);
      }
      throw refused;
    }
    return forms.saying(forms.back(request), "saved", "", request);
  }

  private void change(AccountId me, Params params) {
    switch (params.text("do", "")) {
      case "found" -> newsrooms.found(me);
      case "dissolve" -> newsrooms.dissolve(me);
      case "ask" ->
          newsrooms.ask(
              me,
              me,
              named(params.text("name", "")),
              Newsrooms.Role.of(params.text("role", "")).orElse(Newsrooms.Role.AUTHOR));
      case "remove" -> newsrooms.remove(me, me, account(params));
      case "accept" -> newsrooms.accept(me, account(params));
      case "leave" -> newsrooms.remove(me, account(params), me);
      default -> throw Refusal.notFound();
    }
  }

  private static AccountId account(Params params) {
    return params.id("account", AccountId::parse).orElseThrow(Refusal::notFound);
  }

  private AccountId named(String name) {
    return words
        .accounts()
        .find(words.addresses().handle(name.strip()))
        .map(Account::id)
        .orElseThrow(() -> Refusal.invalid("name", "ERR_INVALID", "There is nobody of this name"));
  }
}
