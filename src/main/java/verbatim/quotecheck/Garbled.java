package verbatim.quotecheck;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Marks that are written otherwise: those whose bytes were read in another encoding (“ as â€œ, or
/// as a sign that nobody sees; a text that went through a mail or a table has them), &ldquo; where
/// nobody read it as a mark, and two single ones for a double one: ''so''. They are read as the
/// marks that they were, each letter in its place; what is shown stays as it is written.
final class Garbled {
  private static final String BEGINNING = "â€";
  private static final String ENDINGS = "œ\u009d™˜“”\u017e¦";
  private static final String MARKS = "“”’‘–—„…";
  private static final char CONTROLS_FROM = '\u0084';
  private static final String CONTROLS = "„" + "·".repeat(12) + "‘’“”·–—";
  private static final char NO_MARK = '·';
  private static final String TWO = "''";
  private static final Map<String, Character> NAMED =
      Map.of(
          "ldquo", '“', "rdquo", '”', "bdquo", '„', "laquo", '«', "raquo", '»', "quot", '"', "#34",
          '"', "#8220", '“', "#8221", '”', "#8222", '„');
  private static final Pattern ENTITY =
      Pattern.compile("&([lrb]dquo|[lr]aquo|quot|#34|#822[012]|#[xX]201[cCdDeE]);");

  /// Takes the place of a letter, and is a blank to everybody.
  private static final char NOTHING = '\u200b';

  private Garbled() {}

  /// As long as the text.
  static String mended(String text) {
    return encoded(named(doubled(text)));
  }

  /// ''Two single ones'', and ``as typesetters have them'', where both ends are there.
  private static String doubled(String text) {
    if (text.indexOf(TWO) < 0) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text);
    int open = -1;
    for (int i = 0; i + 1 < text.length(); i++) {
      boolean isTwo = text.startsWith(TWO, i) && at(text, i - 1) != '\'' && at(text, i + 2) != '\'';
      if ((isTwo || text.startsWith("``", i)) && opens(text, i)) {
        open = i;
        i++;
      } else if (isTwo && open >= 0 && !Words.isBlank(at(text, i - 1))) {
        mended.replace(open, open + 2, NOTHING + "“").replace(i, i + 2, NOTHING + "”");
        open = -1;
        i++;
      }
    }
    return mended.toString();
  }

  private static boolean opens(String text, int at) {
    char before = at(text, at - 1);
    return !Words.isBlank(at(text, at + 2))
        && (Words.isBlank(before) || "([—–:".indexOf(before) >= 0);
  }

  /// A blank beyond the ends.
  private static char at(String text, int at) {
    return at >= 0 && at < text.length() ? text.charAt(at) : ' ';
  }

  private static String named(String text) {
    return text.indexOf('&') < 0
        ? text
        : ENTITY
            .matcher(text)
            .replaceAll(
                entity ->
                    String.valueOf(NOTHING).repeat(entity.group().length() - 1)
                        + mark(text, entity.start(), entity.group(1)));
  }

  private static char mark(String text, int start, String name) {
    String known = name.toLowerCase(Locale.ROOT);
    char mark =
        known.startsWith("#x")
            ? (char) Integer.parseInt(known.substring(2), 16)
            : NAMED.getOrDefault(known, NO_MARK);
    boolean isOpening = start == 0 || Words.isBlank(text.charAt(start - 1));
    return mark == '"' ? (isOpening ? '“' : '”') : mark;
  }

  private static String encoded(String text) {
    if (text.indexOf(BEGINNING) < 0 && text.chars().noneMatch(Garbled::isControl)) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      int length = length(text, i);
      if (length > 0) {
        // An opening mark stands right before its words.
        mended.replace(i, i + length, String.valueOf(NOTHING).repeat(length - 1) + mark(text, i));
        i += length - 1;
      } else if (isControl(text.charAt(i))) {
        mended.setCharAt(i, CONTROLS.charAt(text.charAt(i) - CONTROLS_FROM));
      }
    }
    return mended.toString();
  }

  /// How many letters the mark has that begins here; 0 for none. Of a closing one the last letter
  /// is often lost.
  static int length(String text, int at) {
    if (!text.startsWith(BEGINNING, at)) {
      return 0;
    }
    boolean isWhole = at + 2 < text.length() && ENDINGS.indexOf(text.charAt(at + 2)) >= 0;
    return isWhole ? BEGINNING.length() + 1 : BEGINNING.length();
  }

  /// The mark that begins there.
  static char mark(String text, int at) {
    return length(text, at) > BEGINNING.length()
        ? MARKS.charAt(ENDINGS.indexOf(text.charAt(at + 2)))
        : '”';
  }

  private static boolean isControl(int letter) {
    return letter >= CONTROLS_FROM
        && letter < CONTROLS_FROM + CONTROLS.length()
        && CONTROLS.charAt(letter - CONTROLS_FROM) != NO_MARK;
  }
}
