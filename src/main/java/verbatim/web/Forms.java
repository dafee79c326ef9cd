package verbatim.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import verbatim.access.Caller;
import verbatim.access.Sessions;
import verbatim.accounts.Accounts;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// Makes the frame of a page, and sees that a form comes from a page of ours: every POST carries a
/// token derived from the browser's cookie, that of its session or, for a visitor, a random one.
final class Forms {
  static final Duration SESSION_AGE = Duration.ofDays(365);
  private static final String VISITOR_COOKIE = "visitor";
  private static final Duration VISITOR_AGE = Duration.ofDays(1);
  private static final int COOKIE_BYTES = 32;

  private final Site site;
  private final Accounts accounts;
  private final String style;
  private final String icon;
  private final SecureRandom random;

  Forms(Site site, Accounts accounts, String style, String icon, SecureRandom random) {
    this.site = site;
    this.accounts = accounts;
    this.style = style;
    this.icon = icon;
    this.random = random;
  }

  /// A page that is being made: its frame, and the visitor's cookie where a new one is needed.
  final class Sheet {
    private final Request request;
    private final Secret cookie;
    private final boolean isNewVisitor;

    private Sheet(Request request) {
      this.request = request;
      Secret session = sessionCookie(request);
      String visitor = request.cookie(VISITOR_COOKIE);
      if (request.caller() instanceof Caller.Anonymous) {
        isNewVisitor = visitor.isEmpty();
        cookie = isNewVisitor ? randomCookie() : new Secret(visitor);
      } else {
        isNewVisitor = false;
        cookie = session;
      }
    }

    Frame frame(String title) {
      return new Frame(
          title,
          site.name(),
          site.description(),
          viewer(request),
          Sessions.formToken(cookie),
          style,
          icon,
          site.testMode(),
          site.isOpen());
    }

    Answer finish(Answer page) {
      return isNewVisitor
          ? page.cookie(VISITOR_COOKIE, cookie.reveal(), VISITOR_AGE, request)
          : page;
    }
  }

  Sheet sheet(Request request) {
    return new Sheet(request);
  }

  /// @throws verbatim.kernel.Refused Forbidden when the form is not from a page that this browser
  ///     was given
  void check(Request request) {
    Secret cookie =
        request.caller() instanceof Caller.Anonymous
            ? new Secret(request.cookie(VISITOR_COOKIE))
            : sessionCookie(request);
    String sent = request.params().text("form_token", "");
    if (cookie.reveal().isEmpty() || !Sessions.isFormToken(cookie, sent)) {
      throw Refusal.forbidden(
          "This page was open for too long. Go back, load it again, and send the form once more.");
    }
  }

  /// After signing in: the session's cookie; the visitor's is of no more use.
  Answer signedIn(Answer answer, Secret cookie, Request request) {
    return answer
        .cookie(Request.SESSION_COOKIE, cookie.reveal(), SESSION_AGE, request)
        .cookie(VISITOR_COOKIE, "", Duration.ZERO, request);
  }

  Answer signedOut(Answer answer, Request request) {
    return answer
        .cookie(Request.SESSION_COOKIE, "", Duration.ZERO, request)
        .header("Clear-Site-Data", "\"cache\", \"storage\"");
  }

  /// The faults of one field each, to be shown beside it; any other refusal goes on to the error
  /// page.
  static List<Views.Fault> faults(Refused refused) {
    if (refused.refusal() instanceof Refusal.Invalid(_, var faults) && !faults.isEmpty()) {
      return faults.stream().map(f -> new Views.Fault(f.field(), f.words())).toList();
    }
    throw refused;
  }

  static Secret sessionCookie(Request request) {
    return new Secret(request.cookie(Request.SESSION_COOKIE));
  }

  private String viewer(Request request) {
    return switch (request.caller()) {
      case Caller.SignedIn who -> name(who.account());
      case Caller.Pending who -> name(who.account());
      case Caller.Anonymous() -> "";
      case Caller.Application _ -> "";
    };
  }

  private String name(AccountId account) {
    return accounts.find(account).map(a -> a.handle().username()).orElse("");
  }

  private Secret randomCookie() {
    byte[] bytes = new byte[COOKIE_BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
