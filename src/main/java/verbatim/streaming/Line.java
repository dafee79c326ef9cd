package verbatim.streaming;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.access.Caller;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;

/// One connection with its streams. What is for it waits in a bounded queue; when that is full the
/// line is cut, for nobody waits for a slow reader. What waits is ids: it is loaded, and asked
/// about, when it is sent.
public final class Line implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  private final Caller.SignedIn who;
  private final Ear ear;
  private final Ended ended;
  private final Topics topics;
  private final Showing showing;
  private final int subscriptionsMax;
  private final Mailbox<Waiting> mailbox;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile boolean isOpen = true;

  /// @param named the client API's name of it, and its parameter if it has one
  public record Subscription(Topic topic, List<String> named) {}

  /// Told once for each line.
  interface Ended {
    void by(Ear.@Nullable Cut cut);
  }

  private record Waiting(Topic topic, Happening happening) {}

  Line(
      Caller.SignedIn who,
      Ear ear,
      Ended ended,
      Topics topics,
      Showing showing,
      Limits.Streams limits) {
    this.who = who;
    this.ear = ear;
    this.ended = ended;
    this.topics = topics;
    this.showing = showing;
    this.subscriptionsMax = limits.perSocketMax();
    this.mailbox = new Mailbox<>(limits.waitingMax(), this::send);
  }

  /// Doing it twice is doing it once.
  ///
  /// @throws verbatim.kernel.Refused Invalid when there are too many
  public synchronized void subscribe(Subscription subscription) {
    if (subscriptions.contains(subscription)) {
      return;
    }
    if (subscriptions.size() >= subscriptionsMax) {
      throw Refusal.invalid("You have too many streams on one connection");
    }
    subscriptions.add(subscription);
    if (isOpen) {
      topics.add(subscription.topic(), this);
    }
  }

  public synchronized void unsubscribe(Subscription subscription) {
    if (subscriptions.remove(subscription) && !hears(subscription.topic())) {
      topics.remove(subscription.topic(), this);
    }
  }

  private boolean hears(Topic topic) {
    return subscriptions.stream().anyMatch(one -> one.topic().equals(topic));
  }

  /// The reader has gone.
  @Override
  public void close() {
    var _ = end(null);
  }

  /// @return whether it was open
  private synchronized boolean end(Ear.@Nullable Cut cut) {
    if (!isOpen) {
      return false;
    }
    isOpen = false;
    topics.forget(this);
    mailbox.clear();
    ended.by(cut);
    return true;
  }

  void cut(Ear.Cut why) {
    if (end(why)) {
      ear.cut(why);
    }
  }

  public boolean isOpen() {
    return isOpen;
  }

  Caller.SignedIn who() {
    return who;
  }

  List<Subscription> subscriptions() {
    return subscriptions;
  }

  void offer(Topic topic, Happening happening) {
    if (isOpen && !mailbox.offer(new Waiting(topic, happening))) {
      cut(Ear.Cut.TOO_SLOW);
    }
  }

  private void send(Waiting waiting) {
    if (!isOpen) {
      return;
    }
    try {
      var message = showing.message(who, waiting.topic(), waiting.happening());
      if (message.isPresent()) {
        for (Subscription subscription : subscriptions) {
          if (subscription.topic().equals(waiting.topic())) {
            ear.hear(subscription, message.get());
          }
        }
      }
    } catch (IOException _) {
      cut(Ear.Cut.TOO_SLOW);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      cut(Ear.Cut.STOPPED);
    } catch (RuntimeException e) {
      // The outermost loop of a line: one message that fails must not end the others.
      LOG.atError().setCause(e).log("a message could not be sent on a stream");
    }
  }
}
