package verbatim.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.house.About;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.moderation.Moderation;
import verbatim.moderation.Report;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.timelines.Timelines;

/// Telling the moderators of a post or of a person. Whoever is reported does not learn of it.
final class ReportPages {
  /// Posts of the person that are offered beside the one it began with.
  private static final int OFFERED_MAX = 8;

  private final Templates templates;
  private final Forms forms;
  private final Site site;
  private final Web.Words words;
  private final Persons persons;
  private final ProfilePages profiles;

  ReportPages(
      Templates templates,
      Forms forms,
      Site site,
      Web.Words words,
      Persons persons,
      ProfilePages profiles) {
    this.templates = templates;
    this.forms = forms;
    this.site = site;
    this.words = words;
    this.persons = persons;
    this.profiles = profiles;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/report", Access.session(), this::ask, "what is to be reported"),
        Route.post("/report", Access.session(), this::report, "telling the moderators"));
  }

  private Answer ask(Request request) {
    return page(request, List.of());
  }

  private Account about(Request request) {
    return request
        .params()
        .id("account", AccountId::parse)
        .flatMap(words.accounts()::find)
        .filter(a -> words.maySee().maySeeProfile(Reading.viewer(request), a.id()))
        .filter(a -> !a.id().equals(Reading.me(request)))
        .orElseThrow(Refusal::notFound);
  }

  private Answer page(Request request, List<Views.Fault> faults) {
    Account about = about(request);
    Params params = request.params();
    Set<StatusId> chosen = new LinkedHashSet<>(params.ids("status", StatusId::parse));
    Set<String> rules = new HashSet<>(params.list("rules"));
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    return sheet.finish(
        templates.page(
            "report",
            new ReportViews.Ask(
                sheet.frame(t.say("report.title", Persons.name(about))),
                persons.of(about),
                offered(request, about, chosen),
                params.text("category", chosen.isEmpty() ? "" : "violation"),
                rules(rules),
                params.text("comment", ""),
                faults)));
  }

  /// Those it began with, and what the person said last; only what the reader may see.
  private List<ReportViews.Offered> offered(Request request, Account about, Set<StatusId> chosen) {
    Viewer viewer = Reading.viewer(request);
    List<Status> rows = new ArrayList<>();
    words.statuses().load(chosen).stream()
        .filter(s -> s.author().equals(about.id()) && !s.isBoost())
        .filter(s -> words.statuses().maySee(viewer, s))
        .limit(words.limits().later().reportStatusesMax())
        .forEach(rows::add);
    Timelines.AccountQuery query =
        new Timelines.AccountQuery(about.id(), false, false, false, true, "");
    words.timelines().account(viewer, query, Page.newest(OFFERED_MAX)).stream()
        .filter(s -> !chosen.contains(s.id()))
        .forEach(rows::add);
    return rows.stream()
        .map(
            s ->
                new ReportViews.Offered(
                    s.id().toString(),
                    NotificationPages.excerpt(s),
                    s.createdAt(),
                    s.words().media().size(),
                    chosen.contains(s.id())))
        .toList();
  }

  private List<ReportViews.Rule> rules(Set<String> chosen) {
    List<ReportViews.Rule> rules = new ArrayList<>();
    for (About.Rule rule : site.house().about().rules()) {
      String id = Long.toString(rule.id());
      rules.add(new ReportViews.Rule(id, rule.words(), chosen.contains(id)));
    }
    return rules;
  }

  private Answer report(Request request) {
    forms.check(request);
    Account about = about(request);
    Params params = request.params();
    List<String> rules =
        params.list("rules").stream().filter(id -> id.matches("\\d{1,18}")).toList();
    try {
      words
          .moderation()
          .report(
              Reading.me(request),
              new Moderation.Told(
                  about.id(),
                  params.ids("status", StatusId::parse),
                  params.text("comment", ""),
                  category(params.text("category", "")),
                  rules,
                  false));
    } catch (Refused e) {
      return page(request, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "reported",
            new ReportViews.Done(
                sheet.frame(sheet.t().say("report.done")).leadingTo(Persons.path(about)),
                persons.of(about),
                profiles.tie(Reading.viewer(request), about))));
  }

  private static Report.Category category(String word) {
    return Report.Category.named(word)
        .orElseThrow(() -> Refusal.invalid("category", "ERR_BLANK", "Choose what it is about"));
  }
}
