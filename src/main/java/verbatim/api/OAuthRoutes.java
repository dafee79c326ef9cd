package verbatim.api;

import static verbatim.access.Scope.PROFILE;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import verbatim.access.App;
import verbatim.access.Apps;
import verbatim.access.Caller;
import verbatim.access.OAuth;
import verbatim.access.OAuthError;
import verbatim.access.Scope;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AppId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Secret;
import verbatim.rendering.Addresses;
import verbatim.rendering.Pictures;

/// Apps and their tokens, in JSON. The pages on which a person lets an app in are `web`'s.
final class OAuthRoutes {
  // For our own endpoints of later issues: announced when there is something that needs them.
  private static final Set<Scope> NEEDED_BY_NOTHING =
      EnumSet.of(Scope.READ_ARTICLES, Scope.WRITE_ARTICLES, Scope.READ_CONVERSATIONS);

  private final Apps apps;
  private final OAuth oauth;
  private final Accounts accounts;
  private final Addresses addresses;
  private final Pictures pictures;

  OAuthRoutes(Apps apps, OAuth oauth, Accounts accounts, Addresses addresses, Pictures pictures) {
    this.apps = apps;
    this.oauth = oauth;
    this.accounts = accounts;
    this.addresses = addresses;
    this.pictures = pictures;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/v1/apps", Access.open(), this::register, "register an app")
            .limited(RateLimits.Bucket.REGISTRATIONS),
        Route.get("/api/v1/apps/verify_credentials", Access.app(), this::app, "my app"),
        Route.post("/oauth/token", Access.open(), this::token, "a token for a code or a secret")
            .limited(RateLimits.Bucket.SIGN_INS),
        Route.post("/oauth/revoke", Access.open(), this::revoke, "end a token"),
        Route.get("/oauth/userinfo", Access.user(PROFILE), this::userinfo, "who I am"),
        Route.post("/oauth/userinfo", Access.user(PROFILE), this::userinfo, "who I am"),
        Route.get(
            "/.well-known/oauth-authorization-server",
            Access.open(),
            this::metadata,
            "what OAuth can do here"));
  }

  private Answer register(Request request) {
    Params params = request.params();
    Apps.Made made =
        apps.register(
            new Apps.NewApp(
                params.text("client_name", ""),
                params.list("redirect_uris"),
                params.text("scopes", ""),
                params.text("website", "")));
    JsonWriter json = new JsonWriter().object();
    describe(json, made.app());
    json.field("client_id", made.app().clientId());
    json.field("client_secret", made.clientSecret().reveal()).field("client_secret_expires_at", 0);
    return Answer.json(json.end()).header("Cache-Control", "no-store");
  }

  private Answer app(Request request) {
    AppId id =
        switch (request.caller()) {
          case Caller.Application application -> application.app();
          case Caller.SignedIn signedIn -> signedIn.app().orElseThrow(Refusal::notFound);
          case Caller.Pending _, Caller.Anonymous _ -> throw Refusal.notFound();
        };
    App app = apps.find(id).orElseThrow(Refusal::notFound);
    JsonWriter json = new JsonWriter().object();
    describe(json, app);
    return Answer.json(json.end());
  }

  private static void describe(JsonWriter json, App app) {
    json.fieldId("id", app.id().value()).field("name", app.name()).name("website");
    Json.textOrNull(json, app.website());
    json.name("scopes").array();
    app.scopes().asked().forEach(s -> json.value(s.toString()));
    json.end();
    json.field("redirect_uri", String.join("\n", app.redirectUris()));
    // There is no push yet, and so no key for it.
    json.field("redirect_uris", app.redirectUris()).field("vapid_key", "");
  }

  // ---- tokens

  private Answer token(Request request) {
    Params params = request.params();
    Client client = client(request);
    OAuth.Exchange exchange =
        oauth.token(
            new OAuth.TokenRequest(
                params.text("grant_type", ""),
                client.id(),
                client.secret(),
                params.text("code", ""),
                params.text("redirect_uri", ""),
                new Secret(params.text("code_verifier", "")),
                params.text("scope", ""),
                params.text("username", ""),
                new Secret(params.text("password", "")),
                request.address()));
    return switch (exchange) {
      case OAuth.Exchange.Issued issued -> Tokens.answer(issued);
      case OAuth.Exchange.Failed(var error, var words) -> failed(error, words);
    };
  }

  private Answer revoke(Request request) {
    Client client = client(request);
    Secret token = new Secret(request.params().text("token", ""));
    return switch (oauth.revoke(client.id(), client.secret(), token)) {
      case OAuth.Revoked.Done() -> Answer.empty().header("Cache-Control", "no-store");
      case OAuth.Revoked.Failed(var error, var words) ->
          failed(error, words).status(error == OAuthError.INVALID_CLIENT ? 401 : 403);
    };
  }

  private static Answer failed(OAuthError error, String words) {
    return Answer.json(
            new JsonWriter()
                .object()
                .field("error", error.toString())
                .field("error_description", words)
                .end())
        .status(error == OAuthError.INVALID_CLIENT ? 401 : 400)
        .header("Cache-Control", "no-store");
  }

  private record Client(String id, Secret secret) {}

  /// RFC 6749 §2.3.1: Basic, whose two halves are form-encoded, or the body.
  private static Client client(Request request) {
    Params params = request.params();
    String authorization = request.header("Authorization");
    if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        String pair =
            new String(
                Base64.getDecoder().decode(authorization.substring(6).strip()),
                StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon > 0) {
          return new Client(
              decoded(pair.substring(0, colon)), new Secret(decoded(pair.substring(colon + 1))));
        }
      } catch (IllegalArgumentException _) {
        return new Client("", new Secret(""));
      }
    }
    return new Client(params.text("client_id", ""), new Secret(params.text("client_secret", "")));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private Answer userinfo(Request request) {
    Account me = accounts.find(Looking.me(request)).orElseThrow(Refusal::notFound);
    String name = me.profile().displayName();
    return Answer.json(
        new JsonWriter()
            .object()
            .field("iss", oauth.metadata().issuer().toString())
            .field("sub", addresses.uri(me))
            .field("name", name.isEmpty() ? me.handle().username() : name)
            .field("preferred_username", me.handle().username())
            .field("profile", addresses.url(me))
            .field("picture", pictures.avatar(me.profile().avatar()))
            .end());
  }

  private Answer metadata(Request request) {
    OAuth.Metadata metadata = oauth.metadata();
    JsonWriter json = new JsonWriter().object();
    json.field("issuer", metadata.issuer().toString());
    json.field("service_documentation", addresses.at("/about"));
    json.field("authorization_endpoint", metadata.authorizationEndpoint().toString());
    json.field("token_endpoint", metadata.tokenEndpoint().toString());
    json.field("revocation_endpoint", metadata.revocationEndpoint().toString());
    json.field("app_registration_endpoint", metadata.appRegistrationEndpoint().toString());
    json.field("userinfo_endpoint", metadata.userinfoEndpoint().toString());
    json.field("scopes_supported", supported(metadata));
    json.field("response_types_supported", metadata.responseTypesSupported());
    json.field("response_modes_supported", metadata.responseModesSupported());
    json.field("grant_types_supported", metadata.grantTypesSupported());
    json.field(
        "token_endpoint_auth_methods_supported", metadata.tokenEndpointAuthMethodsSupported());
    json.field("code_challenge_methods_supported", metadata.codeChallengeMethodsSupported());
    json.field(
        "authorization_response_iss_parameter_supported",
        metadata.authorizationResponseIssParameterSupported());
    return Answer.json(json.end());
  }

  private static List<String> supported(OAuth.Metadata metadata) {
    return metadata.scopesSupported().stream()
        .filter(s -> Scope.parse(s).filter(NEEDED_BY_NOTHING::contains).isEmpty())
        .toList();
  }
}
