package verbatim.web;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import verbatim.access.Caller;
import verbatim.access.ReturnPath;
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
  private final Arrivals arrivals;
  private final PasskeyForms passkeys;

  SignInPages(
      Templates templates, Forms forms, SignIn signIn, Arrivals arrivals, PasskeyForms passkeys) {
    this.templates = templates;
    this.forms = forms;
    this.signIn = signIn;
    this.arrivals = arrivals;
    this.passkeys = passkeys;
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
    return page(request, next, request.query("login"), why(request));
  }

  /// Why somebody was sent back here from the second step.
  private String why(Request request) {
    String word = request.query("why");
    return word.matches("late|passkey|closed")
        ? forms.sheet(request).t().say("sign_in.why." + word)
        : "";
  }

  private Answer signIn(Request request) {
    forms.check(request);
    ReturnPath next = ReturnPath.of(request.params().text("next", ""));
    String login = request.params().text("login", "");
    SignIn.Attempt attempt =
        new SignIn.Attempt(
            login,
            new Secret(request.params().text("password", "")),
            Forms.browser(request),
            request.address(),
            request.header("User-Agent"));
    return switch (signIn.signIn(attempt)) {
      case SignIn.Answer.Welcome(_, _, Secret cookie) ->
          arrivals.arrive(request, next.toString(), cookie);
      case SignIn.Answer.NeedsConfirmation(_, _, Secret cookie) ->
          arrivals.arrive(request, "/auth/resend", cookie);
      case SignIn.Answer.NeedsCode(Secret half) -> SecondStepPages.begin(request, next, half);
      case SignIn.Answer.Wrong() -> problem(request, next, login, "sign_in.wrong", 422);
      case SignIn.Answer.Locked(var after) ->
          page(request, next, login, locked(after, forms.sheet(request).t())).status(429);
      case SignIn.Answer.NeedsApproval() -> problem(request, next, login, "sign_in.waiting", 403);
      case SignIn.Answer.Suspended(_, _, Secret cookie) ->
          arrivals.arrive(request, StandingPages.PATH, cookie);
      case SignIn.Answer.Disabled() -> problem(request, next, login, "sign_in.disabled", 403);
      case SignIn.Answer.WrongCode(), SignIn.Answer.StartOver() ->
          throw new IllegalStateException("no code was asked for yet");
    };
  }

  static String locked(Duration after, Tongue t) {
    return t.count("sign_in.locked", Math.max(1, after.toMinutes()));
  }

  private Answer problem(Request request, ReturnPath next, String login, String key, int status) {
    return page(request, next, login, forms.sheet(request).t().say(key)).status(status);
  }

  private Answer signOut(Request request) {
    forms.check(request);
    return arrivals.leave(request);
  }

  private Answer page(Request request, ReturnPath next, String login, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "sign_in",
            new Views.SignIn(
                sheet.frame(sheet.t().say("sign_in.title")),
                next.toString(),
                login,
                problem,
                passkeys.ask(signIn.question(sheet.browser())))));
  }
}
