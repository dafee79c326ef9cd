package verbatim.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import verbatim.access.Caller;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Outflow;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Limits;
import verbatim.kernel.ListId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.notifications.Notification;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.streaming.Ear;
import verbatim.streaming.Line;
import verbatim.streaming.Message;
import verbatim.streaming.Topic;
import verbatim.timelines.Timelines;

/// One stream for each open page: that there is something new, and what has gone. It carries ids
/// and no words: the page asks for the rest, and is answered as ever.
///
/// It opens with the session's cookie, which browsers do not send along from other sites
/// (`SameSite=Lax`), and no other origin may read it.
final class LivePages {
  private static final String EVENTS = "text/event-stream";
  private static final int POSTS_MAX = 20;

  private final Web.Words words;
  private final Limits.Streams limits;

  LivePages(Web.Words words) {
    this.words = words;
    this.limits = words.limits().streams();
  }

  List<Route> routes() {
    return List.of(Route.get("/live", Access.session(), this::live, "what is new, as it happens"));
  }

  private Answer live(Request request) {
    if (request.header("Sec-Fetch-Site").equals("cross-site")) {
      throw Refusal.notFound();
    }
    Caller.SignedIn who = request.signedIn();
    List<Topic> topics = new ArrayList<>(topics(who, request.query("at")));
    topics.addAll(posts(request.query("posts")));
    words.streams().checkRoom(who);
    return Answer.stream(EVENTS, out -> new LiveEar(who.account(), out).serve(who, topics));
  }

  private List<Topic> topics(Caller.SignedIn who, String at) {
    Topic notices = new Topic.Notices(who.account());
    if (at.startsWith("list:")) {
      ListId list = ListId.parse(at.substring("list:".length())).orElseThrow(Refusal::notFound);
      return List.of(
          notices, new Topic.OfList(who.account(), words.lists().get(who.account(), list).id()));
    }
    if (at.startsWith("tag:")) {
      String tag = at.substring("tag:".length());
      if (tag.isEmpty()
          || tag.codePointCount(0, tag.length()) > words.limits().text().tagCharactersMax()) {
        throw Refusal.notFound();
      }
      return List.of(notices, new Topic.Tag(tag, Timelines.Scope.ALL));
    }
    if (at.startsWith("thread:")) {
      return List.of(
          notices,
          new Topic.Thread(
              StatusId.parse(at.substring("thread:".length())).orElseThrow(Refusal::notFound)));
    }
    return switch (at) {
      case "conversations" -> List.of(notices, new Topic.Direct(who.account()));
      // Home carries one's notifications, too.
      case "home" -> List.of(new Topic.Home(who.account()));
      case "town" -> List.of(notices, new Topic.Everybody(Timelines.Scope.LOCAL, false));
      case "" -> List.of(notices);
      default -> throw Refusal.notFound();
    };
  }

  /// The posts on the page whose excerpts may open or close while it is read.
  private static List<Topic> posts(String ids) {
    return ids.isEmpty()
        ? List.of()
        : Stream.of(ids.split(",", POSTS_MAX + 1))
            .limit(POSTS_MAX)
            .<Topic>map(id -> new Topic.Post(StatusId.parse(id).orElseThrow(Refusal::notFound)))
            .toList();
  }

  /// One connection. The request's own thread only gives signs of life.
  private final class LiveEar implements Ear {
    private final Outflow out;
    private final AccountId me;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean isTooSlow;

    LiveEar(AccountId me, Outflow out) {
      this.me = me;
      this.out = out;
    }

    void serve(Caller.SignedIn who, List<Topic> topics) throws IOException, InterruptedException {
      try (Line line = words.streams().open(who, this)) {
        topics.forEach(topic -> line.subscribe(new Line.Subscription(topic, List.of())));
        write(":)\n\n");
        while (!ended.await(limits.heartbeat().toMillis(), TimeUnit.MILLISECONDS) && out.isOpen()) {
          write(":\n\n");
        }
      } catch (Refused _) {
        // Somebody else took the last place, or the session ended, after this was looked at.
        return;
      }
      if (isTooSlow) {
        throw new IOException("too slow");
      }
    }

    @Override
    public void hear(Line.Subscription stream, Message message)
        throws IOException, InterruptedException {
      Optional<String> event =
          switch (message) {
            case Message.New(Status status) ->
                isShownElsewhere(status) || stream.topic() instanceof Topic.Direct
                    ? Optional.empty()
                    : Optional.of(event("new", status.id().toString()));
            case Message.Edited(Status status) ->
                Optional.of(event("edited", status.id().toString()));
            case Message.Removed(var id) -> Optional.of(event("gone", id.toString()));
            case Message.Told(var told) -> Optional.of(told(told));
            case Message.Announced(var shown) ->
                Optional.of(event("announced", shown.announcement().id().toString()));
            case Message.AnnouncementGone(var id) -> Optional.of(event("unsaid", id.toString()));
            case Message.Reacted(var id, _) -> Optional.of(event("reacted", id.toString()));
            case Message.Talked(var shown) ->
                Optional.of(event("talked", shown.conversation().id().toString()));
            case Message.Typing(var id, var by) -> Optional.of(event("types", id + " " + by));
            case Message.FiltersChanged _, Message.Threaded _ -> Optional.empty();
          };
      if (event.isPresent()) {
        write(event.get());
      }
    }

    /// What was said in private is counted beside the conversations, not with the rest.
    private String told(Notification told) {
      Optional<ConversationId> talk =
          Optional.of(told)
              .filter(one -> one.type() == Notification.Type.MENTION)
              .flatMap(Notification::status)
              .flatMap(id -> words.conversations().ofStatus(Viewer.of(me), id))
              .map(seen -> seen.message().conversation());
      return talk.map(
              id ->
                  event("told", "talk")
                      + event(
                          "unread",
                          id + " " + words.conversations().unread(me, Web.TALKS_COUNTED_MAX)))
          .orElseGet(() -> event("told", told.type().word()));
    }

    /// Of a series only the last part counts: it stands as one piece.
    private static boolean isShownElsewhere(Status status) {
      return status.content() instanceof Status.Words written
          && written.series().filter(s -> s.position() < s.count()).isPresent();
    }

    private static String event(String name, String data) {
      return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private void write(String text) throws IOException, InterruptedException {
      writing.lockInterruptibly();
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8), limits.frameMax());
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
}
