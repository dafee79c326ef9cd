package verbatim.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;
import verbatim.access.Scope;

class StreamingTest {
  @TempDir Path folder;

  @Test
  void events_arrive_one_by_one_and_a_stop_ends_the_stream() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    Running town =
        Running.with(
            folder,
            Route.get(
                "/api/v1/streaming/user",
                Access.stream(Scope.READ_STATUSES),
                _ -> Answer.stream("text/event-stream", out -> feed(events, out)),
                "stream"));
    try {
      HttpResponse<InputStream> stream =
          town.client()
              .send(
                  HttpRequest.newBuilder(town.uri("/api/v1/streaming/user?access_token=all"))
                      .build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      for (String event : new String[] {"event: a\n\n", "event: b\n\n"}) {
        events.put(event);
        assertThat(new String(stream.body().readNBytes(10), StandardCharsets.UTF_8))
            .isEqualTo(event);
      }
      long start = System.nanoTime();
      town.server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
      assertThat(stream.body().readAllBytes()).isEmpty();
    } finally {
      town.close();
    }
  }

  private static void feed(BlockingQueue<String> events, Outflow out)
      throws java.io.IOException, InterruptedException {
    while (out.isOpen()) {
      out.write(events.take().getBytes(StandardCharsets.UTF_8), Waiting.PATIENCE);
    }
  }

  @Test
  void what_is_said_to_a_reader_who_has_gone_is_no_fault() throws Exception {
    AtomicReference<Outflow> kept = new AtomicReference<>();
    Route route =
        Route.get(
            "/api/v1/streaming/user",
            Access.stream(Scope.READ_STATUSES),
            _ -> Answer.stream("text/event-stream", kept::set),
            "stream");
    try (Running town = Running.with(folder, route)) {
      assertThat(town.get("/api/v1/streaming/user?access_token=all").statusCode()).isEqualTo(200);
      assertThat(kept.get().isOpen()).isFalse();
      assertThatThrownBy(
              () -> kept.get().write("late".getBytes(StandardCharsets.UTF_8), Waiting.PATIENCE))
          .isInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void a_socket_echoes_its_protocol_and_carries_texts_both_ways() throws Exception {
    AtomicReference<SocketOpener.Socket> opened = new AtomicReference<>();
    CountDownLatch closed = new CountDownLatch(1);
    Route route =
        Route.get(
            "/api/v1/streaming",
            Access.stream(Scope.READ_STATUSES),
            r -> Answer.socket(socket -> listen(r, socket, opened, closed)),
            "socket");
    try (Running town = Running.with(folder, route)) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      WebSocket socket =
          town.client()
              .newWebSocketBuilder()
              .subprotocols("all")
              .buildAsync(
                  java.net.URI.create(
                      town.uri("/api/v1/streaming").toString().replace("http", "ws")),
                  new Ear(heard))
              .get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(socket.getSubprotocol()).isEqualTo("all");
      socket.sendText("hello", true).get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(heard.poll(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo("1 heard hello");
      socket
          .sendClose(WebSocket.NORMAL_CLOSURE, "")
          .get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(closed.await(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      ReadingParametersTest.await(() -> !opened.get().send("late"));
      assertThat(town.get("/api/v1/streaming").statusCode()).isEqualTo(426);
    }
  }

  @Test
  void a_text_without_end_closes_the_socket_and_bytes_and_pings_do_no_harm() throws Exception {
    AtomicReference<SocketOpener.Socket> opened = new AtomicReference<>();
    CountDownLatch closed = new CountDownLatch(1);
    Route route =
        Route.get(
            "/api/v1/streaming",
            Access.stream(Scope.READ_STATUSES),
            r -> Answer.socket(socket -> listen(r, socket, opened, closed)),
            "socket");
    try (Running town = Running.with(folder, route)) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      WebSocket socket =
          town.client()
              .newWebSocketBuilder()
              .subprotocols("all")
              .buildAsync(
                  java.net.URI.create(
                      town.uri("/api/v1/streaming").toString().replace("http", "ws")),
                  new Ear(heard))
              .get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      for (int i = 0; i < 200; i++) {
        socket
            .sendBinary(ByteBuffer.wrap(new byte[1_000]), i == 199)
            .get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        socket
            .sendPing(ByteBuffer.allocate(100))
            .get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      socket.sendText("hello", true).get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(heard.poll(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo("1 heard hello");
      String piece = "x".repeat(Running.USUAL.http().socketTextBytesMax() / 4);
      for (int i = 0; i < 5; i++) {
        try {
          socket.sendText(piece, false).get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          break; // It is closed already.
        }
      }
      assertThat(closed.await(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(heard).isEmpty();
    }
  }

  private static SocketOpener.Listener listen(
      Request request,
      SocketOpener.Socket socket,
      AtomicReference<SocketOpener.Socket> opened,
      CountDownLatch closed) {
    opened.set(socket);
    String viewer = request.viewer().map(Object::toString).orElse("nobody");
    return new SocketOpener.Listener() {
      @Override
      public void text(String message) {
        socket.send(viewer + " heard " + message);
      }

      @Override
      public void closed() {
        closed.countDown();
      }
    };
  }

  private record Ear(BlockingQueue<String> heard) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.add(text.toString());
      socket.request(1);
      return java.util.concurrent.CompletableFuture.completedStage(null);
    }
  }

  @Test
  void a_frame_that_is_not_taken_in_time_ends_the_connection() throws Exception {
    CompletableFuture<Integer> written = new CompletableFuture<>();
    String text = "x".repeat(1 << 16);
    SocketOpener opener =
        socket -> {
          Thread.ofVirtual()
              .start(
                  () -> {
                    int frames = 0;
                    try {
                      while (socket.write(text, Duration.ofSeconds(2))) {
                        frames++;
                      }
                    } catch (InterruptedException e) {
                      written.completeExceptionally(e);
                    }
                    written.complete(socket.isOpen() ? -1 : frames);
                  });
          return new SocketOpener.Listener() {
            @Override
            public void text(String message) {}

            @Override
            public void closed() {}
          };
        };
    Route route =
        Route.get("/api/v1/streaming", Access.open(), _ -> Answer.socket(opener), "socket");
    try (Running town = Running.with(folder, route);
        Socket client = new Socket()) {
      client.setReceiveBufferSize(4_096);
      client.connect(new InetSocketAddress("127.0.0.1", town.server.port()));
      client
          .getOutputStream()
          .write(
              ("GET /api/v1/streaming HTTP/1.1\r\nHost: town.test\r\nUpgrade: websocket\r\n"
                      + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(written.get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isBetween(1, 1_000);
      byte[] head = client.getInputStream().readNBytes(400);
      assertThat(new String(head, StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 101")
          .as("no compression, however the client asks for it")
          .doesNotContain("permessage-deflate");
    }
  }

  @Test
  void whoever_does_not_read_its_events_is_cut_off_and_waited_for_no_longer() throws Exception {
    CompletableFuture<Integer> written = new CompletableFuture<>();
    byte[] event = ("data: " + "x".repeat(60_000) + "\n\n").getBytes(StandardCharsets.US_ASCII);
    Route route =
        Route.get(
            "/api/v1/streaming/user",
            Access.open(),
            _ ->
                Answer.stream(
                    "text/event-stream",
                    out -> {
                      int events = 0;
                      try {
                        while (true) {
                          out.write(event, Duration.ofSeconds(2));
                          events++;
                        }
                      } finally {
                        written.complete(out.isOpen() ? -1 : events);
                      }
                    }),
            "stream");
    try (Running town = Running.with(folder, route);
        Socket client = new Socket()) {
      client.setReceiveBufferSize(4_096);
      client.connect(new InetSocketAddress("127.0.0.1", town.server.port()));
      client
          .getOutputStream()
          .write(
              "GET /api/v1/streaming/user HTTP/1.1\r\nHost: town.test\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(written.get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isBetween(1, 1_000);
      client.setSoTimeout((int) Waiting.PATIENCE.toMillis());
      // What was on its way still comes, then the end: no last piece, for it was broken off.
      assertThat(theEndOf(client)).doesNotEndWith("\r\n0\r\n\r\n");
    }
  }

  /// The last letters before the connection ends.
  private static String theEndOf(Socket client) throws java.io.IOException {
    byte[] buffer = new byte[65_536];
    String last = "";
    try {
      int read = client.getInputStream().read(buffer);
      while (read >= 0) {
        String all = last + new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        last = all.substring(Math.max(0, all.length() - 20));
        read = client.getInputStream().read(buffer);
      }
    } catch (java.net.SocketException e) {
      // Reset: ended all the same.
      return last;
    }
    return last;
  }

  @Test
  void a_running_request_may_end_when_the_server_stops() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Route slow =
        Route.get(
            "/api/v1/slow",
            Access.open(),
            _ -> {
              inside.countDown();
              Thread.sleep(500);
              return Answer.text("done");
            },
            "slow");
    Running town = Running.stoppingWithin(Duration.ofSeconds(60), folder, slow);
    try {
      var answer =
          town.client()
              .sendAsync(
                  HttpRequest.newBuilder(town.uri("/api/v1/slow")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(inside.await(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      town.server.close();
      assertThat(answer.get(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS).body())
          .isEqualTo("done");
    } finally {
      town.close();
    }
  }
}
