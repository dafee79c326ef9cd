package verbatim.search;

import java.util.List;
import verbatim.index.Keeping;
import verbatim.kernel.ArticleId;
import verbatim.relations.Viewer;

/// Articles that somebody looks for, and quotations in them.
final class FoundWritings {
  private static final Asking.Sought ARTICLES = new Asking.Sought(Entries.ARTICLE, Entries.TEXT);
  private static final Asking.Sought QUOTATIONS =
      new Asking.Sought(Entries.ARTICLE, Entries.QUOTED);

  private final Asking asking;
  private final Writings writings;
  private final Keeping keeping;
  private final int quotationsMax;

  FoundWritings(Asking asking, Writings writings, Keeping keeping, int quotationsMax) {
    this.asking = asking;
    this.writings = writings;
    this.keeping = keeping;
    this.quotationsMax = quotationsMax;
  }

  List<ArticleId> articles(Viewer viewer, Query query, Search.Range range) {
    return asking.find(
        viewer,
        query,
        range,
        ARTICLES,
        (_, status) -> writings.idCarriedBy(status).stream().toList());
  }

  List<Search.Quoting> quotations(Viewer viewer, Query query, Search.Range range) {
    return asking.find(
        viewer,
        query,
        range,
        QUOTATIONS,
        (_, status) ->
            writings.carriedBy(status).stream()
                .map(writing -> new Search.Quoting(writing.id(), matching(query, writing)))
                .filter(quoting -> !quoting.quotations().isEmpty())
                .toList());
  }

  /// An entry holds all quotations of an article: each is asked for itself.
  private List<Writings.Quotation> matching(Query query, Writings.Writing writing) {
    return writing.quotations().stream()
        .filter(quotation -> matches(query, quotation))
        .limit(quotationsMax)
        .toList();
  }

  private boolean matches(Query query, Writings.Quotation quotation) {
    boolean hasWords = false;
    for (Query.Part part : query.parts()) {
      if (part.clause() instanceof Query.Words(var text)) {
        boolean says =
            keeping.use(
                index ->
                    index.says(quotation.words(), text) || index.says(quotation.speaker(), text));
        if (says != part.isWanted()) {
          return false;
        }
        hasWords |= part.isWanted();
      }
    }
    return hasWords;
  }
}
