package verbatim.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// Reads a request's body within bounds: so many bytes, and never slower than the minimum rate
/// after a time of grace. A client that sends a byte a second is cut off at the deadline, however
/// steady.
final class Body {
  private final org.eclipse.jetty.server.Request request;
  private final long bytesMax;
  private final Duration grace;
  private final int bytesPerSecondMin;
  private final long startNanos = System.nanoTime();
  private long bytesRead;

  Body(
      org.eclipse.jetty.server.Request request,
      long bytesMax,
      Duration grace,
      int bytesPerSecondMin) {
    this.request = request;
    this.bytesMax = bytesMax;
    this.grace = grace;
    this.bytesPerSecondMin = bytesPerSecondMin;
  }

  /// Takes the pieces of a body; they are valid during the call only.
  interface Sink {
    void take(Content.Chunk piece);
  }

  byte[] all() {
    long declared = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.clamp(declared, 256, 64 << 10));
    pieces(
        piece -> {
          ByteBuffer buffer = piece.getByteBuffer();
          byte[] part = new byte[buffer.remaining()];
          buffer.get(part);
          bytes.writeBytes(part);
        });
    return bytes.toByteArray();
  }

  void pieces(Sink sink) {
    long declared = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    if (declared > bytesMax) {
      throw tooLarge();
    }
    read(sink);
  }

  private void read(Sink sink) {
    Content.Chunk piece;
    do {
      piece = next();
      if (Content.Chunk.isFailure(piece)) {
        throw new Halt(400, "The body ended too early");
      }
      bytesRead += piece.remaining();
      try {
        if (bytesRead > bytesMax) {
          throw tooLarge();
        }
        sink.take(piece);
      } finally {
        piece.release();
      }
    } while (!piece.isLast());
  }

  /// Reads on once the answer is known, a little while and to nowhere: closing a connection with
  /// unread bytes would reset it, and the client might never see the answer. A proxy in front hands
  /// over whole what its own limit let through, and calls a connection that is closed meanwhile a
  /// bad gateway; so the bound is that of what the largest route takes, however large a body says
  /// that it is.
  static void drain(org.eclipse.jetty.server.Request request, Limits.Http limits) {
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      return;
    }
    Body rest = new Body(request, limits.drainedBytesMax(), limits.drainMax(), Integer.MAX_VALUE);
    try {
      rest.read(_ -> {});
    } catch (Refused | Halt _) {
      // Too much of it, or too slow: then it is closed.
    }
  }

  private Content.Chunk next() {
    Content.Chunk piece = request.read();
    while (piece == null) {
      await();
      piece = request.read();
    }
    return piece;
  }

  private void await() {
    Semaphore arrived = new Semaphore(0);
    request.demand(arrived::release);
    long allowedNanos =
        grace.toNanos() + bytesRead * TimeUnit.SECONDS.toNanos(1) / bytesPerSecondMin;
    try {
      if (!arrived.tryAcquire(
          allowedNanos - (System.nanoTime() - startNanos), TimeUnit.NANOSECONDS)) {
        throw new Halt(408, "The body came too slowly");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading a body", e);
    }
  }

  private Refused tooLarge() {
    return new Refused(new Refusal.TooLarge("The request is larger than " + bytesMax + " bytes"));
  }
}
