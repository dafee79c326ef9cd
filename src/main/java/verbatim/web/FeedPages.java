package verbatim.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.articles.Article;
import verbatim.articles.Embed;
import verbatim.articles.Version;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.Ids;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.media.Medium;
import verbatim.relations.Audience;
import verbatim.relations.Viewer;
import verbatim.rendering.ExcerptHtml;
import verbatim.rendering.Files;
import verbatim.statuses.Carried;
import verbatim.statuses.Status;
import verbatim.stories.Seen;
import verbatim.stories.Stories;
import verbatim.stories.Story;
import verbatim.text.Tags;
import verbatim.timelines.Timelines;

/// What somebody says in public, or what is said under a tag, for feed readers: RSS and Atom. The
/// newest posts that everybody may read and that are listed; of what stands behind a warning, the
/// warning.
final class FeedPages {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final int ROWS = 20;

  /// Replies and boosts are passed over, so more are read than are shown; but never more than this.
  private static final int READ_ROWS = 80;

  private static final DateTimeFormatter RFC_822 =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final Web.Words words;
  private final Site site;
  private final ArticleShowing prose;
  private final ExcerptHtml excerpts;

  FeedPages(Web.Words words, Site site) {
    this.words = words;
    this.site = site;
    this.prose = new ArticleShowing(words);
    excerpts = new ExcerptHtml(words.excerpts(), words.accounts());
  }

  List<Route> routes() {
    return List.of(
        Route.get("/@:acct.rss", Access.open(), r -> rss(person(r)), "a profile as RSS"),
        Route.get("/@:acct.atom", Access.open(), r -> atom(person(r)), "a profile as Atom"),
        Route.get("/@:acct/articles.rss", Access.open(), r -> rss(articles(r)), "articles as RSS"),
        Route.get(
            "/@:acct/articles.atom", Access.open(), r -> atom(articles(r)), "articles as Atom"),
        Route.get("/tags/:tag.rss", Access.open(), r -> rss(tag(r)), "a tag as RSS"),
        Route.get("/tags/:tag.atom", Access.open(), r -> atom(tag(r)), "a tag as Atom"),
        Route.get("/topics/:name.rss", Access.open(), r -> rss(topic(r)), "a topic as RSS"),
        Route.get("/topics/:name.atom", Access.open(), r -> atom(topic(r)), "a topic as Atom"),
        Route.get("/stories/:slug.rss", Access.open(), r -> rss(story(r)), "a story as RSS"),
        Route.get("/stories/:slug.atom", Access.open(), r -> atom(story(r)), "a story as Atom"));
  }

  /// @param self where the page is that it goes with
  /// @param picture "" for none
  private record Feed(
      String title,
      String self,
      String about,
      String picture,
      boolean mayBeIndexed,
      List<Item> items) {
    boolean holdsTalk() {
      return items.stream().anyMatch(Item::holdsTalk);
    }

    /// When something last changed: a feed that says "now" would change with every look.
    Instant updated() {
      return items.stream().map(Item::updated).max(Instant::compareTo).orElse(Instant.EPOCH);
    }
  }

  private record Item(
      String href,
      String id,
      String title,
      String html,
      String language,
      String author,
      String authorHref,
      Instant at,
      Instant updated,
      List<String> tags,
      List<Files.Shown> files,
      boolean holdsTalk) {
    /// Of something that came in later than it was said.
    Item dated(Instant other) {
      return new Item(
          href, id, title, html, language, author, authorHref, at, other, tags, files, holdsTalk);
    }
  }

  // ---- which posts

  private Feed person(Request request) {
    Account account =
        Optional.of(Reading.account(request, words))
            // Of people elsewhere their own server has a feed.
            .filter(a -> a.origin() instanceof Origin.Here)
            .orElseThrow(Refusal::notFound);
    List<Status> rows =
        words
            .timelines()
            .account(
                Viewer.ANYBODY,
                new Timelines.AccountQuery(account.id(), false, false, true, true, ""),
                Page.newest(READ_ROWS));
    String full = "@" + words.addresses().full(account.handle());
    return new Feed(
        Persons.name(account) + " (" + full + ")",
        words.addresses().url(account),
        account.profile().bio(),
        words.pictures().avatar(account.profile().avatar()),
        ThreadPages.mayBeIndexed(account),
        items(rows));
  }

  private Feed articles(Request request) {
    Account account =
        Optional.of(Reading.account(request, words))
            .filter(a -> a.origin() instanceof Origin.Here)
            .orElseThrow(Refusal::notFound);
    return new Feed(
        Persons.name(account),
        words.addresses().url(account) + "/articles",
        account.profile().bio(),
        words.pictures().avatar(account.profile().avatar()),
        ThreadPages.mayBeIndexed(account),
        words.articles().of(Viewer.ANYBODY, account.id(), Page.newest(ROWS)).stream()
            .map(article -> item(article, account))
            .toList());
  }

  private Item item(Article article, Account owner) {
    Version version = words.articles().current(article);
    String href = words.addresses().at("/articles/" + article.id());
    return new Item(
        href,
        href,
        version.words().title(),
        prose
            .html()
            .whole(words.articles().blocks(version), words.articles().embeds().of(article.id()))
            .value(),
        version.words().language(),
        prose.byline(article, version),
        words.addresses().url(owner),
        article.publishedAt(),
        version.at(),
        version.words().topics(),
        prose.html().picture(version.words().picture(), article).stream().toList(),
        words.articles().embeds().of(article.id()).stream().anyMatch(FeedPages::isOfTalk));
  }

  private static boolean isOfTalk(Embed embed) {
    return embed.source() instanceof Embed.Source.OfExcerpt;
  }

  private Feed tag(Request request) {
    String tag = request.variable("tag");
    Timelines.TagQuery query =
        new Timelines.TagQuery(
            Tags.key(tag), List.of(), List.of(), List.of(), Timelines.Scope.ALL, false);
    return new Feed(
        "#" + tag,
        words.addresses().tag(tag),
        "#" + tag + " · " + site.name(),
        "",
        true,
        items(words.timelines().tag(Viewer.ANYBODY, query, Page.newest(ROWS))));
  }

  /// Stories, articles and posts of a topic, the last first.
  private Feed topic(Request request) {
    String name = request.variable("name");
    Timelines.TagQuery query =
        new Timelines.TagQuery(
            TopicPages.tag(name, words.limits()),
            List.of(),
            List.of(),
            List.of(),
            Timelines.Scope.ALL,
            false);
    List<Item> items =
        new ArrayList<>(items(words.timelines().tag(Viewer.ANYBODY, query, Page.newest(ROWS))));
    words
        .articles()
        .ofTopic(Viewer.ANYBODY, name, Page.newest(ROWS))
        .forEach(
            article ->
                words
                    .accounts()
                    .find(article.owner())
                    .ifPresent(owner -> items.add(item(article, owner))));
    words.stories().ofTopic(Viewer.ANYBODY, name, Page.newest(ROWS)).stream()
        .map(Stories.Listed::story)
        .forEach(
            story ->
                words
                    .accounts()
                    .find(story.editors().getFirst())
                    .ifPresent(editor -> items.add(item(story, editor))));
    items.sort(Comparator.comparing(Item::at).reversed());
    String written = TopicPages.written(words, Viewer.ANYBODY, name);
    return new Feed(
        written,
        words.addresses().at(TopicPages.path(name)),
        written + " · " + site.name(),
        "",
        false,
        items.stream().limit(ROWS).toList());
  }

  private Item item(Story story, Account editor) {
    String href = words.addresses().at(StoryPages.path(story));
    return new Item(
        href,
        href,
        story.title(),
        "<p>" + Xml.escaped(story.summary()) + "</p>",
        "",
        Persons.name(editor),
        words.addresses().url(editor),
        story.publishedAt(),
        story.changedAt(),
        story.topics(),
        List.of(),
        false);
  }

  /// What came into a story, the last first. The date of an item is when it was put in: of when it
  /// was said, a feed would claim more than is known.
  private Feed story(Request request) {
    Story story = words.stories().get(Viewer.ANYBODY, request.variable("slug"));
    List<Item> items = new ArrayList<>();
    List<Seen> things = words.stories().shown(Viewer.ANYBODY, story).things();
    things.stream()
        .sorted(Comparator.comparingLong((Seen seen) -> seen.place().n()).reversed())
        .limit(ROWS)
        .forEach(
            seen -> {
              Instant at = Ids.timeOf(seen.place().n());
              switch (seen) {
                case Seen.Post(_, var status) -> items.addAll(items(List.of(status), at));
                case Seen.Series(_, var parts) ->
                    items.addAll(items(List.of(parts.getFirst()), at));
                case Seen.Gap _, Seen.Withdrawn _ -> {}
              }
            });
    return new Feed(
        story.title(),
        words.addresses().at(StoryPages.path(story)),
        story.summary(),
        "",
        StoryPages.mayBeIndexed(words, story, things),
        items);
  }

  private List<Item> items(List<Status> rows, Instant at) {
    return items(rows).stream().map(item -> item.dated(at)).toList();
  }

  private List<Item> items(List<Status> rows) {
    return rows.stream()
        .filter(
            s ->
                !s.isBoost() && s.audience() instanceof Audience.Everyone(boolean listed) && listed)
        .limit(ROWS)
        .flatMap(
            status ->
                words.accounts().find(status.author()).map(author -> item(status, author)).stream())
        .toList();
  }

  private Item item(Status status, Account author) {
    Status.Words written = status.words();
    boolean isWarned = !written.warning().isEmpty();
    String html =
        isWarned
            ? "<p>" + Xml.escaped(written.warning()) + "</p>"
            : words.html().of(written, status.origin()).value() + excerpts.below(status).value();
    boolean isOurs = status.origin() instanceof Origin.Here;
    String said = isWarned ? written.warning() : isOurs ? written.text() : "";
    boolean isEdited = !written.editedAt().equals(Instant.EPOCH);
    return new Item(
        words.addresses().url(status, author),
        words.addresses().uri(status, author),
        said.isBlank() ? Persons.name(author) : Cards.headline(said),
        html,
        written.language(),
        Persons.name(author),
        words.addresses().url(author),
        status.createdAt(),
        isEdited ? written.editedAt() : status.createdAt(),
        written.tags(),
        isWarned || written.sensitive() ? List.of() : words.files().of(status, written.media()),
        status.carried() instanceof Carried.Excerpt);
  }

  // ---- as XML

  private static Answer rss(Feed feed) {
    Xml xml = new Xml();
    xml.open(
        "rss",
        "version",
        "2.0",
        "xmlns:atom",
        "http://www.w3.org/2005/Atom",
        "xmlns:dc",
        "http://purl.org/dc/elements/1.1/");
    xml.open("channel").element("title", feed.title()).element("link", feed.self());
    xml.element("description", feed.about());
    xml.empty(
        "atom:link", "rel", "self", "type", "application/rss+xml", "href", feed.self() + ".rss");
    xml.element("generator", "Verbatim").element("ttl", Long.toString(KEPT.toMinutes()));
    if (!feed.items().isEmpty()) {
      xml.element("lastBuildDate", RFC_822.format(feed.updated()));
    }
    if (!feed.picture().isEmpty()) {
      xml.open("image").element("url", feed.picture()).element("title", feed.title());
      xml.element("link", feed.self()).close("image");
    }
    for (Item item : feed.items()) {
      xml.open("item").element("title", item.title()).element("link", item.href());
      xml.element("guid", item.id(), "isPermaLink", "false").element("dc:creator", item.author());
      xml.element("pubDate", RFC_822.format(item.at())).element("description", item.html());
      item.files().forEach(file -> enclosure(xml, file));
      item.tags().forEach(tag -> xml.element("category", tag));
      xml.close("item");
    }
    return answer(feed, "application/rss+xml", xml.close("channel").close("rss"));
  }

  private static void enclosure(Xml xml, Files.Shown file) {
    if (file.medium().state() instanceof Medium.Ready ready) {
      xml.empty(
          "enclosure",
          "url",
          file.url(),
          "length",
          Long.toString(ready.original().bytes()),
          "type",
          ready.original().type());
    }
  }

  private static Answer atom(Feed feed) {
    Xml xml = new Xml();
    xml.open("feed", "xmlns", "http://www.w3.org/2005/Atom");
    xml.element("id", feed.self() + ".atom").element("title", feed.title());
    xml.element("subtitle", feed.about()).element("updated", feed.updated().toString());
    xml.empty("link", "rel", "self", "type", "application/atom+xml", "href", feed.self() + ".atom");
    xml.empty("link", "rel", "alternate", "type", "text/html", "href", feed.self());
    xml.element("generator", "Verbatim");
    if (!feed.picture().isEmpty()) {
      xml.element("icon", feed.picture());
    }
    for (Item item : feed.items()) {
      xml.open("entry").element("id", item.id()).element("title", item.title());
      xml.element("published", item.at().toString()).element("updated", item.updated().toString());
      xml.empty("link", "rel", "alternate", "type", "text/html", "href", item.href());
      xml.open("author").element("name", item.author()).element("uri", item.authorHref());
      xml.close("author");
      item.tags().forEach(tag -> xml.empty("category", "term", tag));
      item.files().forEach(file -> enclosed(xml, file));
      if (item.language().isEmpty()) {
        xml.element("content", item.html(), "type", "html");
      } else {
        xml.element("content", item.html(), "type", "html", "xml:lang", item.language());
      }
      xml.close("entry");
    }
    return answer(feed, "application/atom+xml", xml.close("feed"));
  }

  private static void enclosed(Xml xml, Files.Shown file) {
    if (file.medium().state() instanceof Medium.Ready ready) {
      xml.empty(
          "link",
          "rel",
          "enclosure",
          "href",
          file.url(),
          "length",
          Long.toString(ready.original().bytes()),
          "type",
          ready.original().type(),
          "title",
          file.medium().description());
    }
  }

  private static Answer answer(Feed feed, String type, Xml xml) {
    Answer answer =
        Answer.bytes(type + "; charset=utf-8", xml.text().getBytes(StandardCharsets.UTF_8))
            .taggedByContent();
    // Words of a private talk can be taken back: whoever keeps them asks each time.
    answer =
        feed.holdsTalk() ? answer.header("Cache-Control", "public, no-cache") : answer.cached(KEPT);
    return feed.mayBeIndexed() ? answer : answer.header("X-Robots-Tag", "noindex");
  }
}
