package verbatim.server;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import verbatim.articles.Article;
import verbatim.articles.Articles;
import verbatim.articles.Version;
import verbatim.kernel.ArticleId;
import verbatim.kernel.Caches;
import verbatim.kernel.Limits;
import verbatim.kernel.Refused;
import verbatim.quotecheck.Checking;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Span;
import verbatim.search.Writings;
import verbatim.statuses.Status;
import verbatim.text.Block;
import verbatim.text.Blocks;

/// Articles as search finds them. Their quotations are found as the quote check finds them; with
/// what they are compared is nothing to search.
public final class ArticlesInSearch implements Writings {
  private static final int CACHED_LETTERS_MAX = 2 << 20;
  private static final int LETTERS_OF_ONE = 200;

  private final Articles articles;
  private final Checking checking;
  private final Cache<Place, List<Quotation>> found =
      Caches.bounded()
          .maximumWeight(CACHED_LETTERS_MAX)
          .weigher((Place _, List<Quotation> all) -> weight(all))
          .build();

  private record Place(ArticleId article, int version) {}

  public ArticlesInSearch(Articles articles, Limits limits) {
    this.articles = articles;
    this.checking = new Checking(limits.checks());
  }

  private static int weight(List<Quotation> all) {
    return LETTERS_OF_ONE + all.stream().mapToInt(q -> LETTERS_OF_ONE + q.words().length()).sum();
  }

  @Override
  public Optional<Writing> find(ArticleId id) {
    return articles.find(id).filter(Article::isPublished).flatMap(this::writing);
  }

  @Override
  public Optional<Writing> carriedBy(Status status) {
    return articles.carriedBy(status).flatMap(this::writing);
  }

  @Override
  public Optional<ArticleId> idCarriedBy(Status status) {
    return articles.carriedBy(status).map(Article::id);
  }

  /// Empty where it was withdrawn while we looked.
  private Optional<Writing> writing(Article article) {
    try {
      Version version = articles.current(article);
      Blocks blocks = articles.blocks(version);
      return Optional.of(
          new Writing(
              article.id(),
              article.status().orElseThrow(),
              article.owner(),
              version.words().title(),
              version.words().standfirst(),
              blocks.all().stream().map(Block::text).collect(Collectors.joining("\n")),
              version.words().topics(),
              version.words().language(),
              quotations(new Place(article.id(), version.number()), blocks)));
    } catch (Refused _) {
      return Optional.empty();
    }
  }

  private List<Quotation> quotations(Place place, Blocks blocks) {
    return found.get(place, _ -> quotations(blocks));
  }

  /// None where there are more than can be looked at.
  private List<Quotation> quotations(Blocks blocks) {
    try {
      return checking
          .check(new Checking.Material(blocks, List.of(), List.of()), KnownStatements.none())
          .spans()
          .stream()
          .filter(span -> span.kind() != Span.Kind.LABEL)
          .map(span -> new Quotation(span.id(), span.text(), speaker(span)))
          .toList();
    } catch (Refused _) {
      return List.of();
    }
  }

  /// The whole name where it is known whom "she" means.
  private static String speaker(Span span) {
    return span.speaker().isResolved() ? span.speaker().name() : span.speaker().named();
  }
}
