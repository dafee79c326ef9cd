package verbatim.api;

import static verbatim.access.Scope.READ_STATUSES;

import java.util.List;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Limits;
import verbatim.trends.Trends;

/// What is talked about. Links are not: their cards are not fetched.
final class TrendRoutes {
  private static final int TAGS_DEFAULT = 10;
  private static final int TAGS_MAX = 20;

  private final Trends trends;
  private final Looking looking;
  private final TagJson tagJson;
  private final Limits limits;

  TrendRoutes(Trends trends, Looking looking, TagJson tagJson, Limits limits) {
    this.trends = trends;
    this.looking = looking;
    this.tagJson = tagJson;
    this.limits = limits;
  }

  List<Route> routes() {
    Access access = Access.optional(READ_STATUSES);
    return List.of(
        Route.get("/api/v1/trends", access, this::tags, "tags talked about"),
        Route.get("/api/v1/trends/tags", access, this::tags, "tags talked about"),
        Route.get("/api/v1/trends/statuses", access, this::statuses, "statuses talked about"),
        Route.get(
            "/api/v1/trends/links", Access.open(), this::links, "links talked about: not known"));
  }

  private Answer tags(Request request) {
    List<String> tags =
        trends.tags(skip(request), Paging.page(request, TAGS_DEFAULT, TAGS_MAX).rowsMax());
    return Answer.json(tagJson.list(new JsonWriter(), Looking.viewer(request), tags));
  }

  private Answer statuses(Request request) {
    int rows = Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax()).rowsMax();
    return looking.statusList(
        request, trends.statuses(Looking.viewer(request), skip(request), rows));
  }

  private Answer links(Request request) {
    return Answer.json(new JsonWriter().array().end());
  }

  private int skip(Request request) {
    return Paging.offset(request, limits.later().trendsMax());
  }
}
