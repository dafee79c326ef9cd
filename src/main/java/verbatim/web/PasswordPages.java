package verbatim.web;

import java.util.List;
import verbatim.access.Credentials;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// A forgotten password, and taking back a change of the mail address.
final class PasswordPages {
  private final Templates templates;
  private final Forms forms;
  private final Credentials credentials;

  PasswordPages(Templates templates, Forms forms, Credentials credentials) {
    this.templates = templates;
    this.forms = forms;
    this.credentials = credentials;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/auth/password/forgot", Access.browser(), this::forgotPage, "the page for a forgotten password"),
        Route.post("/auth/password/forgot", Access.browser(), this::forgot, "asking for a reset letter"),
        Route.get("/auth/password/reset", Access.browser(), this::resetPage, "the page behind a reset link"),
        Route.post("/auth/password/reset", Access.browser(), this::reset, "setting a new password"),
        Route.get("/auth/email/undo", Access.browser(), this::undoPage, "the page behind an undo link"),
        Route.post("/auth/email/undo", Access.browser(), this::undo, "taking back a change of address"));
  }

  private Answer forgotPage(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(templates.page("forgot", new Views.Forgot(sheet.frame("A new password"))));
  }

  private Answer forgot(Request request) {
    forms.check(request);
    credentials.askReset(request.params().text("email", ""), request.address());
    return say(request, "Look into your mail", "If that address belongs to an account here, a link is on its way.");
  }

  private Answer resetPage(Request request) {
    return resetPage(request, request.query("link"), "");
  }

  private Answer reset(Request request) {
    forms.check(request);
    String link = request.params().text("link", "");
    try {
      credentials.reset(new Secret(link), new Secret(request.params().text("password", "")));
    } catch (Refused e) {
      if (e.refusal() instanceof Refusal.Invalid(String why, _)) {
        return resetPage(request, link, why).status(422);
      }
      throw e;
    }
    return say(request, "Your password is changed", "Sign in with the new one. Everything else was signed out.");
  }

  private Answer resetPage(Request request, String link, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page("reset", new Views.Reset(sheet.frame("Choose a new password"), link, problem)));
  }

  private Answer undoPage(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "confirm",
            new Views.Reset(sheet.frame("Keep the old mail address"), request.query("link"), "Put the old address back")));
  }

  private Answer undo(Request request) {
    forms.check(request);
    if (credentials.undoEmail(new Secret(request.params().text("link", "")))) {
      return say(request, "The old address is back", "Everybody was signed out. Now choose a new password.");
    }
    return say(request, "This link does not count", "It is too old, or was used before.").status(422);
  }

  private Answer say(Request request, String heading, String words) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page("message", new Views.Message(sheet.frame(heading), heading, words, "/auth/sign_in", "Sign in")));
  }
}
