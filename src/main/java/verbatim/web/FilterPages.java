package verbatim.web;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.FilterId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.relations.Filters;

/// One's own filters: the words that are covered or left out, and where.
final class FilterPages {
  private static final String HERE = "/filters";
  private static final FilterId NEW = new FilterId(0);
  private static final int EMPTY_ROWS = 3;

  private final Templates templates;
  private final Forms forms;
  private final Filters filters;
  private final InstantSource clock;

  FilterPages(Templates templates, Forms forms, Filters filters, InstantSource clock) {
    this.templates = templates;
    this.forms = forms;
    this.filters = filters;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get(HERE, Access.session(), this::all, "my filters"),
        Route.post(HERE, Access.session(), this::create, "a new filter"),
        Route.get(HERE + "/new", Access.session(), this::blank, "the form for a new filter"),
        Route.get(HERE + "/:id", Access.session(), this::show, "a filter"),
        Route.post(HERE + "/:id", Access.session(), this::change, "changing a filter"),
        Route.post(HERE + "/:id/delete", Access.session(), this::delete, "deleting a filter"));
  }

  private Answer all(Request request) {
    Forms.Sheet sheet = forms.sheet(request);
    Tongue t = sheet.t();
    List<SettingsViews.FilterRow> rows =
        filters.of(Reading.me(request)).stream().map(f -> row(f, t)).toList();
    return sheet.finish(
        templates.page(
            "filters",
            new SettingsViews.AllFilters(PreferencePages.frame(sheet, "settings.filters"), rows)));
  }

  private SettingsViews.FilterRow row(Filters.Filter filter, Tongue t) {
    String where =
        String.join(
            ", ",
            filter.contexts().stream().sorted().map(c -> t.say("filter.in." + word(c))).toList());
    return new SettingsViews.FilterRow(
        filter.id().toString(),
        filter.title(),
        String.join(", ", filter.keywords().stream().map(Filters.Keyword::keyword).toList()),
        where,
        filter.expiresAt().map(t::moment).orElse(""),
        filter.expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Answer blank(Request request) {
    return page(
        request,
        new Filters.Filter(
            NEW,
            "",
            EnumSet.of(Filters.Context.HOME, Filters.Context.PUBLIC, Filters.Context.THREAD),
            Filters.Action.WARN,
            Optional.empty(),
            List.of(),
            List.of()),
        List.of());
  }

  private Filters.Filter mine(Request request) {
    return filters.get(Reading.me(request), request.id("id", FilterId::parse));
  }

  private Answer show(Request request) {
    return page(request, mine(request), List.of());
  }

  private Answer page(Request request, Filters.Filter filter, List<Views.Fault> faults) {
    Forms.Sheet sheet = forms.sheet(request);
    boolean isNew = filter.id().equals(NEW);
    List<SettingsViews.Keyword> keywords = new ArrayList<>();
    filter
        .keywords()
        .forEach(
            k ->
                keywords.add(
                    new SettingsViews.Keyword(
                        k.id().equals(NEW) ? "" : k.id().toString(), k.keyword(), k.wholeWord())));
    for (int i = 0; i < EMPTY_ROWS; i++) {
      keywords.add(new SettingsViews.Keyword("", "", true));
    }
    return sheet.finish(
        templates.page(
            "filter",
            new SettingsViews.OneFilter(
                PreferencePages.frame(sheet, isNew ? "filter.new" : "filter.change"),
                isNew ? "" : filter.id().toString(),
                filter.title(),
                keywords,
                filter.statuses().size(),
                Arrays.stream(Filters.Context.values())
                    .map(c -> new SettingsViews.Choice(word(c), filter.contexts().contains(c)))
                    .toList(),
                word(filter.action()),
                filter.expiresAt().map(sheet.t()::moment).orElse(""),
                faults)));
  }

  private Answer create(Request request) {
    forms.check(request);
    return keep(
        request,
        new Filters.Filter(
            NEW, "", Set.of(), Filters.Action.WARN, Optional.empty(), List.of(), List.of()));
  }

  private Answer change(Request request) {
    forms.check(request);
    return keep(request, mine(request));
  }

  private Answer keep(Request request, Filters.Filter old) {
    AccountId me = Reading.me(request);
    Filters.Filter typed = typed(old, request.params());
    try {
      if (typed.title().isBlank()) {
        throw Refusal.invalid("title", "ERR_BLANK", "Title can't be blank");
      }
      if (typed.contexts().isEmpty()) {
        throw Refusal.invalid("context", "ERR_BLANK", "Context can't be blank");
      }
      if (old.id().equals(NEW)) {
        filters.create(me, typed);
      } else {
        filters.change(me, typed);
      }
    } catch (Refused e) {
      return page(request, typed, Forms.faults(e, forms.sheet(request).t())).status(422);
    }
    return forms.saying(Answer.seeOther(URI.create(HERE)), "saved", "", request);
  }

  private Filters.Filter typed(Filters.Filter old, Params params) {
    Set<Filters.Context> contexts = EnumSet.noneOf(Filters.Context.class);
    for (Filters.Context context : Filters.Context.values()) {
      if (params.list("context").contains(word(context))) {
        contexts.add(context);
      }
    }
    return new Filters.Filter(
        old.id(),
        params.text("title", "").strip(),
        contexts,
        switch (params.text("action", "")) {
          case "hide" -> Filters.Action.HIDE;
          case "blur" -> Filters.Action.BLUR;
          default -> Filters.Action.WARN;
        },
        end(old.expiresAt(), params.text("end", "")),
        keywords(old, params),
        old.statuses());
  }

  private Optional<Instant> end(Optional<Instant> old, String chosen) {
    Instant now = clock.instant();
    return switch (chosen) {
      case "keep" -> old;
      case "hour" -> Optional.of(now.plus(Duration.ofHours(1)));
      case "day" -> Optional.of(now.plus(Duration.ofDays(1)));
      case "week" -> Optional.of(now.plus(Duration.ofDays(7)));
      case "month" -> Optional.of(now.plus(Duration.ofDays(30)));
      default -> Optional.empty();
    };
  }

  /// A row that was emptied is taken off; one without an id is new.
  private static List<Filters.Keyword> keywords(Filters.Filter old, Params params) {
    List<Filters.Keyword> keywords = new ArrayList<>();
    for (Params row : params.objects("keywords")) {
      String words = row.text("keyword", "").strip();
      FilterId id =
          row.id("id", FilterId::parse)
              .filter(known -> old.keywords().stream().anyMatch(k -> k.id().equals(known)))
              .orElse(NEW);
      if (!words.isEmpty()) {
        keywords.add(new Filters.Keyword(id, words, row.flag("whole_word", false)));
      }
    }
    return keywords;
  }

  private Answer delete(Request request) {
    forms.check(request);
    filters.delete(Reading.me(request), mine(request).id());
    return forms.saying(Answer.seeOther(URI.create(HERE)), "filter_gone", "", request);
  }
}
