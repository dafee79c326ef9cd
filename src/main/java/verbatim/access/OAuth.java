package verbatim.access;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import verbatim.kernel.Secret;

/// OAuth 2 as the client API needs it: authorization code with PKCE (S256 only), client credentials,
/// revocation; no implicit grant, and a password grant in test mode only. Follows RFC 9700; every
/// authorization response names its issuer (RFC 9207).
public final class OAuth {
  // constructor(AccessSettings, Store, Apps, Sessions, Members, SignIn, SecureRandom, InstantSource, Limits)

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
    Authorization() {}
  }

  /// Where the browser goes after the person has decided.
  public sealed interface Decided {
    /// 303 to there.
    record Redirect(URI location) implements Decided {}

    /// Out of band: show the code on a page.
    record Show(Secret code) implements Decided {}
  }

  /// @param parameters every query parameter with all its values, for one that comes twice is refused
  public Asked authorize(Map<String, List<String>> parameters) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// What the consent page's form carries: the request, sealed for this browser and this person, so
  /// that neither another page nor an edited one can grant anything else than what was shown.
  public String ticket(Caller.SignedIn who, Secret cookie, Asked.Consent consent) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @throws verbatim.kernel.Refused Forbidden when the ticket is not of this browser, or too old
  public Decided grant(Caller.SignedIn who, Secret cookie, String ticket) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @throws verbatim.kernel.Refused Forbidden when the ticket is not of this browser, or too old
  public Decided deny(Caller.SignedIn who, Secret cookie, String ticket) {
    throw new UnsupportedOperationException("skeleton");
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
      java.net.InetAddress address) {
    @Override
    public String toString() {
      return "TokenRequest";
    }
  }

  public Exchange token(TokenRequest request) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The first token of somebody who has just registered through an app.
  public Exchange.Issued welcome(Registered registered, Caller through) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// What came of POST /oauth/revoke.
  public sealed interface Revoked {
    /// Also when there was no such token (RFC 7009).
    record Done() implements Revoked {}

    /// The client did not prove itself (401), or the token is another client's (403).
    record Failed(OAuthError error, String words) implements Revoked {}
  }

  public Revoked revoke(String clientId, Secret clientSecret, Secret token) {
    throw new UnsupportedOperationException("skeleton");
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
    throw new UnsupportedOperationException("skeleton");
  }
}
