package verbatim.web;

import java.util.List;
import verbatim.access.Credentials;
import verbatim.access.Letters;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// A forgotten password, and taking back a change of the mail address.
final class PasswordPages {
  private static final String FORGOT = "/auth/password/forgot";
  private final Templates templates;
  private final Forms forms;
  private final Site site;
  private final Credentials credentials;

  PasswordPages(Templates templates, Forms forms, Site site, Credentials credentials) {
    this.templates = templates;
    this.forms = forms;
    this.site = site;
    this.credentials = credentials;
  }

  List<Route> routes() {
    return List.of(
        Route.get(FORGOT, Access.browser(), this::forgotPage, "the page for a forgotten password"),
        Route.post(FORGOT, Access.browser(), this::forgot, "asking for a reset letter"),
        Route.get(
            Letters.RESET_PATH, Access.browser(), this::resetPage, "the page behind a reset link"),
        Route.post(Letters.RESET_PATH, Access.browser(), this::reset, "setting a new password"),
        Route.get(
            Letters.UNDO_PATH, Access.browser(), this::undoPage, "the page behind an undo link"),
        Route.post(
            Letters.UNDO_PATH, Access.browser(), this::undo, "taking back a change of address"));
  }

  private Answer forgotPage(Request request) {
    return forgotPage(request, "", "");
  }

  private Answer forgotPage(Request request, String email, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "forgot",
            new Views.Forgot(sheet.frame("A new password"), site.sendsMail(), email, problem)));
  }

  private Answer forgot(Request request) {
    forms.check(request);
    String email = request.params().text("email", "");
    try {
      credentials.askReset(email, request.address());
    } catch (Refused e) {
      return forgotPage(request, email, Forms.faults(e).getFirst().words()).status(422);
    }
    return say(
        request,
        "Look into your mail",
        "If that address belongs to an account here, a link is on its way.");
  }

  /// The letter on a changed password leads here without a link of its own: who did not change it
  /// asks for one.
  private Answer resetPage(Request request) {
    String link = request.query("token");
    return link.isEmpty() ? forgotPage(request) : resetPage(request, link, "");
  }

  private Answer reset(Request request) {
    forms.check(request);
    String link = request.params().text("token", "");
    try {
      credentials.reset(new Secret(link), new Secret(request.params().text("password", "")));
    } catch (Refused e) {
      return resetPage(request, link, Forms.faults(e).getFirst().words()).status(422);
    }
    return say(
        request,
        "Your password is changed",
        "Sign in with the new one. Everything else was signed out.");
  }

  private Answer resetPage(Request request, String link, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "reset", new Views.Reset(sheet.frame("Choose a new password"), link, problem)));
  }

  private Answer undoPage(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "confirm",
            new Views.Confirm(
                sheet.frame("Keep the old mail address"),
                "Somebody who knew your password has changed the mail address of your account. This puts the old one"
                    + " back, signs everybody out, and lets you choose a new password.",
                Letters.UNDO_PATH,
                request.query("token"),
                "Put the old address back")));
  }

  private Answer undo(Request request) {
    forms.check(request);
    if (credentials.undoEmail(new Secret(request.params().text("token", "")))) {
      return say(
          request,
          "The old address is back",
          "Everybody was signed out. Now choose a new password.",
          FORGOT,
          "Choose a new password");
    }
    return say(request, "This link does not count", "It is too old, or was used before.")
        .status(422);
  }

  private Answer say(Request request, String heading, String words) {
    return say(request, heading, words, "/auth/sign_in", "Sign in");
  }

  private Answer say(Request request, String heading, String words, String href, String link) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "message", new Views.Message(sheet.frame(heading), heading, words, href, link)));
  }
}
