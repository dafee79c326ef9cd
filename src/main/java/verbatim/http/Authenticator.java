package verbatim.http;

import verbatim.access.Caller;
import verbatim.kernel.Secret;

/// The port to sign-in; `server` wires it to `access`. Both run on every request, so they answer
/// from memory when they can.
public interface Authenticator {
  /// Whose access token this is. Throws `Refusal.NotSignedIn` for one that does not count.
  Caller token(Secret bearer);

  /// Whose browser session this is; [Caller.Anonymous] for one that does not count.
  Caller session(Secret cookie);
}
