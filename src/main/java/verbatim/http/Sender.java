package verbatim.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Puts an [Answer] on the wire.
final class Sender {
  private static final int FILE_PIECE_BYTES = 64 << 10;

  private final Headers headers;
  private final Sockets sockets;
  private final Gzip gzip = new Gzip();
  private final int compressedBytesMin;
  private final Set<Thread> streaming = ConcurrentHashMap.newKeySet();
  private volatile boolean isStopping;

  Sender(Headers headers, Sockets sockets, int compressedBytesMin) {
    this.headers = headers;
    this.sockets = sockets;
    this.compressedBytesMin = compressedBytesMin;
  }

  void send(
      Request request,
      Answer answer,
      org.eclipse.jetty.server.Request jetty,
      Response response,
      Callback callback)
      throws IOException, InterruptedException {
    if (answer.body() instanceof Answer.Body.Socket(SocketOpener opener)) {
      upgrade(request, opener, jetty, response, callback);
      return;
    }
    response.setStatus(answer.status());
    headers.write(request, answer, response.getHeaders());
    if (!answer.type().isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
    }
    if (isKnown(request, answer)) {
      response.setStatus(304);
      response.getHeaders().remove(HttpHeader.CONTENT_TYPE);
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    boolean isHead = jetty.getMethod().equals("HEAD");
    switch (answer.body()) {
      case Answer.Body.Bytes(byte[] bytes, int length) ->
          response.write(true, encoded(request, answer, bytes, length, response), callback);
      case Answer.Body.File file -> file(request, file, isHead, response, callback);
      case Answer.Body.Stream stream -> stream(stream, isHead, jetty, response, callback);
      case Answer.Body.Socket _ -> throw new IllegalStateException("upgraded above");
    }
  }

  /// Lets streams end, which would else last as long as their clients.
  void stop() {
    isStopping = true;
    streaming.forEach(Thread::interrupt);
  }

  private static boolean isKnown(Request request, Answer answer) {
    String tag = answer.header("ETag");
    String known = request.header("If-None-Match");
    return !tag.isEmpty()
        && !known.isEmpty()
        && answer.status() == 200
        && (known.equals("*") || known.contains(tag.startsWith("W/") ? tag.substring(2) : tag));
  }

  private ByteBuffer encoded(
      Request request, Answer answer, byte[] bytes, int length, Response response) {
    if (length < compressedBytesMin
        || !Gzip.isWorthwhile(answer.type())
        || !Gzip.isAccepted(request.header("Accept-Encoding"))
        || !answer.header("Content-Encoding").isEmpty()) {
      return ByteBuffer.wrap(bytes, 0, length);
    }
    response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
    return gzip.compress(bytes, length);
  }

  private static void file(
      Request request, Answer.Body.File file, boolean isHead, Response response, Callback callback)
      throws IOException {
    try (SeekableByteChannel channel = file.opener().open()) {
      long size = channel.size();
      Range range = Range.of(request, size);
      response.getHeaders().put(HttpHeader.ACCEPT_RANGES, "bytes");
      if (!range.isSatisfiable()) {
        response.setStatus(416);
        response.getHeaders().put(HttpHeader.CONTENT_RANGE, "bytes */" + size);
        response.write(true, ByteBuffer.allocate(0), callback);
        return;
      }
      if (range.isPart()) {
        response.setStatus(206);
        response
            .getHeaders()
            .put(
                HttpHeader.CONTENT_RANGE,
                "bytes " + range.from() + "-" + (range.to() - 1) + "/" + size);
      }
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, range.to() - range.from());
      if (!isHead) {
        copy(channel, range, response);
      }
      response.write(true, ByteBuffer.allocate(0), callback);
    }
  }

  private static void copy(SeekableByteChannel channel, Range range, Response response)
      throws IOException {
    long at = range.from();
    var _ = channel.position(at);
    ByteBuffer piece =
        ByteBuffer.allocate((int) Math.min(FILE_PIECE_BYTES, Math.max(1, range.to() - at)));
    while (at < range.to()) {
      piece.clear().limit((int) Math.min(piece.capacity(), range.to() - at));
      int read = channel.read(piece);
      if (read < 0) {
        throw new NoSuchFileException("a file that is being sent became shorter");
      }
      at += read;
      Content.Sink.write(response, false, piece.flip());
    }
  }

  private void stream(
      Answer.Body.Stream stream,
      boolean isHead,
      org.eclipse.jetty.server.Request jetty,
      Response response,
      Callback callback)
      throws IOException, InterruptedException {
    // Proxies would hold back small pieces.
    response.getHeaders().put("X-Accel-Buffering", "no");
    if (!isHead) {
      Flow flow = new Flow(response);
      jetty.addFailureListener(_ -> flow.isGone = true);
      streaming.add(Thread.currentThread());
      try {
        // The headers go out at once: a stream may have nothing to say for long.
        Content.Sink.write(response, false, ByteBuffer.allocate(0));
        stream.streamer().write(flow);
      } catch (InterruptedException e) {
        if (!isStopping) {
          throw e;
        }
      } finally {
        streaming.remove(Thread.currentThread());
        // Others may still have something to say to him, on threads of theirs.
        flow.isGone = true;
      }
    }
    response.write(true, ByteBuffer.allocate(0), callback);
  }

  private void upgrade(
      Request request,
      SocketOpener opener,
      org.eclipse.jetty.server.Request jetty,
      Response response,
      Callback callback)
      throws IOException, InterruptedException {
    if (!sockets.upgrade(opener, jetty, response, callback)) {
      send(
          request,
          JsonErrors.error(426, "A WebSocket is expected here"),
          jetty,
          response,
          callback);
    }
  }

  private final class Flow implements Outflow {
    private final Response response;
    private volatile boolean isGone;

    Flow(Response response) {
      this.response = response;
    }

    @Override
    public void write(byte[] bytes, Duration max) throws IOException, InterruptedException {
      if (isGone) {
        throw new IOException("the client has gone");
      }
      Callback.Completable written = new Callback.Completable();
      try {
        response.write(false, ByteBuffer.wrap(bytes), written);
        var _ = written.get(max.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        isGone = true;
        throw new IOException("the client has gone", e.getCause());
      } catch (TimeoutException e) {
        isGone = true;
        throw new IOException("the client does not read", e);
      } catch (IllegalStateException | NullPointerException e) {
        // Jetty's way of saying that the request has ended meanwhile.
        isGone = true;
        throw new IOException("the client has gone", e);
      }
    }

    @Override
    public boolean isOpen() {
      return !isGone && !isStopping;
    }
  }

  /// One range of bytes. Requests for several, or with conditions, get the whole: a thousand small
  /// ranges of one file must cost nothing.
  private record Range(long from, long to, boolean isPart) {
    static Range of(Request request, long size) {
      String header = request.header("Range");
      Range whole = new Range(0, size, false);
      if (!header.startsWith("bytes=") || !request.header("If-Range").isEmpty()) {
        return whole;
      }
      String range = header.substring(6);
      int dash = range.indexOf('-');
      if (dash < 0 || range.indexOf(',') >= 0) {
        return whole;
      }
      try {
        String first = range.substring(0, dash);
        String last = range.substring(dash + 1);
        if (first.isEmpty()) {
          long count = Long.parseLong(last);
          return new Range(count == 0 ? size : Math.max(0, size - count), size, true);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1);
        return to <= from && from < size ? whole : new Range(from, to, true);
      } catch (NumberFormatException _) {
        return whole;
      }
    }

    boolean isSatisfiable() {
      return !isPart || (from >= 0 && from < to);
    }
  }
}
