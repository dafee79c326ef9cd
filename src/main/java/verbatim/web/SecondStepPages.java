package verbatim.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import verbatim.access.ReturnPath;
import verbatim.access.SignIn;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Secret;

/// The second step of signing in: a code, or a passkey; and a passkey instead of both steps. What
/// is half done lies in a cookie that counts in this browser only, and opens nothing but this page.
final class SecondStepPages {
  static final String CODE = "/auth/code";
  static final String PASSKEY = "/auth/passkey";
  private static final String HALF_COOKIE = "half";
  private static final Duration HALF_AGE = Duration.ofMinutes(10);

  private final Templates templates;
  private final Forms forms;
  private final SignIn signIn;
  private final Arrivals arrivals;
  private final PasskeyForms passkeys;

  SecondStepPages(
      Templates templates, Forms forms, SignIn signIn, Arrivals arrivals, PasskeyForms passkeys) {
    this.templates = templates;
    this.forms = forms;
    this.signIn = signIn;
    this.arrivals = arrivals;
    this.passkeys = passkeys;
  }

  List<Route> routes() {
    return List.of(
        Route.get(CODE, Access.browser(), this::show, "the second step of signing in"),
        Route.post(CODE, Access.browser(), this::finish, "a code or a passkey after the password")
            .limited(RateLimits.Bucket.SIGN_INS),
        Route.post(PASSKEY, Access.browser(), this::alone, "signing in with a passkey alone")
            .limited(RateLimits.Bucket.SIGN_INS));
  }

  /// After the right password: on to here.
  static Answer begin(Request request, ReturnPath next, Secret half) {
    return Answer.seeOther(URI.create(CODE + "?next=" + encoded(next)))
        .cookie(HALF_COOKIE, half.reveal(), HALF_AGE, request);
  }

  private Answer show(Request request) {
    return page(request, ReturnPath.of(request.query("next")), "");
  }

  private Answer finish(Request request) {
    forms.check(request);
    ReturnPath next = ReturnPath.of(request.params().text("next", ""));
    SignIn.Second second =
        new SignIn.Second(
            half(request),
            request.params().text("code", ""),
            request.params().text("assertion", ""),
            Forms.browser(request),
            request.address(),
            request.header("User-Agent"));
    return answer(request, next, signIn.finish(second));
  }

  private Answer alone(Request request) {
    forms.check(request);
    ReturnPath next = ReturnPath.of(request.params().text("next", ""));
    SignIn.Answer answer =
        signIn.alone(
            Forms.browser(request),
            request.params().text("assertion", ""),
            request.address(),
            request.header("User-Agent"));
    return answer instanceof SignIn.Answer.WrongCode
        ? toSignIn(next, "passkey")
        : answer(request, next, answer);
  }

  private Answer answer(Request request, ReturnPath next, SignIn.Answer answer) {
    return switch (answer) {
      case SignIn.Answer.Welcome(_, _, Secret cookie) ->
          done(arrivals.arrive(request, next.toString(), cookie), request);
      case SignIn.Answer.NeedsConfirmation(_, _, Secret cookie) ->
          done(arrivals.arrive(request, "/auth/resend", cookie), request);
      case SignIn.Answer.Suspended(_, _, Secret cookie) ->
          done(arrivals.arrive(request, StandingPages.PATH, cookie), request);
      case SignIn.Answer.WrongCode() ->
          page(request, next, forms.sheet(request).t().say("second.wrong")).status(422);
      case SignIn.Answer.Locked(var after) ->
          page(request, next, SignInPages.locked(after, forms.sheet(request).t())).status(429);
      case SignIn.Answer.NeedsCode(Secret half) -> begin(request, next, half);
      case SignIn.Answer.StartOver() -> done(toSignIn(next, "late"), request);
      case SignIn.Answer.Wrong() -> done(toSignIn(next, "late"), request);
      case SignIn.Answer.NeedsApproval() -> done(toSignIn(next, "closed"), request);
      case SignIn.Answer.Disabled() -> done(toSignIn(next, "closed"), request);
    };
  }

  private static Answer done(Answer answer, Request request) {
    return answer.cookie(HALF_COOKIE, "", Duration.ZERO, request);
  }

  private static Answer toSignIn(ReturnPath next, String why) {
    return Answer.seeOther(
        URI.create("/auth/sign_in?again=true&next=" + encoded(next) + "&why=" + why));
  }

  private static String encoded(ReturnPath next) {
    return URLEncoder.encode(next.toString(), StandardCharsets.UTF_8);
  }

  private static Secret half(Request request) {
    return new Secret(request.cookie(HALF_COOKIE));
  }

  private Answer page(Request request, ReturnPath next, String problem) {
    Forms.Sheet sheet = forms.sheet(request);
    Optional<SignIn.Half> half = signIn.half(half(request), sheet.browser());
    if (half.isEmpty()) {
      return done(toSignIn(next, "late"), request);
    }
    return sheet.finish(
        templates.page(
            "second_step",
            new Views.SecondStep(
                sheet.frame(sheet.t().say("second.title")),
                next.toString(),
                half.get().name(),
                half.get().hasTotp(),
                half.get().question().map(passkeys::ask).orElse(Views.Ask.NOTHING),
                problem)));
  }
}
