package verbatim.server;

import java.io.IOException;
import java.util.Map;

/// What the server does once at build time, so that the JVM's AOT cache knows the classes and code
/// of a start and of the first requests.
final class Training {
  private static final int ROUNDS = 30;

  private Training() {}

  static void run(Server server) throws IOException {
    try (Wire wire = new Wire(server.port())) {
      for (int i = 0; i < ROUNDS; i++) {
        for (String path :
            new String[] {
              "/health",
              "/",
              "/about",
              "/auth/sign_in",
              "/api/v1/instance",
              "/api/v2/instance",
              "/nodeinfo/2.0",
              "/api/v1/timelines/public",
              "/api/v1/timelines/home",
              "/api/v1/statuses/1"
            }) {
          wire.get(path, "");
        }
        wire.post(
            "/api/v1/apps",
            "",
            Map.of(
                "client_name",
                "training",
                "redirect_uris",
                "urn:ietf:wg:oauth:2.0:oob",
                "scopes",
                "read"));
      }
    }
  }
}
