package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import verbatim.Waiting;

/// An open stream, as a client sees it: a socket, or server-sent events.
final class Stream implements AutoCloseable {
  private static final Duration PATIENCE = Waiting.PATIENCE;

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private WebSocket socket;
  private AutoCloseable body = () -> {};

  private Stream() {}

  /// A socket on which the server has already read everything that the address asks for.
  static Stream socket(HttpClient client, String url, String query, String... headers) {
    Stream stream = new Stream();
    WebSocket.Builder builder = client.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equals("Sec-WebSocket-Protocol")) {
        builder.subprotocols(headers[i + 1]);
      } else {
        builder.header(headers[i], headers[i + 1]);
      }
    }
    URI address = URI.create(url.replace("http", "ws") + "/api/v1/streaming" + query);
    try {
      stream.socket =
          builder.buildAsync(address, stream.new Ear()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        throw new RefusedToOpen(refused.getResponse().statusCode());
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
    return stream;
  }

  static final class RefusedToOpen extends RuntimeException {
    final int status;

    RefusedToOpen(int status) {
      super("status " + status);
      this.status = status;
    }
  }

  /// Each event as `{"event":…,"payload":…}`; refused with its status.
  static Stream events(HttpClient client, String url, String token, String path) {
    Stream stream = new Stream();
    try {
      HttpResponse<InputStream> reply =
          client.send(
              HttpRequest.newBuilder(URI.create(url + "/api/v1/streaming" + path))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      if (reply.statusCode() != 200) {
        reply.body().close();
        throw new RefusedToOpen(reply.statusCode());
      }
      assertThat(reply.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8));
      assertThat(lines.readLine()).isEqualTo(":)");
      stream.body = reply.body();
      Thread.ofVirtual().start(() -> stream.read(lines));
      return stream;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void read(BufferedReader lines) {
    try {
      String event = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !event.isEmpty()) {
          frames.add(Clients.JSON.valueToTree(Map.of("event", event, "payload", data)));
          event = "";
        } else if (!line.isEmpty() && !line.startsWith(":")) {
          frames.add(Clients.JSON.valueToTree(Map.of("event", "FORGED", "payload", line)));
        }
      }
    } catch (IOException _) {
      // Closed.
    }
    closed.complete(0);
  }

  void says(Object message) {
    String text = message instanceof String s ? s : Clients.JSON.writeValueAsString(message);
    socket.sendText(text, true).join();
  }

  /// Waits until the server has read what was said so far.
  Stream settled() {
    says(Map.of("type", "are you there"));
    JsonNode frame = next();
    assertThat(frame.path("error").asString("")).isEqualTo("Unknown message type");
    return this;
  }

  Stream subscribes(String stream, String... more) {
    says(message("subscribe", stream, more));
    return settled();
  }

  Stream unsubscribes(String stream, String... more) {
    says(message("unsubscribe", stream, more));
    return settled();
  }

  private static Map<String, String> message(String type, String stream, String... more) {
    Map<String, String> message = new java.util.LinkedHashMap<>();
    message.put("type", type);
    message.put("stream", stream);
    for (int i = 0; i < more.length; i += 2) {
      message.put(more[i], more[i + 1]);
    }
    return message;
  }

  JsonNode next() {
    try {
      JsonNode frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no frame within " + PATIENCE);
      }
      return frame;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The next frame in few words: `update: the words`, `delete: 17`, `notification: mention`.
  String hears() {
    return said(next());
  }

  static String said(JsonNode frame) {
    String event = frame.path("event").asString("");
    String payload = frame.path("payload").asString("");
    return event
        + switch (event) {
          case "update", "status.update" -> {
            JsonNode status = Clients.JSON.readTree(payload);
            JsonNode boosted = status.path("reblog");
            yield boosted.isObject() ? ": boost " + words(boosted) : ": " + words(status);
          }
          case "notification" -> ": " + Clients.JSON.readTree(payload).path("type").asString("");
          case "delete" -> ": " + payload;
          default -> "";
        };
  }

  private static String words(JsonNode status) {
    return status.path("content").asString("").replaceAll("<[^>]*>", "");
  }

  /// All that came until this, which comes last.
  List<String> hearsUntil(String last) {
    List<String> all = new ArrayList<>();
    String one;
    do {
      one = hears();
      all.add(one);
    } while (!one.equals(last));
    return all;
  }

  String protocol() {
    return socket.getSubprotocol();
  }

  int closesAfter(String message) {
    says(message);
    return closes();
  }

  int closes() {
    try {
      return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("still open", e);
    }
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
    try {
      body.close();
    } catch (Exception _) {
      // Closed already.
    }
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
      text.append(piece);
      if (last) {
        frames.add(Clients.JSON.readTree(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.complete(1006);
    }
  }
}
