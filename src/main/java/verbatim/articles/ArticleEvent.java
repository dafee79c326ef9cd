package verbatim.articles;

import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.StatusId;
import verbatim.log.Event;
import verbatim.store.Bytes;

/// What happened to an article. The log's key is the article.
public sealed interface ArticleEvent {
  String FAMILY = "article";

  ArticleId article();

  /// A version of it is there for its readers: the first, or another one.
  record Published(ArticleId article, int version) implements ArticleEvent {}

  /// Readers see it no longer.
  record Withdrawn(ArticleId article, StatusId status) implements ArticleEvent {}

  /// Words of `author` stand in it for its readers from now on.
  ///
  /// @param of the post, or 0
  record Embedded(ArticleId article, int embed, AccountId author, long of)
      implements ArticleEvent {}

  /// The source of an embed changed, went, or was withdrawn.
  record EmbedTurned(ArticleId article, int embed) implements ArticleEvent {}

  /// Somebody's name is to stand above it, if he agrees.
  record Asked(ArticleId article, AccountId whom) implements ArticleEvent {}

  /// It was published, or other words of it, and somebody's name stands above it who did not do
  /// that.
  record PublishedUnder(ArticleId article, AccountId whom) implements ArticleEvent {}

  static Event write(ArticleEvent event) {
    long id = event.article().value();
    Bytes.Writer to = Bytes.write(1);
    switch (event) {
      case Published(_, int version) -> to.number(1).number(id).number(version);
      case Withdrawn(_, var status) -> to.number(2).number(id).number(status.value());
      case Embedded(_, int embed, var author, long of) ->
          to.number(3).number(id).number(embed).number(author.value()).number(of);
      case EmbedTurned(_, int embed) -> to.number(4).number(id).number(embed);
      case Asked(_, var whom) -> to.number(5).number(id).number(whom.value());
      case PublishedUnder(_, var whom) -> to.number(6).number(id).number(whom.value());
    }
    return new Event(FAMILY, id, to.done());
  }

  static ArticleEvent read(Event event) {
    Bytes.Reader from = Bytes.read(event.body());
    int kind = (int) from.number();
    ArticleId id = new ArticleId(from.number());
    long first = from.number();
    return switch (kind) {
      case 1 -> new Published(id, (int) first);
      case 2 -> new Withdrawn(id, new StatusId(first));
      case 3 -> new Embedded(id, (int) first, new AccountId(from.number()), from.number());
      case 4 -> new EmbedTurned(id, (int) first);
      case 5 -> new Asked(id, new AccountId(first));
      case 6 -> new PublishedUnder(id, new AccountId(first));
      default -> throw new IllegalStateException("article event kind " + kind);
    };
  }
}
