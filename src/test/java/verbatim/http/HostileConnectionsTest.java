package verbatim.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verbatim.Waiting;

/// Raw sockets: smuggled requests, dripping clients, HTTP/2 floods.
class HostileConnectionsTest {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  @TempDir Path folder;
  private final AtomicInteger reached = new AtomicInteger();
  private Running town;

  @BeforeEach
  void start() {
    start(Duration.ofSeconds(60));
  }

  /// Instead of the one that takes its time.
  private void isHasty(Duration max) {
    stop();
    start(max);
  }

  private void start(Duration max) {
    town =
        Running.with(
            folder,
            Running.hasty(max, max),
            List.of(),
            Route.post("/api/v1/post", Access.open(), this::post, "post"),
            Route.get("/api/v1/get", Access.open(), _ -> Answer.text("got"), "get"));
  }

  @AfterEach
  void stop() {
    town.close();
  }

  private Answer post(Request request) {
    Answer answer = Answer.text("posted " + request.params().text("a", "-"));
    reached.incrementAndGet();
    return answer;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/v1/post HTTP/1.1|Host: a|Content-Length: 4|Transfer-Encoding: chunked||0||",
        "POST /api/v1/post HTTP/1.1|Host: a|Transfer-Encoding: chunked, identity||0||",
        "POST /api/v1/post HTTP/1.1|Host: a|Transfer-Encoding: identity, chunked||0||",
        "POST /api/v1/post HTTP/1.1|Host: a|Transfer-Encoding: chunked|Transfer-Encoding:"
            + " chunked||0||",
        "POST /api/v1/post HTTP/1.1|Host: a|Transfer-Encoding : chunked||0||",
        "POST /api/v1/post HTTP/1.1|Host: a|Transfer-Encoding: xchunked||0||",
        "POST /api/v1/post HTTP/1.1|Host: a|Content-Length: 0|Content-Length: 4||abcd",
        "POST /api/v1/post HTTP/1.1|Host: a|Content-Length: +4||abcd",
        "POST /api/v1/post HTTP/1.1|Host: a|Content-Length: -1||",
        "POST /api/v1/post HTTP/1.1|Host: a|Content-Length: 4, 4||abcd",
        "GET /api/v1/get HTTP/1.1|Host: a|Host: b||",
        "GET /api/v1/get HTTP/1.1||",
        "GET /api/v1/get HTTP/1.1|Host: a b||",
        "GET /api/v1/get HTTP/1.1|Host: a| folded: x||",
        "GET /api/v1/get HTTP/1.1|Host: a|Na me: x||",
        "GET http://other.test/api/v1/get HTTP/1.1|Host: a||",
        "GET /api/v1/get HTTP/3.7|Host: a||",
        "GET /api/v1/get#part HTTP/1.1|Host: a||",
      })
  void what_two_readers_could_read_differently_is_400_and_ends_the_connection(String request)
      throws Exception {
    String answer =
        town.raw(
            request.replace("|", "\r\n")
                + "GET /api/v1/get HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(Running.status(answer)).as(answer).isIn(400, 501, 505);
    assertThat(answer).doesNotContain("got", "posted");
    assertThat(reached).hasValue(0);
  }

  @Test
  void bare_line_feeds_are_no_line_ends() throws Exception {
    assertThat(Running.status(town.raw("GET /api/v1/get HTTP/1.1\nHost: a\n\n"))).isEqualTo(400);
    String chunked =
        "POST /api/v1/post HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    assertThat(town.raw(chunked + "2\n{}\r\n0\r\n\r\n")).doesNotContain("posted");
    assertThat(town.raw(chunked + "2;x=\"a\r\nb\"\r\n{}\r\n0\r\n\r\n")).doesNotContain("posted");
    assertThat(town.raw(chunked + "2;x=y\r\n{}\r\n0\r\n\r\n")).contains("posted");
  }

  @Test
  void two_requests_in_one_packet_are_two() throws Exception {
    String answer =
        town.raw(
            "POST /api/v1/post HTTP/1.1\r\nHost: a\r\nContent-Type:"
                + " application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1"
                + "GET /api/v1/get HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(answer).contains("posted 1").endsWith("got");
  }

  @Test
  void headers_one_byte_past_the_limit_are_431() throws Exception {
    String start = "GET /api/v1/get HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: ";
    int rest = Running.USUAL.http().headerBytesMax() - start.length() - 4;
    assertThat(Running.status(town.raw(start + "x".repeat(rest - 200) + "\r\n\r\n")))
        .isEqualTo(200);
    String answer = town.raw(start + "x".repeat(rest + 200) + "\r\n\r\n");
    assertThat(Running.status(answer)).isEqualTo(431);
    assertThat(answer).doesNotContain("Jetty", "jetty", "<html");
  }

  @Test
  void a_head_that_drips_is_cut_off_also_after_a_good_request() throws Exception {
    isHasty(Duration.ofSeconds(1));
    assertThat(town.get("/api/v1/get").statusCode()).as("it is awake").isEqualTo(200);
    try (Socket socket = town.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(ascii("GET /api/v1/get HTTP/1.1\r\nHost: a\r\n\r\n"));
      byte[] piece = new byte[4096];
      assertThat(socket.getInputStream().read(piece)).isPositive();
      assertThat(drip(socket, "GET /api/v1/get HTTP/1.1\r\nHost: a\r\nX-".repeat(90)))
          .isLessThan(Duration.ofSeconds(20));
    }
    try (Socket socket = town.connect()) {
      assertThat(drip(socket, "GET /api/v1/get HTTP/1.1\r\nHost: a\r\nX-".repeat(90)))
          .isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void a_body_that_drips_is_cut_off() throws Exception {
    isHasty(Duration.ofSeconds(1));
    try (Socket socket = town.connect()) {
      socket
          .getOutputStream()
          .write(
              ascii(
                  "POST /api/v1/post HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 10000\r\n\r\n"));
      assertThat(drip(socket, " ".repeat(10_000))).isLessThan(Duration.ofSeconds(20));
    }
    assertThat(reached).hasValue(0);
  }

  /// As a proxy does that has taken the whole body before: it looks for the answer when all is
  /// handed over.
  @Test
  void a_body_that_is_too_large_is_taken_and_dropped_so_that_its_sender_sees_the_answer()
      throws Exception {
    try (Socket socket = town.connect()) {
      socket.setSoTimeout(120_000);
      declares(socket, 20 << 20);
      sends(socket, 20);
      assertThat(Running.status(new String(socket.getInputStream().readNBytes(12)))).isEqualTo(413);
    }
    assertThat(reached).hasValue(0);
  }

  @Test
  void of_a_body_that_is_larger_than_anything_not_all_is_taken() throws Exception {
    try (Socket socket = town.connect()) {
      declares(socket, 200 << 20);
      assertThatThrownBy(() -> sends(socket, 200)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void who_promises_a_large_body_and_sends_nothing_is_answered_after_a_while() throws Exception {
    isHasty(Duration.ofMillis(300));
    try (Socket socket = town.connect()) {
      socket.setSoTimeout(15_000); // before the connection counts as idle
      declares(socket, 20 << 20);
      assertThat(Running.status(new String(socket.getInputStream().readNBytes(12)))).isEqualTo(413);
    }
  }

  private static void declares(Socket socket, int bytes) throws IOException {
    String head =
        "POST /api/v1/post HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + bytes
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  private static void sends(Socket socket, int megabytes) throws IOException {
    byte[] some = new byte[1 << 20];
    for (int i = 0; i < megabytes; i++) {
      socket.getOutputStream().write(some);
    }
  }

  @Test
  void an_idle_connection_between_requests_is_left_alone() throws Exception {
    isHasty(Duration.ofSeconds(2));
    assertThat(town.get("/api/v1/get").statusCode()).as("it is awake").isEqualTo(200);
    try (Socket socket = town.connect()) {
      byte[] request = ascii("GET /api/v1/get HTTP/1.1\r\nHost: a\r\n\r\n");
      for (int i = 0; i < 2; i++) {
        socket.getOutputStream().write(request);
        assertThat(socket.getInputStream().read(new byte[4096])).isPositive();
        if (i == 0) {
          // Longer than the header deadline: time itself is under test here.
          Thread.sleep(4_000);
        }
      }
    }
  }

  /// How long until the server hangs up on somebody who sends a byte every 20 ms.
  private static Duration drip(Socket socket, String text) throws Exception {
    long start = System.nanoTime();
    socket.setSoTimeout(20);
    byte[] piece = new byte[4096];
    for (byte b : ascii(text)) {
      try {
        socket.getOutputStream().write(b);
        socket.getOutputStream().flush();
        if (socket.getInputStream().read(piece) < 0) {
          break;
        }
      } catch (java.net.SocketTimeoutException _) {
        // Nothing yet.
      } catch (java.io.IOException _) {
        break;
      }
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void one_address_has_so_many_connections_and_gets_them_back() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      sockets.add(town.connect());
    }
    int open = 0;
    for (Socket socket : sockets) {
      try {
        socket.getOutputStream().write(ascii("GET /api/v1/get HTTP/1.1\r\nHost: a\r\n\r\n"));
        open += socket.getInputStream().read(new byte[4096]) > 0 ? 1 : 0;
      } catch (java.io.IOException _) {
        // Closed by the server.
      }
    }
    assertThat(open).isEqualTo(20);
    for (Socket socket : sockets) {
      socket.close();
    }
    ReadingParametersTest.await(() -> town.server.connectionCount() == 0);
    assertThat(town.get("/api/v1/get").statusCode()).isEqualTo(200);
  }

  @Test
  void http2_without_encryption_is_spoken() throws Exception {
    try (Socket socket = town.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(ascii(PREFACE));
      out.write(frame(4, 0, 0, new byte[0]));
      out.write(frame(1, 5, 1, headers("/api/v1/get")));
      assertThat(Frames.read(socket, 0)).contains("got");
    }
  }

  @Test
  void resets_pings_and_settings_in_floods_close_the_connection() throws Exception {
    assertFlooded(
        (out, i) -> {
          out.write(frame(1, 5, 2 * i + 1, headers("/api/v1/get")));
          out.write(frame(3, 0, 2 * i + 1, new byte[] {0, 0, 0, 8}));
        });
    assertFlooded((out, _) -> out.write(frame(6, 0, 0, new byte[8])));
    assertFlooded((out, _) -> out.write(frame(4, 0, 0, new byte[] {0, 3, 0, 0, 0, 9})));
    assertFlooded((out, _) -> out.write(frame(2, 0, 1, new byte[] {0, 0, 0, 0, 1})));
    assertFlooded((out, i) -> out.write(frame(i == 0 ? 1 : 9, 0, 1, new byte[] {0x40, 1, 'a', 0})));
    assertThat(town.get("/api/v1/get").statusCode()).isEqualTo(200);
  }

  @Test
  void a_hundred_thousand_header_fields_are_not_read() throws Exception {
    assertThat(
            Running.status(
                town.raw(
                    "GET /api/v1/get HTTP/1.1\r\nHost: a\r\n"
                        + "a:b\r\n".repeat(100_000)
                        + "\r\n")))
        .isIn(400, 431, -1);
    // The same over HTTP/2: a head that goes on and on in CONTINUATION frames.
    byte[] fields = repeated(new byte[] {0x00, 1, 'a', 1, 'b'}, 3_200);
    assertThat(headAnswer(repeated(new byte[] {0x00, 1, 'a', 1, 'b'}, 3), 2)).contains("got");
    assertHeadRefused(fields, 32);
  }

  @Test
  void a_small_head_that_unpacks_to_a_huge_one_is_refused() throws Exception {
    // One field of 4,000 bytes into the table, then 16,000 references of one byte to it: 64 MB.
    ByteBuffer bomb = ByteBuffer.allocate(4_100);
    bomb.put((byte) 0x40).put((byte) 1).put((byte) 'x');
    bomb.put((byte) 0x7f)
        .put((byte) (0x80 | ((4_000 - 127) & 0x7f)))
        .put((byte) ((4_000 - 127) >> 7));
    bomb.put(new byte[4_000]);
    byte[] one = new byte[bomb.flip().remaining()];
    bomb.get(one);
    for (int i = one.length - 4_000; i < one.length; i++) {
      one[i] = 'y';
    }
    assertHeadRefused(joined(one, repeated(new byte[] {(byte) 0xbe}, 12_000)), 1);
  }

  /// The good fields, then these, so many frames long.
  private void assertHeadRefused(byte[] fields, int frames) throws Exception {
    assertThat(headAnswer(fields, frames)).doesNotContain("got");
    assertThat(town.get("/api/v1/get").statusCode()).isEqualTo(200);
  }

  private String headAnswer(byte[] fields, int frames) throws Exception {
    try (Socket socket = town.connect()) {
      OutputStream out = socket.getOutputStream();
      try {
        out.write(ascii(PREFACE));
        out.write(frame(4, 0, 0, new byte[0]));
        out.write(frame(1, 1, 1, headers("/api/v1/get")));
        for (int i = 1; i <= frames; i++) {
          out.write(frame(9, i == frames ? 4 : 0, 1, fields));
        }
      } catch (java.io.IOException _) {
        // Closed, as it should be.
      }
      return Frames.read(socket, 0);
    }
  }

  @Test
  @Tag("long")
  void two_thousand_connections_that_drip_hold_up_nobody() throws Exception {
    isHasty(Duration.ofSeconds(1));
    List<Socket> sockets = new ArrayList<>();
    byte[] head = ascii("GET /api/v1/get HTTP/1.1\r\nX-");
    for (int i = 0; i < 2_000; i++) {
      Socket socket = new Socket();
      socket.bind(new java.net.InetSocketAddress("127.0.1." + (1 + i % 100), 0));
      socket.connect(new java.net.InetSocketAddress("127.0.0.1", town.server.port()), 5_000);
      sockets.add(socket);
    }
    for (int round = 0; round < head.length && town.server.connectionCount() > 0; round++) {
      for (Socket socket : sockets) {
        try {
          socket.getOutputStream().write(head[round]);
        } catch (java.io.IOException _) {
          // Closed, as it should be.
        }
      }
      assertThat(town.get("/api/v1/get").statusCode()).isEqualTo(200);
    }
    ReadingParametersTest.await(() -> town.server.connectionCount() <= 1);
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static byte[] repeated(byte[] piece, int times) {
    ByteBuffer all = ByteBuffer.allocate(piece.length * times);
    for (int i = 0; i < times; i++) {
      all.put(piece);
    }
    return all.array();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }

  interface Flood {
    void send(OutputStream out, int i) throws java.io.IOException;
  }

  private void assertFlooded(Flood flood) throws Exception {
    try (Socket socket = town.connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(ascii(PREFACE));
      out.write(frame(4, 0, 0, new byte[0]));
      boolean isClosed = false;
      long end = System.nanoTime() + Waiting.PATIENCE.toNanos();
      try {
        for (int sent = 0; System.nanoTime() - end < 0; sent++) {
          flood.send(out, sent);
          if (sent % 1_000 == 999) {
            // Else all of it would lie before the server has looked at any.
            Thread.sleep(1);
          }
        }
      } catch (java.io.IOException _) {
        // As it should be.
        isClosed = true;
      }
      assertThat(Frames.read(socket, 7)).isNotNull();
      assertThat(isClosed).isTrue();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) 0)
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /// :method GET, :scheme http, :path, :authority, as literals of HPACK.
  private static byte[] headers(String path) {
    ByteBuffer block = ByteBuffer.allocate(64 + path.length());
    block.put((byte) 0x82).put((byte) 0x86);
    block.put((byte) 0x04).put((byte) path.length()).put(ascii(path));
    block.put((byte) 0x01).put((byte) 1).put((byte) 'a');
    byte[] bytes = new byte[block.flip().remaining()];
    block.get(bytes);
    return bytes;
  }

  private static final class Frames {
    /// All payloads until a frame of that type (DATA is 0, GOAWAY 7) or the end.
    static String read(Socket socket, int until) {
      StringBuilder all = new StringBuilder();
      try {
        InputStream in = socket.getInputStream();
        while (true) {
          byte[] head = in.readNBytes(9);
          if (head.length < 9) {
            return all.toString();
          }
          int length = ((head[0] & 255) << 16) | ((head[1] & 255) << 8) | (head[2] & 255);
          byte[] payload = in.readNBytes(length);
          all.append(new String(payload, StandardCharsets.ISO_8859_1));
          if (head[3] == until) {
            return all.toString();
          }
        }
      } catch (java.io.IOException _) {
        return all.toString();
      }
    }
  }
}
