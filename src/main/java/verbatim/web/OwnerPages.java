package verbatim.web;

import java.net.URI;
import java.util.List;
import verbatim.access.Caller;
import verbatim.access.FirstOwner;
import verbatim.access.Sessions;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Secret;

/// Becoming the owner of a fresh server with the one-time code that `serve` printed.
final class OwnerPages {
  private static final String SETUP = "/setup";

  private final Templates templates;
  private final Forms forms;
  private final FirstOwner firstOwner;
  private final Sessions sessions;

  OwnerPages(Templates templates, Forms forms, FirstOwner firstOwner, Sessions sessions) {
    this.templates = templates;
    this.forms = forms;
    this.firstOwner = firstOwner;
    this.sessions = sessions;
  }

  List<Route> routes() {
    return List.of(
        Route.get(SETUP, Access.session(), this::show, "the page behind the set-up link"),
        Route.post(SETUP, Access.session(), this::claim, "becoming the owner of a fresh server"));
  }

  private Answer show(Request request) {
    if (request.query("done").equals("yes") && request.query("code").isEmpty()) {
      return say(
          request,
          "This server has an owner",
          "If you entered its code just now, it is yours to look after.");
    }
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "confirm",
            new Views.Confirm(
                sheet.frame("Look after this server"),
                "Whoever owns a server decides who may join, and answers for what is said on it.",
                SETUP,
                request.query("code"),
                "I am its owner")));
  }

  private Answer claim(Request request) {
    forms.check(request);
    Caller.SignedIn who = request.signedIn();
    if (firstOwner.claim(who, new Secret(request.params().text("token", "")))) {
      // What this browser may do has grown: whoever knew its old session must not grow with it.
      Sessions.Opened renewed = sessions.renew(who, request.header("User-Agent"));
      return forms.signedIn(
          Answer.seeOther(URI.create(SETUP + "?done=yes")), renewed.secret(), request);
    }
    return say(
            request,
            "This code does not count",
            "It was used before, or a newer one was printed at the last start.")
        .status(422);
  }

  private Answer say(Request request, String heading, String words) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "message",
            new Views.Message(sheet.frame(heading), heading, words, "/", "To the front page")));
  }
}
