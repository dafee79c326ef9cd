package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.PASSWORD;
import static verbatim.server.CommandLine.create;
import static verbatim.server.CommandLine.token;
import static verbatim.server.CommandLine.type;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Ports;
import verbatim.Waiting;
import verbatim.kernel.StatusId;

/// A server in a process of its own gets words that are nobody's business, then SIGTERM while
/// people write and a slow client hangs on.
class StoppingTheProcessTest {
  /// It ends itself after ten; whoever hangs on might hold it up for more than thirty.
  private static final long STOP_SECONDS_MAX = 25;

  @TempDir Path folder;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final List<String> secrets = new ArrayList<>();

  /// What was said to everybody: no secret for the index of known statements.
  private final List<String> said = new ArrayList<>();

  @Test
  void it_stops_in_time_loses_nothing_and_has_logged_nothing_private() throws Exception {
    System.err.println("StoppingTheProcessTest seed " + seed);
    Path data = folder.resolve("data");
    Path log = folder.resolve("server.log");
    int port = Ports.free();
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    Process process = ServerProcess.start(port, data, log);
    try {
      whatIsNobodysBusiness(port, data);
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        writers.add(Thread.ofVirtual().start(() -> writes(port, acknowledged)));
      }
      Waiting.until("people write", () -> acknowledged.size() >= 40);
      try (Socket slow = halfARequest(port)) {
        assertThat(slow.isConnected()).isTrue();
        long start = System.nanoTime();
        process.destroy(); // SIGTERM
        assertThat(process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS))
            .as("stopped in time")
            .isTrue();
        System.err.println("stopped after ms " + (System.nanoTime() - start) / 1_000_000);
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(process.exitValue()).isIn(0, 143);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(data.resolve("control")).as("closed to the end").doesNotExist();
    try (Server server = Server.open(CommandLine.config(data, true, Map.of()))) {
      for (String id : acknowledged) {
        assertThat(server.content.statuses.find(new StatusId(Long.parseLong(id))))
            .as(id)
            .isPresent();
      }
    }
    nothingPrivateIn(log);
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .filter(f -> !f.startsWith(data.resolve("store")))
              .filter(f -> !f.startsWith(data.resolve("search")))
              .toList()) {
        nothingPrivateIn(file);
      }
    }
    String lines = Files.readString(log);
    assertThat(lines)
        .as("requests are logged, with ids")
        .containsPattern("route=/api/v1/statuses status=200 ms=\\d+ request=\\w+");
    assertThat(
            lines
                .lines()
                .filter(line -> line.contains("verbatim.requests") || line.contains("requests")))
        .isNotEmpty();
    assertThat(lines.indexOf("stopping:")).as("it says that it stops").isPositive();
    assertThat(lines.indexOf("stopped")).isGreaterThan(lines.indexOf("stopping:"));
    assertThat(lines).doesNotContain("\u001b[31m").doesNotContain("forged line");
  }

  private void nothingPrivateIn(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    boolean mayQuote = file.startsWith(folder.resolve("data").resolve("statements"));
    for (String secret : secrets) {
      if (mayQuote && said.contains(secret)) {
        continue;
      }
      assertThat(text.contains(secret))
          .as(file.getFileName() + " holds " + secret + ", seed " + seed)
          .isFalse();
    }
  }

  private String secret() {
    String word =
        random
            .ints(16, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    secrets.add(word);
    return word;
  }

  private String words(String visibility) {
    String word = secret();
    if (visibility.equals("public")) {
      said.add(word);
    }
    return word;
  }

  private void whatIsNobodysBusiness(int port, Path data) throws IOException {
    assertThat(create(data, "anna").exit()).isZero();
    String password = secret() + "-A1";
    assertThat(
            type(
                    password,
                    List.of(
                        "account",
                        "create",
                        "bert",
                        "--email",
                        secret() + "@example.org",
                        "--password-stdin",
                        "--data",
                        data.toString()))
                .exit())
        .isZero();
    try (Wire wire = new Wire(port)) {
      String token = token(wire, "anna", PASSWORD);
      secrets.add(token);
      for (String visibility : List.of("public", "unlisted", "private", "direct")) {
        assertThat(
                wire.post(
                        "/api/v1/statuses",
                        token,
                        Map.of(
                            "status",
                            words(visibility) + " @bert",
                            "spoiler_text",
                            words(visibility),
                            "visibility",
                            visibility))
                    .status())
            .isEqualTo(200);
      }
      assertThat(token(wire, secret(), secret())).as("a wrong password").isEmpty();
      wire.get("/api/v1/timelines/tag/" + secret(), token);
      wire.get("/api/v2/search?q=" + secret(), token);
      wire.get("/api/v1/accounts/lookup?acct=" + secret(), "");
      wire.get("/api/v1/streaming/user?access_token=" + secret(), "");
      wire.get("/" + secret() + "?code=" + secret(), "");
      wire.get("/api/v1/accounts/verify_credentials", secret());
      wire.ask("POST", "/api/v1/statuses", token, "{\"status\": \"" + secret(), "");
      wire.ask("POST", "/api/v1/statuses", token, "{\"" + secret() + "\": {\"a\": [1]}}", "");
      wire.ask(
          "GET",
          "/api/v1/instance",
          token,
          "",
          "User-Agent: "
              + secret()
              + " \u001b[31m ${jndi:ldap://x/a}\r\nX-Request-Id: forged line\r\nCookie: session="
              + secret()
              + "\r\nReferer: http://x/"
              + secret()
              + "\r\n");
    }
    try (Wire wire = new Wire(port)) {
      wire.ask("GET", "/%0d%0a" + secret(), "", "", "");
    }
    try (Wire wire = new Wire(port)) {
      wire.ask(secret().toUpperCase(java.util.Locale.ROOT), "/" + secret(), "", "", "");
    }
  }

  private static void writes(int port, Queue<String> acknowledged) {
    try (Wire wire = new Wire(port)) {
      String token = token(wire, "anna", PASSWORD);
      for (int n = 0; ; n++) {
        Wire.Reply reply = wire.post("/api/v1/statuses", token, Map.of("status", "Post " + n));
        if (reply.status() != 200) {
          return;
        }
        acknowledged.add(reply.json().get("id").asString());
      }
    } catch (IOException e) {
      // The server has stopped.
    }
  }

  private static Socket halfARequest(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write(
            ("POST /api/v1/apps HTTP/1.1\r\nHost: localhost:"
                    + port
                    + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                .getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }
}
