package verbatim.api;

import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_STATUSES;

import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Limits;
import verbatim.kernel.ScheduledId;
import verbatim.statuses.Scheduled;

/// Posts that wait for their time. They are made by posting with `scheduled_at`, in [StatusRoutes].
final class ScheduledRoutes {
  private final Scheduled scheduled;
  private final ScheduledJson scheduledJson;
  private final Limits limits;

  ScheduledRoutes(Scheduled scheduled, ScheduledJson scheduledJson, Limits limits) {
    this.scheduled = scheduled;
    this.scheduledJson = scheduledJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access read = Access.user(READ_STATUSES);
    Access write = Access.user(WRITE_STATUSES);
    String all = "/api/v1/scheduled_statuses";
    return List.of(
        Route.get(all, read, this::list, "my scheduled posts"),
        Route.get(all + "/:id", read, this::show, "a scheduled post"),
        Route.put(all + "/:id", write, this::move, "another time for it"),
        Route.delete(all + "/:id", write, this::cancel, "take it back"));
  }

  private Answer list(Request request) {
    List<Scheduled.Post> posts =
        scheduled.list(
            Looking.me(request),
            Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax()));
    JsonWriter json = new JsonWriter().array();
    posts.forEach(post -> scheduledJson.write(json, post));
    return Looking.linked(
        Answer.json(json.end()), request, posts.stream().mapToLong(p -> p.id().value()).toArray());
  }

  private Answer show(Request request) {
    return answer(scheduled.get(Looking.me(request), id(request)));
  }

  private Answer move(Request request) {
    String at = request.params().required("scheduled_at");
    return answer(
        scheduled.move(Looking.me(request), id(request), Drafting.time("scheduled_at", at)));
  }

  private Answer cancel(Request request) {
    scheduled.cancel(Looking.me(request), id(request));
    return Answer.empty();
  }

  private Answer answer(Scheduled.Post post) {
    return Answer.json(scheduledJson.write(new JsonWriter(), post));
  }

  private static ScheduledId id(Request request) {
    return request.id("id", ScheduledId::parse);
  }
}
