package verbatim.web;

import java.net.URI;
import java.util.List;
import verbatim.access.Registration;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.timelines.Timelines;

/// What a stranger sees first: the front page, about, the check of excerpts; and light or dark.
final class FrontPages {
  private final Templates templates;
  private final Forms forms;
  private final Looks looks;
  private final Site site;
  private final Web.Words words;
  private final PostViews posts;
  private final Cards cards;
  private final Registration registration;

  FrontPages(
      Templates templates,
      Forms forms,
      Looks looks,
      Site site,
      Web.Words words,
      PostViews posts,
      Cards cards,
      Registration registration) {
    this.templates = templates;
    this.forms = forms;
    this.looks = looks;
    this.site = site;
    this.words = words;
    this.posts = posts;
    this.cards = cards;
    this.registration = registration;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/", Access.browser(), this::front, "the front page"),
        Route.get("/about", Access.browser(), this::about, "about this server"),
        Route.get("/rules", Access.browser(), this::rules, "the rules of this server"),
        Route.get("/privacy", Access.browser(), this::privacy, "what is kept, and who reads it"),
        Route.get("/verify", Access.browser(), this::verify, "checking an excerpt in the browser"),
        Route.get("/keys", Access.browser(), this::keys, "what keys do here"),
        Route.post("/look", Access.browser(), this::look, "choosing light or dark"));
  }

  private Answer keys(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    Views.Keys page = new Views.Keys(sheet.frame(sheet.t().say("keys.title")));
    return sheet.finish(templates.page(request.isFragment() ? "keys_list" : "keys", page));
  }

  private Answer front(Request request) {
    if (request.viewer().isPresent()) {
      return Answer.seeOther(URI.create("/home"));
    }
    List<Status> rows =
        words
            .timelines()
            .everybody(Viewer.ANYBODY, Timelines.Scope.LOCAL, false, Reading.page(request));
    Forms.Sheet sheet = forms.publicSheet(request);
    List<Views.Post> shown = posts.of(Viewer.ANYBODY, PostViews.Where.PUBLIC, rows);
    Views.Pages pages = Reading.pages(request, "/", rows);
    if (request.isFragment()) {
      return sheet.finish(
          templates.page("rows_alone", new Views.Rows(sheet.frame(""), shown, pages)));
    }
    return sheet.finish(
        templates.page(
            "front",
            new Views.Front(
                sheet
                    .frame(Frame.Place.HOME, sheet.t().say("front.title"))
                    .with(cards.page("/", site.name(), site.description())),
                shown,
                pages,
                site.rules(),
                site.contactEmail(),
                site.host(),
                registration.countMembers(),
                words.statuses().localCount())));
  }

  private Answer about(Request request) {
    return house(request, "about", site.house().about().more());
  }

  private Answer rules(Request request) {
    return house(request, "rules", "");
  }

  private Answer privacy(Request request) {
    return house(request, "privacy", site.house().about().privacy());
  }

  private Answer house(Request request, String page, String more) {
    Forms.Sheet sheet = forms.publicSheet(request);
    String title = sheet.t().say(page + ".title");
    return sheet.finish(
        templates.page(
            page,
            new Views.About(
                sheet
                    .frame(Frame.Place.ABOUT, title)
                    .with(cards.page("/" + page, title + " · " + site.name(), site.description())),
                site.description(),
                words.html().announcement(more),
                site.rules(),
                site.contactEmail(),
                site.contactAccount(),
                site.host(),
                registration.countMembers(),
                words.statuses().localCount())));
  }

  private Answer verify(Request request) {
    Forms.Sheet sheet = forms.publicSheet(request);
    String title = sheet.t().say("verify.title");
    return sheet.finish(
        templates.page(
            "verify",
            new Views.Verify(
                sheet
                    .frame(Frame.Place.NONE, title)
                    .with(
                        cards.page(
                            "/verify",
                            title + " · " + site.name(),
                            sheet.t().say("verify.short"))))));
  }

  private Answer look(Request request) {
    forms.checkOrigin(request);
    Look chosen = looks.of(request).withTheme(request.params().text("theme", ""));
    return looks.keep(chosen, forms.back(request), request);
  }
}
