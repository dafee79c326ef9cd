package verbatim.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import verbatim.access.Caller;
import verbatim.http.Outflow;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refused;
import verbatim.streaming.Ear;
import verbatim.streaming.Line;
import verbatim.streaming.Message;
import verbatim.streaming.Streams;

/// One stream as server-sent events. The request's own thread only gives signs of life.
final class EventEar implements Ear {
  private static final byte[] HELLO = ":)\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ALIVE = ":thump\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Outflow out;
  private final AccountId reader;
  private final StreamJson json;
  private final Limits.Streams limits;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean isTooSlow;

  EventEar(Outflow out, AccountId reader, StreamJson json, Limits.Streams limits) {
    this.out = out;
    this.reader = reader;
    this.json = json;
    this.limits = limits;
  }

  void serve(Streams streams, Caller.SignedIn who, Line.Subscription subscription)
      throws IOException, InterruptedException {
    try (Line line = streams.open(who, this)) {
      line.subscribe(subscription);
      write(HELLO);
      while (!ended.await(limits.heartbeat().toMillis(), TimeUnit.MILLISECONDS) && out.isOpen()) {
        // What is written just now is a sign of life, too.
        if (writing.tryLock()) {
          try {
            out.write(ALIVE, limits.frameMax());
          } finally {
            writing.unlock();
          }
        }
      }
    } catch (Refused _) {
      // Somebody else took the last place, or the token ended, after this was looked at.
      return;
    }
    if (isTooSlow) {
      throw new IOException("too slow");
    }
  }

  @Override
  public void hear(Line.Subscription stream, Message message)
      throws IOException, InterruptedException {
    Optional<byte[]> event = json.event(reader, message);
    if (event.isPresent()) {
      write(event.get());
    }
  }

  private void write(byte[] bytes) throws IOException, InterruptedException {
    writing.lockInterruptibly();
    try {
      out.write(bytes, limits.frameMax());
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void cut(Cut why) {
    isTooSlow = why == Cut.TOO_SLOW;
    ended.countDown();
  }
}
