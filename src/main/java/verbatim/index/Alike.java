package verbatim.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexReaderContext;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Entries that share rare words, found once for each of several questions.
///
/// Looking the words up took longer than all else, and the more parts an index has the more: so
/// they are looked up once for all questions, in order, by one cursor for each part of the index,
/// which mostly finds the next word where it found the last.
final class Alike {
  private final IndexSearcher searcher;
  private final List<Query> rarest;

  /// @param wordsMax how many are asked for: the rarest
  Alike(IndexSearcher searcher, String field, Collection<String> words, int wordsMax)
      throws IOException {
    this.searcher = searcher;
    this.rarest =
        lookedUp(searcher, field, words).stream()
            .sorted(
                Comparator.comparingInt((Found word) -> word.states.docFreq())
                    .thenComparing(word -> word.text))
            .limit(wordsMax)
            .<Query>map(word -> new TermQuery(new Term(field, word.text), word.states))
            .toList();
  }

  /// Knows how many entries have the field without going through all parts for each word.
  static final class Searcher extends IndexSearcher {
    private String field = "";
    private @Nullable CollectionStatistics ofField;

    Searcher(IndexReader reader) {
      super(reader);
    }

    @Override
    public @Nullable CollectionStatistics collectionStatistics(String asked) throws IOException {
      if (!asked.equals(field)) {
        ofField = super.collectionStatistics(asked);
        field = asked;
      }
      return ofField;
    }
  }

  /// Those that match best, within what is asked.
  ScoreDoc[] within(Query filter, int rowsMax) throws IOException {
    if (rarest.isEmpty() || isEmpty(filter)) {
      return new ScoreDoc[0];
    }
    var any = new BooleanQuery.Builder().setMinimumNumberShouldMatch(1);
    any.add(filter, BooleanClause.Occur.FILTER);
    rarest.forEach(word -> any.add(word, BooleanClause.Occur.SHOULD));
    // How many there are nobody asks: what cannot be among the best is passed over at once.
    return searcher.search(any.build(), new TopScoreDocCollectorManager(rowsMax, 1)).scoreDocs;
  }

  /// Mostly nobody has registered anything: then no word needs to be weighed.
  private boolean isEmpty(Query filter) throws IOException {
    Weight weight =
        searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext part : searcher.getIndexReader().leaves()) {
      if (weight.scorerSupplier(part) != null) {
        return false;
      }
    }
    return true;
  }

  private record Found(String text, TermStates states) {}

  private static List<Found> lookedUp(
      IndexSearcher searcher, String field, Collection<String> words) throws IOException {
    IndexReaderContext whole = searcher.getTopReaderContext();
    List<Found> all = new ArrayList<>();
    new TreeSet<>(words).forEach(word -> all.add(new Found(word, new TermStates(whole))));
    for (LeafReaderContext part : whole.leaves()) {
      Terms terms = part.reader().terms(field);
      if (terms != null) {
        lookUp(terms.iterator(), part.ord, all);
      }
    }
    all.removeIf(word -> word.states.docFreq() == 0);
    return all;
  }

  private static void lookUp(TermsEnum terms, int part, List<Found> words) throws IOException {
    for (Found word : words) {
      if (terms.seekExact(new BytesRef(word.text))) {
        word.states.register(terms.termState(), part, terms.docFreq(), terms.totalTermFreq());
      }
    }
  }
}
