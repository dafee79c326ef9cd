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
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.ScheduledId;
import verbatim.statuses.Draft;
import verbatim.statuses.Scheduled;

/// Posts and series that wait for their time. They are made by posting with `scheduled_at`, in
/// [StatusRoutes] and [SeriesRoutes].
final class ScheduledRoutes {
  private final Scheduled scheduled;
  private final Accounts accounts;
  private final Drafting drafting;
  private final ScheduledJson scheduledJson;
  private final Limits limits;

  ScheduledRoutes(
      Scheduled scheduled,
      Accounts accounts,
      Drafting drafting,
      ScheduledJson scheduledJson,
      Limits limits) {
    this.scheduled = scheduled;
    this.accounts = accounts;
    this.drafting = drafting;
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
        Route.put(all + "/:id", write, this::change, "another time or other words for it"),
        Route.delete(all + "/:id", write, this::cancel, "take it back"));
  }

  private Answer list(Request request) {
    List<Scheduled.Post> posts =
        scheduled.list(
            Looking.me(request),
            Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax()));
    return Looking.listed(request, posts, scheduledJson::write, p -> p.id().value());
  }

  private Answer show(Request request) {
    return answer(scheduled.get(Looking.me(request), id(request)));
  }

  /// Mastodon changes the time alone; with `statuses` (our own) the words change too, or only they.
  private Answer change(Request request) {
    AccountId me = Looking.me(request);
    List<Params> parts = request.params().objects("statuses");
    if (parts.isEmpty()) {
      String at = request.params().required("scheduled_at");
      return answer(scheduled.move(me, id(request), Drafting.time("scheduled_at", at)));
    }
    if (parts.size() > limits.text().seriesMax()) {
      throw Refusal.invalid(
          "statuses",
          "ERR_INVALID",
          "A series has "
              + limits.text().seriesMin()
              + " to "
              + limits.text().seriesMax()
              + " statuses");
    }
    Account author = accounts.find(me).orElseThrow(Refusal::notFound);
    List<Draft> drafts = drafting.series(parts, author, drafting.application(request));
    Optional<Instant> at = Drafting.scheduledAt(request.params());
    return answer(
        at.isPresent()
            ? scheduled.change(me, id(request), drafts, at.get())
            : scheduled.change(me, id(request), drafts));
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
