package verbatim.articles;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.MediaId;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.text.Markup;

/// Articles, versions and embeds as versioned bytes.
final class ArticleBytes {
  private ArticleBytes() {}

  static byte[] write(Article article) {
    return Bytes.write(2)
        .number(article.owner().value())
        .number(article.writer().value())
        .number(article.status().map(StatusId::value).orElse(0L))
        .number(article.versions())
        .list(article.byline(), (to, by) -> to.number(by.account().value()).flag(by.agreed()))
        .time(article.createdAt())
        .time(article.changedAt())
        .time(article.publishedAt())
        .list(List.copyOf(article.refused()), (to, who) -> to.number(who.value()))
        .done();
  }

  static Article article(ArticleId id, byte[] value) {
    var from = Bytes.read(value);
    var owner = new AccountId(from.number());
    var writer = new AccountId(from.number());
    Optional<StatusId> status = Optional.of(from.number()).filter(of -> of != 0).map(StatusId::new);
    int versions = (int) from.number();
    List<Article.Byline> byline =
        from.list(r -> new Article.Byline(new AccountId(r.number()), r.flag()));
    Instant createdAt = from.time();
    Instant changedAt = from.time();
    Instant publishedAt = from.time();
    Set<AccountId> refused =
        from.version() < 2 ? Set.of() : Set.copyOf(from.list(r -> new AccountId(r.number())));
    return new Article(
        id, owner, writer, status, versions, byline, refused, createdAt, changedAt, publishedAt);
  }

  /// All but the body.
  static byte[] write(Version version) {
    Manuscript words = version.words();
    return Bytes.write(1)
        .time(version.at())
        .number(version.by().value())
        .text(version.sha256())
        .text(words.title())
        .text(words.standfirst())
        .number(number(words.markup()))
        .list(words.byline(), (to, by) -> to.number(by.value()))
        .list(words.topics(), Bytes.Writer::text)
        .text(words.language())
        .text(words.canonical())
        .number(words.picture().map(MediaId::value).orElse(0L))
        .list(words.corrections(), (to, c) -> to.time(c.at()).text(c.text()))
        .done();
  }

  static Version version(ArticleId id, int number, byte[] value, String body) {
    var from = Bytes.read(value);
    Instant at = from.time();
    var by = new AccountId(from.number());
    String sha256 = from.text();
    String title = from.text();
    String standfirst = from.text();
    Markup markup = markup((int) from.number());
    var words =
        new Manuscript(
            title,
            standfirst,
            markup,
            body,
            from.list(r -> new AccountId(r.number())),
            from.list(Bytes.Reader::text),
            from.text(),
            from.text(),
            Optional.of(from.number()).filter(picture -> picture != 0).map(MediaId::new),
            from.list(r -> new Manuscript.Correction(r.time(), r.text())));
    return new Version(id, number, at, by, sha256, words);
  }

  private static int number(Markup markup) {
    return switch (markup) {
      case MARKDOWN -> 1;
      case HTML -> 2;
      case TEXT -> 3;
    };
  }

  private static Markup markup(int number) {
    return switch (number) {
      case 1 -> Markup.MARKDOWN;
      case 2 -> Markup.HTML;
      case 3 -> Markup.TEXT;
      default -> throw new IllegalStateException("markup " + number);
    };
  }

  static byte[] write(Embed embed) {
    var to = Bytes.write(1);
    switch (embed.source()) {
      case Embed.Source.OfStatus(var status) -> to.number(1).number(status.value());
      case Embed.Source.OfSeries(var parts) ->
          to.number(2).list(parts, (w, part) -> w.number(part.value()));
      case Embed.Source.OfExcerpt(long id) -> to.number(3).number(id);
      case Embed.Source.Pasted(var where) -> to.number(4).text(where);
    }
    Embed.Snapshot snapshot = embed.snapshot();
    return to.number(number(embed.condition()))
        .time(embed.since())
        .time(embed.lookedAt())
        .text(snapshot.id())
        .text(snapshot.url())
        .number(snapshot.author())
        .text(snapshot.name())
        .time(snapshot.published())
        .time(snapshot.updated())
        .text(snapshot.text())
        .list(snapshot.media(), (w, id) -> w.number(id.value()))
        .time(snapshot.fetchedAt())
        .text(snapshot.signed())
        .done();
  }

  static Embed embed(ArticleId article, int number, byte[] value) {
    var from = Bytes.read(value);
    int kind = (int) from.number();
    Embed.Source source =
        switch (kind) {
          case 1 -> new Embed.Source.OfStatus(new StatusId(from.number()));
          case 2 -> new Embed.Source.OfSeries(from.list(r -> new StatusId(r.number())));
          case 3 -> new Embed.Source.OfExcerpt(from.number());
          case 4 -> new Embed.Source.Pasted(from.text());
          default -> throw new IllegalStateException("embed source " + kind);
        };
    Embed.Condition condition = condition((int) from.number());
    Instant since = from.time();
    Instant lookedAt = from.time();
    var snapshot =
        new Embed.Snapshot(
            from.text(),
            from.text(),
            from.number(),
            from.text(),
            from.time(),
            from.time(),
            from.text(),
            from.list(r -> new MediaId(r.number())),
            from.time(),
            from.text());
    return new Embed(article, number, source, snapshot, condition, since, lookedAt);
  }

  private static int number(Embed.Condition condition) {
    return switch (condition) {
      case UNCHANGED -> 1;
      case EDITED -> 2;
      case DELETED -> 3;
      case WITHDRAWN -> 4;
      case UNREACHABLE -> 5;
      case NOT_CHECKED -> 6;
    };
  }

  private static Embed.Condition condition(int number) {
    return switch (number) {
      case 1 -> Embed.Condition.UNCHANGED;
      case 2 -> Embed.Condition.EDITED;
      case 3 -> Embed.Condition.DELETED;
      case 4 -> Embed.Condition.WITHDRAWN;
      case 5 -> Embed.Condition.UNREACHABLE;
      case 6 -> Embed.Condition.NOT_CHECKED;
      default -> throw new IllegalStateException("condition " + number);
    };
  }
}
