package verbatim.index;

import java.io.IOException;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.AttributeSource;
import org.jspecify.annotations.Nullable;

/// After a word with German umlauts the same word with `ae`, `oe` and `ue` in their place, at the
/// same position. The folding that follows makes `a`, `o` and `u` of those that are left.
final class Umlauts extends TokenFilter {
  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final PositionIncrementAttribute position =
      addAttribute(PositionIncrementAttribute.class);
  private AttributeSource.@Nullable State again;

  Umlauts(TokenStream input) {
    super(input);
  }

  @Override
  public boolean incrementToken() throws IOException {
    if (again != null) {
      restoreState(again);
      again = null;
      String spelled = spelled(term);
      term.setEmpty().append(spelled);
      position.setPositionIncrement(0);
      return true;
    }
    if (!input.incrementToken()) {
      return false;
    }
    for (int i = 0; i < term.length(); i++) {
      if (isUmlaut(term.charAt(i))) {
        again = captureState();
        break;
      }
    }
    return true;
  }

  private static boolean isUmlaut(char c) {
    return c == 'ä' || c == 'ö' || c == 'ü';
  }

  private static String spelled(CharSequence word) {
    StringBuilder out = new StringBuilder(word.length() + 2);
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case 'ä' -> out.append("ae");
        case 'ö' -> out.append("oe");
        case 'ü' -> out.append("ue");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  @Override
  public void reset() throws IOException {
    super.reset();
    again = null;
  }
}
