package verbatim.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import verbatim.accounts.Account;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Embed;
import verbatim.articles.Version;
import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.media.Medium;
import verbatim.relations.Viewer;
import verbatim.rendering.ArticleHtml;
import verbatim.rendering.Files;
import verbatim.statuses.Status;
import verbatim.text.Block;
import verbatim.text.BlockHtml;
import verbatim.text.SafeHtml;

/// The words of articles as pages show them.
final class ArticleShowing {
  private final Web.Words words;
  private final Articles articles;
  private final ArticleHtml html;
  private final Predicate<Embed> isDenied;

  /// For cards: what an article shows of others is not asked for.
  ArticleShowing(Web.Words words) {
    this(words, _ -> false);
  }

  /// @param isDenied whether whose words a copy is said to be says that they are not
  ArticleShowing(Web.Words words, Predicate<Embed> isDenied) {
    this.words = words;
    this.isDenied = isDenied;
    this.articles = words.articles();
    this.html = new ArticleHtml(articles.embeds(), words.media(), words.files());
  }

  /// What a post carries, if it is an article that is there.
  ArticleViews.Card card(Status status) {
    return articles.carriedBy(status).map(this::card).orElse(ArticleViews.Card.NONE);
  }

  ArticleViews.Card card(Article article) {
    Version version = articles.current(article);
    Optional<Files.Shown> picture =
        isCovered(article) ? Optional.empty() : html.picture(version.words().picture(), article);
    return new ArticleViews.Card(
        "/articles/" + article.id(),
        version.words().title(),
        version.words().standfirst(),
        byline(article, version),
        article.publishedAt(),
        version.words().language(),
        picture.map(Files.Shown::previewUrl).orElse(""),
        picture.map(file -> file.medium().description()).orElse(""));
  }

  boolean isCovered(Article article) {
    return article
        .status()
        .flatMap(words.statuses()::find)
        .filter(status -> status.words().sensitive())
        .isPresent();
  }

  /// The newsroom, and who wrote it.
  String byline(Article article, Version version) {
    List<String> names = new ArrayList<>();
    people(article, version).forEach(account -> names.add(Persons.name(account)));
    return String.join(", ", names);
  }

  List<Account> people(Article article, Version version) {
    List<AccountId> ids = new ArrayList<>(articles.signed(article, version));
    if (!ids.contains(article.owner())) {
      ids.addFirst(article.owner());
    }
    return words.accounts().load(ids);
  }

  Optional<ArticleViews.Piece.Figure> lead(Article article, Version version) {
    return html.picture(version.words().picture(), article)
        .map(file -> figure(file, SafeHtml.EMPTY, isCovered(article)));
  }

  private static ArticleViews.Piece.Figure figure(
      Files.Shown file, SafeHtml caption, boolean isCovered) {
    int width = 0;
    int height = 0;
    if (file.medium().state() instanceof Medium.Ready ready) {
      width = ready.original().width();
      height = ready.original().height();
    }
    return new ArticleViews.Piece.Figure(
        file.url(),
        file.medium().description(),
        width,
        height,
        caption,
        file.medium().credit(),
        isCovered);
  }

  /// Some of its blocks, joined to pieces.
  ///
  /// @param said how the words of a block are written: with marks, or [#plain]
  List<ArticleViews.Piece> pieces(
      Viewer viewer,
      Article article,
      List<Block> blocks,
      List<Embed> embeds,
      Function<Block, List<ArticleViews.Said>> said) {
    List<ArticleViews.Piece> pieces = new ArrayList<>();
    boolean isCovered = isCovered(article);
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      switch (block.kind()) {
        case PARAGRAPH, CAPTION -> pieces.add(new ArticleViews.Piece.Paragraph(said.apply(block)));
        case HEADING ->
            pieces.add(new ArticleViews.Piece.Heading(BlockHtml.of(block), block.level()));
        case CODE -> pieces.add(new ArticleViews.Piece.Code(BlockHtml.of(block)));
        case RULE -> pieces.add(new ArticleViews.Piece.Rule());
        case QUOTE, ITEM -> {
          List<List<ArticleViews.Said>> together = new ArrayList<>();
          together.add(said.apply(block));
          while (i + 1 < blocks.size()
              && blocks.get(i + 1).group() == block.group()
              && blocks.get(i + 1).kind() == block.kind()) {
            i++;
            together.add(said.apply(blocks.get(i)));
          }
          pieces.add(
              block.kind() == Block.Kind.QUOTE
                  ? new ArticleViews.Piece.Quote(together)
                  : new ArticleViews.Piece.Items(
                      block.number() > 0, Math.max(1, block.number()), together));
        }
        case FIGURE -> {
          SafeHtml caption = SafeHtml.EMPTY;
          if (i + 1 < blocks.size() && blocks.get(i + 1).kind() == Block.Kind.CAPTION) {
            i++;
            caption = BlockHtml.of(blocks.get(i));
          }
          SafeHtml below = caption;
          html.picture(block, article)
              .ifPresentOrElse(
                  file -> pieces.add(figure(file, below, isCovered)),
                  () -> {
                    if (!below.isEmpty()) {
                      pieces.add(new ArticleViews.Piece.Paragraph(ArticleViews.Said.plain(below)));
                    }
                  });
        }
        case EMBED ->
            pieces.add(
                articles
                    .embeds()
                    .shownBy(embeds, block)
                    .<ArticleViews.Piece>map(
                        embed -> new ArticleViews.Piece.Shown(embedded(viewer, embed)))
                    .orElseGet(() -> new ArticleViews.Piece.Address(block.address())));
      }
    }
    return pieces;
  }

  static List<ArticleViews.Said> plain(Block block) {
    return ArticleViews.Said.plain(BlockHtml.of(block));
  }

  ArticleViews.Embedded embedded(Viewer viewer, Embed embed) {
    Embed.Snapshot snapshot = embed.snapshot();
    boolean isOpen = embed.condition() != Embed.Condition.UNREACHABLE && snapshot.hasWords();
    boolean isGone = embed.condition() == Embed.Condition.WITHDRAWN;
    List<Differences.Run> differences =
        embed.condition() == Embed.Condition.EDITED
            ? articles
                .embeds()
                .textNow(embed)
                .map(now -> Differences.between(snapshot.text(), now))
                .orElse(List.of())
            : List.of();
    boolean isHis =
        viewer instanceof Viewer.Member(var me)
            && snapshot.author() == me.value()
            && snapshot.hasWords()
            && !isGone;
    return new ArticleViews.Embedded(
        embed.number(),
        isDenied.test(embed) ? "denied" : embed.condition().word(),
        embed.since(),
        embed.lookedAt(),
        isOpen ? snapshot.name() : "",
        isOpen ? snapshot.url() : "",
        embed.source() instanceof Embed.Source.Pasted(var where) ? where : "",
        isOpen ? snapshot.published() : Instant.EPOCH,
        isOpen ? snapshot.text() : "",
        differences,
        isHis ? "/articles/" + embed.article() + "/embeds/" + embed.number() + "/detach" : "",
        excerpt(embed, isGone));
  }

  /// An excerpt says itself whose talk it is from, who agreed and how to check it, and what its
  /// speakers took back since.
  private List<ExcerptViews.Shown> excerpt(Embed embed, boolean isGone) {
    return embed.source() instanceof Embed.Source.OfExcerpt(long id) && !isGone
        ? words.excerpts().find(Viewer.ANYBODY, new ExcerptId(id)).stream()
            .filter(shown -> shown.status().isPresent())
            .map(
                new ExcerptShowing(words.accounts(), new Persons(words.pictures(), words.html()))
                    ::of)
            .toList()
        : List.of();
  }

  ArticleHtml html() {
    return html;
  }
}
