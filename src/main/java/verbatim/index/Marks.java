package verbatim.index;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// Which entries have a mark, kept as a bit for each entry of a part of the index for as long as
/// that part is read as it is. Lucene would go through the column of the mark anew for each
/// question, and keeps no filter over a column that has changed. A part of the index takes a bit
/// for each entry and mark; it is forgotten with its reader.
final class Marks {
  private final Map<IndexReader.CacheKey, Map<String, Bits>> kept = new ConcurrentHashMap<>();

  /// @param count how many are set, which is as long to count as there are entries
  private record Bits(FixedBitSet set, int count) {}

  Query of(String mark) {
    return new Marked(this, mark);
  }

  private Bits in(LeafReader part, String mark) throws IOException {
    IndexReader.CacheHelper reader = part.getReaderCacheHelper();
    if (reader == null) {
      return read(part, mark);
    }
    Map<String, Bits> marks = kept.get(reader.getKey());
    if (marks == null) {
      marks = new ConcurrentHashMap<>();
      Map<String, Bits> there = kept.putIfAbsent(reader.getKey(), marks);
      if (there == null) {
        reader.addClosedListener(kept::remove);
      } else {
        marks = there;
      }
    }
    Bits bits = marks.get(mark);
    if (bits == null) {
      bits = read(part, mark);
      marks.put(mark, bits);
    }
    return bits;
  }

  private static Bits read(LeafReader part, String mark) throws IOException {
    var bits = new FixedBitSet(part.maxDoc());
    NumericDocValues values = part.getNumericDocValues(mark);
    if (values != null) {
      while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (values.longValue() == 1) {
          bits.set(values.docID());
        }
      }
    }
    return new Bits(bits, bits.cardinality());
  }

  private static final class Marked extends Query {
    private final Marks marks;
    private final String mark;

    Marked(Marks marks, String mark) {
      this.marks = marks;
      this.mark = mark;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
      return new ConstantScoreWeight(this, boost) {
        @Override
        public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext context)
            throws IOException {
          Bits bits = marks.in(context.reader(), mark);
          if (bits.count == 0) {
            return null;
          }
          return ConstantScoreScorerSupplier.fromIterator(
              new BitSetIterator(bits.set, bits.count), score(), mode, context.reader().maxDoc());
        }

        @Override
        public boolean isCacheable(LeafReaderContext context) {
          return false;
        }
      };
    }

    @Override
    public void visit(QueryVisitor visitor) {
      visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
      return mark + ":marked";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Marked that && that.marks == marks && that.mark.equals(mark);
    }

    @Override
    public int hashCode() {
      return Objects.hash(System.identityHashCode(marks), mark);
    }
  }
}
