package verbatim.access;

import java.time.Instant;
import java.util.List;
import verbatim.kernel.AppId;

/// A registered OAuth client. The secret is kept as a hash only.
///
/// @param redirectUris as registered, byte for byte
/// @param website "" for none
public record App(
    AppId id,
    String clientId,
    String name,
    List<String> redirectUris,
    Scopes scopes,
    String website,
    Instant createdAt) {}
