package verbatim.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.search.Query;
import verbatim.search.Search;
import verbatim.statuses.Status;

/// Looking for people, tags and posts. What somebody may find, `search` decides.
final class SearchPages {
  private static final String HERE = "/search";
  private static final int CHIPS_MAX = 12;
  private static final int SUGGESTED_MAX = 5;
  private static final int SUGGESTED_FROM_CHARACTERS_MAX = 60;

  /// What stands between spaces, those within quotation marks not counted.
  private static final Pattern PIECE =
      Pattern.compile("[^\\s\"“”„]*[\"“”„][^\"“”„]*(?:[\"“”„]|$)|[^\\s\"“”„]+");

  private static final Pattern OPERATOR =
      Pattern.compile("[-+]?(from|has|is|in|language|before|after|during):.+", Pattern.DOTALL);

  /// What is offered to narrow a search; the last two only to whoever has posts of his own.
  private static final List<String> OFFERED =
      List.of("has:image", "has:link", "has:poll", "is:reply");

  private static final List<String> OFFERED_TO_MEMBERS = List.of("from:me", "in:library");

  private final Templates templates;
  private final Forms forms;
  private final Search search;
  private final Limits.Search limits;
  private final PostViews posts;
  private final Persons persons;
  private final ProfilePages profiles;
  private final StoryPages stories;

  SearchPages(
      Templates templates,
      Forms forms,
      Web.Words words,
      PostViews posts,
      Persons persons,
      ProfilePages profiles,
      StoryPages stories) {
    this.templates = templates;
    this.forms = forms;
    this.search = words.search();
    this.limits = words.limits().search();
    this.posts = posts;
    this.persons = persons;
    this.profiles = profiles;
    this.stories = stories;
  }

  List<Route> routes() {
    return List.of(
        Route.get(HERE, Access.browser(), this::show, "looking for people, tags and posts"),
        Route.get(HERE + "/suggest", Access.browser(), this::suggest, "names that begin as typed"));
  }

  /// People and tags whose names begin like the last word typed, while one types.
  private Answer suggest(Request request) {
    String sought = request.query("q").strip();
    String last = sought.substring(sought.lastIndexOf(' ') + 1);
    boolean isName = !last.isEmpty() && last.length() <= SUGGESTED_FROM_CHARACTERS_MAX;
    Viewer viewer = Reading.viewer(request);
    Forms.Sheet sheet = forms.sheet(request);
    return sheet.finish(
        templates.page(
            "suggested",
            new SearchViews.Suggested(
                sheet.frame(""),
                !isName || last.startsWith("#") || OPERATOR.matcher(last).matches()
                    ? List.of()
                    : search.accounts(viewer, last, false, 0, SUGGESTED_MAX).stream()
                        .map(persons::of)
                        .toList(),
                !isName || last.startsWith("@") || OPERATOR.matcher(last).matches()
                    ? List.of()
                    : search.tags(viewer, last, 0, SUGGESTED_MAX).stream()
                        .map(tag -> new SearchViews.Tag(tag, TimelinePages.path(tag)))
                        .toList())));
  }

  private Answer show(Request request) {
    String sought = request.query("q").strip();
    Viewer viewer = Reading.viewer(request);
    if (sought.isEmpty()) {
      return page(request, sought, nothing(), "");
    }
    if (sought.codePointCount(0, sought.length()) > limits.queryCharactersMax()) {
      String problem = forms.sheet(request).t().say("search.too_long", limits.queryCharactersMax());
      return page(request, sought, nothing(), problem).status(422);
    }
    try {
      return page(request, sought, found(request, viewer, sought), "");
    } catch (Refused e) {
      if (!(e.refusal() instanceof Refusal.Invalid)) {
        throw e;
      }
      String problem = forms.sheet(request).t().say("search.wrong", limits.clausesMax());
      return page(request, sought, nothing(), problem).status(422);
    }
  }

  private static Search.Found nothing() {
    return new Search.Found(List.of(), List.of(), List.of());
  }

  /// People and tags stand on the first page only.
  private Search.Found found(Request request, Viewer viewer, String sought) {
    if (isFirst(request)) {
      return search.find(viewer, sought, Reading.PAGE_ROWS);
    }
    var page = Reading.page(request);
    Search.Range range =
        new Search.Range(java.util.Optional.empty(), page.above(), page.below(), 0, page.rowsMax());
    return new Search.Found(
        List.of(), search.statuses(viewer, Query.parse(sought, limits), range), List.of());
  }

  private static boolean isFirst(Request request) {
    return StatusId.parse(request.query("max_id")).isEmpty() && request.query("to").isEmpty();
  }

  private Answer page(Request request, String sought, Search.Found found, String problem) {
    Viewer viewer = Reading.viewer(request);
    List<Status> rows = found.statuses();
    List<Views.Post> shown = posts.of(viewer, PostViews.Where.TAG, rows);
    Views.Pages pages = Reading.pages(request, path(sought), rows);
    Forms.Sheet sheet = forms.sheet(request);
    if (request.isFragment() && !isFirst(request)) {
      return sheet.finish(
          templates.page("rows_alone", new Views.Rows(sheet.frame(""), shown, pages)));
    }
    Tongue t = sheet.t();
    boolean hasWords = search.maySearchWords(viewer);
    return sheet.finish(
        templates.page(
            "search",
            new SearchViews.Page(
                sheet.frame(
                    Frame.Place.SEARCH,
                    sought.isEmpty() || !problem.isEmpty()
                        ? t.say("search.title")
                        : t.say("search.title_of", sought)),
                sought,
                hasWords ? chips(viewer, sought, t) : List.of(),
                problem,
                hasWords,
                isFirst(request),
                found.accounts().stream()
                    .map(a -> new PeopleViews.Row(persons.of(a), profiles.tie(viewer, a)))
                    .toList(),
                found.tags().stream()
                    .map(tag -> new SearchViews.Tag(tag, TimelinePages.path(tag)))
                    .toList(),
                isFirst(request) && problem.isEmpty() ? stories.named(viewer, sought) : List.of(),
                shown,
                pages)));
  }

  private static String path(String sought) {
    return HERE + "?q=" + URLEncoder.encode(sought, StandardCharsets.UTF_8);
  }

  /// First what is chosen, each leading to the search without it; then what may be added. A search
  /// that is too long has none.
  private List<SearchViews.Chip> chips(Viewer viewer, String sought, Tongue t) {
    if (sought.isEmpty()
        || sought.codePointCount(0, sought.length()) > limits.queryCharactersMax()) {
      return List.of();
    }
    List<String> pieces = PIECE.matcher(sought).results().map(MatchResult::group).toList();
    List<SearchViews.Chip> chips = new ArrayList<>();
    for (int i = 0; i < pieces.size() && chips.size() < CHIPS_MAX; i++) {
      if (OPERATOR.matcher(pieces.get(i)).matches()) {
        List<String> others = new ArrayList<>(pieces);
        others.remove(i);
        chips.add(
            new SearchViews.Chip(words(pieces.get(i), t), path(String.join(" ", others)), true));
      }
    }
    List<String> offered = new ArrayList<>(OFFERED);
    if (viewer instanceof Viewer.Member) {
      offered.addAll(OFFERED_TO_MEMBERS);
    }
    offered.removeAll(pieces);
    for (String operator : offered) {
      String with = sought + " " + operator;
      if (with.codePointCount(0, with.length()) <= limits.queryCharactersMax()) {
        chips.add(new SearchViews.Chip(words(operator, t), path(with), false));
      }
    }
    return chips;
  }

  /// What is not among those that are offered speaks for itself.
  private static String words(String operator, Tongue t) {
    return t.find("search.chip." + operator.replace(':', '.')).orElse(operator);
  }
}
