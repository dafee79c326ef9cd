package verbatim.web;

import java.net.URI;
import java.util.List;
import verbatim.access.Caller;
import verbatim.access.Letters;
import verbatim.access.NewMember;
import verbatim.access.Registered;
import verbatim.access.Registration;
import verbatim.accounts.Standing;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// Joining, and confirming one's mail address.
final class SignUpPages {
  private final Templates templates;
  private final Forms forms;
  private final Site site;
  private final Registration registration;

  SignUpPages(Templates templates, Forms forms, Site site, Registration registration) {
    this.templates = templates;
    this.forms = forms;
    this.site = site;
    this.registration = registration;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/auth/sign_up", Access.browser(), this::show, "the sign-up page"),
        Route.post("/auth/sign_up", Access.browser(), this::signUp, "joining")
            .limited(RateLimits.Bucket.REGISTRATIONS),
        Route.get(
            Letters.CONFIRM_PATH,
            Access.browser(),
            this::confirmPage,
            "the page behind a link in a letter"),
        Route.post(
            Letters.CONFIRM_PATH, Access.browser(), this::confirm, "confirming a mail address"),
        Route.get(
            "/auth/resend",
            Access.browser(),
            this::resendPage,
            "the page to have a letter sent again"),
        Route.post("/auth/resend", Access.browser(), this::resend, "having a letter sent again"));
  }

  private Answer show(Request request) {
    if (request.caller() instanceof Caller.SignedIn) {
      return Answer.seeOther(URI.create("/"));
    }
    if (!site.isOpen()) {
      return say(
          request,
          "Nobody can join just now",
          "Whoever looks after this server has closed it to newcomers.");
    }
    return page(request);
  }

  private Answer signUp(Request request) {
    forms.check(request);
    Params params = request.params();
    try {
      Registered registered =
          registration.register(
              new NewMember(
                  params.text("username", ""),
                  params.text("email", ""),
                  new Secret(params.text("password", "")),
                  params.flag("agreement", false),
                  "",
                  params.text("reason", ""),
                  request.address()));
      return welcome(request, registered.account().standing().state());
    } catch (Refused e) {
      return page(request, params, Forms.faults(e)).status(422);
    }
  }

  private Answer welcome(Request request, Standing.State state) {
    return switch (state) {
      case UNCONFIRMED ->
          say(
              request,
              "Look into your mail",
              "We sent you a letter with a link. Open it, and you are in.");
      case PENDING ->
          say(
              request,
              "Thank you",
              "A person reads each request to join. You get a letter as soon as that has happened.");
      case ACTIVE ->
          say(
              request,
              "You are in",
              "Sign in here, or in any Mastodon app.",
              "/auth/sign_in",
              "Sign in");
      case DISABLED, SUSPENDED, DELETED ->
          throw new IllegalStateException("a newcomer is " + state);
    };
  }

  /// Opening a link must not change anything, since mail programs open links to look at them: the
  /// page has a button.
  private Answer confirmPage(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "confirm",
            new Views.Confirm(
                sheet.frame("Confirm your mail address"),
                "One more tap, so that no program that only looks at links confirms it for you.",
                Letters.CONFIRM_PATH,
                request.query("token"),
                "This is my address")));
  }

  private Answer confirm(Request request) {
    forms.check(request);
    return registration
        .confirm(new Secret(request.params().text("token", "")))
        .map(
            _ ->
                say(
                    request,
                    "Confirmed",
                    "Your mail address is confirmed.",
                    "/auth/sign_in",
                    "Sign in"))
        .orElseGet(
            () ->
                say(
                        request,
                        "This link does not count",
                        "It is too old, or was used before.",
                        "/auth/resend",
                        "Send another")
                    .status(422));
  }

  private Answer resendPage(Request request) {
    return resendPage(request, "", "");
  }

  private Answer resendPage(Request request, String email, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "resend", new Views.Resend(sheet.frame("Confirm your mail address"), email, problem)));
  }

  private Answer resend(Request request) {
    forms.check(request);
    String email = request.params().text("email", "");
    try {
      if (request.caller() instanceof Caller.Pending who) {
        registration.resend(who, email, request.address());
      } else {
        registration.resend(email, request.address());
      }
    } catch (Refused e) {
      return resendPage(request, email, Forms.faults(e).getFirst().words()).status(422);
    }
    return say(
        request,
        "Look into your mail",
        "If that address waits to be confirmed, a letter is on its way.");
  }

  private Answer page(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "sign_up",
            new Views.SignUp(
                sheet.frame("Join"), site.asksReason(), site.rules(), "", "", "", List.of())));
  }

  private Answer page(Request request, Params params, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "sign_up",
            new Views.SignUp(
                sheet.frame("Join"),
                site.asksReason(),
                site.rules(),
                params.text("username", ""),
                params.text("email", ""),
                params.text("reason", ""),
                faults)));
  }

  private Answer say(Request request, String heading, String words) {
    return say(request, heading, words, "/", "To the front page");
  }

  private Answer say(Request request, String heading, String words, String href, String link) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "message", new Views.Message(sheet.frame(heading), heading, words, href, link)));
  }
}
