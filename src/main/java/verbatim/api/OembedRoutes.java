package verbatim.api;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Wishes;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Version;
import verbatim.excerpts.Excerpts;
import verbatim.excerpts.Shown;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Refusal;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ArticleHtml;
import verbatim.rendering.ContentHtml;
import verbatim.rendering.ExcerptHtml;
import verbatim.statuses.Carried;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.text.Escape;

/// Public posts, series, excerpts and articles for other sites to show: the words themselves in a
/// `<blockquote>`, no script and no frame. Whoever wants to be embedded by nobody, or by followers
/// only, is not.
final class OembedRoutes {
  private static final int WIDTH_DEFAULT_PIXELS = 400;
  private static final int WIDTH_MAX_PIXELS = 4_096;
  private static final int CACHE_SECONDS = 86_400;

  /// Words of a private talk can be taken back, and are then to leave other sites too.
  private static final int TALK_CACHE_SECONDS = 60;

  private final Statuses statuses;
  private final Accounts accounts;
  private final Articles articles;
  private final ArticleHtml articleHtml;
  private final ContentHtml html;
  private final Excerpts excerpts;
  private final ExcerptHtml excerptHtml;
  private final Addresses addresses;
  private final Site site;

  OembedRoutes(
      Statuses statuses,
      Accounts accounts,
      Articles articles,
      ArticleHtml articleHtml,
      ContentHtml html,
      Excerpts excerpts,
      ExcerptHtml excerptHtml,
      Addresses addresses,
      Site site) {
    this.excerpts = excerpts;
    this.excerptHtml = excerptHtml;
    this.statuses = statuses;
    this.accounts = accounts;
    this.articles = articles;
    this.articleHtml = articleHtml;
    this.html = html;
    this.addresses = addresses;
    this.site = site;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/oembed", Access.open(), this::embed, "a post for another site"));
  }

  private Answer embed(Request request) {
    String wanted = request.params().required("url");
    String ofArticles = addresses.at("/articles/");
    String ofExcerpts = addresses.at("/excerpts/");
    if (wanted.startsWith(ofArticles)) {
      return ArticleId.parse(wanted.substring(ofArticles.length()))
          .map(id -> article(request, id))
          .orElseThrow(Refusal::notFound);
    }
    if (wanted.startsWith(ofExcerpts)) {
      return ExcerptId.parse(wanted.substring(ofExcerpts.length()))
          .flatMap(id -> excerpts.find(Viewer.ANYBODY, id))
          .filter(shown -> shown.status().isPresent())
          .map(shown -> excerpt(request, shown))
          .orElseThrow(Refusal::notFound);
    }
    Status status =
        addresses
            .status(wanted)
            .map(id -> statuses.get(Viewer.ANYBODY, id))
            .filter(s -> !s.isBoost())
            .orElseThrow(Refusal::notFound);
    return post(request, status);
  }

  /// Of a series all of it: that is what stands at the address of each of its parts.
  private Answer post(Request request, Status status) {
    List<Status> parts =
        status
            .words()
            .series()
            .map(series -> statuses.series(Viewer.ANYBODY, series.id()))
            .filter(all -> !all.isEmpty())
            .orElse(List.of(status));
    checkWanted(status.author());
    parts.forEach(part -> excerpts.of(part).ifPresent(this::checkWanted));
    Account author = accounts.find(status.author()).orElseThrow(Refusal::notFound);
    Status first = parts.getFirst();
    return answer(
        request,
        "A post by " + name(author),
        author,
        quotation(
            author,
            addresses.url(first, author),
            first.createdAt(),
            parts.stream().map(this::words).collect(Collectors.joining())),
        parts.stream().anyMatch(part -> part.carried() instanceof Carried.Excerpt)
            ? TALK_CACHE_SECONDS
            : CACHE_SECONDS);
  }

  /// The talk without the words of the post that it stands in.
  private Answer excerpt(Request request, Shown shown) {
    checkWanted(shown);
    Status status = statuses.get(Viewer.ANYBODY, shown.status().orElseThrow(Refusal::notFound));
    Account publisher = accounts.find(shown.publisher()).orElseThrow(Refusal::notFound);
    return answer(
        request,
        "An excerpt published by " + name(publisher),
        publisher,
        quotation(publisher, shown.address(), status.createdAt(), excerptHtml.of(shown).value()),
        TALK_CACHE_SECONDS);
  }

  /// @throws verbatim.kernel.Refused NotFound unless everybody who speaks in it lets it be embedded
  private void checkWanted(Shown shown) {
    checkWanted(shown.publisher());
    shown.speakers().forEach(this::checkWanted);
  }

  /// Other sites are nobody's followers.
  private void checkWanted(AccountId author) {
    if (accounts
        .find(author)
        .filter(account -> account.wishes().embeds() == Wishes.Embeds.PUBLIC)
        .isEmpty()) {
      throw Refusal.notFound();
    }
  }

  private Answer article(Request request, ArticleId id) {
    Article article = articles.get(Viewer.ANYBODY, id);
    checkWanted(article.owner());
    Version version = articles.current(article);
    Account owner = accounts.find(article.owner()).orElseThrow(Refusal::notFound);
    String url = addresses.at("/articles/" + id);
    JsonWriter json = begun(request, version.words().title(), owner, CACHE_SECONDS);
    json.field("html", quotation(version, owner, url));
    articleHtml
        .picture(version.words().picture(), article)
        .ifPresent(file -> json.field("thumbnail_url", file.previewUrl()));
    return Answer.json(json.fieldNull("height").end());
  }

  private Answer answer(
      Request request, String title, Account author, String quotation, int cacheSeconds) {
    JsonWriter json = begun(request, title, author, cacheSeconds).field("html", quotation);
    return Answer.json(json.fieldNull("height").end());
  }

  private JsonWriter begun(Request request, String title, Account author, int cacheSeconds) {
    JsonWriter json = new JsonWriter().object().field("type", "rich").field("version", "1.0");
    json.field("title", title).field("author_name", name(author));
    json.field("author_url", addresses.url(author)).field("provider_name", site.title());
    json.field("provider_url", addresses.at("/")).field("cache_age", cacheSeconds);
    return json.field("width", width(request));
  }

  private static String quotation(Version version, Account owner, String url) {
    return "<blockquote cite=\""
        + Escape.of(url)
        + "\"><p><a href=\""
        + Escape.of(url)
        + "\">"
        + Escape.of(version.words().title())
        + "</a></p><p>"
        + Escape.of(version.words().standfirst())
        + "</p><footer>— "
        + Escape.of(name(owner))
        + "</footer></blockquote>";
  }

  private static String name(Account account) {
    return account.profile().displayName().isEmpty()
        ? account.handle().username()
        : account.profile().displayName();
  }

  private static int width(Request request) {
    return Math.clamp(
        request.params().number("maxwidth", WIDTH_DEFAULT_PIXELS), 1, WIDTH_MAX_PIXELS);
  }

  private String words(Status status) {
    return status.words().warning().isEmpty()
        ? html.of(status.words(), status.origin()).value() + excerptHtml.below(status).value()
        : "<p>" + Escape.of(status.words().warning()) + "</p>";
  }

  private String quotation(Account author, String url, Instant at, String words) {
    String escaped = Escape.of(url);
    return "<blockquote cite=\""
        + escaped
        + "\">"
        + words
        + "<footer>— "
        + Escape.of(name(author))
        + " (@"
        + Escape.of(addresses.full(author.handle()))
        + "), <a href=\""
        + escaped
        + "\">"
        + at
        + "</a></footer></blockquote>";
  }
}
