package verbatim.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Manuscript;
import verbatim.articles.Version;
import verbatim.http.JsonWriter;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.rendering.Addresses;
import verbatim.rendering.ArticleHtml;
import verbatim.statuses.Status;
import verbatim.text.Block;
import verbatim.text.Blocks;
import verbatim.text.CodePoints;
import verbatim.text.Escape;

/// Article and Embed (our own entities), and the card by which a status shows an article.
final class ArticleJson {
  private final Articles articles;
  private final Accounts accounts;
  private final AccountJson accountJson;
  private final ArticleHtml html;
  private final Addresses addresses;

  ArticleJson(
      Articles articles,
      Accounts accounts,
      AccountJson accountJson,
      ArticleHtml html,
      Addresses addresses) {
    this.articles = articles;
    this.accounts = accounts;
    this.accountJson = accountJson;
    this.html = html;
    this.addresses = addresses;
  }

  /// In a list: without its words.
  JsonWriter head(JsonWriter json, Article article, Version version) {
    begin(json.object(), article, version);
    return json.end();
  }

  /// With its words.
  JsonWriter whole(JsonWriter json, Article article, Version version) {
    List<Embed> embeds = articles.embeds().of(article.id());
    return whole(json, article, version, embeds, embeds);
  }

  /// What is being worked on.
  ///
  /// @param shown what it will show of others
  JsonWriter draft(JsonWriter json, Article article, Version version, List<Embed> shown) {
    return whole(json, article, version, articles.embeds().of(article.id()), shown);
  }

  private JsonWriter whole(
      JsonWriter json, Article article, Version version, List<Embed> embeds, List<Embed> shown) {
    begin(json.object(), article, version);
    Manuscript words = version.words();
    Blocks blocks = articles.blocks(version);
    json.field("body", words.body()).field("format", words.markup().word());
    json.field("sha256", version.sha256());
    json.field("content", html.whole(blocks, shown).value());
    json.name("blocks").array();
    CodePoints points = blocks.codePoints();
    blocks.all().forEach(block -> block(json, block, points));
    json.end().name("embeds").array();
    embeds.forEach(embed -> embed(json, embed));
    return json.end().end();
  }

  private void begin(JsonWriter json, Article article, Version version) {
    Manuscript words = version.words();
    json.fieldId("id", article.id().value())
        .field("url", addresses.at("/articles/" + article.id()));
    json.field("state", article.isPublished() ? "published" : "draft");
    json.field("version", version.number()).field("versions", article.versions());
    json.field("title", words.title()).field("standfirst", words.standfirst());
    json.name("account");
    accounts.find(article.owner()).ifPresentOrElse(a -> accountJson.write(json, a), json::nothing);
    json.name("byline").array();
    for (AccountId by : articles.signed(article, version)) {
      accounts.find(by).ifPresent(account -> accountJson.write(json, account));
    }
    json.end();
    json.field("topics", words.topics()).name("language");
    Json.textOrNull(json, words.language());
    json.name("canonical");
    Json.textOrNull(json, words.canonical());
    json.name("picture");
    html.picture(words.picture(), article)
        .ifPresentOrElse(
            file -> {
              json.object().fieldId("id", file.medium().id().value());
              json.field("url", file.url()).field("preview_url", file.previewUrl());
              json.field("description", file.medium().description());
              json.field("credit", file.medium().credit()).end();
            },
            json::nothing);
    json.name("corrections").array();
    words
        .corrections()
        .forEach(c -> json.object().field("at", c.at()).field("text", c.text()).end());
    json.end().field("created_at", article.createdAt());
    json.field("updated_at", version.isWorkingCopy() ? article.changedAt() : version.at());
    if (version.isWorkingCopy()) {
      json.fieldId("updated_by", version.by().value());
    }
    json.name("published_at");
    Json.time(json, article.publishedAt());
    json.name("status_id");
    article.status().map(StatusId::value).ifPresentOrElse(json::id, json::nothing);
  }

  private static void block(JsonWriter json, Block block, CodePoints points) {
    json.object().field("kind", block.kind().name().toLowerCase(Locale.ROOT));
    json.field("level", block.level()).field("text", block.text());
    json.field("char_start", points.at(block.start())).field("char_end", points.at(block.end()));
    json.field("utf16_start", block.start()).field("utf16_end", block.end());
    json.name("address");
    Json.textOrNull(json, block.address());
    json.end();
  }

  JsonWriter embed(JsonWriter json, Embed embed) {
    Embed.Snapshot snapshot = embed.snapshot();
    json.object().field("id", Integer.toString(embed.number()));
    json.fieldId("article_id", embed.article().value());
    json.field("state", embed.condition().word()).field("state_since", embed.since());
    json.name("checked_at");
    Json.time(json, embed.lookedAt());
    json.field("kind", kind(embed.source())).field("in_body", "embed:" + embed.number());
    json.name("url");
    Json.textOrNull(json, snapshot.url());
    json.name("author").object().field("name", snapshot.name()).name("account_id");
    if (snapshot.author() == 0 || !snapshot.isNamed()) {
      json.nothing();
    } else {
      json.id(snapshot.author());
    }
    json.end().name("said_where");
    Json.textOrNull(json, embed.source() instanceof Embed.Source.Pasted(var where) ? where : "");
    json.field("text", snapshot.text());
    json.field("html", html.embed(embed).value());
    json.name("published_at");
    Json.time(json, snapshot.published());
    json.name("updated_at");
    Json.time(json, snapshot.updated());
    json.field("fetched_at", snapshot.fetchedAt()).name("signed");
    Json.textOrNull(json, snapshot.signed());
    return json.end();
  }

  private static String kind(Embed.Source source) {
    return switch (source) {
      case Embed.Source.OfStatus _ -> "status";
      case Embed.Source.OfSeries _ -> "series";
      case Embed.Source.OfExcerpt _ -> "excerpt";
      case Embed.Source.Pasted _ -> "pasted";
    };
  }

  /// Article as ActivityStreams knows it (FEP-b2b8): its words as HTML with its embeds by value,
  /// and a Note for whoever shows no long texts.
  JsonWriter object(JsonWriter json, Article article, Version version) {
    Manuscript words = version.words();
    String url = addresses.at("/articles/" + article.id());
    json.object().field("@context", "https://www.w3.org/ns/activitystreams");
    json.field("id", url).field("type", "Article").field("url", url);
    json.field("name", words.title());
    json.field("mediaType", "text/html");
    String content =
        html.whole(articles.blocks(version), articles.embeds().of(article.id())).value();
    json.field("content", content);
    if (!words.language().isEmpty()) {
      json.name("contentMap").object().field(words.language(), content).end();
    }
    String standfirst = "<p>" + Escape.of(words.standfirst()) + "</p>";
    if (!words.standfirst().isEmpty()) {
      json.field("summary", standfirst);
    }
    json.field("published", article.publishedAt());
    if (version.number() > 1) {
      json.field("updated", version.at());
    }
    json.name("attributedTo").array();
    List<AccountId> signed = new ArrayList<>(articles.signed(article, version));
    if (!signed.contains(article.owner())) {
      signed.addFirst(article.owner());
    }
    accounts.load(signed).forEach(by -> json.value(addresses.uri(by)));
    json.end().field("to", List.of("https://www.w3.org/ns/activitystreams#Public"));
    html.picture(words.picture(), article)
        .ifPresent(
            file -> {
              json.name("image").object().field("type", "Image").field("url", file.url());
              json.field("name", file.medium().description()).end();
            });
    json.name("tag").array();
    for (String topic : words.topics()) {
      json.object().field("type", "Hashtag").field("name", "#" + topic);
      json.field("href", addresses.at("/topics/" + encoded(topic))).end();
    }
    json.end().name("preview").object().field("type", "Note");
    json.field(
        "content",
        "<p><strong>"
            + Escape.of(words.title())
            + "</strong></p>"
            + (words.standfirst().isEmpty() ? "" : standfirst)
            + "<p><a href=\""
            + Escape.of(url)
            + "\">"
            + Escape.of(url)
            + "</a></p>");
    return json.end().end();
  }

  private static String encoded(String topic) {
    return URLEncoder.encode(topic, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// PreviewCard, as clients know it, for the status that carries an article.
  void card(JsonWriter json, Status status) {
    articles
        .carriedBy(status)
        .ifPresentOrElse(article -> card(json, article, articles.current(article)), json::nothing);
  }

  private void card(JsonWriter json, Article article, Version version) {
    Manuscript words = version.words();
    List<Account> signed = accounts.load(articles.signed(article, version));
    Optional<Account> owner = accounts.find(article.owner());
    json.object().field("url", addresses.at("/articles/" + article.id()));
    json.field("title", words.title()).field("description", words.standfirst());
    json.field("type", "link").field("language", words.language());
    json.field("author_name", names(signed.isEmpty() ? owner.stream().toList() : signed));
    json.field("author_url", owner.map(addresses::url).orElse(""));
    json.field("provider_name", owner.map(Account::shownName).orElse(""));
    json.field("provider_url", owner.map(addresses::url).orElse(""));
    json.field("html", "");
    Optional<MediaId> picture = words.picture();
    var file = html.picture(picture, article);
    json.field("width", 0).field("height", 0).name("image");
    Json.textOrNull(json, file.map(f -> f.previewUrl()).orElse(""));
    json.field("image_description", file.map(f -> f.medium().description()).orElse(""));
    json.field("embed_url", "").fieldNull("blurhash");
    json.field("published_at", article.publishedAt()).name("authors").array();
    for (Account by : signed) {
      json.object().field("name", by.shownName()).field("url", addresses.url(by)).name("account");
      accountJson.write(json, by);
      json.end();
    }
    json.end().end();
  }

  private static String names(List<Account> people) {
    return String.join(", ", people.stream().map(Account::shownName).toList());
  }
}
