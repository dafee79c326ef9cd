package verbatim.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import verbatim.http.Route;
import verbatim.server.RunningServer;

/// A running server, and people who use it through clients: JSON over HTTP, nothing else.
final class Clients implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.shared();
  private static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";
  static final String PASSWORD = "a long and quiet password";

  private final RunningServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final JsonNode app;
  private final String appToken;

  private Clients(RunningServer server, String scopes) {
    this.server = server;
    app =
        send(
                "POST",
                "/api/v1/apps",
                "",
                Map.of("client_name", "tests", "redirect_uris", OUT_OF_BAND, "scopes", scopes))
            .json();
    appToken = token(Map.of("grant_type", "client_credentials", "scope", scopes));
  }

  static Clients of(Path folder) throws IOException {
    return new Clients(
        RunningServer.in(folder), "read write follow push profile admin:read admin:write");
  }

  record Reply(int status, String body, HttpResponse<String> whole) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    String text(String... path) {
      JsonNode node = json();
      for (String name : path) {
        node = node.path(name);
      }
      return node.asString("");
    }
  }

  RunningServer server() {
    return server;
  }

  List<Route> routes() {
    return server.routes();
  }

  String appToken() {
    return appToken;
  }

  /// The person of this name, who joins if he is not here yet.
  Person person(String name) {
    return people.computeIfAbsent(
        name,
        n -> {
          Reply reply = send("POST", "/api/v1/accounts", appToken, newcomer(n));
          if (reply.status() != 200) {
            throw new AssertionError(reply.body());
          }
          return new Person(n, reply.text("access_token"));
        });
  }

  static Map<String, Object> newcomer(String name) {
    return Map.of(
        "username",
        name,
        "email",
        name + "@mail.example",
        "password",
        PASSWORD,
        "agreement",
        true,
        "locale",
        "en");
  }

  /// A token with these scopes only (password grant: test mode).
  String token(Person person, String scopes) {
    return token(
        Map.of(
            "grant_type",
            "password",
            "username",
            person.name + "@mail.example",
            "password",
            PASSWORD,
            "scope",
            scopes));
  }

  private String token(Map<String, Object> grant) {
    Map<String, Object> body = new LinkedHashMap<>(grant);
    body.put("client_id", app.path("client_id").asString());
    body.put("client_secret", app.path("client_secret").asString());
    body.put("redirect_uri", OUT_OF_BAND);
    Reply reply = send("POST", "/oauth/token", "", body);
    if (reply.status() != 200) {
      throw new AssertionError(reply.body());
    }
    return reply.text("access_token");
  }

  Reply revoke(String token) {
    return send(
        "POST",
        "/oauth/revoke",
        "",
        Map.of(
            "client_id", app.path("client_id").asString(),
            "client_secret", app.path("client_secret").asString(),
            "token", token));
  }

  Reply get(String path) {
    return send("GET", path, "", null);
  }

  /// @param token "" for none
  Reply send(String method, String path, String token, Object body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(
                        body instanceof String text ? text : JSON.writeValueAsString(body)));
    if (body != null && headers.length == 0 || !contains(headers, "Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i + 1 < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  /// A multipart body with one file and texts.
  Reply upload(
      String method,
      String path,
      String token,
      String name,
      byte[] file,
      Map<String, String> texts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    texts.forEach(
        (key, value) ->
            body.writeBytes(
                ("--b\r\nContent-Disposition: form-data; name=\""
                        + key
                        + "\"\r\n\r\n"
                        + value
                        + "\r\n")
                    .getBytes(StandardCharsets.UTF_8)));
    body.writeBytes(
        ("--b\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .header("Content-Type", "multipart/form-data; boundary=b")
            .header("Authorization", "Bearer " + token)
            .build();
    return send(request);
  }

  private Reply send(HttpRequest request) {
    try {
      HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(reply.statusCode(), reply.body(), reply);
    } catch (IOException e) {
      throw new AssertionError(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static boolean contains(String[] headers, String name) {
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equals(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }

  /// Somebody with a client in hand.
  final class Person {
    final String name;
    final String token;
    private String id = "";

    private Person(String name, String token) {
      this.name = name;
      this.token = token;
    }

    String id() {
      if (id.isEmpty()) {
        id = get("/api/v1/accounts/verify_credentials").text("id");
      }
      return id;
    }

    Reply get(String path) {
      return send("GET", path, token, null);
    }

    Reply post(String path, Object body, String... headers) {
      return send("POST", path, token, body, headers);
    }

    Reply put(String path, Object body) {
      return send("PUT", path, token, body);
    }

    Reply patch(String path, Object body) {
      return send("PATCH", path, token, body);
    }

    Reply delete(String path) {
      return send("DELETE", path, token, null);
    }

    /// The id of a new status.
    String posts(String text) {
      return posts(Map.of("status", text));
    }

    String posts(Map<String, Object> status) {
      Reply reply = post("/api/v1/statuses", status);
      if (reply.status() != 200) {
        throw new AssertionError(reply.body());
      }
      return reply.text("id");
    }

    void follows(Person other) {
      post("/api/v1/accounts/" + other.id() + "/follow", Map.of());
    }

    void blocks(Person other) {
      post("/api/v1/accounts/" + other.id() + "/block", Map.of());
    }
  }
}
