package verbatim.excerpts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether one text repeats another: by running words, whatever stands between them.
final class Repeating {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}'\u2019]+");

  private Repeating() {}

  /// The first run of so many words that stands in both; "" for none.
  static String repeated(String text, String other, int words) {
    List<String> mine = words(text);
    List<String> theirs = words(other);
    if (words > mine.size() || words > theirs.size()) {
      return "";
    }
    Set<String> runs = new HashSet<>();
    for (int i = 0; i + words <= theirs.size(); i++) {
      runs.add(String.join(" ", theirs.subList(i, i + words)));
    }
    for (int i = 0; i + words <= mine.size(); i++) {
      String run = String.join(" ", mine.subList(i, i + words));
      if (runs.contains(run)) {
        return run;
      }
    }
    return "";
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group().toLowerCase(Locale.ROOT).replace('\u2019', '\''));
    }
    return words;
  }

  /// Each once, in order.
  static <T> List<T> distinct(List<T> all) {
    return List.copyOf(new LinkedHashSet<>(all));
  }
}
