package verbatim.access;

import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.AppId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;
import verbatim.kernel.SessionId;
import verbatim.store.Bytes;
import verbatim.store.Key;

/// OAuth 2 as the client API needs it: authorization code with PKCE (S256 only), client
/// credentials, revocation; no implicit grant, and a password grant in test mode only. Follows RFC
/// 9700; every authorization response names its issuer (RFC 9207).
///
/// A code lies in the sign-in data of whoever gave it: using it up, and everything that makes it
/// void (a new password, deletion), is a compare-and-set of that one row.
public final class OAuth {
  // RFC 7636: 43 to 128 unreserved characters; a SHA-256 in base64url has 43.
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  /// As it goes back in the address: three times its length otherwise, past what the head of an
  /// answer may hold.
  private static final int STATE_CHARACTERS_MAX = 4_096;
  private static final Duration TICKET_MAX = Duration.ofHours(1);

  // More than one of any other parameter says nothing to us; of these it may deceive.
  private static final Set<String> SINGLE =
      Set.of(
          "client_id",
          "redirect_uri",
          "response_type",
          "scope",
          "state",
          "code_challenge",
          "code_challenge_method");

  private final AccessSettings settings;
  private final Apps apps;
  private final Sessions sessions;
  private final Members members;
  private final SignIn signIn;
  private final Tokens tokens;
  private final InstantSource clock;
  private final Limits.People limits;

  OAuth(Parts parts, Apps apps, Sessions sessions, SignIn signIn) {
    this.settings = parts.settings();
    this.members = parts.members();
    this.tokens = parts.tokens();
    this.clock = parts.clock();
    this.limits = parts.limits();
    this.apps = apps;
    this.sessions = sessions;
    this.signIn = signIn;
  }

  /// What came of a look at an authorization request.
  public sealed interface Asked {
    /// Show it to the person: who wants what, and where the answer will go.
    record Consent(App app, Scopes scopes, String redirectUri, Authorization authorization)
        implements Asked {
      public boolean isOutOfBand() {
        return redirectUri.equals(Apps.OUT_OF_BAND);
      }
    }

    /// Client or redirect URI are not to be trusted: a page (400), never a redirect.
    record ErrorPage(OAuthError error, String words) implements Asked {}

    /// To the client's redirect URI, with error, state and iss.
    record ErrorRedirect(URI location) implements Asked {}
  }

  /// A checked request. Only [#authorize] makes it.
  public static final class Authorization {
    private final AppId app;
    private final String redirectUri;
    private final Scopes scopes;
    private final String state;
    private final String challenge;

    private Authorization(
        AppId app, String redirectUri, Scopes scopes, String state, String challenge) {
      this.app = app;
      this.redirectUri = redirectUri;
      this.scopes = scopes;
      this.state = state;
      this.challenge = challenge;
    }
  }

  /// Where the browser goes after the person has decided.
  public sealed interface Decided {
    /// 303 to there.
    record Redirect(URI location) implements Decided {
      @Override
      public String toString() {
        return "Redirect";
      }
    }

    /// Out of band: show the code on a page, which names the app.
    record Show(String app, Secret code) implements Decided {}

    /// Out of band, and the person said no.
    record ShowDenied() implements Decided {}
  }

  /// @param parameters every query parameter with all its values, for one that comes twice is
  ///     refused
  public Asked authorize(Map<String, List<String>> parameters) {
    Optional<App> app = apps.find(single(parameters, "client_id"));
    if (app.isEmpty()) {
      return new Asked.ErrorPage(
          OAuthError.INVALID_CLIENT,
          "Client authentication failed due to unknown client, no client authentication included,"
              + " or unsupported authentication method.");
    }
    Optional<String> redirect = redirect(app.get(), parameters);
    if (redirect.isEmpty()) {
      return new Asked.ErrorPage(
          OAuthError.INVALID_REQUEST, "The redirect uri included is not valid.");
    }
    return checked(app.get(), redirect.get(), parameters);
  }

  /// What the consent page's form carries: the request, sealed for this browser and this person, so
  /// that neither another page nor an edited one can grant anything else than what was shown.
  public String ticket(Caller.SignedIn who, Secret cookie, Asked.Consent consent) {
    Authorization asked = consent.authorization();
    byte[] content =
        Bytes.write(1)
            .number(who.account().value())
            .number(who.session().value())
            .time(clock.instant())
            .number(asked.app.value())
            .text(asked.redirectUri)
            .text(asked.scopes.toString())
            .text(asked.state)
            .text(asked.challenge)
            .done();
    return Tokens.text(content) + "." + Tokens.text(Tokens.seal(cookie, "consent", content));
  }

  /// @throws verbatim.kernel.Refused Forbidden when the ticket is not of this browser, or too old
  public Decided grant(Caller.SignedIn who, Secret cookie, String ticket) {
    Authorization asked = unsealed(who, cookie, ticket);
    Secret code = new Secret(who.account() + "." + tokens.secret().reveal());
    Member.Code kept =
        new Member.Code(
            Tokens.hash(code),
            asked.app,
            who.session(),
            asked.redirectUri,
            asked.challenge,
            asked.scopes,
            clock.instant().plus(limits.codeMax()),
            0,
            false);
    // Every code in the row is of its generation: a new password empties the list.
    Optional<Member> giver =
        members.change(
            who.account(),
            m -> {
              if (!sessions.stands(who.account(), who.session())) {
                throw Refusal.forbidden("You are signed out");
              }
              return m.with(kept);
            });
    if (giver.isEmpty()) {
      throw Refusal.forbidden("You are signed out");
    }
    return asked.redirectUri.equals(Apps.OUT_OF_BAND)
        ? new Decided.Show(apps.find(asked.app).map(App::name).orElse(""), code)
        : new Decided.Redirect(
            answer(asked.redirectUri, asked.state, Map.of("code", code.reveal())));
  }

  /// @throws verbatim.kernel.Refused Forbidden when the ticket is not of this browser, or too old
  public Decided deny(Caller.SignedIn who, Secret cookie, String ticket) {
    Authorization asked = unsealed(who, cookie, ticket);
    return asked.redirectUri.equals(Apps.OUT_OF_BAND)
        ? new Decided.ShowDenied()
        : new Decided.Redirect(
            failure(
                asked.redirectUri,
                asked.state,
                OAuthError.ACCESS_DENIED,
                "The resource owner denied the request."));
  }

  /// What came of a token request.
  public sealed interface Exchange {
    /// Answer with `Cache-Control: no-store`.
    record Issued(Secret accessToken, Scopes scopes, Instant createdAt) implements Exchange {}

    /// 401 for INVALID_CLIENT, else 400.
    record Failed(OAuthError error, String words) implements Exchange {}
  }

  /// POST /oauth/token. Absent parameters are "".
  ///
  /// @param clientId of the body, or of Basic authentication (already percent-decoded)
  public record TokenRequest(
      String grantType,
      String clientId,
      Secret clientSecret,
      String code,
      String redirectUri,
      Secret codeVerifier,
      String scope,
      String username,
      Secret password,
      InetAddress address) {
    @Override
    public String toString() {
      return "TokenRequest";
    }
  }

  public Exchange token(TokenRequest request) {
    Optional<App> app = apps.proven(request.clientId(), request.clientSecret());
    if (app.isEmpty()) {
      return new Exchange.Failed(
          OAuthError.INVALID_CLIENT,
          "Client authentication failed due to unknown client, no client authentication included,"
              + " or unsupported authentication method.");
    }
    return switch (request.grantType()) {
      case "authorization_code" -> exchange(app.get(), request);
      case "client_credentials" -> ofApp(app.get(), request.scope());
      case "password" -> byPassword(app.get(), request);
      case "" ->
          new Exchange.Failed(
              OAuthError.INVALID_REQUEST, "Missing required parameter: grant_type.");
      default -> unsupported();
    };
  }

  /// The first token of somebody who has just registered through an app.
  public Exchange.Issued welcome(Registered registered, Caller through) {
    App app =
        appOf(through)
            .flatMap(apps::find)
            .orElseThrow(() -> Refusal.forbidden("Only an app can ask for this"));
    AccountId account = registered.account().id();
    Member member =
        members
            .find(account)
            .orElseThrow(() -> new IllegalStateException("registered, but no member"));
    return issue(sessions.newId(), member, app, app.scopes());
  }

  /// What came of POST /oauth/revoke.
  public sealed interface Revoked {
    /// Also when there was no such token (RFC 7009).
    record Done() implements Revoked {}

    /// The client did not prove itself (401), or the token is another client's (403).
    record Failed(OAuthError error, String words) implements Revoked {}
  }

  public Revoked revoke(String clientId, Secret clientSecret, Secret token) {
    Optional<App> app = apps.proven(clientId, clientSecret);
    if (app.isEmpty()) {
      return new Revoked.Failed(
          OAuthError.INVALID_CLIENT, "Client authentication failed due to unknown client.");
    }
    Optional<Held> held = sessions.held(token).filter(h -> !h.isBrowser());
    if (held.isPresent() && !held.get().app().equals(app.get().id())) {
      return new Revoked.Failed(
          OAuthError.UNAUTHORIZED_CLIENT, "You are not authorized to revoke this token");
    }
    held.ifPresent(sessions::end);
    return new Revoked.Done();
  }

  /// RFC 8414.
  ///
  /// @param issuer equal to the `iss` of every authorization response
  public record Metadata(
      URI issuer,
      URI authorizationEndpoint,
      URI tokenEndpoint,
      URI revocationEndpoint,
      URI appRegistrationEndpoint,
      URI userinfoEndpoint,
      List<String> scopesSupported,
      List<String> responseTypesSupported,
      List<String> responseModesSupported,
      List<String> grantTypesSupported,
      List<String> tokenEndpointAuthMethodsSupported,
      List<String> codeChallengeMethodsSupported,
      boolean authorizationResponseIssParameterSupported) {}

  public Metadata metadata() {
    return new Metadata(
        URI.create(issuer()),
        url("/oauth/authorize"),
        url("/oauth/token"),
        url("/oauth/revoke"),
        url("/api/v1/apps"),
        url("/oauth/userinfo"),
        Stream.of(Scope.values()).map(Scope::toString).toList(),
        List.of("code"),
        List.of("query"),
        settings.testMode()
            ? List.of("authorization_code", "client_credentials", "password")
            : List.of("authorization_code", "client_credentials"),
        List.of("client_secret_basic", "client_secret_post"),
        List.of("S256"),
        true);
  }

  /// As asked; `read` where nothing is asked. Empty if one is unknown.
  static Optional<Scopes> scopes(String text) {
    Optional<Scopes> scopes = Scopes.parse(text);
    return scopes.filter(Scopes::isEmpty).isPresent() ? Optional.of(Scopes.of(Scope.READ)) : scopes;
  }

  private Asked checked(App app, String redirect, Map<String, List<String>> parameters) {
    String state = single(parameters, "state");
    if (encoded(state).length() > STATE_CHARACTERS_MAX) {
      return error(
          redirect,
          "",
          OAuthError.INVALID_REQUEST,
          "The state is longer than " + STATE_CHARACTERS_MAX + " characters, percent-encoded.");
    }
    if (SINGLE.stream().anyMatch(name -> isRepeated(parameters, name))) {
      return error(redirect, state, OAuthError.INVALID_REQUEST, "The request repeats a parameter.");
    }
    if (single(parameters, "response_type").isEmpty()) {
      return error(
          redirect,
          state,
          OAuthError.INVALID_REQUEST,
          "Missing required parameter: response_type.");
    }
    if (!single(parameters, "response_type").equals("code")) {
      return error(
          redirect,
          state,
          OAuthError.UNSUPPORTED_RESPONSE_TYPE,
          "The authorization server does not support this response type.");
    }
    Optional<Scopes> scopes = scopes(single(parameters, "scope")).filter(app.scopes()::covers);
    if (scopes.isEmpty()) {
      return error(
          redirect,
          state,
          OAuthError.INVALID_SCOPE,
          "The requested scope is invalid, unknown, or malformed.");
    }
    String challenge = single(parameters, "code_challenge");
    String method = single(parameters, "code_challenge_method");
    if (!isFitting(challenge, method)) {
      return error(
          redirect,
          state,
          OAuthError.INVALID_REQUEST,
          "The code challenge must be of the method S256.");
    }
    return new Asked.Consent(
        app,
        scopes.get(),
        redirect,
        new Authorization(app.id(), redirect, scopes.get(), state, challenge));
  }

  // A challenge without a method would mean "plain" (RFC 7636), which protects nothing.
  private static boolean isFitting(String challenge, String method) {
    return challenge.isEmpty()
        ? method.isEmpty() || method.equals("S256")
        : method.equals("S256") && CHALLENGE.matcher(challenge).matches();
  }

  // Letter for letter: every cleverness in comparing URIs has been somebody's open redirect.
  private static Optional<String> redirect(App app, Map<String, List<String>> parameters) {
    List<String> sent = parameters.getOrDefault("redirect_uri", List.of());
    if (sent.isEmpty() && app.redirectUris().size() == 1) {
      return Optional.of(app.redirectUris().getFirst());
    }
    return sent.size() == 1
        ? Optional.of(sent.getFirst()).filter(app.redirectUris()::contains)
        : Optional.empty();
  }

  private static boolean isRepeated(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of()).size() > 1;
  }

  private static String single(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.size() == 1 ? values.getFirst() : "";
  }

  private Asked error(String redirect, String state, OAuthError error, String words) {
    return redirect.equals(Apps.OUT_OF_BAND)
        ? new Asked.ErrorPage(error, words)
        : new Asked.ErrorRedirect(failure(redirect, state, error, words));
  }

  private URI failure(String redirect, String state, OAuthError error, String words) {
    return answer(redirect, state, Map.of("error", error.toString(), "error_description", words));
  }

  private URI answer(String redirect, String state, Map<String, String> parameters) {
    StringBuilder location = new StringBuilder(redirect);
    location.append(redirect.indexOf('?') < 0 ? '?' : '&');
    parameters.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> location.append(pair(e.getKey(), e.getValue())).append('&'));
    if (!state.isEmpty()) {
      location.append(pair("state", state)).append('&');
    }
    return URI.create(location.append(pair("iss", issuer())).toString());
  }

  private static String pair(String name, String value) {
    return name + "=" + encoded(value);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Authorization unsealed(Caller.SignedIn who, Secret cookie, String ticket) {
    String[] parts = ticket.split("\\.", -1);
    if (parts.length != 2) {
      throw foreignTicket();
    }
    byte[] content = decoded(parts[0]);
    if (!MessageDigest.isEqual(Tokens.seal(cookie, "consent", content), decoded(parts[1]))) {
      throw foreignTicket();
    }
    Bytes.Reader bytes = Bytes.read(content);
    AccountId account = new AccountId(bytes.number());
    SessionId session = new SessionId(bytes.number());
    Instant made = bytes.time();
    if (!account.equals(who.account())
        || !session.equals(who.session())
        || clock.instant().isAfter(made.plus(TICKET_MAX))) {
      throw foreignTicket();
    }
    return new Authorization(
        new AppId(bytes.number()),
        bytes.text(),
        Scopes.stored(bytes.text()),
        bytes.text(),
        bytes.text());
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw foreignTicket();
    }
  }

  private static Refused foreignTicket() {
    return Refusal.forbidden("This page is too old, please start again in the app");
  }

  private Exchange exchange(App app, TokenRequest request) {
    Secret secret = new Secret(request.code());
    Optional<AccountId> account = Letters.accountOf(secret);
    Key hash = Tokens.hash(secret);
    Optional<Member.Code> found = account.flatMap(members::find).flatMap(m -> m.code(hash));
    // A code that another client shows stays good for its own: showing it proves no right to end
    // it.
    if (found.filter(code -> isFor(code, app, request)).isEmpty()) {
      return deadCode();
    }
    SessionId id = sessions.newId();
    Taken taken = take(account.orElseThrow(), hash, id);
    return switch (taken) {
      case Taken.First(var member, var code) -> finish(member, code, app, id);
      case Taken.Again(var code) -> {
        sessions.end(account.get(), new SessionId(code.token()));
        yield deadCode();
      }
      case Taken.Dead() -> deadCode();
    };
  }

  private boolean isFor(Member.Code code, App app, TokenRequest request) {
    return code.app().equals(app.id())
        && code.redirectUri().equals(request.redirectUri())
        && isProven(code.challenge(), request.codeVerifier().reveal());
  }

  // A verifier for a code that was asked without a challenge: somebody has stripped the challenge
  // on
  // the way (RFC 9700, 4.8.2).
  private static boolean isProven(String challenge, String verifier) {
    if (challenge.isEmpty()) {
      return verifier.isEmpty();
    }
    return VERIFIER.matcher(verifier).matches()
        && MessageDigest.isEqual(
            challenge.getBytes(StandardCharsets.US_ASCII),
            Tokens.text(Tokens.sha256(verifier.getBytes(StandardCharsets.US_ASCII)))
                .getBytes(StandardCharsets.US_ASCII));
  }

  private sealed interface Taken {
    record First(Member member, Member.Code code) implements Taken {}

    record Again(Member.Code code) implements Taken {}

    record Dead() implements Taken {}
  }

  // The one who changes the row from "not used" is first. Whoever comes later marks the code
  // revoked
  // BEFORE he ends its token, and the first looks at that mark AFTER he has written the token: so
  // the
  // token dies whichever of them is faster.
  private Taken take(AccountId account, Key hash, SessionId id) {
    Taken[] taken = {new Taken.Dead()};
    members.change(
        account,
        m -> {
          taken[0] = new Taken.Dead();
          Optional<Member.Code> code = m.code(hash);
          if (code.isEmpty()) {
            return m;
          }
          if (code.get().token() != 0) {
            taken[0] = new Taken.Again(code.get());
            return code.get().revoked() ? m : m.with(code.get().revoke());
          }
          if (!clock.instant().isBefore(code.get().until())) {
            return m;
          }
          Member used = m.with(code.get().usedFor(id));
          taken[0] = new Taken.First(used, code.get());
          return used;
        });
    return taken[0];
  }

  private Exchange finish(Member member, Member.Code code, App app, SessionId id) {
    // Signing out of the browser that gave the code ends the code too.
    if (!sessions.stands(member.account(), code.session())) {
      return deadCode();
    }
    Exchange.Issued issued = issue(id, member, app, code.scopes());
    boolean stands =
        members
            .find(member.account())
            .filter(m -> m.generation() == member.generation())
            .flatMap(m -> m.code(code.hash()))
            .filter(c -> !c.revoked())
            .isPresent();
    if (!stands) {
      sessions.end(member.account(), id);
      return deadCode();
    }
    return issued;
  }

  private Exchange ofApp(App app, String scope) {
    Optional<Scopes> scopes = scopes(scope).filter(app.scopes()::covers);
    if (scopes.isEmpty()) {
      return tooWide();
    }
    var opened = sessions.open(app, scopes.get());
    return new Exchange.Issued(opened.secret(), scopes.get(), clock.instant());
  }

  private Exchange byPassword(App app, TokenRequest request) {
    if (!settings.testMode()) {
      return unsupported();
    }
    Optional<Scopes> scopes = scopes(request.scope()).filter(app.scopes()::covers);
    if (scopes.isEmpty()) {
      return tooWide();
    }
    var attempt =
        new SignIn.Attempt(
            request.username(), request.password(), new Secret(""), request.address(), app.name());
    return switch (signIn.check(attempt)) {
      case SignIn.Checked.Right(var member, var account)
          // This grant has no place for a second factor.
          when account.standing().state() == Standing.State.ACTIVE && !member.factor().isOn() ->
          issue(sessions.newId(), member, app, scopes.get());
      case SignIn.Checked.Right _, SignIn.Checked.Wrong _, SignIn.Checked.Locked _ -> deadCode();
    };
  }

  private Exchange.Issued issue(SessionId id, Member member, App app, Scopes scopes) {
    var opened = sessions.open(id, member.account(), member.generation(), app, scopes);
    return new Exchange.Issued(opened.secret(), scopes, clock.instant());
  }

  private static Optional<AppId> appOf(Caller caller) {
    return switch (caller) {
      case Caller.Application app -> Optional.of(app.app());
      case Caller.SignedIn person -> person.app();
      case Caller.Pending _, Caller.Anonymous _ -> Optional.empty();
    };
  }

  private static Exchange unsupported() {
    return new Exchange.Failed(
        OAuthError.UNSUPPORTED_GRANT_TYPE,
        "The authorization grant type is not supported by the authorization server.");
  }

  private static Exchange tooWide() {
    return new Exchange.Failed(
        OAuthError.INVALID_SCOPE, "The requested scope is invalid, unknown, or malformed.");
  }

  private static Exchange deadCode() {
    return new Exchange.Failed(
        OAuthError.INVALID_GRANT,
        "The provided authorization grant is invalid, expired, revoked, does not match the"
            + " redirection URI used in the authorization request, or was issued to another"
            + " client.");
  }

  private String issuer() {
    return settings.publicUrl().toString();
  }

  private URI url(String path) {
    return URI.create(settings.publicUrl() + path);
  }
}
