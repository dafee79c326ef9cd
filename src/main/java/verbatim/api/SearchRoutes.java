package verbatim.api;

import static verbatim.access.Scope.READ_SEARCH;

import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Params;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.search.Search;
import verbatim.search.Writings;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Search: people by their names, tags by theirs, statuses by what they say; and our own addresses
/// of both. `resolve` asks other servers once there is federation; until then it changes nothing.
final class SearchRoutes {
  private final Search search;
  private final Accounts accounts;
  private final Statuses statuses;
  private final Looking looking;
  private final AccountJson accountJson;
  private final StatusJson statusJson;
  private final TagJson tagJson;
  private final StoryJson storyJson;
  private final Articles articles;
  private final ArticleJson articleJson;
  private final Addresses addresses;
  private final Limits limits;

  SearchRoutes(
      Search search,
      Accounts accounts,
      Statuses statuses,
      Looking looking,
      AccountJson accountJson,
      StatusJson statusJson,
      TagJson tagJson,
      StoryJson storyJson,
      Articles articles,
      ArticleJson articleJson,
      Addresses addresses,
      Limits limits) {
    this.search = search;
    this.accounts = accounts;
    this.statuses = statuses;
    this.looking = looking;
    this.accountJson = accountJson;
    this.statusJson = statusJson;
    this.tagJson = tagJson;
    this.storyJson = storyJson;
    this.articles = articles;
    this.articleJson = articleJson;
    this.addresses = addresses;
    this.limits = limits;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v2/search", Access.optional(READ_SEARCH), this::search, "search"));
  }

  /// What one of our own addresses names; both empty for any other text.
  private record Addressed(Optional<Account> account, Optional<Status> status) {
    boolean isAny() {
      return account.isPresent() || status.isPresent();
    }
  }

  private Answer search(Request request) {
    Params params = request.params();
    Viewer viewer = Looking.viewer(request);
    String text = params.required("q").strip();
    String type = params.text("type", "");
    int skip = Math.max(0, params.number("offset", 0));
    membersOnly(viewer, skip > 0 || params.flag("resolve", false));
    int rows =
        Math.clamp(params.number("limit", limits.rows().pageDefault()), 1, limits.rows().pageMax());
    Addressed addressed = addressed(viewer, text);
    boolean hasWords = !addressed.isAny() && !text.isEmpty();
    JsonWriter json = new JsonWriter().object().name("accounts");
    List<Account> people = addressed.account().stream().toList();
    if (hasWords && isWanted(type, "accounts")) {
      people = search.accounts(viewer, text, params.flag("following", false), skip, rows);
    }
    accountJson.list(json, people);
    json.name("statuses");
    List<Status> found = addressed.status().stream().toList();
    if (hasWords && isWanted(type, "statuses")) {
      found = search.statuses(viewer, text, range(params, skip, rows));
    }
    statusJson.list(json, viewer, found);
    json.name("hashtags");
    tagJson.list(
        json,
        viewer,
        hasWords && isWanted(type, "hashtags") ? search.tags(viewer, text, skip, rows) : List.of());
    Search.Range range = range(params, skip, rows);
    json.name("articles").array();
    if (hasWords && isWanted(type, "articles")) {
      search
          .articles(viewer, text, range)
          .forEach(id -> article(viewer, id).ifPresent(article -> head(json, article)));
    }
    json.end().name("quotations").array();
    if (hasWords && isWanted(type, "quotations")) {
      // It may have gone since it was found: its words go with it.
      for (Search.Quoting quoting : search.quotations(viewer, text, range)) {
        article(viewer, quoting.article())
            .ifPresent(article -> quoting(json, article, quoting.quotations()));
      }
    }
    json.end().name("stories");
    storyJson.named(json, viewer, hasWords && isWanted(type, "stories") ? text : "", skip, rows);
    return Answer.json(json.end());
  }

  private Optional<Article> article(Viewer viewer, ArticleId id) {
    return articles
        .find(id)
        .filter(article -> article.isPublished() && articles.maySee(viewer, article));
  }

  private void head(JsonWriter json, Article article) {
    articleJson.head(json, article, articles.current(article));
  }

  /// What an article quotes, each with the article: its own words, whoever they are said to be of.
  private void quoting(JsonWriter json, Article article, List<Writings.Quotation> quotations) {
    for (Writings.Quotation quotation : quotations) {
      json.object().field("number", quotation.number()).field("text", quotation.words());
      json.name("speaker");
      Json.textOrNull(json, quotation.speaker());
      json.name("article");
      head(json, article);
      json.end();
    }
  }

  private static void membersOnly(Viewer viewer, boolean isForMembers) {
    if (isForMembers && viewer instanceof Viewer.Anybody) {
      throw new Refused(
          new Refusal.NotSignedIn(
              "Search queries pagination is not supported without authentication"));
    }
  }

  private static boolean isWanted(String type, String kind) {
    return type.isEmpty() || type.equals(kind);
  }

  private static Search.Range range(Params params, int skip, int rows) {
    return new Search.Range(
        AccountId.parse(params.text("account_id", "")),
        StatusId.parse(params.text("min_id", "")).map(StatusId::value).orElse(0L),
        StatusId.parse(params.text("max_id", "")).map(StatusId::value).orElse(Long.MAX_VALUE),
        skip,
        rows);
  }

  private Addressed addressed(Viewer viewer, String text) {
    return new Addressed(
        addresses.account(text).flatMap(accounts::find).filter(a -> looking.maySee(viewer, a)),
        addresses.status(text).flatMap(statuses::find).filter(s -> statuses.maySee(viewer, s)));
  }
}
