package verbatim.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.search.Query;
import verbatim.search.Search;
import verbatim.statuses.Status;

/// Looking for people, tags, posts, articles and what they quote. What somebody may find, `search`
/// decides.
final class SearchPages {
  private static final String HERE = "/search";
  private static final int CHIPS_MAX = 12;

  /// Articles, and articles with quotations, that stand beside people and posts.
  private static final int BESIDE_MAX = 3;

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
  private final Articles articles;
  private final ArticleShowing prose;

  SearchPages(
      Templates templates,
      Forms forms,
      Web.Words words,
      PostViews posts,
      Persons persons,
      ProfilePages profiles,
      StoryPages stories,
      ArticleShowing prose) {
    this.templates = templates;
    this.forms = forms;
    this.search = words.search();
    this.limits = words.limits().search();
    this.posts = posts;
    this.persons = persons;
    this.profiles = profiles;
    this.stories = stories;
    this.articles = words.articles();
    this.prose = prose;
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
      return page(request, sought, Results.NOTHING, "");
    }
    if (sought.codePointCount(0, sought.length()) > limits.queryCharactersMax()) {
      String problem = forms.sheet(request).t().say("search.too_long", limits.queryCharactersMax());
      return page(request, sought, Results.NOTHING, problem).status(422);
    }
    try {
      return page(request, sought, found(request, viewer, sought), "");
    } catch (Refused e) {
      if (!(e.refusal() instanceof Refusal.Invalid)) {
        throw e;
      }
      String problem = forms.sheet(request).t().say("search.wrong", limits.clausesMax());
      return page(request, sought, Results.NOTHING, problem).status(422);
    }
  }

  /// What is asked for: all kinds of things, or one alone.
  private enum Kind {
    ALL,
    POSTS,
    ARTICLES,
    QUOTATIONS;

    static Kind of(Request request) {
      String kind = request.query("kind");
      return Stream.of(values())
          .filter(one -> one != ALL && one.word().equals(kind))
          .findFirst()
          .orElse(ALL);
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Results(
      Search.Found found, List<ArticleId> articles, List<Search.Quoting> quotations) {
    static final Results NOTHING =
        new Results(new Search.Found(List.of(), List.of(), List.of()), List.of(), List.of());
  }

  /// People and tags stand on the first page only.
  private Results found(Request request, Viewer viewer, String sought) {
    var page = Reading.page(request);
    Search.Range range = range(page.above(), page.below(), page.rowsMax());
    return switch (Kind.of(request)) {
      case ALL ->
          isFirst(request)
              ? new Results(
                  search.find(viewer, sought, Reading.PAGE_ROWS),
                  search.articles(viewer, sought, Search.Range.first(BESIDE_MAX + 1)),
                  search.quotations(viewer, sought, Search.Range.first(BESIDE_MAX + 1)))
              : posts(viewer, sought, range);
      case POSTS -> posts(viewer, sought, range);
      case ARTICLES ->
          new Results(Results.NOTHING.found(), search.articles(viewer, sought, range), List.of());
      case QUOTATIONS ->
          new Results(Results.NOTHING.found(), List.of(), search.quotations(viewer, sought, range));
    };
  }

  private Results posts(Viewer viewer, String sought, Search.Range range) {
    List<Status> found = search.statuses(viewer, Query.parse(sought, limits), range);
    return new Results(new Search.Found(List.of(), found, List.of()), List.of(), List.of());
  }

  private static Search.Range range(long above, long below, int rowsMax) {
    return new Search.Range(Optional.empty(), above, below, 0, rowsMax);
  }

  // ---- articles, and what they quote

  private SearchViews.Written written(Kind kind, Viewer viewer, String sought, Results results) {
    boolean isBeside = kind == Kind.ALL;
    int max = isBeside ? BESIDE_MAX : Reading.PAGE_ROWS;
    List<Article> cut =
        results.articles().stream().limit(max).flatMap(id -> shown(viewer, id).stream()).toList();
    List<SearchViews.Quoted> quoted = new ArrayList<>();
    for (Search.Quoting quoting : results.quotations().stream().limit(max).toList()) {
      for (Article article : shown(viewer, quoting.article()).stream().toList()) {
        ArticleViews.Card card = prose.card(article);
        quoting
            .quotations()
            .forEach(q -> quoted.add(new SearchViews.Quoted(q.words(), q.speaker(), card)));
      }
    }
    return new SearchViews.Written(
        cut.stream().map(prose::card).toList(),
        isBeside && results.articles().size() > max ? path(sought, Kind.ARTICLES) : "",
        quoted,
        isBeside && results.quotations().size() > max ? path(sought, Kind.QUOTATIONS) : "",
        isBeside ? "" : older(kind, sought, results));
  }

  private Optional<Article> shown(Viewer viewer, ArticleId id) {
    return articles
        .find(id)
        .filter(article -> article.isPublished() && articles.maySee(viewer, article));
  }

  private String older(Kind kind, String sought, Results results) {
    List<ArticleId> all =
        kind == Kind.ARTICLES
            ? results.articles()
            : results.quotations().stream().map(Search.Quoting::article).toList();
    return all.size() < Reading.PAGE_ROWS
        ? ""
        : articles
            .find(all.getLast())
            .flatMap(Article::status)
            .map(last -> path(sought, kind) + "&max_id=" + last)
            .orElse("");
  }

  private static String path(String sought, Kind kind) {
    return path(sought) + (kind == Kind.ALL ? "" : "&kind=" + kind.word());
  }

  /// The same search for one kind of thing alone.
  private List<TimelineViews.Tab> kinds(Kind here, String sought, Tongue t) {
    return Stream.of(Kind.values())
        .map(
            kind ->
                new TimelineViews.Tab(
                    path(sought, kind), t.say("search.kind." + kind.word()), kind == here))
        .toList();
  }

  // ---- the page

  private static boolean isFirst(Request request) {
    return StatusId.parse(request.query("max_id")).isEmpty() && request.query("to").isEmpty();
  }

  private Answer page(Request request, String sought, Results results, String problem) {
    Viewer viewer = Reading.viewer(request);
    Kind kind = Kind.of(request);
    Search.Found found = results.found();
    List<Status> rows = found.statuses();
    List<Views.Post> shown = posts.of(viewer, PostViews.Where.TAG, rows);
    Views.Pages pages = Reading.pages(request, path(sought, kind), rows);
    Forms.Sheet sheet = problem.isEmpty() ? forms.publicSheet(request) : forms.sheet(request);
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
                kind == Kind.ALL ? "" : kind.word(),
                hasWords && !sought.isEmpty() && problem.isEmpty()
                    ? kinds(kind, sought, t)
                    : List.of(),
                hasWords ? chips(kind, viewer, sought, t) : List.of(),
                problem,
                hasWords,
                isFirst(request),
                found.accounts().stream()
                    .map(a -> new PeopleViews.Row(persons.of(a), profiles.tie(viewer, a)))
                    .toList(),
                found.tags().stream()
                    .map(tag -> new SearchViews.Tag(tag, TimelinePages.path(tag)))
                    .toList(),
                isFirst(request) && kind == Kind.ALL && problem.isEmpty()
                    ? stories.named(viewer, sought)
                    : List.of(),
                results.articles().isEmpty() && results.quotations().isEmpty()
                    ? SearchViews.Written.NOTHING
                    : written(kind, viewer, sought, results),
                shown,
                pages)));
  }

  private static String path(String sought) {
    return HERE + "?q=" + URLEncoder.encode(sought, StandardCharsets.UTF_8);
  }

  /// First what is chosen, each leading to the search without it; then what may be added. A search
  /// that is too long has none.
  private List<SearchViews.Chip> chips(Kind kind, Viewer viewer, String sought, Tongue t) {
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
            new SearchViews.Chip(
                words(pieces.get(i), t), path(String.join(" ", others), kind), true));
      }
    }
    boolean isOfArticles = kind == Kind.ARTICLES || kind == Kind.QUOTATIONS;
    List<String> offered = new ArrayList<>(isOfArticles ? List.of() : OFFERED);
    if (viewer instanceof Viewer.Member) {
      offered.addAll(OFFERED_TO_MEMBERS);
    }
    offered.removeAll(pieces);
    for (String operator : offered) {
      String with = sought + " " + operator;
      if (with.codePointCount(0, with.length()) <= limits.queryCharactersMax()) {
        chips.add(new SearchViews.Chip(words(operator, t), path(with, kind), false));
      }
    }
    return chips;
  }

  /// What is not among those that are offered speaks for itself.
  private static String words(String operator, Tongue t) {
    return t.find("search.chip." + operator.replace(':', '.')).orElse(operator);
  }
}
