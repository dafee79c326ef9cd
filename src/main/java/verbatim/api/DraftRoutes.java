package verbatim.api;

import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_STATUSES;

import java.time.Instant;
import java.util.ArrayList;
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
import verbatim.kernel.DraftId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.statuses.Draft;
import verbatim.statuses.Drafts;

/// What somebody has begun to write, kept for all of his devices (`docs/client-api.md`).
final class DraftRoutes {
  private final Drafts drafts;
  private final Accounts accounts;
  private final Drafting drafting;
  private final DraftJson draftJson;
  private final Limits limits;

  DraftRoutes(
      Drafts drafts, Accounts accounts, Drafting drafting, DraftJson draftJson, Limits limits) {
    this.drafts = drafts;
    this.accounts = accounts;
    this.drafting = drafting;
    this.draftJson = draftJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access read = Access.user(READ_STATUSES);
    Access write = Access.user(WRITE_STATUSES);
    String all = "/api/v1/drafts";
    return List.of(
        Route.get(all, read, this::list, "my drafts"),
        Route.post(all, write, this::begin, "begin a draft"),
        Route.get(all + "/:id", read, this::show, "a draft"),
        Route.put(all + "/:id", write, this::change, "go on with a draft"),
        Route.delete(all + "/:id", write, this::discard, "throw a draft away"));
  }

  private Answer list(Request request) {
    List<Drafts.Begun> page =
        drafts.list(
            Looking.me(request),
            Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax()));
    return Looking.listed(request, page, draftJson::write, b -> b.id().value()).privately();
  }

  private Answer begin(Request request) {
    return answer(drafts.begin(Looking.me(request), statuses(request)));
  }

  private Answer show(Request request) {
    return answer(drafts.get(Looking.me(request), id(request)));
  }

  /// With `updated_at` as it was last read, so that what another device wrote since is not lost.
  private Answer change(Request request) {
    AccountId me = Looking.me(request);
    List<Draft> statuses = statuses(request);
    Optional<Instant> lastSeen =
        request
            .params()
            .text("updated_at")
            .filter(t -> !t.isBlank())
            .map(t -> Drafting.time("updated_at", t));
    return answer(
        lastSeen.isPresent()
            ? drafts.change(me, id(request), statuses, lastSeen.get())
            : drafts.change(me, id(request), statuses));
  }

  private Answer discard(Request request) {
    drafts.discard(Looking.me(request), id(request));
    return Answer.empty();
  }

  private List<Draft> statuses(Request request) {
    Account author = accounts.find(Looking.me(request)).orElseThrow(Refusal::notFound);
    List<Params> parts = request.params().objects("statuses");
    int max = limits.text().seriesMax();
    if (parts.size() > max) {
      throw Refusal.invalid("statuses", "ERR_INVALID", "A draft has 1 to " + max + " statuses");
    }
    List<Draft> statuses = new ArrayList<>();
    for (Params part : parts) {
      statuses.add(drafting.readForNow(part, author, verbatim.statuses.Status.Application.NONE));
    }
    return statuses;
  }

  private Answer answer(Drafts.Begun begun) {
    return Answer.json(draftJson.write(new JsonWriter(), begun)).privately();
  }

  private static DraftId id(Request request) {
    return request.id("id", DraftId::parse);
  }
}
