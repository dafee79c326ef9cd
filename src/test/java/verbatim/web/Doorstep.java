package verbatim.web;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import verbatim.LiveFiles;
import verbatim.Ports;
import verbatim.Waiting;
import verbatim.server.Main;

/// A whole server in a process of its own, for tests that stand before its door. [#shared] is in
/// test mode and lives as long as the tests.
final class Doorstep implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int STARTING_TRIES_MAX = 9_000;

  private final Path folder;
  private final Process process;
  /// As browsers and proxies ask without TLS.
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final String url;

  private static final class Shared {
    static final Doorstep DOORSTEP = open(true, Map.of("VERBATIM_NAME", "Ternhaven"));
  }

  static Doorstep shared() {
    return Shared.DOORSTEP;
  }

  static Doorstep open(boolean testMode, Map<String, String> settings) {
    try {
      return new Doorstep(testMode, settings);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Doorstep(boolean testMode, Map<String, String> settings)
      throws IOException, InterruptedException {
    folder = Files.createTempDirectory("verbatim-doorstep");
    int port = Ports.free();
    url = "http://localhost:" + port;
    process = start(port, testMode, settings);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    awaitHealth();
  }

  private Process start(int port, boolean testMode, Map<String, String> settings)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            // A short life on few processors.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx300m"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "serve"));
    command.addAll(
        List.of("--port", Integer.toString(port), "--data", folder.resolve("data").toString()));
    if (testMode) {
      command.add("--test-mode");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile());
    builder.environment().putAll(settings);
    return builder.start();
  }

  /// Types a command for this server; what it said.
  String command(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx200m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    Process typed = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(typed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    typed.waitFor();
    return said;
  }

  private void awaitHealth() throws IOException, InterruptedException {
    for (int i = 0; i < STARTING_TRIES_MAX && process.isAlive(); i++) {
      try {
        if (send(HttpRequest.newBuilder(URI.create(url + "/health"))).statusCode() == 200) {
          return;
        }
      } catch (IllegalStateException notYet) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    throw new IllegalStateException("the server did not start:\n" + log());
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("server.log"));
  }

  /// All files of its data, byte by byte, by their names.
  Map<String, String> files() throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (Path file : LiveFiles.in(folder.resolve("data"))) {
      all.put(file.toString(), new String(LiveFiles.bytes(file), StandardCharsets.ISO_8859_1));
    }
    return all;
  }

  /// Waits for what follows from something that was done.
  static void until(String what, BooleanSupplier isSo) {
    Waiting.until(what, isSo);
  }

  /// Waits until these words stand in his home, which follows from the log.
  void awaitHome(String token, String... words) {
    until(
        "at home: " + List.of(words),
        () -> {
          String home = json("GET", "/api/v1/timelines/home?limit=40", token, Map.of()).toString();
          return Stream.of(words).allMatch(home::contains);
        });
  }

  // ---- the client API

  /// An app that may do all that is asked here.
  JsonNode app(String name, String website, String redirectUris) {
    return post(
        "/api/v1/apps",
        "",
        Map.of(
            "client_name",
            name,
            "website",
            website,
            "redirect_uris",
            redirectUris,
            "scopes",
            "read write follow"));
  }

  /// Somebody new; the token of an app that he uses.
  String person(String name) {
    JsonNode app = app("Pennant", "", "urn:ietf:wg:oauth:2.0:oob");
    String appToken =
        post(
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
                    "read write follow"))
            .get("access_token")
            .asString();
    return post(
            "/api/v1/accounts",
            appToken,
            Map.of(
                "username",
                name,
                "email",
                name + "@mail.example",
                "password",
                PASSWORD,
                "agreement",
                "true",
                "locale",
                "en"))
        .get("access_token")
        .asString();
  }

  JsonNode post(String path, String token, Map<String, String> form) {
    return json("POST", path, token, form);
  }

  JsonNode postJson(String path, String token, String json) {
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  /// Uploads a picture; its id.
  String upload(String token, byte[] png, String description) {
    String boundary = "aTornEdge";
    byte[] head =
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n"
                + description
                + "\r\n--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(URI.create(url + "/api/v1/media"))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, png, tail))));
    if (response.statusCode() != 200) {
      throw new AssertionError("media: " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body()).get("id").asString();
  }

  JsonNode json(String method, String path, String token, Map<String, String> form) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, HttpRequest.BodyPublishers.ofString(encoded(form)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 200) {
      throw new AssertionError(
          method + " " + path + ": " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  int statusOf(String path, String token) {
    return send(HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer " + token))
        .statusCode();
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException leftBehind) {
      // A folder in /tmp; the tests do not fail for it.
    }
  }
}
