package verbatim.http;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import verbatim.access.Caller;
import verbatim.access.Scope;
import verbatim.access.Scopes;
import verbatim.accounts.Standing;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// Who may pass: the only code that turns a token or a cookie and a route's declared access into a
/// caller or a refusal.
final class Gate {
  private static final Caller NOBODY = new Caller.Anonymous();
  private static final String BEARER = "bearer ";
  private static final int TOKEN_CHARACTERS_MAX = 512;

  private final Authenticator authenticator;
  private final HttpSettings settings;

  Gate(Authenticator authenticator, HttpSettings settings) {
    this.authenticator = authenticator;
    this.settings = settings;
  }

  /// @param isViewer whether the caller is a person whose token holds the route's scope
  record Admission(Caller caller, boolean isViewer) {}

  static final Admission STRANGER = new Admission(NOBODY, false);

  /// Who it is; a token or cookie that the route does not look at is not looked at.
  Caller authenticate(Access access, Request request) {
    return switch (access) {
      case Access.Open() -> NOBODY;
      case Access.Signed() -> NOBODY;
      case Access.Optional _ -> byToken(bearer(request));
      case Access.App _ -> byToken(bearer(request));
      case Access.User _ -> byToken(bearer(request));
      case Access.Joining _ -> byToken(bearer(request));
      case Access.Stream _ -> byToken(streamToken(request));
      case Access.Session() -> bySession(request);
      case Access.Desk _ -> bySession(request);
      case Access.Browser() -> bySession(request);
    };
  }

  /// Whether he may; throws the refusal if not.
  Admission admit(Access access, Caller caller) {
    return switch (access) {
      case Access.Open() -> STRANGER;
      case Access.Signed() -> STRANGER;
      case Access.Optional(var anyOf) -> optional(caller, anyOf);
      case Access.Stream(var anyOf) -> optional(caller, anyOf);
      case Access.App(var anyOf) -> app(caller, anyOf);
      case Access.User(var anyOf) -> user(caller, anyOf);
      case Access.Joining(var anyOf) ->
          caller instanceof Caller.Pending ? new Admission(caller, false) : user(caller, anyOf);
      case Access.Session() -> session(caller);
      case Access.Desk(var atLeast) -> desk(caller, atLeast);
      case Access.Browser() -> new Admission(caller, caller instanceof Caller.SignedIn);
    };
  }

  private static Admission optional(Caller caller, List<Scope> anyOf) {
    return switch (caller) {
      case Caller.Anonymous() -> STRANGER;
      case Caller.Application _ -> new Admission(caller, false);
      case Caller.Pending pending -> throw Refusal.forbidden(pending.why());
      case Caller.SignedIn person -> new Admission(person, holds(person.scopes(), anyOf));
    };
  }

  private static Admission app(Caller caller, List<Scope> anyOf) {
    return switch (caller) {
      case Caller.Anonymous() -> throw noToken();
      case Caller.Application app -> new Admission(need(app, app.scopes(), anyOf), false);
      case Caller.Pending pending -> throw Refusal.forbidden(pending.why());
      case Caller.SignedIn person -> new Admission(need(person, person.scopes(), anyOf), true);
    };
  }

  private static Admission user(Caller caller, List<Scope> anyOf) {
    return switch (caller) {
      case Caller.Anonymous() -> throw noToken();
      case Caller.Application _ ->
          throw new Refused(new Refusal.NotSignedIn("This method requires an authenticated user"));
      case Caller.Pending pending -> throw Refusal.forbidden(pending.why());
      case Caller.SignedIn person -> new Admission(need(person, person.scopes(), anyOf), true);
    };
  }

  private static Admission session(Caller caller) {
    return switch (caller) {
      case Caller.SignedIn person -> new Admission(person, true);
      case Caller.Pending pending -> throw Refusal.forbidden(pending.why());
      case Caller.Application _ -> throw new IllegalStateException("an app has no session");
      case Caller.Anonymous() -> throw new Refused(new Refusal.NotSignedIn("Sign in first"));
    };
  }

  /// Nobody learns whether there is a desk, nor what for.
  private static Admission desk(Caller caller, Standing.Role atLeast) {
    if (caller instanceof Caller.SignedIn person && person.role().compareTo(atLeast) >= 0) {
      return new Admission(person, true);
    }
    throw Refusal.notFound();
  }

  private static Caller need(Caller caller, Scopes held, List<Scope> anyOf) {
    if (!holds(held, anyOf)) {
      throw Refusal.forbidden("This action is outside the authorized scopes");
    }
    return caller;
  }

  private static boolean holds(Scopes held, List<Scope> anyOf) {
    for (Scope scope : anyOf) {
      if (held.covers(scope)) {
        return true;
      }
    }
    return anyOf.isEmpty();
  }

  private Caller byToken(String token) {
    if (token.isEmpty()) {
      return NOBODY;
    }
    if (token.length() > TOKEN_CHARACTERS_MAX) {
      throw unknownToken();
    }
    return authenticator.token(new Secret(token));
  }

  private static String bearer(Request request) {
    HttpFields headers = request.headers();
    String line = headers.get(HttpHeader.AUTHORIZATION);
    if (line == null) {
      return "";
    }
    // Two of them might be read differently by two readers.
    if (headers.getValuesList(HttpHeader.AUTHORIZATION).size() > 1) {
      throw unknownToken();
    }
    return line.length() > BEARER.length()
            && line.substring(0, BEARER.length()).toLowerCase(Locale.ROOT).equals(BEARER)
        ? line.substring(BEARER.length()).strip()
        : "";
  }

  private static String streamToken(Request request) {
    String bearer = bearer(request);
    if (!bearer.isEmpty()) {
      return bearer;
    }
    String inQuery = request.query("access_token");
    return inQuery.isEmpty() ? request.header("Sec-WebSocket-Protocol").strip() : inQuery;
  }

  private Caller bySession(Request request) {
    refuseForeignForms(request);
    String cookie = request.cookie(Request.SESSION_COOKIE);
    return cookie.isEmpty() || cookie.length() > TOKEN_CHARACTERS_MAX
        ? NOBODY
        : authenticator.session(new Secret(cookie));
  }

  /// What changes something, and what opens a socket, must come from our own pages. The form token
  /// that `web` checks besides is the second lock.
  private void refuseForeignForms(Request request) {
    if (!request.method().changes() && request.header("Upgrade").isEmpty()) {
      return;
    }
    String site = request.header("Sec-Fetch-Site");
    String origin = request.header("Origin");
    boolean isOurs =
        site.isEmpty()
            ? origin.isEmpty() || origin.equals(settings.origin()) || isUntold(origin)
            : site.equals("same-origin") || site.equals("none");
    if (!isOurs) {
      throw Refusal.forbidden("This form came from another site");
    }
  }

  private static Refused noToken() {
    return new Refused(
        new Refusal.NotSignedIn(
            "The access token is missing: sign in and send it as 'Authorization: Bearer …'"));
  }

  private static Refused unknownToken() {
    return new Refused(new Refusal.NotSignedIn("The access token is invalid"));
  }

  /// Without https browsers send no `Sec-Fetch-Site`, and our pages' `no-referrer` makes their
  /// origin `null`.
  private boolean isUntold(String origin) {
    return origin.equals("null") && !settings.isHttps();
  }
}
