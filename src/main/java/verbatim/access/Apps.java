package verbatim.access;

import java.util.List;
import java.util.Optional;
import verbatim.kernel.AppId;
import verbatim.kernel.Secret;

/// Registers and finds OAuth clients.
public final class Apps {
  /// Shows the code on a page instead of redirecting: for command-line clients.
  public static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

  // constructor(Store, Ids, SecureRandom, InstantSource, Limits)

  /// @param redirectUris one or several; each may itself hold several divided by white space
  /// @param scopes divided by spaces; "" means `read`
  public record NewApp(String name, List<String> redirectUris, String scopes, String website) {}

  /// The secret is given out this once.
  public record Made(App app, Secret clientSecret) {}

  /// @throws verbatim.kernel.Refused Invalid: name, redirect URIs, scopes or website
  public Made register(NewApp wanted) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Optional<App> find(AppId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Optional<App> find(String clientId) {
    throw new UnsupportedOperationException("skeleton");
  }
}
