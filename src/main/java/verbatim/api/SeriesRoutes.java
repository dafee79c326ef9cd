package verbatim.api;

import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_STATUSES;

import java.util.ArrayList;
import java.util.List;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.SeriesId;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Our own: several posts published at once, all or none, in order. Clients that know nothing of it
/// see a thread.
final class SeriesRoutes {
  private final Statuses statuses;
  private final Accounts accounts;
  private final Drafting drafting;
  private final Looking looking;
  private final Limits.Text limits;

  SeriesRoutes(
      Statuses statuses, Accounts accounts, Drafting drafting, Looking looking, Limits limits) {
    this.statuses = statuses;
    this.accounts = accounts;
    this.drafting = drafting;
    this.looking = looking;
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
    Status.Application application = drafting.application(request);
    List<Params> parts = request.params().objects("statuses");
    if (parts.size() < limits.seriesMin() || parts.size() > limits.seriesMax()) {
      throw Refusal.invalid(
          "statuses",
          "ERR_INVALID",
          "A series has " + limits.seriesMin() + " to " + limits.seriesMax() + " statuses");
    }
    List<Draft> drafts = new ArrayList<>();
    for (Params part : parts) {
      drafts.add(read(part, drafts.size() + 1, author, application));
    }
    return looking.statusList(
        request, statuses.postSeries(drafts, request.header("Idempotency-Key")));
  }

  private Draft read(Params part, int number, Account author, Status.Application application) {
    try {
      return drafting.readForNow(part, author, application);
    } catch (Refused e) {
      throw e.refusal() instanceof Refusal.Invalid(var why, var faults)
          ? new Refused(new Refusal.Invalid("Status " + number + " of the series: " + why, faults))
          : e;
    }
  }

  private Answer show(Request request) {
    return looking.statusList(
        request, statuses.series(Looking.viewer(request), request.id("id", SeriesId::parse)));
  }
}
