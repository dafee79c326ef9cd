package verbatim.api;

import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_STATUSES;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.SeriesId;
import verbatim.statuses.Draft;
import verbatim.statuses.Statuses;

/// Our own: several posts published at once (now or at a time), all or none, in order. Clients that
/// know nothing of it see a thread.
final class SeriesRoutes {
  private final Statuses statuses;
  private final Accounts accounts;
  private final Drafting drafting;
  private final Looking looking;
  private final ScheduledJson scheduledJson;
  private final Limits.Text limits;

  SeriesRoutes(
      Statuses statuses,
      Accounts accounts,
      Drafting drafting,
      Looking looking,
      ScheduledJson scheduledJson,
      Limits limits) {
    this.statuses = statuses;
    this.accounts = accounts;
    this.drafting = drafting;
    this.looking = looking;
    this.scheduledJson = scheduledJson;
    this.limits = limits.text();
  }

  List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/statuses/series", Access.user(WRITE_STATUSES), this::post, "post a series")
            .limited(RateLimits.Bucket.POSTS),
        Route.get("/api/v1/series/:id", Access.optional(READ_STATUSES), this::show, "a series"));
  }

  private Answer post(Request request) {
    Account author = accounts.find(Looking.me(request)).orElseThrow(Refusal::notFound);
    List<Params> parts = request.params().objects("statuses");
    if (parts.size() < limits.seriesMin() || parts.size() > limits.seriesMax()) {
      throw Refusal.invalid(
          "statuses",
          "ERR_INVALID",
          "A series has " + limits.seriesMin() + " to " + limits.seriesMax() + " statuses");
    }
    List<Draft> drafts = drafting.series(parts, author, drafting.application(request));
    String key = request.header("Idempotency-Key");
    Optional<Instant> at = Drafting.scheduledAt(request.params());
    return at.isPresent()
        ? Answer.json(
            scheduledJson.write(
                new JsonWriter(), statuses.scheduled().schedule(drafts, at.get(), key)))
        : looking.statusList(request, statuses.postSeries(drafts, key));
  }

  private Answer show(Request request) {
    return looking.statusList(
        request, statuses.series(Looking.viewer(request), request.id("id", SeriesId::parse)));
  }
}
