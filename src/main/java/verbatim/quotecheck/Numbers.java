package verbatim.quotecheck;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
          Map.entry("nineteen", 19));

  private static final Map<Numerals, Map<String, Integer>> FOREIGN =
      Map.of(
          Numerals.GERMAN,
          Map.ofEntries(
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
              Map.entry("zwölf", 12)),
          Numerals.FRENCH,
          Map.ofEntries(
              Map.entry("deux", 2),
              Map.entry("trois", 3),
              Map.entry("quatre", 4),
              Map.entry("cinq", 5),
              Map.entry("sept", 7),
              Map.entry("huit", 8),
              Map.entry("neuf", 9),
              Map.entry("dix", 10),
              Map.entry("onze", 11),
              Map.entry("douze", 12)));

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
  static List<String> in(List<Token> words, Numerals as) {
    return read(Suffixes.LARGE.parted(words), as, false);
  }

  /// Whether both say the same, but for how they write their numbers.
  static boolean areOnlyWrittenOtherwise(
      List<Token> one, Numerals oneAs, List<Token> other, Numerals otherAs) {
    if (one.stream().noneMatch(Numbers::isNumber)) {
      return false;
    }
    for (Suffixes suffixes : Suffixes.values()) {
      if (read(suffixes.parted(one), oneAs, true)
          .equals(read(suffixes.parted(other), otherAs, true))) {
        return true;
      }
    }
    return false;
  }

  /// What the letters right behind a number stand for: the m of 4.5m for a million or for metres.
  /// 23.10 may be a time, of two numbers.
  private enum Suffixes {
    LARGE(Map.of("m", "million", "bn", "billion", "tn", "trillion", "k", "thousand")),
    UNITS(Map.of("m", "metres", "km", "kilometres", "kg", "kilograms", "mph", "mph")),
    TIMES(Map.of()),
    /// 3rd May is 3 May.
    DAYS(Map.of()),
    /// 3 302, with a thin blank.
    THOUSANDS(Map.of());

    private static final Pattern PARTS =
        Pattern.compile("([0-9]+(?:[.,][0-9]+)*)(m|bn|tn|k|km|kg|mph)");
    private static final Pattern DAY = Pattern.compile("([1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)");
    private static final Pattern TIME = Pattern.compile("([01]?[0-9]|2[0-4])\\.([0-5][0-9])");
    private static final Map<String, String> SPELLED =
        Map.of(
            "metre",
            "metres",
            "meter",
            "metres",
            "meters",
            "metres",
            "kilometre",
            "kilometres",
            "kilometer",
            "kilometres",
            "kilometers",
            "kilometres",
            "kilos",
            "kilograms",
            "bn",
            "billion");

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final Map<String, String> letters;

    Suffixes(Map<String, String> letters) {
      this.letters = letters;
    }

    /// The same words, each number by itself.
    List<Token> parted(List<Token> words) {
      List<Token> parted = new ArrayList<>();
      for (Token word : words) {
        String fold = word.fold();
        boolean isGroup =
            this == THOUSANDS
                && !parted.isEmpty()
                && fold.matches("[0-9]{3}")
                && parted.getLast().fold().matches("[0-9]{1,12}")
                && word.start() - parted.getLast().end() == 1;
        if (isGroup) {
          Token before = parted.removeLast();
          String both = before.text() + fold;
          parted.add(
              new Token(Token.Kind.WORD, both, both, before.start(), word.end(), word.isMarked()));
          continue;
        }
        Matcher number = PARTS.matcher(fold);
        Matcher time = TIME.matcher(fold);
        Matcher day = DAY.matcher(fold);
        if (number.matches()) {
          parted.add(word(word, number.group(1)));
          parted.add(word(word, letters.getOrDefault(number.group(2), number.group(2))));
        } else if (this == TIMES && time.matches()) {
          parted.add(word(word, time.group(1)));
          parted.add(word(word, time.group(2)));
        } else if (this == DAYS && day.matches()) {
          parted.add(word(word, day.group(1)));
        } else {
          parted.add(word(word, SPELLED.getOrDefault(fold, word.text())));
        }
      }
      return parted;
    }

    private static Token word(Token of, String text) {
      return new Token(
          Token.Kind.WORD, text, Words.fold(text), of.start(), of.end(), of.isMarked());
    }
  }

  /// Whether these words are one number, all of them.
  static boolean isOne(List<Token> words, Numerals as) {
    return !words.isEmpty() && end(words, 0, as) == words.size();
  }

  private static List<String> read(List<Token> words, Numerals as, boolean withOthers) {
    List<String> all = new ArrayList<>();
    int at = 0;
    while (at < words.size()) {
      int end = end(words, at, as);
      if (end > at) {
        all.add(value(words.subList(at, end), as));
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
  private static int end(List<Token> words, int from, Numerals as) {
    String first = words.get(from).fold();
    boolean isDigits = digits(words.get(from), as).isPresent();
    if (!isDigits && small(first, as).isEmpty() && !TENS.containsKey(first)) {
      return from;
    }
    int at = from + 1;
    boolean isTens = TENS.containsKey(first);
    while (at < words.size()) {
      String word = words.get(at).fold();
      boolean isUnit = isTens && small(word, as).stream().anyMatch(n -> n > 0 && n < 10);
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

  private static OptionalInt small(String word, Numerals as) {
    Integer english = SMALL.get(word);
    Integer value = english == null ? FOREIGN.getOrDefault(as, Map.of()).get(word) : english;
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static String value(List<Token> words, Numerals as) {
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
        group = group.add(simple(token, as));
      }
    }
    BigDecimal value = sum.add(group);
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static BigDecimal simple(Token token, Numerals as) {
    String word = token.fold();
    Integer tens = TENS.get(word);
    if (tens != null) {
      return BigDecimal.valueOf(tens);
    }
    OptionalInt small = small(word, as);
    return small.isPresent()
        ? BigDecimal.valueOf(small.getAsInt())
        : digits(token, as).orElse(BigDecimal.ZERO);
  }

  /// "1,250,000", "1.25", "1.250.000", "3,5". Of one mark before three digits the language says
  /// what it parts.
  private static Optional<BigDecimal> digits(Token token, Numerals as) {
    String word = token.text();
    if (word.length() > DIGITS_MAX || !word.matches("[0-9]+(?:[.,][0-9]+)*")) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(plainly(word, as)));
  }

  /// With a point before what is less than one, and no other mark.
  private static String plainly(String word, Numerals as) {
    int last = Math.max(word.lastIndexOf('.'), word.lastIndexOf(','));
    if (last < 0) {
      return word;
    }
    char mark = word.charAt(last);
    boolean isAlone = word.indexOf(mark) == last;
    boolean hasOther = word.indexOf(mark == '.' ? ',' : '.') >= 0;
    boolean isThousands =
        word.length() - last - 1 == 3 && (mark == '.') == as.hasPointedThousands();
    boolean isGrouped =
        !hasOther && (!isAlone || (isThousands && last <= 3 && !word.startsWith("0")));
    String whole = word.substring(0, last).replace(".", "").replace(",", "");
    String rest = word.substring(last + 1);
    return isGrouped ? whole + rest : whole + "." + rest;
  }
}
