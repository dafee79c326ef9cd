package verbatim.api;

import static verbatim.access.Scope.READ_FILTERS;
import static verbatim.access.Scope.WRITE_FILTERS;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.FilterId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Filters;

/// Filters with their keywords and statuses, and the older filters of one phrase each, which are
/// the same ones: their id is the keyword's.
final class FilterRoutes {
  private static final FilterId NEW = new FilterId(0);
  private static final String V1 = "/api/v1/filters";
  private static final String V2 = "/api/v2/filters";

  private final Filters filters;
  private final FilterJson filterJson;
  private final InstantSource clock;

  FilterRoutes(Filters filters, FilterJson filterJson, InstantSource clock) {
    this.filters = filters;
    this.filterJson = filterJson;
    this.clock = clock;
  }

  List<Route> routes() {
    Access read = Access.user(READ_FILTERS);
    Access write = Access.user(WRITE_FILTERS);
    return List.of(
        Route.get(V2, read, this::all, "my filters"),
        Route.post(V2, write, this::create, "a new filter"),
        Route.get(V2 + "/:id", read, this::show, "a filter"),
        Route.put(V2 + "/:id", write, this::change, "change a filter"),
        Route.delete(V2 + "/:id", write, this::delete, "delete a filter"),
        Route.get(V2 + "/:filter_id/keywords", read, this::keywords, "its keywords"),
        Route.post(V2 + "/:filter_id/keywords", write, this::addKeyword, "add a keyword"),
        Route.get(V2 + "/keywords/:id", read, this::keyword, "a keyword"),
        Route.put(V2 + "/keywords/:id", write, this::changeKeyword, "change a keyword"),
        Route.delete(V2 + "/keywords/:id", write, this::deleteKeyword, "delete a keyword"),
        Route.get(V2 + "/:filter_id/statuses", read, this::statuses, "its statuses"),
        Route.post(V2 + "/:filter_id/statuses", write, this::addStatus, "filter a status"),
        Route.get(V2 + "/statuses/:id", read, this::status, "a filtered status"),
        Route.delete(V2 + "/statuses/:id", write, this::deleteStatus, "filter it no more"),
        Route.get(V1, read, this::allV1, "my filters, older form"),
        Route.post(V1, write, this::createV1, "a new filter, older form"),
        Route.get(V1 + "/:id", read, this::showV1, "a filter, older form"),
        Route.put(V1 + "/:id", write, this::changeV1, "change a filter, older form"),
        Route.delete(V1 + "/:id", write, this::deleteV1, "delete a filter, older form"));
  }

  // ---- filters

  private Answer all(Request request) {
    JsonWriter json = new JsonWriter().array();
    filters.of(Looking.me(request)).forEach(f -> filterJson.write(json, f));
    return Answer.json(json.end());
  }

  private Answer show(Request request) {
    return answer(filters.get(Looking.me(request), request.id("id", FilterId::parse)));
  }

  private Answer create(Request request) {
    Params params = request.params();
    Filters.Filter filter =
        new Filters.Filter(
            NEW,
            params.required("title"),
            contexts(params),
            action(params).orElse(Filters.Action.WARN),
            expiry(params),
            keywords(List.of(), params),
            List.of());
    return answer(filters.create(Looking.me(request), filter));
  }

  private Answer change(Request request) {
    AccountId me = Looking.me(request);
    Params params = request.params();
    Filters.Filter old = filters.get(me, request.id("id", FilterId::parse));
    return answer(
        filters.change(
            me,
            new Filters.Filter(
                old.id(),
                params.has("title") ? params.required("title") : old.title(),
                params.has("context") ? contexts(params) : old.contexts(),
                action(params).orElse(old.action()),
                expiry(params, old),
                keywords(old.keywords(), params),
                old.statuses())));
  }

  private Answer delete(Request request) {
    AccountId me = Looking.me(request);
    filters.delete(me, filters.get(me, request.id("id", FilterId::parse)).id());
    return Answer.empty();
  }

  /// With an id an old one is changed or, with `_destroy`, taken off; without one it is new.
  private static List<Filters.Keyword> keywords(List<Filters.Keyword> old, Params params) {
    List<Filters.Keyword> keywords = new ArrayList<>(old);
    for (Params change : params.objects("keywords_attributes")) {
      Optional<FilterId> id = change.id("id", FilterId::parse);
      if (id.isEmpty()) {
        keywords.add(
            new Filters.Keyword(NEW, change.required("keyword"), change.flag("whole_word", false)));
        continue;
      }
      Filters.Keyword was =
          keywords.stream()
              .filter(k -> k.id().equals(id.get()))
              .findFirst()
              .orElseThrow(Refusal::notFound);
      if (change.flag("_destroy", false)) {
        keywords.remove(was);
      } else {
        keywords.set(keywords.indexOf(was), changed(was, change));
      }
    }
    return keywords;
  }

  private static Filters.Keyword changed(Filters.Keyword was, Params change) {
    return new Filters.Keyword(
        was.id(),
        change.has("keyword") ? change.required("keyword") : was.keyword(),
        change.flag("whole_word", was.wholeWord()));
  }

  private static Set<Filters.Context> contexts(Params params) {
    Set<Filters.Context> contexts = EnumSet.noneOf(Filters.Context.class);
    for (String word : params.list("context")) {
      contexts.add(
          switch (word) {
            case "home" -> Filters.Context.HOME;
            case "notifications" -> Filters.Context.NOTIFICATIONS;
            case "public" -> Filters.Context.PUBLIC;
            case "thread" -> Filters.Context.THREAD;
            case "account" -> Filters.Context.ACCOUNT;
            default -> throw context();
          });
    }
    if (contexts.isEmpty()) {
      throw context();
    }
    return contexts;
  }

  private static RuntimeException context() {
    return Refusal.invalid(
        "context",
        "ERR_INCLUSION",
        "Context must be one or more of home, notifications, public, thread, account");
  }

  private static Optional<Filters.Action> action(Params params) {
    return params
        .text("filter_action")
        .filter(t -> !t.isBlank())
        .map(
            word ->
                switch (word.toLowerCase(Locale.ROOT)) {
                  case "warn" -> Filters.Action.WARN;
                  case "hide" -> Filters.Action.HIDE;
                  case "blur" -> Filters.Action.BLUR;
                  default ->
                      throw Refusal.invalid(
                          "filter_action",
                          "ERR_INCLUSION",
                          "Filter action must be warn, hide or blur");
                });
  }

  /// JSON's null is never.
  private Optional<Instant> expiry(Params params, Filters.Filter old) {
    return params.has("expires_in") || params.isNothing("expires_in")
        ? expiry(params)
        : old.expiresAt();
  }

  private Optional<Instant> expiry(Params params) {
    int seconds = params.number("expires_in", 0);
    return seconds <= 0 ? Optional.empty() : Optional.of(clock.instant().plusSeconds(seconds));
  }

  private Answer answer(Filters.Filter filter) {
    return Answer.json(filterJson.write(new JsonWriter(), filter));
  }

  // ---- keywords

  private record Found(Filters.Filter filter, Filters.Keyword keyword) {}

  private Found find(Request request) {
    FilterId id = request.id("id", FilterId::parse);
    Filters.Filter filter = filters.withKeyword(Looking.me(request), id);
    return new Found(
        filter,
        filter.keywords().stream()
            .filter(k -> k.id().equals(id))
            .findFirst()
            .orElseThrow(Refusal::notFound));
  }

  private Answer keywords(Request request) {
    JsonWriter json = new JsonWriter().array();
    parent(request).keywords().forEach(k -> filterJson.keyword(json, k));
    return Answer.json(json.end());
  }

  private Answer addKeyword(Request request) {
    Params params = request.params();
    Filters.Keyword made =
        new Filters.Keyword(NEW, params.required("keyword"), params.flag("whole_word", false));
    Filters.Filter changed =
        filters.change(
            Looking.me(request),
            request.id("filter_id", FilterId::parse),
            f -> f.withKeywords(with(f.keywords(), made)));
    return keyword(changed.keywords().getLast());
  }

  private Answer keyword(Request request) {
    return keyword(find(request).keyword());
  }

  private Answer changeKeyword(Request request) {
    Found found = find(request);
    Filters.Keyword changed = changed(found.keyword(), request.params());
    filters.change(
        Looking.me(request),
        found.filter().id(),
        f -> f.withKeywords(replaced(f.keywords(), changed)));
    return keyword(changed);
  }

  private Answer deleteKeyword(Request request) {
    Found found = find(request);
    filters.change(
        Looking.me(request),
        found.filter().id(),
        f -> f.withKeywords(without(f.keywords(), found.keyword().id())));
    return Answer.empty();
  }

  private static List<Filters.Keyword> with(List<Filters.Keyword> old, Filters.Keyword more) {
    List<Filters.Keyword> keywords = new ArrayList<>(old);
    keywords.add(more);
    return keywords;
  }

  private static List<Filters.Keyword> without(List<Filters.Keyword> old, FilterId id) {
    return old.stream().filter(k -> !k.id().equals(id)).toList();
  }

  private static List<Filters.Keyword> replaced(
      List<Filters.Keyword> old, Filters.Keyword changed) {
    return old.stream().map(k -> k.id().equals(changed.id()) ? changed : k).toList();
  }

  private Answer keyword(Filters.Keyword keyword) {
    return Answer.json(filterJson.keyword(new JsonWriter(), keyword));
  }

  private Filters.Filter parent(Request request) {
    return filters.get(Looking.me(request), request.id("filter_id", FilterId::parse));
  }

  // ---- statuses

  private Answer statuses(Request request) {
    JsonWriter json = new JsonWriter().array();
    parent(request).statuses().forEach(s -> filterJson.status(json, s));
    return Answer.json(json.end());
  }

  private Answer addStatus(Request request) {
    StatusId status =
        request.params().id("status_id", StatusId::parse).orElseThrow(Refusal::notFound);
    Filters.Filter changed =
        filters.change(
            Looking.me(request),
            request.id("filter_id", FilterId::parse),
            f -> f.withStatuses(with(f.statuses(), status)));
    return status(entry(changed, s -> s.status().equals(status)));
  }

  private static List<Filters.FilteredStatus> with(
      List<Filters.FilteredStatus> old, StatusId status) {
    List<Filters.FilteredStatus> statuses = new ArrayList<>(old);
    if (statuses.stream().noneMatch(s -> s.status().equals(status))) {
      statuses.add(new Filters.FilteredStatus(NEW, status));
    }
    return statuses;
  }

  private Answer status(Request request) {
    FilterId id = request.id("id", FilterId::parse);
    return status(entry(filters.withStatus(Looking.me(request), id), s -> s.id().equals(id)));
  }

  private Answer status(Filters.FilteredStatus status) {
    return Answer.json(filterJson.status(new JsonWriter(), status));
  }

  private static Filters.FilteredStatus entry(
      Filters.Filter filter, Predicate<Filters.FilteredStatus> wanted) {
    return filter.statuses().stream().filter(wanted).findFirst().orElseThrow(Refusal::notFound);
  }

  /// Answers what was taken out, as the documentation has it.
  private Answer deleteStatus(Request request) {
    AccountId me = Looking.me(request);
    FilterId id = request.id("id", FilterId::parse);
    Filters.Filter filter = filters.withStatus(me, id);
    Filters.FilteredStatus gone = entry(filter, s -> s.id().equals(id));
    filters.change(
        me,
        filter.id(),
        f -> f.withStatuses(f.statuses().stream().filter(s -> !s.id().equals(id)).toList()));
    return status(gone);
  }

  // ---- the older form

  private Answer allV1(Request request) {
    JsonWriter json = new JsonWriter().array();
    for (Filters.Filter filter : filters.of(Looking.me(request))) {
      filter.keywords().forEach(k -> filterJson.v1(json, filter, k));
    }
    return Answer.json(json.end());
  }

  private Answer showV1(Request request) {
    Found found = find(request);
    return v1(found.filter(), found.keyword());
  }

  private Answer createV1(Request request) {
    Params params = request.params();
    String phrase = params.required("phrase");
    Filters.Filter made =
        filters.create(
            Looking.me(request),
            new Filters.Filter(
                NEW,
                phrase,
                contexts(params),
                params.flag("irreversible", false) ? Filters.Action.HIDE : Filters.Action.WARN,
                expiry(params),
                List.of(new Filters.Keyword(NEW, phrase, params.flag("whole_word", false))),
                List.of()));
    return v1(made, made.keywords().getFirst());
  }

  private Answer changeV1(Request request) {
    AccountId me = Looking.me(request);
    Params params = request.params();
    Found found = find(request);
    Filters.Filter old = found.filter();
    Filters.Keyword keyword =
        new Filters.Keyword(
            found.keyword().id(),
            params.text("phrase").filter(p -> !p.isBlank()).orElse(found.keyword().keyword()),
            params.flag("whole_word", found.keyword().wholeWord()));
    boolean hides = params.flag("irreversible", old.action() == Filters.Action.HIDE);
    Filters.Filter changed =
        filters.change(
            me,
            new Filters.Filter(
                old.id(),
                old.title(),
                params.has("context") ? contexts(params) : old.contexts(),
                hides ? Filters.Action.HIDE : Filters.Action.WARN,
                expiry(params, old),
                replaced(old.keywords(), keyword),
                old.statuses()));
    return v1(changed, keyword);
  }

  private Answer deleteV1(Request request) {
    AccountId me = Looking.me(request);
    Found found = find(request);
    if (found.filter().keywords().size() == 1 && found.filter().statuses().isEmpty()) {
      filters.delete(me, found.filter().id());
      return Answer.empty();
    }
    return deleteKeyword(request);
  }

  private Answer v1(Filters.Filter filter, Filters.Keyword keyword) {
    return Answer.json(filterJson.v1(new JsonWriter(), filter, keyword));
  }
}
