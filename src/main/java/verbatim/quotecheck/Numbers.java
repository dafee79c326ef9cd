package verbatim.quotecheck;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What numbers are worth, however they are written: a house writes 9 for nine and 1.25 million for
/// 1,250,000, which changes nothing that was said.
final class Numbers {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int DIGITS_MAX = 30;

  private static final Map<String, Integer> SMALL =
      Map.ofEntries(
          Map.entry("zero", 0),
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("thirteen", 13),
          Map.entry("fourteen", 14),
          Map.entry("fifteen", 15),
          Map.entry("sixteen", 16),
          Map.entry("seventeen", 17),
          Map.entry("eighteen", 18),
          Map.entry("nineteen", 19),
          Map.entry("zwei", 2),
          Map.entry("drei", 3),
          Map.entry("vier", 4),
          Map.entry("fünf", 5),
          Map.entry("sechs", 6),
          Map.entry("sieben", 7),
          Map.entry("acht", 8),
          Map.entry("neun", 9),
          Map.entry("zehn", 10),
          Map.entry("elf", 11),
          Map.entry("zwölf", 12),
          Map.entry("deux", 2),
          Map.entry("trois", 3),
          Map.entry("quatre", 4),
          Map.entry("cinq", 5),
          Map.entry("sept", 7),
          Map.entry("huit", 8),
          Map.entry("neuf", 9),
          Map.entry("dix", 10),
          Map.entry("onze", 11),
          Map.entry("douze", 12));

  private static final Map<String, Integer> TENS =
      Map.of(
          "twenty", 20, "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy", 70,
          "eighty", 80, "ninety", 90);

  private static final Map<String, Long> LARGE =
      Map.of(
          "thousand", 1_000L,
          "million", 1_000_000L,
          "billion", 1_000_000_000L,
          "trillion", 1_000_000_000_000L);

  private Numbers() {}

  static boolean isNumber(Token word) {
    return hasDigit(word.fold()) || Vocabulary.NUMBERS.contains(word.fold());
  }

  private static boolean hasDigit(String fold) {
    return fold.chars().anyMatch(Character::isDigit);
  }

  /// The values in these words, in their order.
  static List<String> in(List<Token> words) {
    return read(words, false);
  }

  /// Whether both say the same, but for how they write their numbers.
  static boolean areOnlyWrittenOtherwise(List<Token> one, List<Token> other) {
    return one.stream().anyMatch(Numbers::isNumber) && read(one, true).equals(read(other, true));
  }

  private static List<String> read(List<Token> words, boolean withOthers) {
    List<String> all = new ArrayList<>();
    int at = 0;
    while (at < words.size()) {
      int end = end(words, at);
      if (end > at) {
        all.add(value(words.subList(at, end)));
        at = end;
      } else {
        boolean isNumber = isNumber(words.get(at));
        if (withOthers || isNumber) {
          // "half", "third", "12th": worth what they say.
          all.add((isNumber ? "=" : "") + words.get(at).fold());
        }
        at++;
      }
    }
    return all;
  }

  /// After the words that make one number; where it begins when none does.
  private static int end(List<Token> words, int from) {
    String first = words.get(from).fold();
    boolean isDigits = digits(first).isPresent();
    if (!isDigits && !SMALL.containsKey(first) && !TENS.containsKey(first)) {
      return from;
    }
    int at = from + 1;
    boolean isTens = TENS.containsKey(first);
    while (at < words.size()) {
      String word = words.get(at).fold();
      boolean isUnit = isTens && small(word).stream().anyMatch(n -> n > 0 && n < 10);
      boolean goesOn =
          isUnit || word.equals("hundred") || word.equals("dozen") || LARGE.containsKey(word);
      if (!goesOn) {
        boolean isAnd =
            word.equals("and")
                && !isDigits
                && at + 1 < words.size()
                && isBelowHundred(words.get(at + 1).fold());
        boolean isAfterLarge =
            words.get(at - 1).fold().equals("hundred")
                || LARGE.containsKey(words.get(at - 1).fold());
        if (isAfterLarge && (isAnd || isBelowHundred(word))) {
          isTens = TENS.containsKey(isAnd ? words.get(at + 1).fold() : word);
          at += isAnd ? 2 : 1;
          continue;
        }
        break;
      }
      isTens = false;
      at++;
    }
    return at;
  }

  private static boolean isBelowHundred(String word) {
    return SMALL.containsKey(word) || TENS.containsKey(word);
  }

  private static OptionalInt small(String word) {
    Integer value = SMALL.get(word);
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static String value(List<Token> words) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal group = BigDecimal.ZERO;
    for (Token token : words) {
      String word = token.fold();
      Long large = LARGE.get(word);
      if (large != null) {
        sum = sum.add(group.multiply(BigDecimal.valueOf(large)));
        group = BigDecimal.ZERO;
      } else if (word.equals("hundred")) {
        group = group.multiply(HUNDRED);
      } else if (word.equals("dozen")) {
        group = group.multiply(BigDecimal.valueOf(12));
      } else {
        group = group.add(simple(word));
      }
    }
    BigDecimal value = sum.add(group);
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static BigDecimal simple(String word) {
    Integer tens = TENS.get(word);
    if (tens != null) {
      return BigDecimal.valueOf(tens);
    }
    Integer small = SMALL.get(word);
    return small != null ? BigDecimal.valueOf(small) : digits(word).orElse(BigDecimal.ZERO);
  }

  /// "1250000" (a fold has no commas), "1.25", "1.250.000".
  private static Optional<BigDecimal> digits(String word) {
    if (word.length() > DIGITS_MAX || !word.matches("[0-9]+(?:\\.[0-9]+)*")) {
      return Optional.empty();
    }
    boolean isGrouped = word.indexOf('.') != word.lastIndexOf('.');
    return Optional.of(new BigDecimal(isGrouped ? word.replace(".", "") : word));
  }
}
