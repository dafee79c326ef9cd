package verbatim.api;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import verbatim.access.Caller;
import verbatim.http.SocketOpener;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.streaming.Ear;
import verbatim.streaming.Line;
import verbatim.streaming.Message;
import verbatim.streaming.Streams;

/// Several streams on one WebSocket: the client subscribes and unsubscribes by messages. What
/// cannot be done is answered by a frame with `error` and `status`; the socket stays open.
final class SocketEar implements Ear, SocketOpener.Listener {
  private static final int CLOSED_BY_RULE = 1008;
  private static final int CLOSED_FOR_NOW = 1013;
  private static final int DEPTH_MAX = 4;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final JsonMapper MESSAGES =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .build())
          .build();

  private final SocketOpener.Socket socket;
  private final Caller.SignedIn who;
  private final StreamJson json;
  private final BiFunction<Caller.SignedIn, StreamNames.Wanted, Line.Subscription> names;
  private final InstantSource clock;
  private final Limits.Streams limits;
  private volatile @Nullable Line line;
  private long minute;
  private int messages;

  SocketEar(
      SocketOpener.Socket socket,
      Caller.SignedIn who,
      StreamJson json,
      BiFunction<Caller.SignedIn, StreamNames.Wanted, Line.Subscription> names,
      InstantSource clock,
      Limits.Streams limits) {
    this.socket = socket;
    this.who = who;
    this.json = json;
    this.names = names;
    this.clock = clock;
    this.limits = limits;
  }

  /// @param first what the address asks for, if anything
  SocketOpener.Listener begin(Streams streams, StreamNames.Wanted first) {
    try {
      line = streams.open(who, this);
    } catch (Refused refused) {
      socket.send(error(refused.refusal()));
      socket.close(CLOSED_BY_RULE, "refused");
      return this;
    }
    if (!first.stream().isEmpty()) {
      change("subscribe", first);
    }
    return this;
  }

  @Override
  public void text(String message) {
    if (isFlood()) {
      socket.cut(CLOSED_BY_RULE, "too many messages");
      closed();
      return;
    }
    try {
      JsonNode node = MESSAGES.readTree(message);
      change(
          text(node, "type"),
          new StreamNames.Wanted(text(node, "stream"), text(node, "tag"), text(node, "list")));
    } catch (JacksonException _) {
      socket.send(StreamJson.error(400, "The message cannot be read"));
    }
  }

  private void change(String type, StreamNames.Wanted wanted) {
    Line open = line;
    if (open == null) {
      return;
    }
    try {
      switch (type) {
        case "subscribe" -> open.subscribe(names.apply(who, wanted));
        case "unsubscribe" -> open.unsubscribe(names.apply(who, wanted));
        default -> throw Refusal.malformed("Unknown message type");
      }
    } catch (Refused refused) {
      socket.send(error(refused.refusal()));
    }
  }

  /// "" also for what is no text: an array of names means nothing.
  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() || value.isIntegralNumber() ? value.asString() : "";
  }

  private boolean isFlood() {
    long now = clock.millis() / MINUTE.toMillis();
    if (now != minute) {
      minute = now;
      messages = 0;
    }
    return ++messages > limits.messagesPerMinuteMax();
  }

  private static String error(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound _ -> StreamJson.error(404, "Record not found");
      case Refusal.NotSignedIn(var why) -> StreamJson.error(401, why);
      case Refusal.Forbidden(var why) -> StreamJson.error(403, why);
      case Refusal.Malformed(var why) -> StreamJson.error(400, why);
      case Refusal.WrongType(var why) -> StreamJson.error(415, why);
      case Refusal.Invalid(var why, _) -> StreamJson.error(422, why);
      case Refusal.TooMany(var why, _) -> StreamJson.error(429, why);
      case Refusal.TooLarge(var why) -> StreamJson.error(413, why);
      case Refusal.Gone _ -> StreamJson.error(410, "This record is gone");
      case Refusal.Conflict(var why) -> StreamJson.error(422, why);
      case Refusal.Unavailable(var why) -> StreamJson.error(503, why);
    };
  }

  @Override
  public void closed() {
    Line open = line;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void hear(Line.Subscription stream, Message message)
      throws IOException, InterruptedException {
    Optional<String> frame = json.frame(stream, who.account(), message);
    if (frame.isPresent() && !socket.write(frame.get(), limits.frameMax())) {
      throw new IOException("the client has gone");
    }
  }

  @Override
  public void cut(Cut why) {
    switch (why) {
      case TOO_SLOW -> socket.cut(CLOSED_BY_RULE, "too slow");
      case SIGNED_OUT -> socket.close(CLOSED_BY_RULE, "the access token is invalid");
      case STOPPED -> socket.close(CLOSED_FOR_NOW, "try again later");
    }
  }
}
