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
  private final Messages messages;

  OwnerPages(Templates templates, Forms forms, FirstOwner firstOwner, Sessions sessions) {
    this.messages = new Messages(templates, forms);
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
      return messages.say(request, "owner.done");
    }
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "confirm",
            new Views.Confirm(
                sheet.frame(sheet.t().say("owner.title")),
                sheet.t().say("owner.why"),
                SETUP,
                request.query("code"),
                sheet.t().say("owner.button"))));
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
    return messages.say(request, "owner.spent").status(422);
  }
}
