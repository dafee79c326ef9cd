package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How much a change of words weighs. Whether the meaning is another one only a person can say;
/// lists of negations, numbers and the capitals of names say where to look first.
final class Weighing {
  private static final int SHORT = 4;
  private static final int SHORT_ADDITION = 3;

  private Weighing() {}

  /// @param isCut the writer put an ellipsis there
  /// @param isMarked the writer put words in brackets there
  static Severity changed(List<Token> source, List<Token> quoted, boolean isCut, boolean isMarked) {
    if (quoted.isEmpty() && isMarked && source.size() <= SHORT) {
      // "[the mayor]" for "he".
      return source.isEmpty() ? Severity.STYLE : Severity.SLIGHT;
    }
    if (joined(source).equals(joined(quoted))) {
      return Severity.SLIGHT;
    }
    if (turns(source, quoted)) {
      return Severity.MEANING;
    }
    if (quoted.isEmpty() && isCut) {
      return Severity.SLIGHT;
    }
    return isSpelling(source, quoted) ? Severity.SLIGHT : Severity.WORDS;
  }

  /// Words that the source has not at all.
  static Severity added(List<Token> quoted, boolean isAtTheEnd) {
    if (quoted.size() <= SHORT_ADDITION && turns(List.of(), quoted)) {
      return Severity.MEANING;
    }
    return isAtTheEnd && quoted.size() > SHORT_ADDITION ? Severity.SLIGHT : Severity.WORDS;
  }

  private static String joined(List<Token> words) {
    return words.stream().map(Token::fold).collect(Collectors.joining());
  }

  /// A negation, a number or a name is another one. In what is longer than a few words they come
  /// and go with whole clauses, which turn nothing round by themselves.
  private static boolean turns(List<Token> source, List<Token> quoted) {
    if (source.size() > SHORT || quoted.size() > SHORT) {
      return false;
    }
    boolean negation = negations(source) % 2 != negations(quoted) % 2;
    boolean number = !numbers(source).equals(numbers(quoted));
    return negation || number || renames(source, quoted);
  }

  private static long negations(List<Token> words) {
    return words.stream().filter(word -> isNegation(word)).count();
  }

  private static boolean isNegation(Token word) {
    String fold = word.fold();
    return Vocabulary.NEGATIONS.contains(fold)
        || (fold.endsWith("nt")
            && Words.plain(word.text()).toLowerCase(Locale.ROOT).endsWith("n't"));
  }

  private static List<String> numbers(List<Token> words) {
    List<String> numbers = new ArrayList<>();
    for (Token word : words) {
      boolean hasDigit = word.fold().chars().anyMatch(Character::isDigit);
      if (hasDigit || Vocabulary.NUMBERS.contains(word.fold())) {
        numbers.add(word.fold());
      }
    }
    return numbers;
  }

  /// One name for another one; a name that only came or went is words.
  private static boolean renames(List<Token> source, List<Token> quoted) {
    return source.size() == 1
        && quoted.size() == 1
        && isName(source.getFirst())
        && isName(quoted.getFirst());
  }

  private static boolean isName(Token word) {
    String text = word.text();
    int first = text.codePointAt(text.startsWith("@") && text.length() > 1 ? 1 : 0);
    boolean isShouted = text.length() > 1 && text.equals(text.toUpperCase(Locale.ROOT));
    return Character.isUpperCase(first)
        && !isShouted
        && !Vocabulary.COMMON.contains(word.fold())
        && !Vocabulary.NO_NAMES.contains(word.fold());
  }

  private static boolean isSpelling(List<Token> source, List<Token> quoted) {
    if (source.isEmpty() || source.size() != quoted.size()) {
      return false;
    }
    for (int i = 0; i < source.size(); i++) {
      String one = source.get(i).fold();
      String other = quoted.get(i).fold();
      int shorter = Math.min(one.length(), other.length());
      int most = shorter >= 8 ? 2 : shorter >= 5 ? 1 : 0;
      if (Lettering.distance(one, other, most) > most) {
        return false;
      }
    }
    return true;
  }
}
