package verbatim.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import verbatim.Waiting;
import verbatim.access.Caller;
import verbatim.access.Proofs;
import verbatim.access.Scope;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Secret;

/// A running server for tests, and the clients to talk to it. Tokens: `all` (alice, every scope),
/// `statuses` (alice, read:statuses only), `app` (an app, read), `new` (not confirmed).
final class Running implements AutoCloseable {
  static final Limits USUAL = Limits.usual();
  final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Tokens tokens;

  private Running(HttpServer server, Tokens tokens) {
    this.server = server;
    this.tokens = tokens;
    server.start();
  }

  static Running with(Path folder, Route... routes) {
    return with(folder, USUAL.http(), List.of(), routes);
  }

  static Running with(Path folder, Limits.Http limits, List<String> proxies, Route... routes) {
    return with(
        settings(folder, limits, proxies),
        RateLimits.lifted(USUAL.people(), InstantSource.fixed(Instant.ofEpochSecond(1_000_000))),
        routes);
  }

  /// One that gives whatever is under way so long when it stops.
  static Running stoppingWithin(Duration stopMax, Path folder, Route... routes) {
    return with(
        settings(folder, USUAL.http(), List.of(), stopMax),
        RateLimits.lifted(USUAL.people(), InstantSource.fixed(Instant.ofEpochSecond(1_000_000))),
        routes);
  }

  static Running with(HttpSettings settings, RateLimits limits, Route... routes) {
    Tokens tokens = new Tokens();
    return new Running(
        new HttpServer(settings, List.of(routes), tokens, limits, new Pages(), new Random(7)),
        tokens);
  }

  static HttpSettings settings(Path folder, Limits.Http limits, List<String> proxies) {
    return settings(folder, limits, proxies, Duration.ofSeconds(2));
  }

  private static HttpSettings settings(
      Path folder, Limits.Http limits, List<String> proxies, Duration stopMax) {
    return new HttpSettings(
        new InetSocketAddress("127.0.0.1", 0),
        URI.create("https://town.test"),
        proxies,
        folder,
        false,
        stopMax,
        limits);
  }

  /// The usual limits but quick deadlines.
  static Limits.Http hasty(Duration headerMax, Duration bodyMax) {
    Limits.Http u = USUAL.http();
    return new Limits.Http(
        u.headerBytesMax(),
        u.bodyBytesMax(),
        u.uploadBytesMax(),
        u.jsonDepthMax(),
        u.jsonNamesMax(),
        u.numberCharactersMax(),
        u.formFieldsMax(),
        headerMax,
        bodyMax,
        Duration.ofSeconds(20),
        u.connectionsMax(),
        20,
        u.streamsPerConnectionMax(),
        u.bytesPerSecondMin(),
        1_000,
        u.framesPerSecondMax(),
        u.compressedBytesMin(),
        u.socketTextBytesMax(),
        u.socketFramesMax(),
        24 << 20,
        bodyMax);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)), headers);
  }

  HttpResponse<String> send(String method, String path, String type, byte[] body, String... headers)
      throws Exception {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body)),
        headers);
  }

  HttpResponse<String> send(String method, String path, String type, String body, String... headers)
      throws Exception {
    return send(method, path, type, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws Exception {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(
        request.timeout(Waiting.PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpClient client() {
    return client;
  }

  Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
    return socket;
  }

  /// Sends these very bytes and returns all that comes until the server closes.
  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      } catch (java.net.SocketException _) {
        // Who has heard enough hangs up: what he said before counts.
      }
      return rest(socket);
    }
  }

  static String rest(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(piece);
          n >= 0;
          n = socket.getInputStream().read(piece)) {
        all.write(piece, 0, n);
      }
    } catch (java.net.SocketException _) {
      // Reset: what came before counts.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : -1;
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }

  /// How often anybody was looked for.
  int looked() {
    return tokens.looked.get();
  }

  private static final class Tokens implements Authenticator {
    private final AtomicInteger looked = new AtomicInteger();
    private static final Caller ALICE = Proofs.person(1, Scope.values());

    @Override
    public Caller token(Secret bearer) {
      return switch (bearer.reveal()) {
        case "all" -> ALICE;
        case "bob" -> Proofs.person(2, Scope.values());
        case "statuses" -> Proofs.person(1, Scope.READ_STATUSES);
        case "app" -> Proofs.app(Scope.READ);
        case "new" -> Proofs.pending(3, "Your login is missing a confirmed e-mail address");
        default -> throw new Refused(new Refusal.NotSignedIn("The access token is invalid"));
      };
    }

    @Override
    public Caller session(Secret cookie) {
      looked.incrementAndGet();
      return cookie.reveal().equals("alice")
          ? Proofs.person(1, Scope.values())
          : new Caller.Anonymous();
    }
  }

  private static final class Pages implements ErrorPage {
    @Override
    public Answer page(int status, Refusal refusal, Request request) {
      return Answer.html("<h1>" + status + "</h1>").status(status);
    }

    @Override
    public Answer fault(Request request) {
      return Answer.html("<h1>fault " + request.requestId() + "</h1>").status(500);
    }
  }
}
