package verbatim.api;

import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_STATUSES;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.StatusId;
import verbatim.notifications.Notifications;

/// How far somebody has read.
final class MarkerRoutes {
  private static final List<String> TIMELINES = List.of("home", "notifications");

  private final Notifications notifications;
  private final MarkerJson markerJson;

  MarkerRoutes(Notifications notifications, MarkerJson markerJson) {
    this.notifications = notifications;
    this.markerJson = markerJson;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/markers", Access.user(READ_STATUSES), this::show, "how far I have read"),
        Route.post(
            "/api/v1/markers", Access.user(WRITE_STATUSES), this::mark, "I have read to here"));
  }

  private Answer show(Request request) {
    Set<String> wanted =
        request.params().list("timeline").stream()
            .filter(TIMELINES::contains)
            .collect(Collectors.toSet());
    List<Notifications.Marker> markers =
        wanted.isEmpty() ? List.of() : notifications.markers(Looking.me(request), wanted);
    return Answer.json(markerJson.write(new JsonWriter(), markers));
  }

  private Answer mark(Request request) {
    List<Notifications.Marker> markers = new ArrayList<>();
    for (String timeline : TIMELINES) {
      request
          .params()
          .object(timeline)
          .id("last_read_id", StatusId::parse)
          .map(id -> notifications.mark(Looking.me(request), timeline, id.toString()))
          .ifPresent(markers::add);
    }
    return Answer.json(markerJson.write(new JsonWriter(), markers));
  }
}
