package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What an article tells around the quotations of one block: its words, with each quotation as one
/// sign, in sentences.
///
/// @param sentence for each sign the number of its sentence
record Line(int block, List<Sign> signs, int[] sentence) {
  /// A sentence that is longer is taken for several: whoever looks through one looks at so many.
  private static final int SENTENCE_MAX = 300;

  /// @param quotation which one, when it is one; else -1
  /// @param isPossessive it ended in 's
  record Sign(
      String text,
      String lower,
      int start,
      int end,
      boolean isWord,
      boolean isPossessive,
      int quotation) {
    boolean isQuotation() {
      return quotation >= 0;
    }

    boolean isName() {
      return isWord && !text.isEmpty() && Character.isUpperCase(text.codePointAt(0));
    }

    boolean is(String mark) {
      return text.equals(mark);
    }
  }

  /// @param first number of the first quotation of the block
  static Line read(int block, String text, List<Quotation> quotations, int first) {
    List<Sign> signs = new ArrayList<>();
    int at = 0;
    int next = 0;
    while (at < text.length()) {
      if (next < quotations.size() && at >= quotations.get(next).outerStart()) {
        Quotation q = quotations.get(next);
        int end = Math.max(q.outerEnd(), at + 1);
        signs.add(new Sign(text.substring(at, end), "", at, end, false, false, first + next));
        at = end;
        next++;
        continue;
      }
      int stop = next < quotations.size() ? quotations.get(next).outerStart() : text.length();
      at = sign(text, at, stop, signs);
    }
    return new Line(block, signs, sentences(signs));
  }

  private static int sign(String text, int at, int stop, List<Sign> signs) {
    char c = text.charAt(at);
    if (Words.isBlank(c)) {
      return at + 1;
    }
    if (!isLetter(text, at) && c != '@') {
      int end = at + Character.charCount(text.codePointAt(at));
      String mark = text.substring(at, Math.min(end, text.length()));
      signs.add(new Sign(mark, mark, at, end, false, false, -1));
      return end;
    }
    int end = at + 1;
    while (end < stop
        && (isLetter(text, end)
            || (isJoint(text.charAt(end)) && end + 1 < stop && isLetter(text, end + 1)))) {
      end++;
    }
    String word = text.substring(at, end);
    String bare = possessor(word);
    boolean isPossessive = !bare.equals(word);
    if (!isPossessive && end < stop && word.endsWith("s") && Words.isApostrophe(text.charAt(end))) {
      isPossessive = true;
      end++;
    }
    signs.add(new Sign(bare, bare.toLowerCase(Locale.ROOT), at, end, true, isPossessive, -1));
    return end;
  }

  private static String possessor(String word) {
    int length = word.length();
    boolean has =
        length > 2
            && (word.charAt(length - 1) == 's' || word.charAt(length - 1) == 'S')
            && Words.isApostrophe(word.charAt(length - 2));
    return has ? word.substring(0, length - 2) : word;
  }

  private static boolean isLetter(String text, int at) {
    char c = text.charAt(at);
    return Character.isLetterOrDigit(c)
        || c == '_'
        || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static boolean isJoint(char c) {
    return Words.isApostrophe(c) || c == '-' || c == '‑';
  }

  private static int[] sentences(List<Sign> signs) {
    int[] sentence = new int[signs.size()];
    int number = 0;
    int length = 0;
    for (int i = 0; i < signs.size(); i++) {
      sentence[i] = number;
      length++;
      if (length == SENTENCE_MAX || endsSentence(signs, i)) {
        number++;
        length = 0;
      }
    }
    return sentence;
  }

  private static boolean endsSentence(List<Sign> signs, int i) {
    Sign sign = signs.get(i);
    if (i + 1 == signs.size()) {
      return true;
    }
    Sign next = signs.get(i + 1);
    if (sign.isQuotation()) {
      char last = lastOfWords(sign.text());
      if (last != '.' && last != '!' && last != '?' && last != '…') {
        return false;
      }
      if (next.isQuotation() || next.is("(")) {
        return true;
      }
      return next.isName() && !(last != '.' && speaksSoon(signs, i + 1));
    }
    if (sign.is(".") || sign.is("!") || sign.is("?") || sign.is("…")) {
      boolean isShort =
          sign.is(".")
              && i > 0
              && signs.get(i - 1).end() == sign.start()
              && (signs.get(i - 1).text().length() == 1
                  || Vocabulary.ABBREVIATIONS.contains(signs.get(i - 1).lower()));
      boolean isApart = next.start() > sign.end();
      return !isShort
          && isApart
          && !(next.isWord() && Character.isLowerCase(next.text().charAt(0)));
    }
    return false;
  }

  /// The last sign before the closing mark.
  private static char lastOfWords(String quotation) {
    int end = quotation.length() - 1;
    while (end > 0
        && (Words.plain(quotation.charAt(end)) == '"'
            || Words.isBlank(quotation.charAt(end))
            || Words.isApostrophe(quotation.charAt(end)))) {
      end--;
    }
    return quotation.charAt(Math.max(0, end));
  }

  private static boolean speaksSoon(List<Sign> signs, int from) {
    for (int i = from; i < Math.min(signs.size(), from + 5); i++) {
      if (signs.get(i).isQuotation() || signs.get(i).is(".")) {
        return false;
      }
      if (Vocabulary.SPEECH.containsKey(signs.get(i).lower())) {
        return true;
      }
    }
    return false;
  }

  Sign at(int i) {
    return signs.get(i);
  }

  int size() {
    return signs.size();
  }

  boolean sameSentence(int one, int other) {
    return sentence[one] == sentence[other];
  }

  /// The first sign of the sentence that this one stands in.
  int sentenceStart(int i) {
    int at = i;
    while (at > 0 && sentence[at - 1] == sentence[i]) {
      at--;
    }
    return at;
  }

  /// After the last sign of the sentence.
  int sentenceEnd(int i) {
    int at = i + 1;
    while (at < size() && sentence[at] == sentence[i]) {
      at++;
    }
    return at;
  }
}
