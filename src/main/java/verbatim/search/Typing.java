package verbatim.search;

import java.util.ArrayList;
import java.util.List;

/// Cuts what was typed at its spaces, but not within quotation marks. Looks at each sign once.
final class Typing {
  private final String text;
  private int at;

  Typing(String text) {
    this.text = text;
  }

  List<Query.Typed> all() {
    List<Query.Typed> all = new ArrayList<>();
    skipSpaces();
    while (at < text.length()) {
      all.add(next());
      skipSpaces();
    }
    return all;
  }

  private Query.Typed next() {
    char sign = text.charAt(at);
    boolean hasSign = (sign == '-' || sign == '+') && at + 1 < text.length() && !isSpace(at + 1);
    boolean isWanted = sign != '-' || !hasSign;
    at += hasSign ? 1 : 0;
    if (isQuote(text.charAt(at))) {
      return new Query.Typed(isWanted, true, quoted());
    }
    StringBuilder word = new StringBuilder();
    while (at < text.length() && !isSpace(at)) {
      char c = text.charAt(at);
      if (isQuote(c) && !word.isEmpty() && word.charAt(word.length() - 1) == ':') {
        word.append(quoted());
        break;
      }
      word.append(c);
      at++;
    }
    return new Query.Typed(isWanted, false, word.toString());
  }

  /// To the next quotation mark, or to the end where there is none.
  private String quoted() {
    int begin = ++at;
    while (at < text.length() && !isQuote(text.charAt(at))) {
      at++;
    }
    String words = text.substring(begin, at);
    at = Math.min(at + 1, text.length());
    return words;
  }

  private void skipSpaces() {
    while (at < text.length() && isSpace(at)) {
      at++;
    }
  }

  private boolean isSpace(int place) {
    char c = text.charAt(place);
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '“' || c == '”' || c == '„';
  }
}
