package verbatim.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refused;
import verbatim.notifications.Notification;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.streaming.Line;
import verbatim.streaming.Message;

/// How clients see what is pushed: frames of a WebSocket and server-sent events. A payload is JSON
/// in one line: no text that somebody wrote can begin an event of its own.
final class StreamJson {
  private static final int START_BYTES = 4_096;

  private final StatusJson statusJson;
  private final NotificationJson notificationJson;
  private final AnnouncementJson announcementJson;
  private final ConversationJson conversationJson;
  private final MessageJson messageJson;
  private final ThreadJson threadJson;

  StreamJson(
      StatusJson statusJson,
      NotificationJson notificationJson,
      AnnouncementJson announcementJson,
      ConversationJson conversationJson,
      MessageJson messageJson,
      ThreadJson threadJson) {
    this.threadJson = threadJson;
    this.conversationJson = conversationJson;
    this.messageJson = messageJson;
    this.announcementJson = announcementJson;
    this.statusJson = statusJson;
    this.notificationJson = notificationJson;
  }

  /// `{"stream":["hashtag","tea"],"event":"update","payload":"{…}"}`; empty when there is nothing
  /// to show after all.
  Optional<String> frame(Line.Subscription stream, AccountId reader, Message message) {
    return payload(reader, message)
        .map(
            payload -> {
              JsonWriter json =
                  new JsonWriter(START_BYTES)
                      .object()
                      .field("stream", stream.named())
                      .field("event", event(message));
              if (!payload.isEmpty()) {
                json.field("payload", payload);
              }
              return json.end().toString();
            });
  }

  /// `event: …` and `data: …`. An event without data would not be given to a page, so one that says
  /// nothing has `{}`.
  Optional<byte[]> event(AccountId reader, Message message) {
    return payload(reader, message)
        .map(
            payload ->
                ("event: "
                        + event(message)
                        + "\ndata: "
                        + (payload.isEmpty() ? "{}" : payload)
                        + "\n\n")
                    .getBytes(StandardCharsets.UTF_8));
  }

  static String error(int status, String words) {
    return new JsonWriter(128)
        .object()
        .field("error", words)
        .field("status", status)
        .end()
        .toString();
  }

  private static String event(Message message) {
    return switch (message) {
      case Message.New _ -> "update";
      case Message.Edited _ -> "status.update";
      case Message.Removed _ -> "delete";
      case Message.Told _ -> "notification";
      case Message.Announced _ -> "announcement";
      case Message.AnnouncementGone _ -> "announcement.delete";
      case Message.Reacted _ -> "announcement.reaction";
      case Message.FiltersChanged _ -> "filters_changed";
      case Message.Talked _, Message.Threaded _ -> "conversation";
      case Message.Typing _ -> "conversation.typing";
    };
  }

  private Optional<String> payload(AccountId reader, Message message) {
    return switch (message) {
      case Message.New(var status) -> status(reader, status);
      case Message.Edited(var status) -> status(reader, status);
      case Message.Removed(var id) -> Optional.of(Long.toString(id.value()));
      case Message.Told(var notification) -> {
        if (Notification.Type.OURS.contains(notification.type())) {
          yield Optional.empty();
        }
        JsonWriter json = new JsonWriter(START_BYTES);
        yield notificationJson.write(json, reader, notification)
            ? Optional.of(json.toString())
            : Optional.empty();
      }
      case Message.Announced(var shown) ->
          Optional.of(announcementJson.toAnybody(new JsonWriter(START_BYTES), shown).toString());
      case Message.AnnouncementGone(var id) -> Optional.of(Long.toString(id.value()));
      case Message.Reacted(var id, var reaction) ->
          Optional.of(announcementJson.pushed(new JsonWriter(), id, reaction).toString());
      case Message.FiltersChanged() -> Optional.of("");
      case Message.Talked(var shown) ->
          Optional.of(
              messageJson.conversation(new JsonWriter(START_BYTES), reader, shown).toString());
      case Message.Threaded(var thread) ->
          Optional.of(threadJson.write(new JsonWriter(START_BYTES), reader, thread).toString());
      case Message.Typing(var id, var who) ->
          Optional.of(conversationJson.typing(new JsonWriter(), id, who).toString());
    };
  }

  private Optional<String> status(AccountId reader, Status status) {
    try {
      return Optional.of(
          statusJson.one(new JsonWriter(START_BYTES), Viewer.of(reader), status).toString());
    } catch (Refused _) {
      // Gone between the asking and the writing.
      return Optional.empty();
    }
  }
}
