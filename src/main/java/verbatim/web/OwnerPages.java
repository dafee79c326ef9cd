package verbatim.web;

import java.util.List;
import verbatim.access.FirstOwner;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Secret;

/// Becoming the owner of a fresh server with the one-time code that `serve` printed.
final class OwnerPages {
  private final Templates templates;
  private final Forms forms;
  private final FirstOwner firstOwner;

  OwnerPages(Templates templates, Forms forms, FirstOwner firstOwner) {
    this.templates = templates;
    this.forms = forms;
    this.firstOwner = firstOwner;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/setup", Access.session(), this::show, "the page behind the set-up link"),
        Route.post("/setup", Access.session(), this::claim, "becoming the owner of a fresh server"));
  }

  private Answer show(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "confirm",
            new Views.Reset(sheet.frame("Look after this server"), request.query("code"), "I am its owner")));
  }

  private Answer claim(Request request) {
    forms.check(request);
    boolean isOwner = firstOwner.claim(request.signedIn(), new Secret(request.params().text("link", "")));
    Forms.Sheet sheet = forms.sheet(request);
    Views.Message message =
        isOwner
            ? new Views.Message(
                sheet.frame("You are the owner"), "You are the owner", "This server is yours to look after.", "/", "To the front page")
            : new Views.Message(
                sheet.frame("This code does not count"),
                "This code does not count",
                "It was used before, or a newer one was printed at the last start.",
                "/",
                "To the front page");
    return sheet.finish(templates.page("message", message)).status(isOwner ? 200 : 422);
  }
}
