package verbatim.web;

import java.net.URI;
import java.util.List;
import verbatim.access.Caller;
import verbatim.access.ReturnPath;
import verbatim.access.Sessions;
import verbatim.access.SignIn;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Secret;

/// Signing in and out.
final class SignInPages {
  private final Templates templates;
  private final Forms forms;
  private final SignIn signIn;
  private final Sessions sessions;

  SignInPages(Templates templates, Forms forms, SignIn signIn, Sessions sessions) {
    this.templates = templates;
    this.forms = forms;
    this.signIn = signIn;
    this.sessions = sessions;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/auth/sign_in", Access.browser(), this::show, "the sign-in page"),
        Route.post("/auth/sign_in", Access.browser(), this::signIn, "signing in")
            .limited(RateLimits.Bucket.SIGN_INS),
        Route.post("/auth/sign_out", Access.browser(), this::signOut, "signing out"));
  }

  private Answer show(Request request) {
    ReturnPath next = ReturnPath.of(request.query("next"));
    if (request.caller() instanceof Caller.SignedIn && !request.query("again").equals("true")) {
      return Answer.seeOther(URI.create(next.toString()));
    }
    return page(request, next, request.query("login"), "");
  }

  private Answer signIn(Request request) {
    forms.check(request);
    ReturnPath next = ReturnPath.of(request.params().text("next", ""));
    String login = request.params().text("login", "");
    SignIn.Attempt attempt =
        new SignIn.Attempt(
            login,
            new Secret(request.params().text("password", "")),
            request.address(),
            request.header("User-Agent"));
    return switch (signIn.signIn(attempt)) {
      case SignIn.Answer.Welcome(_, _, Secret cookie) -> welcome(request, next.toString(), cookie);
      case SignIn.Answer.NeedsConfirmation(_, _, Secret cookie) ->
          welcome(request, "/auth/resend", cookie);
      case SignIn.Answer.Wrong() -> problem(request, next, login, "sign_in.wrong", 422);
      case SignIn.Answer.Locked(var after) -> {
        String words =
            forms.sheet(request).t().count("sign_in.locked", Math.max(1, after.toMinutes()));
        yield page(request, next, login, words).status(429);
      }
      case SignIn.Answer.NeedsApproval() ->
          problem(request, next, login, "sign_in.waiting", 403);
      case SignIn.Answer.Disabled() -> problem(request, next, login, "sign_in.disabled", 403);
    };
  }

  private Answer problem(
      Request request, ReturnPath next, String login, String key, int status) {
    return page(request, next, login, forms.sheet(request).t().say(key)).status(status);
  }

  /// Whoever was signed in on this browser before is not any more.
  private Answer welcome(Request request, String next, Secret cookie) {
    endSession(request);
    return forms.signedIn(Answer.seeOther(URI.create(next)), cookie, request);
  }

  private Answer signOut(Request request) {
    forms.check(request);
    endSession(request);
    return forms.signedOut(Answer.seeOther(URI.create("/")), request);
  }

  private void endSession(Request request) {
    switch (request.caller()) {
      case Caller.SignedIn who -> sessions.end(who.account(), who.session());
      case Caller.Pending who -> sessions.end(who.account(), who.session());
      case Caller.Anonymous() -> {}
      case Caller.Application _ -> {}
    }
  }

  private Answer page(Request request, ReturnPath next, String login, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "sign_in", new Views.SignIn(sheet.frame(sheet.t().say("sign_in.title")), next.toString(), login, problem)));
  }
}
