package verbatim.index;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;
import verbatim.kernel.Refusal;

/// An index in a folder. What is put in is found a second later at most, and outlives a kill once
/// [#commit] has returned; what was put in after the last commit is lost by one. Many threads may
/// put, erase and ask at once.
///
/// Entries are kept in order of their numbers, the largest first, so that asking for the newest
/// looks at few more than it answers, however many match.
public final class Index implements AutoCloseable {
  static final String KEY = "key";
  static final String NUMBER = "number";

  private static final int MERGES_MAX = 4;
  private static final int EXPUNGE_ROUNDS = 5;
  private static final Sort NEWEST = new Sort(new SortField(NUMBER, SortField.Type.LONG, true));
  private static final FieldType TEXT = text();

  /// It would tell everybody who starts a server of a JVM module for vectors, which we do not have.
  private static final Logger VECTORS =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  private final FSDirectory folder;
  private final ConcurrentMergeScheduler merging = new ConcurrentMergeScheduler();
  private final IndexWriter writer;
  private final SearcherManager readers;
  private final Analyzer putting;
  private final Analyzer asking;
  private final Question question;
  private final Map<String, String> notes;
  private final long refreshAfterNanos;
  private final AtomicLong refreshedAt = new AtomicLong(System.nanoTime());

  /// Another process, or another part of this one, has it open.
  public static final class InUse extends IOException {
    private static final long serialVersionUID = 1L;

    InUse(Throwable cause) {
      super("the index is in use", cause);
    }
  }

  /// Its files are not as it wrote them.
  public static final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged(Throwable cause) {
      super("the index is damaged", cause);
    }
  }

  /// A word of the index with the number of entries that had it, erased ones perhaps included.
  public record Known(String word, long entries) {}

  private Index(Path path, Options options) throws IOException {
    VECTORS.setLevel(Level.SEVERE);
    refreshAfterNanos = options.refreshAfter().toNanos();
    putting = Letters.forPutting(options.wordsMax());
    asking = Letters.forAsking(options.wordsMax());
    question = new Question(asking);
    folder = FSDirectory.open(path);
    try {
      notes = DirectoryReader.indexExists(folder) ? notes(folder) : Map.of();
      writer = new IndexWriter(folder, config(options));
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
    readers = new SearcherManager(writer, null);
  }

  private IndexWriterConfig config(Options options) {
    var policy = new TieredMergePolicy();
    // Whatever is erased goes when it is asked for, not only where much is.
    policy.setForceMergeDeletesPctAllowed(0);
    merging.setMaxMergesAndThreads(MERGES_MAX, 1);
    return new IndexWriterConfig(putting)
        .setRAMBufferSizeMB(options.bufferMegabytes())
        .setIndexSort(NEWEST)
        .setMergePolicy(policy)
        .setMergeScheduler(merging)
        .setCommitOnClose(false);
  }

  private static FieldType text() {
    var type = new FieldType();
    type.setTokenized(true);
    type.setOmitNorms(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.freeze();
    return type;
  }

  /// Opens what is there, or makes an empty index.
  ///
  /// @throws IOException also when what is there is damaged or of another time: erase the folder
  public static Index open(Path folder, Options options) throws IOException {
    try {
      return new Index(folder, options);
    } catch (LockObtainFailedException e) {
      throw new InUse(e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Lucene says so of files that it does not understand.
      throw new IOException("not to be read as an index", e);
    }
  }

  private static Map<String, String> notes(FSDirectory folder) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      return Map.copyOf(reader.getIndexCommit().getUserData());
    }
  }

  /// What was noted with the last commit before this was opened; empty for a new index.
  public Map<String, String> notes() {
    return notes;
  }

  /// A text in the form in which it is compared: for words that are to be found by their beginning.
  public static String folded(String text) {
    return Letters.fold(text);
  }

  /// Whether a text that stood in a field by itself would be found by [Match.Says]: for whoever has
  /// to tell which of the texts of an entry was meant. Anything says a phrase without words.
  public boolean says(String text, String phrase) {
    List<Set<String>> asked = places(asking, phrase);
    List<Set<String>> said = places(putting, text);
    for (int from = 0; from + asked.size() <= said.size(); from++) {
      int same = 0;
      while (same < asked.size() && !disjoint(asked.get(same), said.get(from + same))) {
        same++;
      }
      if (same == asked.size()) {
        return true;
      }
    }
    return asked.isEmpty();
  }

  /// What is left out of a phrase stands for any word.
  private static boolean disjoint(Set<String> asked, Set<String> said) {
    return !asked.isEmpty() && Collections.disjoint(asked, said);
  }

  /// The words at each place: there may be several of one.
  private static List<Set<String>> places(Analyzer analyzer, String text) {
    List<Set<String>> places = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("", text)) {
      var word = stream.addAttribute(CharTermAttribute.class);
      var step = stream.addAttribute(PositionIncrementAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        for (int i = 0; i < step.getPositionIncrement(); i++) {
          places.add(new HashSet<>());
        }
        places.getLast().add(word.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return places;
  }

  // ---- putting

  /// Puts an entry in the place of the one with the same key.
  public void put(Entry entry) {
    Document document = document(entry);
    run(() -> writer.updateDocument(new Term(KEY, entry.key), document));
  }

  private static Document document(Entry entry) {
    var document = new Document();
    document.add(new StringField(KEY, entry.key, Field.Store.NO));
    document.add(new NumericDocValuesField(NUMBER, entry.number));
    document.add(new LongPoint(NUMBER, entry.number));
    entry.words.forEach(
        word -> document.add(new StringField(word.name(), word.value(), Field.Store.NO)));
    entry.texts.forEach(said -> document.add(new Field(said.name(), said.value(), TEXT)));
    entry.marks.forEach(
        mark -> document.add(new NumericDocValuesField(mark, entry.marked.contains(mark) ? 1 : 0)));
    return document;
  }

  public void erase(String key) {
    run(() -> writer.deleteDocuments(new Term(KEY, key)));
  }

  public void erase(Match match) {
    // A question is asked of every segment when it comes to it, a word only looked up: each post
    // that is put in erases by one.
    if (match instanceof Match.Word(var field, var value)) {
      run(() -> writer.deleteDocuments(new Term(field, value)));
    } else {
      run(() -> writer.deleteDocuments(question.of(match)));
    }
  }

  /// Sets or takes a mark of all entries that have this word.
  public void mark(String field, String word, String mark, boolean isSet) {
    // Lucene wants to have seen the mark before; else there is no entry that could have it.
    if (writer.getFieldNames().contains(mark)) {
      run(() -> writer.updateNumericDocValue(new Term(field, word), mark, isSet ? 1 : 0));
    }
  }

  /// Makes durable what was put in until now, with a note of what that was.
  public void commit(Map<String, String> note) {
    run(
        () -> {
          writer.setLiveCommitData(Map.copyOf(note).entrySet());
          writer.commit();
        });
  }

  /// Writes anew what holds something erased: when this returns, the words of what was erased
  /// before are in no file of the folder.
  public void expunge() {
    run(
        () -> {
          // A merge that began by itself is not waited for by Lucene, and takes along what was
          // erased
          // while it ran: so it is ended, and then looked again.
          for (int i = 0; i < EXPUNGE_ROUNDS && (i == 0 || writer.hasDeletions()); i++) {
            writer.forceMergeDeletes(true);
            merging.sync();
          }
          writer.commit();
        });
    refresh();
    // The files that only the former reader had open.
    run(
        () -> {
          writer.deleteUnusedFiles();
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      throw failed(e);
    } catch (AlreadyClosedException e) {
      // Also after a write that failed: the writer closes itself.
      throw new UncheckedIOException(new IOException(e));
    }
  }

  // ---- asking

  /// What is found from now on is what was put in until now.
  public void refresh() {
    run(
        () -> {
          refreshedAt.set(System.nanoTime());
          readers.maybeRefreshBlocking();
        });
  }

  private void refreshIfOld() {
    long now = System.nanoTime();
    long last = refreshedAt.get();
    if (now - last >= refreshAfterNanos && refreshedAt.compareAndSet(last, now)) {
      run(
          () -> {
            readers.maybeRefreshBlocking();
          });
    }
  }

  /// Numbers of matching entries, the largest first. Where the time runs out it answers what it has
  /// found by then.
  public List<Long> newest(Match match, int rowsMax, Duration max) {
    var collector = new TopFieldCollectorManager(NEWEST, rowsMax, null, 1);
    return ask(
        searcher -> {
          bound(searcher, max);
          return numbers(searcher, searcher.search(question.of(match), collector).scoreDocs);
        });
  }

  /// Numbers of matching entries, those first that match better parts.
  public List<Long> best(Match match, int rowsMax, Duration max) {
    return ask(
        searcher -> {
          bound(searcher, max);
          return numbers(searcher, searcher.search(question.of(match), rowsMax).scoreDocs);
        });
  }

  public long count(Match match) {
    Query query = question.of(match);
    return ask(searcher -> (long) searcher.count(query));
  }

  /// An entry with how well it fits; larger is better.
  public record Hit(long number, float score) {}

  /// Entries that have some of these words, those first that have more of the rare ones. Where
  /// there are many words, only the rarest are asked for: the others would find nothing that these
  /// do not.
  ///
  /// @param wordsMax how many are asked for
  /// @param withins only among these: one answer for each
  /// @throws verbatim.kernel.Refused Unavailable when the time runs out: "nothing found" would be
  ///     wrong
  public List<List<Hit>> alike(
      String field,
      Collection<String> words,
      int wordsMax,
      List<Match> withins,
      int rowsMax,
      Duration max) {
    return ask(
        searcher -> {
          bound(searcher, max);
          Alike alike = new Alike(searcher, field, words, wordsMax);
          List<List<Hit>> found = new ArrayList<>();
          for (Match within : withins) {
            found.add(hits(searcher, alike.within(question.of(within), rowsMax)));
          }
          return found;
        });
  }

  private static List<Hit> hits(IndexSearcher searcher, ScoreDoc[] found) throws IOException {
    if (searcher.timedOut()) {
      throw Refusal.unavailable("The index is busy; please try again");
    }
    List<Long> numbers = numbers(searcher, found);
    List<Hit> hits = new ArrayList<>(found.length);
    for (int i = 0; i < found.length; i++) {
      hits.add(new Hit(numbers.get(i), found[i].score));
    }
    return hits;
  }

  private static void bound(IndexSearcher searcher, Duration max) {
    long until = System.nanoTime() + max.toNanos();
    searcher.setTimeout(() -> System.nanoTime() - until > 0);
  }

  private static List<Long> numbers(IndexSearcher searcher, ScoreDoc[] hits) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    List<Long> numbers = new ArrayList<>(hits.length);
    for (ScoreDoc hit : hits) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
      var values = leaf.reader().getNumericDocValues(NUMBER);
      if (values != null && values.advanceExact(hit.doc - leaf.docBase)) {
        numbers.add(values.longValue());
      }
    }
    return numbers;
  }

  /// Words of a field that begin with these letters, those of most entries first.
  ///
  /// @param lookedMax how many words are looked at, in each part of the index
  public List<Known> words(String field, String prefix, int lookedMax, int rowsMax) {
    Map<String, Long> found = new HashMap<>();
    ask(
        searcher -> {
          for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Terms terms = leaf.reader().terms(field);
            if (terms != null) {
              collect(terms.iterator(), new BytesRef(prefix), lookedMax, found);
            }
          }
          return List.of();
        });
    return found.entrySet().stream()
        .map(word -> new Known(word.getKey(), word.getValue()))
        .sorted(Comparator.comparingLong(Known::entries).reversed().thenComparing(Known::word))
        .limit(rowsMax)
        .toList();
  }

  private static void collect(
      TermsEnum terms, BytesRef prefix, int lookedMax, Map<String, Long> found) throws IOException {
    if (terms.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
      return;
    }
    BytesRef word = terms.term();
    for (int looked = 0; word != null && looked < lookedMax && starts(word, prefix); looked++) {
      found.merge(word.utf8ToString(), (long) terms.docFreq(), Long::sum);
      word = terms.next();
    }
  }

  private static boolean starts(BytesRef word, BytesRef prefix) {
    return word.length >= prefix.length
        && new BytesRef(word.bytes, word.offset, prefix.length).bytesEquals(prefix);
  }

  private interface Asking<T> {
    T ask(IndexSearcher searcher) throws IOException;
  }

  /// With a searcher of its own, which has a time limit and caches nothing: filters here are
  /// people's own lists.
  private <T> T ask(Asking<T> asking) {
    refreshIfOld();
    try {
      IndexSearcher shared = readers.acquire();
      try {
        IndexReader reader = shared.getIndexReader();
        var searcher = new Alike.Searcher(reader);
        searcher.setQueryCache(null);
        return asking.ask(searcher);
      } finally {
        readers.release(shared);
      }
    } catch (IOException e) {
      throw failed(e);
    } catch (AlreadyClosedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static UncheckedIOException failed(IOException e) {
    boolean isDamage =
        e instanceof CorruptIndexException
            || e instanceof EOFException
            || e instanceof NoSuchFileException
            || e instanceof FileNotFoundException;
    return new UncheckedIOException(isDamage ? new Damaged(e) : e);
  }

  /// Whether it can still take something: it closes itself when a write fails (a full disk).
  public boolean isOpen() {
    return writer.isOpen();
  }

  /// Without a commit: what was put in since the last one is lost, as by a kill.
  @Override
  public void close() {
    run(
        () -> {
          readers.close();
          writer.rollback();
          folder.close();
          putting.close();
          asking.close();
        });
  }
}
