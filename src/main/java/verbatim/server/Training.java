package verbatim.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the server does once at build time, so that the JVM's AOT cache knows the classes of a
/// start and of the first requests, and which code runs hot: people who follow each other, post,
/// read and search, in test mode, where everybody is confirmed.
final class Training {
  private static final int PEOPLE = 3;
  private static final int POSTS_EACH = 10;
  private static final int ROUNDS = 20;
  private static final int READINGS = 600;
  private static final List<String> OPEN =
      List.of(
          "/health",
          "/",
          "/about",
          "/auth/sign_in",
          "/api/v1/instance",
          "/api/v2/instance",
          "/nodeinfo/2.0",
          "/api/v1/timelines/public",
          "/api/v1/timelines/home",
          "/api/v1/statuses/1");
  private static final List<String> SIGNED_IN =
      List.of(
          "/api/v1/accounts/verify_credentials",
          "/api/v1/timelines/public",
          "/api/v1/notifications",
          "/api/v1/preferences",
          "/api/v1/lists",
          "/api/v2/filters");

  /// What the index and the reading of questions are made of.
  private static final List<String> SEARCHES =
      List.of(
          "/api/v2/search?q=words",
          "/api/v2/search?type=statuses&q=from%3Ame+words",
          "/api/v2/search?type=statuses&q=%22some+words%22+has%3Alink+-nothing",
          "/api/v2/search?type=accounts&q=train",
          "/api/v2/search?type=hashtags&q=ta",
          "/api/v1/accounts/search?q=train");

  private Training() {}

  /// @param server in test mode
  static void run(Server server) throws IOException {
    try (Wire wire = new Wire(server.port())) {
      List<String> tokens = people(wire);
      talk(wire, tokens);
      for (int i = 0; i < ROUNDS; i++) {
        for (String path : OPEN) {
          wire.get(path, "");
        }
        for (String path : SIGNED_IN) {
          wire.get(path, tokens.get(i % PEOPLE));
        }
      }
      for (int i = 0; i < READINGS; i++) {
        wire.get("/api/v1/timelines/home?limit=20", tokens.get(i % PEOPLE));
      }
      // Last, when the index has caught up: then there is something to be found.
      for (int i = 0; i < ROUNDS; i++) {
        for (String path : SEARCHES) {
          wire.get(path, tokens.get(i % PEOPLE));
        }
      }
    }
  }

  private static List<String> people(Wire wire) throws IOException {
    String scopes = "read write follow";
    var app =
        wire.post(
                "/api/v1/apps",
                "",
                Map.of(
                    "client_name",
                    "training",
                    "redirect_uris",
                    "urn:ietf:wg:oauth:2.0:oob",
                    "scopes",
                    scopes))
            .json();
    String ofApp =
        wire.post(
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
                    scopes))
            .json()
            .get("access_token")
            .asString();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      Map<String, Object> member =
          Map.of(
              "username",
              "training" + i,
              "email",
              "training" + i + "@example.org",
              "password",
              "a long training password",
              "agreement",
              true,
              "locale",
              "en");
      tokens.add(
          wire.post("/api/v1/accounts", ofApp, member).json().get("access_token").asString());
    }
    return tokens;
  }

  private static void talk(Wire wire, List<String> tokens) throws IOException {
    for (String author : tokens) {
      wire.ask(
          "PATCH",
          "/api/v1/accounts/update_credentials",
          author,
          "{\"indexable\":true,\"discoverable\":true}");
      String id =
          wire.get("/api/v1/accounts/verify_credentials", author).json().get("id").asString();
      for (String reader : tokens) {
        if (!reader.equals(author)) {
          wire.post("/api/v1/accounts/" + id + "/follow", reader, Map.of());
        }
      }
      for (int n = 0; n < POSTS_EACH; n++) {
        String status =
            wire.post(
                    "/api/v1/statuses",
                    author,
                    Map.of("status", "Some words with a #tag and a https://example.org/link " + n))
                .json()
                .get("id")
                .asString();
        wire.post("/api/v1/statuses/" + status + "/favourite", tokens.getFirst(), Map.of());
        wire.get("/api/v1/statuses/" + status + "/context", author);
      }
      wire.get("/api/v1/accounts/" + id + "/statuses", tokens.getLast());
    }
  }
}
