package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// English words that are one for two: "don't" for "do not", "we'll" for "we will". A house that
/// writes them out changes nothing that was said.
final class Contractions {
  private static final Map<String, String> IRREGULAR =
      Map.of("can't", "can", "won't", "will", "shan't", "shall");

  private static final Map<String, String> ENDINGS =
      Map.of("'re", "are", "'ve", "have", "'ll", "will", "'m", "am", "'d", "would");

  /// After other words 's says whose something is.
  private static final Set<String> BEFORE_IS =
      Set.of("it", "that", "he", "she", "there", "what", "who", "here", "where", "how");

  private static final String NOT = "n't";
  private static final String IS = "'s";

  private Contractions() {}

  /// The words written out, folded.
  static List<String> writtenOut(List<Token> words) {
    List<String> all = new ArrayList<>();
    for (Token token : words) {
      String word = Words.plain(token.text()).toLowerCase(Locale.ROOT);
      String verb = IRREGULAR.getOrDefault(word, "");
      if (word.equals("cannot")) {
        all.addAll(List.of("can", "not"));
      } else if (word.endsWith(NOT) && word.length() > NOT.length()) {
        all.add(verb.isEmpty() ? word.substring(0, word.length() - NOT.length()) : verb);
        all.add("not");
      } else {
        parted(token, word, all);
      }
    }
    return all;
  }

  private static void parted(Token token, String word, List<String> all) {
    int at = word.lastIndexOf('\'');
    String first = at > 0 ? word.substring(0, at) : "";
    String ending = at > 0 ? word.substring(at) : "";
    String second =
        ending.equals(IS) && BEFORE_IS.contains(first) ? "is" : ENDINGS.getOrDefault(ending, "");
    if (second.isEmpty()) {
      all.add(token.fold());
    } else {
      all.addAll(List.of(first, second));
    }
  }
}
