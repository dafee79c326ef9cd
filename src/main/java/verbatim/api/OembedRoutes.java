package verbatim.api;

import java.util.List;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Refusal;
import verbatim.relations.Viewer;
import verbatim.rendering.Addresses;
import verbatim.rendering.ContentHtml;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Public posts for other sites to show: the words themselves in a `<blockquote>`, no script and no
/// frame.
final class OembedRoutes {
  private static final int WIDTH_DEFAULT_PIXELS = 400;
  private static final int WIDTH_MAX_PIXELS = 4_096;
  private static final int CACHE_SECONDS = 3_600;

  private final Statuses statuses;
  private final Accounts accounts;
  private final ContentHtml html;
  private final Addresses addresses;
  private final Site site;

  OembedRoutes(
      Statuses statuses, Accounts accounts, ContentHtml html, Addresses addresses, Site site) {
    this.statuses = statuses;
    this.accounts = accounts;
    this.html = html;
    this.addresses = addresses;
    this.site = site;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/oembed", Access.open(), this::embed, "a post for another site"));
  }

  private Answer embed(Request request) {
    Status status =
        addresses
            .status(request.params().required("url"))
            .map(id -> statuses.get(Viewer.ANYBODY, id))
            .filter(s -> !s.isBoost())
            .orElseThrow(Refusal::notFound);
    Account author = accounts.find(status.author()).orElseThrow(Refusal::notFound);
    String url = addresses.url(status, author);
    String name =
        author.profile().displayName().isEmpty()
            ? author.handle().username()
            : author.profile().displayName();
    int width =
        Math.clamp(request.params().number("maxwidth", WIDTH_DEFAULT_PIXELS), 1, WIDTH_MAX_PIXELS);
    JsonWriter json = new JsonWriter().object().field("type", "rich").field("version", "1.0");
    json.field("title", "A post by " + name).field("author_name", name);
    json.field("author_url", addresses.url(author)).field("provider_name", site.title());
    json.field("provider_url", addresses.at("/")).field("cache_age", CACHE_SECONDS);
    json.field("html", quotation(status, author, name, url)).field("width", width);
    return Answer.json(json.fieldNull("height").end());
  }

  private String quotation(Status status, Account author, String name, String url) {
    String escaped = escaped(url);
    String words =
        status.words().warning().isEmpty()
            ? html.of(status.words(), status.origin()).value()
            : "<p>" + escaped(status.words().warning()) + "</p>";
    return "<blockquote cite=\""
        + escaped
        + "\">"
        + words
        + "<footer>— "
        + escaped(name)
        + " (@"
        + escaped(addresses.full(author.handle()))
        + "), <a href=\""
        + escaped
        + "\">"
        + status.createdAt()
        + "</a></footer></blockquote>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
