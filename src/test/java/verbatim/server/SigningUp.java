package verbatim.server;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How people come to a server in a process of its own: with an app, as anywhere.
final class SigningUp {
  private static final String SCOPES = "read write follow";

  private SigningUp() {}

  /// The token of an app that nobody has signed in to.
  static String app(Wire wire) throws IOException {
    JsonNode app =
        wire.post(
                "/api/v1/apps",
                "",
                Map.of(
                    "client_name",
                    "kill",
                    "redirect_uris",
                    "urn:ietf:wg:oauth:2.0:oob",
                    "scopes",
                    SCOPES))
            .json();
    return wire.post(
            "/oauth/token",
            "",
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                app.get("client_id").asString(),
                "client_secret",
                app.get("client_secret").asString(),
                "scope",
                SCOPES))
        .json()
        .get("access_token")
        .asString();
  }

  /// @return the token of whoever joined, if the server says that he did
  static Optional<String> join(Wire wire, String app, String name) throws IOException {
    Wire.Reply reply =
        wire.post(
            "/api/v1/accounts",
            app,
            Map.of(
                "username",
                name,
                "email",
                name + "@example.org",
                "password",
                "a long test password",
                "agreement",
                true,
                "locale",
                "en"));
    return reply.status() == 200
        ? Optional.of(reply.json().get("access_token").asString())
        : Optional.empty();
  }
}
