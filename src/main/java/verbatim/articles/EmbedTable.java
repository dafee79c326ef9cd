package verbatim.articles;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
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

  private static final byte[] YES = {1};
  private static final int ROWS_MAX = 1_000;

  private final Store store;

  EmbedTable(Store store) {
    this.store = store;
  }

  /// Where an embed stands.
  record Spot(ArticleId article, int number) {}

  static List<Op> put(Embed embed) {
    List<Op> ops = new ArrayList<>();
    ops.add(
        Op.put(
            EMBEDS,
            Key.of(embed.article().value()),
            Key.of(embed.number()),
            ArticleBytes.write(embed)));
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
    if (embed.snapshot().author() != 0) {
      ops.add(notBy(embed));
    }
    return ops;
  }

  static Op notBy(Embed embed) {
    return Op.delete(
        OF_AUTHOR,
        Key.of(embed.snapshot().author()),
        Key.of(embed.article().value()).and(embed.number()));
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
    return store.scan(EMBEDS, Key.of(article.value()), ROWS_MAX).stream()
        .map(row -> ArticleBytes.embed(article, (int) row.sk().longAt(0), row.value()))
        .toList();
  }

  List<Spot> showing(StatusId status) {
    return store.scan(OF_STATUS, Key.of(status.value()), ROWS_MAX).stream()
        .map(EmbedTable::spot)
        .toList();
  }

  List<Spot> by(AccountId author) {
    return store.scan(OF_AUTHOR, Key.of(author.value()), ROWS_MAX).stream()
        .map(EmbedTable::spot)
        .toList();
  }

  private static Spot spot(Row row) {
    return new Spot(new ArticleId(row.sk().longAt(0)), (int) row.sk().longAt(8));
  }
}
