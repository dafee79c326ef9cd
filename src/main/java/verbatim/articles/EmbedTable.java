package verbatim.articles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How embeds lie on disk, and how they are found by what they show.
final class EmbedTable {
  /// Article | number → embed.
  private static final Table EMBEDS = Table.plain("article_embed");

  /// Status, or excerpt | article, number: it is shown there.
  private static final Table OF_STATUS = Table.plain("article_embed_of");

  /// Account | article, number: its words are shown there.
  private static final Table OF_AUTHOR = Table.plain("article_embed_by");

  /// Year | article: it has embeds, published or not.
  private static final Table EMBEDDING = Table.plain("article_embedding");

  private static final byte[] YES = {1};

  /// More than an article may have.
  private static final int EMBEDS_MAX = 1_000;

  private final Store store;

  EmbedTable(Store store) {
    this.store = store;
  }

  static List<Op> put(Embed embed) {
    List<Op> ops = new ArrayList<>();
    ops.add(
        Op.put(
            EMBEDS,
            Key.of(embed.article().value()),
            Key.of(embed.number()),
            ArticleBytes.write(embed)));
    ops.add(Op.put(EMBEDDING, year(embed.article()), Key.down(embed.article().value()), YES));
    Key spot = Key.of(embed.article().value()).and(embed.number());
    statuses(embed)
        .forEach(status -> ops.add(Op.put(OF_STATUS, Key.of(status.value()), spot, YES)));
    if (embed.snapshot().author() != 0) {
      ops.add(Op.put(OF_AUTHOR, Key.of(embed.snapshot().author()), spot, YES));
    }
    return ops;
  }

  static List<Op> forget(Embed embed) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.delete(EMBEDS, Key.of(embed.article().value()), Key.of(embed.number())));
    Key spot = Key.of(embed.article().value()).and(embed.number());
    statuses(embed).forEach(status -> ops.add(Op.delete(OF_STATUS, Key.of(status.value()), spot)));
    ops.add(Op.delete(EMBEDDING, year(embed.article()), Key.down(embed.article().value())));
    if (embed.snapshot().author() != 0) {
      ops.add(Op.delete(OF_AUTHOR, Key.of(embed.snapshot().author()), spot));
    }
    return ops;
  }

  private static List<StatusId> statuses(Embed embed) {
    return switch (embed.source()) {
      case Embed.Source.OfStatus(var status) -> List.of(status);
      case Embed.Source.OfSeries(var parts) -> parts;
      // Ids are one sequence: no status has the number of an excerpt.
      case Embed.Source.OfExcerpt(long excerpt) -> List.of(new StatusId(excerpt));
      case Embed.Source.Pasted _ -> List.of();
    };
  }

  Optional<Embed> find(ArticleId article, int number) {
    return store
        .get(EMBEDS, Key.of(article.value()), Key.of(number))
        .map(row -> ArticleBytes.embed(article, number, row.value()));
  }

  List<Embed> of(ArticleId article) {
    return store.scan(EMBEDS, Key.of(article.value()), EMBEDS_MAX).stream()
        .map(row -> ArticleBytes.embed(article, (int) row.sk().longAt(0), row.value()))
        .toList();
  }

  /// Where a post, or an excerpt, is shown.
  List<Embeds.Spot> showing(StatusId status, Embeds.Spot after, int rowsMax) {
    return after(OF_STATUS, status.value(), after, rowsMax);
  }

  /// Where somebody's words are shown.
  List<Embeds.Spot> by(AccountId author, Embeds.Spot after, int rowsMax) {
    return after(OF_AUTHOR, author.value(), after, rowsMax);
  }

  private List<Embeds.Spot> after(Table table, long of, Embeds.Spot after, int rowsMax) {
    return store
        .scan(
            table,
            Key.of(of),
            Key.of(after.article().value()).and(after.number() + 1),
            Key.of(Long.MAX_VALUE),
            rowsMax,
            Store.Order.ASCENDING)
        .stream()
        .map(EmbedTable::spot)
        .toList();
  }

  /// The same, the newest articles first.
  List<Embeds.Spot> newestBy(AccountId author, Embeds.Spot before, int rowsMax) {
    return store
        .scan(
            OF_AUTHOR,
            Key.of(author.value()),
            Key.NONE,
            Key.of(before.article().value()).and(before.number()),
            rowsMax,
            Store.Order.DESCENDING)
        .stream()
        .map(EmbedTable::spot)
        .toList();
  }

  private static Embeds.Spot spot(Row row) {
    return new Embeds.Spot(new ArticleId(row.sk().longAt(0)), (int) row.sk().longAt(8));
  }

  /// All articles that have embeds, the newest first.
  List<ArticleId> embedding(Page page, int yearNow) {
    return ArticleTable.byYear(store, EMBEDDING, page, yearNow).stream()
        .map(row -> new ArticleId(row.sk().downAt(0)))
        .toList();
  }

  private static Key year(ArticleId article) {
    return Key.of(ArticleTable.yearOf(article.value()));
  }
}
