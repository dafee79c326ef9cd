package verbatim.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Profile;
import verbatim.accounts.Stats;
import verbatim.accounts.Wishes;
import verbatim.articles.Article;
import verbatim.articles.Manuscript;
import verbatim.articles.Version;
import verbatim.http.JsonWriter;
import verbatim.kernel.Origin;
import verbatim.media.HousePicture;
import verbatim.media.Medium;
import verbatim.relations.Audience;
import verbatim.rendering.Files;
import verbatim.statuses.Counts;
import verbatim.statuses.Status;
import verbatim.stories.Story;
import verbatim.text.Entities;

/// Makes the cards of public pages. What is behind a warning, and pictures behind a cover, stay
/// there: a card is shown by others, without asking.
final class Cards {
  private static final int DESCRIPTION_CHARACTERS_MAX = 300;
  private static final int TITLE_CHARACTERS_MAX = 80;
  private static final int HEADLINE_CHARACTERS_MAX = 110;

  private final Web.Words words;

  Cards(Web.Words words) {
    this.words = words;
  }

  /// Of the house itself, with its picture.
  Card page(String path, String title, String description) {
    Optional<HousePicture.Shown> picture = words.media().housePicture().find();
    return new Card(
        words.addresses().at(path),
        "website",
        title,
        description,
        picture.map(shown -> words.addresses().at("/media/" + shown.path())).orElse(""),
        picture.map(HousePicture.Shown::description).orElse(""),
        picture.isPresent(),
        "",
        "",
        LinkedData.NONE,
        List.of(),
        "",
        List.of());
  }

  Card tag(String tag, Tongue t) {
    String href = words.addresses().tag(tag);
    return all(href, "#" + tag, t.say("card.tag", "#" + tag), feeds(href, "#" + tag));
  }

  /// All of a topic, of its stories or of its articles alone too.
  Card topic(String path, String name, Tongue t) {
    String href = words.addresses().at(path);
    return all(href, name, t.say("card.topic", name), feeds(href, name));
  }

  Card stories(String path, Tongue t) {
    String href = words.addresses().at(path);
    return all(href, t.say("stories.title"), t.say("stories.words"), List.of());
  }

  private static Card all(String href, String title, String description, List<Card.Feed> feeds) {
    JsonWriter json = collection(href, title, description);
    return new Card(
        href,
        "website",
        title,
        description,
        "",
        "",
        false,
        "",
        "",
        LinkedData.of(json.end()),
        feeds,
        "",
        List.of());
  }

  /// What it is a page of; it is still open for more.
  private static JsonWriter collection(String href, String name, String description) {
    JsonWriter json = new JsonWriter().object();
    json.field("@context", "https://schema.org").field("@type", "CollectionPage");
    json.field("@id", href).field("url", href).field("name", name);
    return json.field("description", description);
  }

  /// What search engines and other sites are told of a story: what its editors say of it, and
  /// nobody's words.
  Card story(Story story, String path, Tongue t) {
    String href = words.addresses().at(path);
    String description =
        story.summary().isEmpty()
            ? t.say("card.story")
            : cut(story.summary(), DESCRIPTION_CHARACTERS_MAX);
    return new Card(
        href,
        "article",
        story.title(),
        description,
        "",
        "",
        false,
        story.publishedAt().toString(),
        story.changedAt().toString(),
        LinkedData.of(story(story, href, description)),
        feeds(href, story.title()),
        "",
        List.of());
  }

  private JsonWriter story(Story story, String href, String description) {
    JsonWriter json = collection(href, story.title(), description);
    json.field("datePublished", story.publishedAt()).field("dateModified", story.changedAt());
    json.field("keywords", story.topics()).name("editor").array();
    for (Account editor : words.accounts().load(story.editors())) {
      json.object().field("@type", "Person").field("name", Persons.name(editor));
      json.field("url", words.addresses().url(editor)).end();
    }
    return json.end().end();
  }

  private static List<Card.Feed> feeds(String href, String title) {
    return List.of(
        new Card.Feed("application/rss+xml", title + " (RSS)", href + ".rss"),
        new Card.Feed("application/atom+xml", title + " (Atom)", href + ".atom"));
  }

  // ---- people

  Card person(Account account) {
    Profile profile = account.profile();
    boolean isOurs = account.origin() instanceof Origin.Here;
    String name = Persons.name(account);
    String full = "@" + words.addresses().full(account.handle());
    String bio = isOurs ? cut(profile.bio(), DESCRIPTION_CHARACTERS_MAX) : "";
    String href = words.addresses().url(account);
    String picture = words.pictures().avatar(profile.avatar());
    return new Card(
        href,
        "profile",
        name + " (" + full + ")",
        bio,
        picture,
        "",
        false,
        "",
        "",
        isOurs ? LinkedData.of(person(account, name, full, bio, href, picture)) : LinkedData.NONE,
        isOurs ? feeds(href, full) : List.of(),
        "",
        isOurs ? same(account) : List.of());
  }

  private JsonWriter person(
      Account account, String name, String full, String bio, String href, String picture) {
    Stats stats = words.accounts().stats(account.id());
    JsonWriter json = new JsonWriter().object();
    json.field("@context", "https://schema.org").field("@type", "ProfilePage");
    json.field("dateCreated", account.createdAt()).name("mainEntity").object();
    json.field("@type", "Person").field("name", name).field("alternateName", full);
    json.field("identifier", full).field("url", href).field("description", bio);
    json.field("image", picture).name("interactionStatistic").array();
    interactions(json, "FollowAction", stats.followers());
    json.end().name("agentInteractionStatistic").array();
    interactions(json, "WriteAction", stats.statuses());
    json.end().field("sameAs", same(account));
    return json.end().end();
  }

  private static void interactions(JsonWriter json, String type, long count) {
    json.object().field("@type", "InteractionCounter");
    json.field("interactionType", "https://schema.org/" + type);
    json.field("userInteractionCount", count).end();
  }

  /// The links of the fields: `rel=me` lets the other page prove that both are of one person.
  private List<String> same(Account account) {
    return account.profile().fields().stream()
        .flatMap(field -> Entities.find(field.value(), words.limits().text()).links().stream())
        .map(link -> link.url())
        .distinct()
        .toList();
  }

  // ---- posts

  /// None for what is not for everybody.
  Card post(Status status, Account author, Tongue t) {
    if (!(status.audience() instanceof Audience.Everyone) || status.isBoost()) {
      return Card.NONE;
    }
    Status.Words written = status.words();
    boolean isOurs = status.origin() instanceof Origin.Here;
    String name = Persons.name(author);
    String full = "@" + words.addresses().full(author.handle());
    String href = words.addresses().url(status, author);
    String said = !written.warning().isEmpty() ? written.warning() : isOurs ? written.text() : "";
    Optional<Files.Shown> picture = picture(status, written);
    return new Card(
        href,
        "article",
        name + " (" + full + ")",
        cut(said.isBlank() ? t.say("card.post", name) : said, DESCRIPTION_CHARACTERS_MAX),
        picture
            .map(file -> file.previewUrl())
            .orElseGet(() -> words.pictures().avatar(author.profile().avatar())),
        picture.map(file -> file.medium().description()).orElse(""),
        picture.isPresent(),
        status.createdAt().toString(),
        isEdited(written) ? written.editedAt().toString() : "",
        isOurs ? LinkedData.of(post(status, author, href, said, picture)) : LinkedData.NONE,
        isOurs ? feeds(words.addresses().url(author), full) : List.of(),
        isOurs ? oembed(author, href) : "",
        List.of());
  }

  // ---- articles

  /// All of somebody.
  Card articles(Account account, Tongue t) {
    String href = words.addresses().url(account) + "/articles";
    String title = t.say("article.of", Persons.name(account));
    return new Card(
        href,
        "website",
        title,
        title,
        words.pictures().avatar(account.profile().avatar()),
        "",
        false,
        "",
        "",
        LinkedData.NONE,
        feeds(href, title),
        "",
        List.of());
  }

  Card article(Article article, Version version, Account owner, ArticleShowing prose) {
    String href = words.addresses().at("/articles/" + article.id());
    Optional<Files.Shown> picture =
        prose.isCovered(article)
            ? Optional.empty()
            : prose
                .html()
                .picture(version.words().picture(), article)
                .or(() -> first(version, article, prose));
    boolean isChanged = version.number() > 1;
    String canonical = version.words().canonical();
    return new Card(
        canonical.isEmpty() ? href : canonical,
        "article",
        version.words().title(),
        cut(version.words().standfirst(), DESCRIPTION_CHARACTERS_MAX),
        picture
            .map(Files.Shown::previewUrl)
            .orElseGet(() -> words.pictures().avatar(owner.profile().avatar())),
        picture.map(file -> file.medium().description()).orElse(""),
        picture.isPresent(),
        article.publishedAt().toString(),
        isChanged ? version.at().toString() : "",
        LinkedData.of(article(article, version, owner, prose, href, picture)),
        feeds(words.addresses().url(owner) + "/articles", Persons.name(owner)),
        oembed(owner, href),
        List.of());
  }

  /// Of an article without a picture above it, the first in its words.
  private Optional<Files.Shown> first(Version version, Article article, ArticleShowing prose) {
    return words.articles().blocks(version).all().stream()
        .flatMap(block -> prose.html().picture(block, article).stream())
        .findFirst();
  }

  /// Nowhere for whoever does not want to be embedded by everybody.
  private String oembed(Account author, String href) {
    return author.wishes().embeds() == Wishes.Embeds.PUBLIC
        ? words.addresses().at("/api/oembed?url=" + URLEncoder.encode(href, StandardCharsets.UTF_8))
        : "";
  }

  private JsonWriter article(
      Article article,
      Version version,
      Account owner,
      ArticleShowing prose,
      String href,
      Optional<Files.Shown> picture) {
    Manuscript said = version.words();
    JsonWriter json = new JsonWriter().object();
    json.field("@context", "https://schema.org").field("@type", "NewsArticle");
    json.field("@id", href).field("url", href).field("mainEntityOfPage", href);
    json.field("headline", cut(said.title(), HEADLINE_CHARACTERS_MAX));
    json.field("description", said.standfirst()).field("datePublished", article.publishedAt());
    if (version.number() > 1) {
      json.field("dateModified", version.at());
    }
    if (!said.language().isEmpty()) {
      json.field("inLanguage", said.language());
    }
    picture.ifPresent(file -> json.field("image", file.url()));
    json.field("keywords", said.topics()).name("author").array();
    for (Account by : prose.people(article, version)) {
      json.object().field("@type", isNewsroom(by) ? "Organization" : "Person");
      json.field("name", Persons.name(by)).field("url", words.addresses().url(by)).end();
    }
    json.end().name("publisher").object();
    json.field("@type", isNewsroom(owner) ? "NewsMediaOrganization" : "Person");
    json.field("name", Persons.name(owner)).field("url", words.addresses().url(owner)).end();
    if (!said.corrections().isEmpty()) {
      json.name("correction").array();
      said.corrections()
          .forEach(
              c -> {
                json.object().field("@type", "CorrectionComment");
                json.field("datePublished", c.at()).field("text", c.text()).end();
              });
      json.end();
    }
    return json.end();
  }

  private boolean isNewsroom(Account account) {
    return words.articles().newsrooms().isNewsroom(account.id());
  }

  private Optional<Files.Shown> picture(Status status, Status.Words written) {
    if (written.sensitive() || !written.warning().isEmpty()) {
      return Optional.empty();
    }
    return words.files().of(status, written.media()).stream()
        .filter(file -> file.medium().kind() != Medium.Kind.AUDIO)
        .filter(file -> !file.previewUrl().isEmpty())
        .findFirst();
  }

  private static boolean isEdited(Status.Words written) {
    return !written.editedAt().equals(Instant.EPOCH);
  }

  private JsonWriter post(
      Status status, Account author, String href, String said, Optional<Files.Shown> picture) {
    Status.Words written = status.words();
    Counts counts = words.statuses().counts(status.id());
    JsonWriter json = new JsonWriter().object();
    json.field("@context", "https://schema.org").field("@type", "SocialMediaPosting");
    json.field("@id", href).field("url", href).field("mainEntityOfPage", href);
    json.field("headline", headline(said.isBlank() ? Persons.name(author) : said));
    json.field("articleBody", said).field("datePublished", status.createdAt());
    if (isEdited(written)) {
      json.field("dateModified", written.editedAt());
    }
    if (!written.language().isEmpty()) {
      json.field("inLanguage", written.language());
    }
    picture.ifPresent(file -> json.field("image", file.previewUrl()));
    json.name("author").object().field("@type", "Person");
    json.field("name", Persons.name(author)).field("url", words.addresses().url(author));
    json.field("alternateName", "@" + words.addresses().full(author.handle())).end();
    json.name("interactionStatistic").array();
    interactions(json, "CommentAction", counts.replies());
    interactions(json, "ShareAction", counts.boosts());
    interactions(json, "LikeAction", counts.favourites());
    return json.end().end();
  }

  static String headline(String said) {
    return cut(said, TITLE_CHARACTERS_MAX);
  }

  /// On one line, at most so many characters.
  private static String cut(String text, int charactersMax) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= charactersMax
        ? line
        : line.substring(0, line.offsetByCodePoints(0, charactersMax - 1)) + "…";
  }
}
