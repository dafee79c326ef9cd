package verbatim.quotecheck;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A text as words and marks. The letters themselves are never changed: every token knows its
/// place, and folding (lower case, no apostrophes, plain quotation marks and dashes) is only for
/// finding. Scripts without blanks between words count each sign as a word.
final class Words {
  private static final int BRACKET_MAX = 200;
  private static final Pattern NOTE =
      Pattern.compile("\\^?[0-9]{1,3}|note [0-9]{1,3}|citation needed");

  private final String text;
  private final boolean isQuotation;
  private final List<Token> tokens = new ArrayList<>();

  private Words(String text, boolean isQuotation) {
    this.text = text;
    this.isQuotation = isQuotation;
  }

  /// Of a source: brackets are its author's.
  static List<Token> read(String text) {
    return new Words(text, false).read();
  }

  /// Of a quotation: words in brackets are the writer's.
  static List<Token> quotation(String text) {
    return new Words(text, true).read();
  }

  static List<String> folds(List<Token> tokens) {
    return tokens.stream().filter(Token::isWord).map(Token::fold).toList();
  }

  static List<String> shingles(List<Token> tokens) {
    return shinglesOf(folds(tokens));
  }

  /// Runs of two and three words, each once.
  static List<String> shinglesOf(List<String> words) {
    Set<String> all = new LinkedHashSet<>();
    for (int i = 0; i + 1 < words.size(); i++) {
      String two = words.get(i) + " " + words.get(i + 1);
      all.add(two);
      if (i + 2 < words.size()) {
        all.add(two + " " + words.get(i + 2));
      }
    }
    return List.copyOf(all);
  }

  /// How many words there are; two signs of a script without blanks count as one.
  static int count(List<Token> words) {
    int halves = 0;
    for (Token token : words) {
      halves += !token.isWord() ? 0 : token.isIdeograph() ? 1 : 2;
    }
    return (halves + 1) / 2;
  }

  /// Without typography: composed, plain blanks, quotation marks and dashes.
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    String composed =
        Normalizer.isNormalized(text, Normalizer.Form.NFC)
            ? text
            : Normalizer.normalize(text, Normalizer.Form.NFC);
    for (int i = 0; i < composed.length(); i++) {
      char c = composed.charAt(i);
      if (c == '…') {
        plain.append("...");
      } else if (c == '&') {
        plain.append("and");
      } else if (!isUnseen(c)) {
        plain.append(plain(c));
      }
    }
    return plain.toString();
  }

  static char plain(char c) {
    if (isApostrophe(c)) {
      return '\'';
    }
    if (isBlank(c)) {
      return ' ';
    }
    return switch (c) {
      case '“',
          '”',
          '„',
          '‟',
          '\u0084',
          '\u0093',
          '\u0094',
          '«',
          '»',
          '″',
          '「',
          '」',
          '『',
          '』',
          '＂' ->
          '"';
      case '‐', '‑', '‒', '\u0096', '\u0097', '–', '—', '―', '−' -> '-';
      default -> c;
    };
  }

  /// Where a word may be parted at a line's end, and how an emoji is to be drawn: nobody sees them.
  static boolean isUnseen(char c) {
    return c == '\u00ad' || c == '\u2060' || (c >= '\ufe00' && c <= '\ufe0f');
  }

  static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF' || c == '\u200B';
  }

  /// Also the single quotation marks, which look the same.
  static boolean isApostrophe(char c) {
    return c == '\''
        || c == '’'
        || c == '‘'
        || c == 'ʼ'
        || c == '‚'
        || c == '‛'
        || c == '′'
        || c == '\u0091'
        || c == '\u0092'
        || c == '‹'
        || c == '›'
        || c == '`'
        || c == '´';
  }

  /// The text with all blanks folded to one each.
  static String blanksFolded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isBlank(c)) {
        folded.append(c);
      } else if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
        folded.append(' ');
      }
    }
    return folded.toString().strip();
  }

  static String fold(String word) {
    if (word.equals("&")) {
      return "and";
    }
    if (word.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
      return word;
    }
    // The acute accent first: composed it would be a blank with a mark.
    String bare = word.replace("\u00b4", "");
    String composed = Normalizer.normalize(bare, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    StringBuilder fold = new StringBuilder(composed.length());
    for (int i = 0; i < composed.length(); i++) {
      char c = composed.charAt(i);
      if (!isApostrophe(c) && c != '@' && c != '#' && c != ',') {
        fold.append(c);
      }
    }
    return fold.toString();
  }

  static boolean isIdeograph(int point) {
    return switch (Character.UnicodeScript.of(point)) {
      case HAN, HIRAGANA, KATAKANA, THAI -> true;
      default -> false;
    };
  }

  private List<Token> read() {
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      char c = text.charAt(at);
      int garbled = Garbled.length(text, at);
      if (isBlank(c) || isUnseenAt(at)) {
        at++;
      } else if (garbled > 0) {
        String mark = String.valueOf(Garbled.mark(text, at));
        add(Token.Kind.MARK, mark, at, at + garbled, false);
        at += garbled;
      } else if (isWordStart(at, point)) {
        at = word(at);
      } else if (isOpening(c) && closing(at) > 0) {
        at = bracket(at, closing(at));
      } else if (c == '…' || dots(at) >= 3) {
        int end = c == '…' ? at + 1 : at + dots(at);
        add(Token.Kind.ELLIPSIS, "…", at, end, false);
        at = end;
      } else {
        int end = at + Character.charCount(point);
        add(Token.Kind.MARK, text.substring(at, end), at, end, false);
        at = end;
      }
    }
    return tokens;
  }

  /// Also a blank of no width amid a word of letters, as PDFs leave it.
  private boolean isUnseenAt(int at) {
    char c = text.charAt(at);
    boolean isWidthless = c == '\u200b' || c == '\ufeff';
    return isUnseen(c)
        || (isWidthless
            && isLetterAt(at - 1)
            && isLetterAt(at + 1)
            && isParted(text.charAt(at - 1))
            && isParted(text.charAt(at + 1)));
  }

  /// Of a script that parts its words by blanks.
  private static boolean isParted(char c) {
    return switch (Character.UnicodeScript.of(c)) {
      case LATIN, CYRILLIC, GREEK -> true;
      default -> false;
    };
  }

  private void add(Token.Kind kind, String shown, int start, int end, boolean isMarked) {
    String fold = kind == Token.Kind.WORD ? fold(shown) : plain(shown);
    tokens.add(new Token(kind, shown, fold, start, end, isMarked));
  }

  private boolean isWordStart(int at, int point) {
    if (isLetter(point)) {
      return true;
    }
    char c = text.charAt(at);
    if (c == '&') {
      return isBlankAt(at - 1) && isBlankAt(at + 1);
    }
    if (c == '@' || c == '#') {
      return at + 1 < text.length() && isLetter(text.codePointAt(at + 1));
    }
    // [W]e: the writer's capital, the speaker's word.
    int end = isQuotation && c == '[' ? closing(at) : -1;
    return end > 0 && areLetters(at + 1, end) && isLetterAt(end + 1) && !isLetterAt(at - 1);
  }

  /// Where "a.m." or "p.m" ends that begins here; -1 for none. A point behind it belongs to it
  /// where the sentence goes on.
  private int halfOfDay(int at) {
    boolean isHalf =
        "aApP".indexOf(text.charAt(at)) >= 0
            && !isLetterAt(at - 1)
            && text.startsWith(".", at + 1)
            && at + 2 < text.length()
            && "mM".indexOf(text.charAt(at + 2)) >= 0
            && !isLetterAt(at + 3);
    if (!isHalf) {
      return -1;
    }
    int next = at + 4;
    while (next < text.length() && isBlank(text.charAt(next))) {
      next++;
    }
    boolean goesOn =
        text.startsWith(".", at + 3)
            && next < text.length()
            && (Character.isLowerCase(text.charAt(next)) || ",;:".indexOf(text.charAt(next)) >= 0);
    return goesOn ? at + 4 : at + 3;
  }

  /// "9am" is two words.
  private boolean isHalfOfDay(int at) {
    return isDigitAt(at - 1)
        && "aApP".indexOf(text.charAt(at)) >= 0
        && at + 1 < text.length()
        && "mM".indexOf(text.charAt(at + 1)) >= 0
        && !isLetterAt(at + 2);
  }

  private boolean isBlankAt(int at) {
    return at >= 0 && at < text.length() && isBlank(text.charAt(at));
  }

  private int word(int from) {
    int first = text.codePointAt(from);
    if (isIdeograph(first) || first == '&') {
      int end = from + Character.charCount(first);
      add(Token.Kind.WORD, text.substring(from, end), from, end, false);
      return end;
    }
    int half = halfOfDay(from);
    if (half > 0) {
      add(Token.Kind.WORD, text.substring(from, half).replace(".", ""), from, half, false);
      return half;
    }
    StringBuilder word = new StringBuilder();
    boolean isMarked = false;
    int at = from;
    while (at < text.length() && (at == from || !isHalfOfDay(at))) {
      int point = text.codePointAt(at);
      char c = text.charAt(at);
      int garbled = Garbled.length(text, at);
      if (garbled > 0) {
        if (Garbled.mark(text, at) != '’' || !isLetterAt(at + garbled)) {
          break;
        }
        word.append('’');
        at += garbled;
        continue;
      }
      boolean isInside =
          (isLetter(point) && !isIdeograph(point))
              || ((c == '@' || c == '#') && at == from)
              || (isApostrophe(c) && isLetterAt(at - 1) && isLetterAt(at + 1))
              || ((c == '.' || c == ',') && isDigitAt(at - 1) && isDigitAt(at + 1));
      if (isUnseenAt(at)) {
        at++;
      } else if (isInside) {
        word.appendCodePoint(point);
        at += Character.charCount(point);
      } else if (isQuotation && c == '[' && closing(at) > 0 && areLetters(at + 1, closing(at))) {
        int end = closing(at);
        String inside = text.substring(at + 1, end);
        // can[not], do[n't]: no ending, another word.
        if (word.isEmpty() || turns(inside)) {
          word.append(inside);
        }
        isMarked = true;
        at = end + 1;
      } else {
        break;
      }
    }
    add(Token.Kind.WORD, word.toString(), from, at, isMarked);
    return at;
  }

  private static boolean turns(String inside) {
    String fold = fold(inside);
    return fold.equals("nt") || Vocabulary.NEGATIONS.contains(fold);
  }

  private static boolean isOpening(char c) {
    return c == '[' || c == '(';
  }

  /// Where the bracket that opens here ends, if it is one of the writer's; -1 if not.
  private int closing(int at) {
    char open = text.charAt(at);
    int most = Math.min(text.length(), at + BRACKET_MAX);
    for (int i = at + 1; i < most; i++) {
      char c = text.charAt(i);
      if (c == (open == '[' ? ']' : ')')) {
        boolean isCut = isOnlyDots(at + 1, i);
        return isCut || (isQuotation && open == '[') ? i : -1;
      }
      if (c == open) {
        return -1;
      }
    }
    return -1;
  }

  private int bracket(int at, int end) {
    String inside = text.substring(at + 1, end).strip();
    if (isOnlyDots(at + 1, end)) {
      add(Token.Kind.ELLIPSIS, "…", at, end + 1, true);
    } else if (!inside.equalsIgnoreCase("sic") && !isNote(at, inside)) {
      add(Token.Kind.ADDED, inside, at, end + 1, true);
    }
    return end + 1;
  }

  /// "…at all.[1]": a footnote of the page that it was copied from.
  private boolean isNote(int at, String inside) {
    return at > 0 && !isBlank(text.charAt(at - 1)) && NOTE.matcher(inside).matches();
  }

  private boolean isOnlyDots(int from, int to) {
    boolean some = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c != '.' && c != '…' && !isBlank(c)) {
        return false;
      }
      some |= !isBlank(c);
    }
    return some;
  }

  /// How long a run of dots is, blanks between them counted; 0 for fewer than three dots.
  private int dots(int at) {
    int dots = 0;
    int end = at;
    for (int i = at; i < text.length() && i < at + 12; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        dots++;
        end = i + 1;
      } else if (!isBlank(c)) {
        break;
      }
    }
    return dots >= 3 ? end - at : 0;
  }

  private boolean areLetters(int from, int to) {
    if (from >= to) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!isLetterAt(i) && !isApostrophe(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isLetterAt(int at) {
    return at >= 0
        && at < text.length()
        && (isLetter(text.charAt(at)) || Character.isSurrogate(text.charAt(at)) && isPair(at));
  }

  private boolean isPair(int at) {
    int from = Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    return from >= 0 && isLetter(text.codePointAt(from));
  }

  private boolean isDigitAt(int at) {
    return at >= 0 && at < text.length() && Character.isDigit(text.charAt(at));
  }

  private static boolean isLetter(int point) {
    return Character.isLetterOrDigit(point)
        || Character.getType(point) == Character.NON_SPACING_MARK
            && Character.UnicodeScript.of(point) != Character.UnicodeScript.COMMON
        || Character.getType(point) == Character.COMBINING_SPACING_MARK
        || point == '_';
  }
}
