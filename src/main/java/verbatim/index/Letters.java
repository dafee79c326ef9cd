package verbatim.index;

import com.ibm.icu.text.Normalizer2;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2Filter;
import org.apache.lucene.analysis.icu.segmentation.DefaultICUTokenizerConfig;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.LimitTokenCountFilter;

/// How texts become words: boundaries as Unicode says (with dictionaries for Thai, Khmer and their
/// like), compatibility forms, case and marks folded away, so that full-width letters, accents,
/// Arabic vowel signs and Hebrew points do not count. German umlauts are found as `a` and as `ae`.
/// Chinese, Japanese and Korean are indexed as single letters and pairs, and asked for by pairs,
/// because no dictionary cuts a short question as it cuts the text. No stemming: one index holds
/// many languages.
final class Letters extends Analyzer {
  private static final int WORD_CHARACTERS_MAX = 200;
  private static final int GAP = 100;

  private final boolean isForAsking;
  private final int wordsMax;

  private Letters(boolean isForAsking, int wordsMax) {
    this.isForAsking = isForAsking;
    this.wordsMax = wordsMax;
  }

  static Analyzer forPutting(int wordsMax) {
    return new Letters(false, wordsMax);
  }

  static Analyzer forAsking(int wordsMax) {
    return new Letters(true, wordsMax);
  }

  /// One word, or what stands between spaces, in the form in which it is compared.
  static String fold(String text) {
    return ICUFoldingFilter.NORMALIZER.normalize(
        Normalizer2.getNFKCCasefoldInstance().normalize(text));
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer words = new ICUTokenizer(new DefaultICUTokenizerConfig(false, true));
    TokenStream stream = new ICUNormalizer2Filter(words, Normalizer2.getNFKCCasefoldInstance());
    stream = new ICUFoldingFilter(new Umlauts(stream));
    int scripts =
        CJKBigramFilter.HAN
            | CJKBigramFilter.HIRAGANA
            | CJKBigramFilter.KATAKANA
            | CJKBigramFilter.HANGUL;
    stream = new CJKBigramFilter(stream, scripts, !isForAsking);
    stream = new LengthFilter(stream, 1, WORD_CHARACTERS_MAX);
    return new TokenStreamComponents(words, new LimitTokenCountFilter(stream, wordsMax));
  }

  /// So that nobody finds words in a row that stand in two texts.
  @Override
  public int getPositionIncrementGap(String field) {
    return GAP;
  }
}
