package verbatim.api;

import java.util.List;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Wishes;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Version;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Refusal;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ArticleHtml;
import verbatim.rendering.ContentHtml;
import verbatim.rendering.ExcerptHtml;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.text.Escape;

/// Public posts for other sites to show: the words themselves in a `<blockquote>`, no script and no
/// frame.
final class OembedRoutes {
  private static final int WIDTH_DEFAULT_PIXELS = 400;
  private static final int WIDTH_MAX_PIXELS = 4_096;
  private static final int CACHE_SECONDS = 86_400;

  private final Statuses statuses;
  private final Accounts accounts;
  private final Articles articles;
  private final ArticleHtml articleHtml;
  private final ContentHtml html;
  private final ExcerptHtml excerptHtml;
  private final Addresses addresses;
  private final Site site;

  OembedRoutes(
      Statuses statuses,
      Accounts accounts,
      Articles articles,
      ArticleHtml articleHtml,
      ContentHtml html,
      ExcerptHtml excerptHtml,
      Addresses addresses,
      Site site) {
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
    if (wanted.startsWith(ofArticles)) {
      return ArticleId.parse(wanted.substring(ofArticles.length()))
          .map(id -> article(request, id))
          .orElseThrow(Refusal::notFound);
    }
    Status status =
        addresses
            .status(wanted)
            .map(id -> statuses.get(Viewer.ANYBODY, id))
            .filter(s -> !s.isBoost())
            .filter(this::mayBeEmbedded)
            .orElseThrow(Refusal::notFound);
    Account author = accounts.find(status.author()).orElseThrow(Refusal::notFound);
    String url = addresses.url(status, author);
    String name = name(author);
    JsonWriter json = new JsonWriter().object().field("type", "rich").field("version", "1.0");
    json.field("title", "A post by " + name).field("author_name", name);
    json.field("author_url", addresses.url(author)).field("provider_name", site.title());
    json.field("provider_url", addresses.at("/")).field("cache_age", CACHE_SECONDS);
    json.field("html", quotation(status, author, name, url)).field("width", width(request));
    return Answer.json(json.fieldNull("height").end());
  }

  /// Other sites are nobody's followers.
  private boolean mayBeEmbedded(Status status) {
    return accounts
        .find(status.author())
        .filter(author -> author.wishes().embeds() == Wishes.Embeds.PUBLIC)
        .isPresent();
  }

  private Answer article(Request request, ArticleId id) {
    Article article = articles.get(Viewer.ANYBODY, id);
    Version version = articles.current(article);
    Account owner = accounts.find(article.owner()).orElseThrow(Refusal::notFound);
    String url = addresses.at("/articles/" + id);
    JsonWriter json = new JsonWriter().object().field("type", "rich").field("version", "1.0");
    json.field("title", version.words().title()).field("author_name", name(owner));
    json.field("author_url", addresses.url(owner)).field("provider_name", site.title());
    json.field("provider_url", addresses.at("/")).field("cache_age", CACHE_SECONDS);
    json.field("html", quotation(version, owner, url)).field("width", width(request));
    articleHtml
        .picture(version.words().picture(), article)
        .ifPresent(file -> json.field("thumbnail_url", file.previewUrl()));
    return Answer.json(json.fieldNull("height").end());
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

  private String quotation(Status status, Account author, String name, String url) {
    String escaped = Escape.of(url);
    String words =
        status.words().warning().isEmpty()
            ? html.of(status.words(), status.origin()).value() + excerptHtml.below(status).value()
            : "<p>" + Escape.of(status.words().warning()) + "</p>";
    return "<blockquote cite=\""
        + escaped
        + "\">"
        + words
        + "<footer>— "
        + Escape.of(name)
        + " (@"
        + Escape.of(addresses.full(author.handle()))
        + "), <a href=\""
        + escaped
        + "\">"
        + status.createdAt()
        + "</a></footer></blockquote>";
  }
}
