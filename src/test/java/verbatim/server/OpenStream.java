package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// A stream of events, or its refusal: how many came, and whether it has ended.
final class OpenStream implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final int status;
  private final String address;
  private final String header;
  private final String value;
  private final AtomicInteger heard = new AtomicInteger();
  private final InputStream body;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  /// @param header what shows the right, with its value
  OpenStream(String address, String header, String value) {
    this.address = address;
    this.header = header;
    this.value = value;
    try {
      HttpResponse<InputStream> reply =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(address)).header(header, value).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      status = reply.statusCode();
      body = reply.body();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      if (status == 200) {
        assertThat(lines.readLine()).isEqualTo(":)");
      }
      Thread.ofVirtual().start(() -> read(lines));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(address, e);
    }
  }

  static OpenStream ofToken(String url, String token) {
    return new OpenStream(url + "/api/v1/streaming/user", "Authorization", "Bearer " + token);
  }

  private void read(BufferedReader lines) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event:")) {
          heard.incrementAndGet();
        }
      }
    } catch (IOException _) {
      // Ended in the middle of a chunk.
    }
    ended.complete(true);
  }

  /// The same, tried once more.
  OpenStream again() {
    return new OpenStream(address, header, value);
  }

  int heard() {
    return heard.get();
  }

  boolean isOpen() {
    return !ended.isDone();
  }

  void awaitsItsEnd() {
    try {
      assertThat(ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(address + " is open still", e);
    }
  }

  /// Whether it is this one that ends, where one of two must.
  boolean endsBefore(OpenStream other) {
    CompletableFuture.anyOf(ended, other.ended)
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    return !isOpen();
  }

  @Override
  public String toString() {
    return address;
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException _) {
      // Closed already.
    }
  }
}
