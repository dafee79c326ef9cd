package verbatim.api;

import static verbatim.access.Scope.READ_LISTS;
import static verbatim.access.Scope.READ_NOTIFICATIONS;
import static verbatim.access.Scope.READ_STATUSES;

import java.time.InstantSource;
import java.util.List;
import verbatim.access.Caller;
import verbatim.access.Scope;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.streaming.Line;
import verbatim.streaming.Streams;
import verbatim.streaming.Topic;
import verbatim.timelines.Timelines;

/// Streams: one WebSocket for many, or one request for each with server-sent events. Every one asks
/// for a person's token; a cookie opens none, so no other site can open one in somebody's name.
final class StreamRoutes {
  private static final String EVENTS = "text/event-stream";
  private static final String ALL = "/api/v1/streaming";

  private final Streams streams;
  private final StreamNames names;
  private final StreamJson json;
  private final Timelines timelines;
  private final InstantSource clock;
  private final Limits.Streams limits;

  StreamRoutes(
      Streams streams,
      StreamNames names,
      StreamJson json,
      Timelines timelines,
      InstantSource clock,
      Limits limits) {
    this.streams = streams;
    this.names = names;
    this.json = json;
    this.timelines = timelines;
    this.clock = clock;
    this.limits = limits.streams();
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL + "/health", Access.open(), _ -> Answer.text("OK"), "whether streams work"),
        Route.get(ALL, Access.stream(), this::socket, "a socket for streams"),
        events("/user", "user", READ_STATUSES),
        events("/user/notification", "user:notification", READ_NOTIFICATIONS),
        events("/public", "public", READ_STATUSES),
        events("/public/local", "public:local", READ_STATUSES),
        events("/public/remote", "public:remote", READ_STATUSES),
        events("/hashtag", "hashtag", READ_STATUSES),
        events("/hashtag/local", "hashtag:local", READ_STATUSES),
        events("/list", "list", READ_LISTS),
        events("/direct", "direct", READ_STATUSES));
  }

  private Route events(String path, String stream, Scope scope) {
    return Route.get(
        ALL + path, Access.stream(scope), request -> events(request, stream), "stream " + stream);
  }

  private Answer events(Request request, String stream) {
    Caller.SignedIn who = who(request);
    boolean isMediaOnly = stream.startsWith("public") && request.params().flag("only_media", false);
    Line.Subscription subscription =
        names.subscription(who, wanted(request, isMediaOnly ? stream + ":media" : stream));
    streams.checkRoom(who);
    seen(who, subscription);
    return Answer.stream(
        EVENTS,
        out -> new EventEar(out, who.account(), json, limits).serve(streams, who, subscription));
  }

  private Answer socket(Request request) {
    Caller.SignedIn who = who(request);
    streams.checkRoom(who);
    StreamNames.Wanted wanted = wanted(request, request.query("stream"));
    return Answer.socket(
        socket ->
            new SocketEar(socket, who, json, this::subscription, clock, limits)
                .begin(streams, wanted));
  }

  private Line.Subscription subscription(Caller.SignedIn who, StreamNames.Wanted wanted) {
    Line.Subscription subscription = names.subscription(who, wanted);
    seen(who, subscription);
    return subscription;
  }

  /// Whoever listens to his home reads it: it is kept up.
  private void seen(Caller.SignedIn who, Line.Subscription subscription) {
    if (subscription.topic() instanceof Topic.Home) {
      timelines.seen(who.account());
    }
  }

  private static StreamNames.Wanted wanted(Request request, String stream) {
    return new StreamNames.Wanted(stream, request.query("tag"), request.query("list"));
  }

  private static Caller.SignedIn who(Request request) {
    if (request.caller() instanceof Caller.SignedIn person) {
      return person;
    }
    throw new Refused(new Refusal.NotSignedIn("The access token is invalid"));
  }
}
