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
  private static final String SIGN_IN = "/auth/sign_in";

  private final Templates templates;
  private final Forms forms;
  private final Site site;
  private final Credentials credentials;
  private final Messages messages;

  PasswordPages(Templates templates, Forms forms, Site site, Credentials credentials) {
    this.messages = new Messages(templates, forms);
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
            new Views.Forgot(
                sheet.frame(sheet.t().say("forgot.title")), site.sendsMail(), email, problem)));
  }

  private Answer forgot(Request request) {
    forms.check(request);
    String email = request.params().text("email", "");
    try {
      credentials.askReset(email, request.address());
    } catch (Refused e) {
      return forgotPage(
              request, email, Forms.faults(e, forms.sheet(request).t()).getFirst().words())
          .status(422);
    }
    return messages.say(request, "forgot.sent", SIGN_IN, "link.sign_in");
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
      return resetPage(request, link, Forms.faults(e, forms.sheet(request).t()).getFirst().words())
          .status(422);
    }
    return messages.say(request, "reset.done", SIGN_IN, "link.sign_in");
  }

  private Answer resetPage(Request request, String link, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "reset", new Views.Reset(sheet.frame(sheet.t().say("reset.title")), link, problem)));
  }

  private Answer undoPage(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "confirm",
            new Views.Confirm(
                sheet.frame(sheet.t().say("undo_email.title")),
                sheet.t().say("undo_email.why"),
                Letters.UNDO_PATH,
                request.query("token"),
                sheet.t().say("undo_email.button"))));
  }

  private Answer undo(Request request) {
    forms.check(request);
    if (credentials.undoEmail(new Secret(request.params().text("token", "")))) {
      return messages.say(request, "undo_email.done", FORGOT, "reset.title");
    }
    return messages.say(request, "link_spent", SIGN_IN, "link.sign_in").status(422);
  }
}
