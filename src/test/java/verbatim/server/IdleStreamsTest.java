package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verbatim.Ports;

/// Thousands of readers who are connected and to whom nothing happens, with the memory that
/// everybody's server has.
@Tag("long")
class IdleStreamsTest {
  private static final int STREAMS = 5_000;
  private static final int KILOBYTES_EACH_MAX = 50;
  private static final int PER_ACCOUNT = 60;
  // An address may have 200 connections: these come from many, as readers do.
  private static final int PER_ADDRESS = 100;

  @TempDir Path folder;
  private final List<Socket> sockets = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private Process process;
  private int port;

  @BeforeEach
  void start() throws Exception {
    port = Ports.free();
    process =
        ServerProcess.startWithUsualMemory(port, folder.resolve("data"), folder.resolve("log"));
    try (Wire wire = new Wire(port)) {
      String app = SigningUp.app(wire);
      for (int i = 0; i <= (STREAMS + 200) / PER_ACCOUNT; i++) {
        tokens.add(SigningUp.join(wire, app, "idle" + i).orElseThrow());
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    process.destroyForcibly().waitFor();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void five_thousand_cost_little_memory_each(boolean areWebSockets) throws Exception {
    open(0, 200, areWebSockets);
    // What lives in the heap tells more where the heap had grown before.
    long liveBefore = liveKilobytes();
    long before = anonymousKilobytes();
    open(200, STREAMS + 200, areWebSockets);
    long live = (liveKilobytes() - liveBefore) / STREAMS;
    long resident = (anonymousKilobytes() - before) / STREAMS;
    System.out.println(
        (areWebSockets ? "WebSockets" : "event streams")
            + (": " + live + " KB live, " + resident + " KB resident each of " + STREAMS));
    assertThat(live).isBetween(1L, (long) KILOBYTES_EACH_MAX);
    assertThat(resident).isLessThanOrEqualTo(KILOBYTES_EACH_MAX);
    try (Wire wire = new Wire(port)) {
      String said = "{\"status\":\"is anybody there?\"}";
      assertThat(wire.ask("POST", "/api/v1/statuses", tokens.getFirst(), said).status())
          .isEqualTo(200);
    }
    // The first streams are those of whoever said it.
    assertThat(reads(sockets.getFirst(), "is anybody there?")).isTrue();
  }

  private void open(int from, int to, boolean areWebSockets) throws IOException {
    for (int i = from; i < to; i++) {
      Socket socket = new Socket();
      socket.bind(
          new InetSocketAddress(InetAddress.getByName("127.0.1." + (1 + i / PER_ADDRESS)), 0));
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      socket.setSoTimeout(60_000);
      sockets.add(socket);
      String token = tokens.get(i / PER_ACCOUNT);
      String head =
          areWebSockets
              ? "GET /api/v1/streaming?stream=user HTTP/1.1\r\nUpgrade: websocket\r\n"
                  + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              : "GET /api/v1/streaming/user HTTP/1.1\r\n";
      socket
          .getOutputStream()
          .write(
              (head + "Host: localhost:" + port + "\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(reads(socket, areWebSockets ? "\r\n\r\n" : ":)")).as("stream %d", i).isTrue();
    }
  }

  /// Byte by byte, so that nothing which comes later is swallowed.
  private static boolean reads(Socket socket, String words) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder read = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      read.append((char) b);
      if (read.indexOf(words) >= 0) {
        assertThat(read.toString()).doesNotContain(" 401 ", " 429 ", " 503 ");
        return true;
      }
    }
    throw new IOException("ended after: " + read);
  }

  /// What the process holds that no file backs.
  private long anonymousKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /// What is left in the heap when its garbage is gone.
  private long liveKilobytes() throws IOException, InterruptedException {
    asked("GC.run");
    asked("GC.run");
    return Pattern.compile("total \\d+K, used (\\d+)K")
        .matcher(asked("GC.heap_info"))
        .results()
        .mapToLong(match -> Long.parseLong(match.group(1)))
        .sum();
  }

  private String asked(String what) throws IOException, InterruptedException {
    Path jcmd =
        Path.of(ProcessHandle.current().info().command().orElseThrow()).resolveSibling("jcmd");
    Process asking =
        new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), what)
            .redirectErrorStream(true)
            .start();
    String said = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(asking.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
