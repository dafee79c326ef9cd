package verbatim.quotecheck;

/// Marks whose bytes were read in another encoding: “ as â€œ, or as a sign that nobody sees. A text
/// that went through a mail or a table has them. They are read as the marks that they were, each
/// letter in its place; what is shown stays as it is written.
final class Garbled {
  private static final String BEGINNING = "â€";
  private static final String ENDINGS = "œ\u009d™˜“”\u017e¦";
  private static final String MARKS = "“”’‘–—„…";
  private static final char CONTROLS_FROM = '\u0084';
  private static final String CONTROLS = "„" + "·".repeat(12) + "‘’“”·–—";
  private static final char NO_MARK = '·';

  /// Takes the place of a letter, and is a blank to everybody.
  private static final char NOTHING = '\u200b';

  private Garbled() {}

  /// As long as the text.
  static String mended(String text) {
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
