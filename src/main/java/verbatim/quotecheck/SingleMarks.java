package verbatim.quotecheck;

import java.util.Locale;

/// ‘Single marks’ as British papers have them. An apostrophe looks the same, so a pair counts only
/// where it stands at the edges of words, its end is no possessive, and the words before it or its
/// own last mark say that somebody speaks: `she said: ‘…’`, `‘…,’ she said`. What is left out is
/// found by nobody; what is taken wrongly accuses somebody of a quotation that is none.
///
/// ‚German‘, ›German‹ and ‹Swiss› ones look like no apostrophe: any pair of them counts that holds
/// more than a word.
final class SingleMarks {
  /// What may open a quotation in single marks.
  static final String OPENING = "‘'‚›‹";

  static final int LENGTH_MAX = 4_000;
  private static final int WORDS_MIN = 2;
  private static final int NEAR = 60;
  private static final String STOPS = ".,!?…";

  private SingleMarks() {}

  /// Where the quotation ends that this mark opens; -1 when it opens none.
  ///
  /// @param goesOn the paragraph has one already: "‘…,’ she said. ‘…’"
  static int closing(String text, int at, boolean goesOn) {
    char c = text.charAt(at);
    if (OPENING.indexOf(c) < 0 || !mayOpen(text, at)) {
      return -1;
    }
    if (c != '‘' && c != '\'') {
      return closingPair(text, at);
    }
    boolean isCurly = c == '‘';
    boolean isLed = isLed(text, at);
    boolean begins = isLed || beginsSentence(text, at);
    if (!begins && !isCurly) {
      return -1;
    }
    int doubles = 0;
    int inner = 0;
    int most = Math.min(text.length(), at + LENGTH_MAX);
    for (int i = at + 1; i < most; i++) {
      char other = text.charAt(i);
      if (Words.plain(other) == '"') {
        doubles++;
      } else if (isCurly && other == '‘' && mayOpen(text, i)) {
        inner++;
      } else if (other == '\n' && i + 1 < most && text.charAt(i + 1) == '\n') {
        return -1;
      } else if (isClosing(text, i, c)) {
        if (inner > 0) {
          inner--;
        } else if (doubles % 2 == 0) {
          boolean stops = STOPS.indexOf(text.charAt(i - 1)) >= 0;
          boolean isSaid =
              isLed
                  || (begins && stops && (goesOn || goesOnWithSaying(text, i + 1)))
                  || (begins && isBefore(text, i + 1, ':'))
                  || (isCurly && isBefore(text, i + 1, ',') && saysNext(text, i + 2));
          return isSaid && words(text, at + 1, i) >= WORDS_MIN ? i : -1;
        }
      }
    }
    return -1;
  }

  private static int closingPair(String text, int at) {
    int inner = 0;
    int most = Math.min(text.length(), at + LENGTH_MAX);
    for (int i = at + 1; i < most; i++) {
      if (isClosing(text, i, text.charAt(at))) {
        if (inner == 0) {
          return words(text, at + 1, i) >= WORDS_MIN ? i : -1;
        }
        inner--;
      } else if (text.charAt(i) == text.charAt(at) && mayOpen(text, i)) {
        inner++;
      } else if (text.charAt(i) == '\n' && i + 1 < most && text.charAt(i + 1) == '\n') {
        return -1;
      }
    }
    return -1;
  }

  /// Whether this mark may close what that one opens.
  private static boolean isClosing(String text, int at, char opening) {
    char c = text.charAt(at);
    return switch (opening) {
      case '›' -> c == '‹';
      case '‹' -> c == '›';
      case '‚' -> (c == '‘' || c == '’') && closes(text, at);
      case '‘' -> c == '’' && closes(text, at);
      default -> c == '\'' && closes(text, at);
    };
  }

  /// The first mark from there on that may close one of these; far beyond the text when there is
  /// none.
  static int nextClosing(String text, int from, char opening) {
    for (int i = Math.max(1, from); i < text.length(); i++) {
      if (isClosing(text, i, opening)) {
        return i;
      }
    }
    return text.length() + LENGTH_MAX;
  }

  private static boolean mayOpen(String text, int at) {
    boolean isApart =
        at == 0 || Words.isBlank(text.charAt(at - 1)) || "([—–:".indexOf(text.charAt(at - 1)) >= 0;
    if (!isApart || at + 1 >= text.length()) {
      return false;
    }
    char next = text.charAt(at + 1);
    return Character.isLetterOrDigit(next) || "“[…\"".indexOf(next) >= 0;
  }

  /// Nothing of a word behind it, and before it no plural whose possessive it may be: "the bakers’
  /// bread" goes on in the same sentence, and so does "goin’ home".
  private static boolean closes(String text, int at) {
    char before = text.charAt(at - 1);
    boolean isEnd = at + 1 >= text.length();
    char next = isEnd ? ' ' : text.charAt(at + 1);
    if (Words.isBlank(before) || Character.isLetterOrDigit(next) || next == '’' || next == '\'') {
      return false;
    }
    if (STOPS.indexOf(before) >= 0) {
      return true;
    }
    boolean isBeforeWord = !isEnd && Words.isBlank(next) && at + 2 < text.length();
    boolean mayBeApostrophe = before == 's' || before == 'n' || before == 'S' || before == 'h';
    return !(isBeforeWord && mayBeApostrophe);
  }

  /// A colon, or a verb of speech within the last words with nothing but a comma or "that" after.
  private static boolean isLed(String text, int at) {
    int end = Quotations.dropBlanks(text, 0, at);
    if (end == 0) {
      return false;
    }
    char last = text.charAt(end - 1);
    if (last == ':') {
      return true;
    }
    int stop = last == ',' ? end - 1 : end;
    String word = wordBefore(text, stop);
    if (word.equals("that") || word.equals("as")) {
      stop = Quotations.dropBlanks(text, 0, stop - word.length());
      word = wordBefore(text, stop);
    } else if (word.equals("it")
        || word.equals("him")
        || word.equals("her")
        || word.equals("them")
        || word.equals("reporters")
        || word.equals("me")) {
      stop = Quotations.dropBlanks(text, 0, stop - word.length());
      word = wordBefore(text, stop);
    }
    if (isSpeech(word)) {
      return true;
    }
    // "According to Jonas, ‘…’": whom, a comma.
    return last == ',' && saysSoon(text, Math.max(0, end - NEAR), end - 1);
  }

  private static boolean beginsSentence(String text, int at) {
    int end = Quotations.dropBlanks(text, 0, at);
    return end == 0 || ".!?…,;:’”\"—–)".indexOf(text.charAt(end - 1)) >= 0;
  }

  private static boolean goesOnWithSaying(String text, int from) {
    int stop = Math.min(text.length(), from + NEAR);
    for (int i = from; i < stop; i++) {
      if (text.charAt(i) == '.' || text.charAt(i) == '\n') {
        stop = i;
      }
    }
    return saysSoon(text, from, stop);
  }

  /// A headline: `‘…’: baker warns`, `Ferry ‘…’, says baker`.
  private static boolean isBefore(String text, int at, char mark) {
    return at + 1 < text.length() && text.charAt(at) == mark && Words.isBlank(text.charAt(at + 1));
  }

  private static boolean saysNext(String text, int from) {
    int at = Quotations.skipBlanks(text, from);
    int end = at;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return isSpeech(text.substring(at, end).toLowerCase(Locale.ROOT));
  }

  private static boolean saysSoon(String text, int from, int to) {
    for (String word : text.substring(from, to).toLowerCase(Locale.ROOT).split("[^\\p{L}]+")) {
      if (isSpeech(word) || word.equals("according")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSpeech(String word) {
    return Vocabulary.SPEECH.containsKey(word);
  }

  private static String wordBefore(String text, int end) {
    int from = end;
    while (from > 0 && Character.isLetter(text.charAt(from - 1))) {
      from--;
    }
    return text.substring(from, end).toLowerCase(Locale.ROOT);
  }

  private static int words(String text, int from, int to) {
    return Words.count(Words.read(text.substring(from, to)));
  }
}
