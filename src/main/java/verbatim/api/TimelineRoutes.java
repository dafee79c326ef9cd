package verbatim.api;

import static verbatim.access.Scope.READ_LISTS;
import static verbatim.access.Scope.READ_STATUSES;

import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;
import verbatim.relations.Lists;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// Home, lists, public, tags.
final class TimelineRoutes {
  private final Timelines timelines;
  private final Lists lists;
  private final Looking looking;
  private final Limits limits;

  TimelineRoutes(Timelines timelines, Lists lists, Looking looking, Limits limits) {
    this.timelines = timelines;
    this.lists = lists;
    this.looking = looking;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/timelines/home", Access.user(READ_STATUSES), this::home, "home"),
        Route.get(
            "/api/v1/timelines/public",
            Access.optional(READ_STATUSES),
            this::everybody,
            "the public timeline"),
        Route.get(
            "/api/v1/timelines/tag/:hashtag", Access.optional(READ_STATUSES), this::tag, "a tag"),
        Route.get(
            "/api/v1/timelines/list/:list_id", Access.user(READ_LISTS), this::list, "a list"));
  }

  private Answer home(Request request) {
    return looking.statuses(request, timelines.home(Looking.me(request), page(request)));
  }

  private Answer everybody(Request request) {
    Params params = request.params();
    return looking.statuses(
        request,
        timelines.everybody(
            Looking.viewer(request),
            scope(params),
            params.flag("only_media", false),
            page(request)));
  }

  private Answer tag(Request request) {
    Params params = request.params();
    String tag = Tags.key(request.variable("hashtag"));
    Timelines.TagQuery query =
        new Timelines.TagQuery(
            tag,
            keys(params, "any"),
            keys(params, "all"),
            keys(params, "none"),
            scope(params),
            params.flag("only_media", false));
    return looking.statuses(request, timelines.tag(Looking.viewer(request), query, page(request)));
  }

  private Answer list(Request request) {
    AccountId me = Looking.me(request);
    ListId list = lists.get(me, request.id("list_id", ListId::parse)).id();
    return looking.statuses(request, timelines.list(me, list, page(request)));
  }

  private List<String> keys(Params params, String name) {
    return params.list(name).stream().limit(limits.text().tagsMax()).map(Tags::key).toList();
  }

  private static Timelines.Scope scope(Params params) {
    if (params.flag("local", false)) {
      return Timelines.Scope.LOCAL;
    }
    return params.flag("remote", false) ? Timelines.Scope.REMOTE : Timelines.Scope.ALL;
  }

  private Page page(Request request) {
    return Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax());
  }
}
