package verbatim.api;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import verbatim.http.JsonWriter;
import verbatim.kernel.StatusId;
import verbatim.relations.Filters;

/// Filter with its keywords and statuses, what of it fits a status, and the older V1 filter, which
/// is one keyword of one filter.
final class FilterJson {
  JsonWriter write(JsonWriter json, Filters.Filter filter) {
    head(json, filter);
    json.name("keywords").array();
    for (Filters.Keyword keyword : filter.keywords()) {
      keyword(json, keyword);
    }
    json.end().name("statuses").array();
    for (Filters.FilteredStatus status : filter.statuses()) {
      status(json, status);
    }
    return json.end().end();
  }

  JsonWriter keyword(JsonWriter json, Filters.Keyword keyword) {
    return json.object()
        .fieldId("id", keyword.id().value())
        .field("keyword", keyword.keyword())
        .field("whole_word", keyword.wholeWord())
        .end();
  }

  JsonWriter status(JsonWriter json, Filters.FilteredStatus status) {
    return json.object()
        .fieldId("id", status.id().value())
        .fieldId("status_id", status.status().value())
        .end();
  }

  JsonWriter v1(JsonWriter json, Filters.Filter filter, Filters.Keyword keyword) {
    json.object().fieldId("id", keyword.id().value()).field("phrase", keyword.keyword());
    json.field("context", contexts(filter.contexts()));
    json.field("whole_word", keyword.wholeWord()).name("expires_at");
    Json.time(json, filter.expiresAt());
    return json.field("irreversible", filter.action() == Filters.Action.HIDE).end();
  }

  JsonWriter results(JsonWriter json, List<Filters.Match> matches) {
    json.array();
    for (Filters.Match match : matches) {
      json.object().name("filter");
      head(json, match.filter()).end();
      json.field("keyword_matches", match.keywords());
      json.name("status_matches").array();
      for (StatusId status : match.statuses()) {
        json.id(status.value());
      }
      json.end().end();
    }
    return json.end();
  }

  private static JsonWriter head(JsonWriter json, Filters.Filter filter) {
    json.object().fieldId("id", filter.id().value()).field("title", filter.title());
    json.field("context", contexts(filter.contexts())).name("expires_at");
    Json.time(json, filter.expiresAt());
    return json.field("filter_action", filter.action().name().toLowerCase(Locale.ROOT));
  }

  private static List<String> contexts(Set<Filters.Context> contexts) {
    return contexts.stream()
        .sorted()
        .map(c -> c.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toList());
  }
}
