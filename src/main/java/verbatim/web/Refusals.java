package verbatim.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the inner parts refuse, in the reader's language. They say it in English, for programs; the
/// key of the same sentence in the catalogue is made from its words, with its numbers as values.
/// Of what is too long or too large, the bound is said for all alike. What has no key is shown as
/// it was said: in another language is better than not at all.
final class Refusals {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern PART = Pattern.compile("Status (\\d+) of the series: (.*)");
  private static final Pattern BOUND =
      Pattern.compile("\\(maximum is (\\d+)(?: (characters|bytes|minutes)\\b)?");
  private static final int DIGITS_MAX = 10;
  private static final String PREFIX = "Validation failed: ";

  private Refusals() {}

  static String words(String said, Tongue t) {
    String plain = said.startsWith(PREFIX) ? said.substring(PREFIX.length()) : said;
    Matcher part = PART.matcher(plain);
    if (part.matches()) {
      return t.say("refused.part", number(part.group(1), t), words(part.group(2), t));
    }
    return find(plain, t).orElse(plain);
  }

  static Optional<String> find(String said, Tongue t) {
    return exactly(said, t).or(() -> bound(said, t));
  }

  /// The words of the very sentence.
  static Optional<String> exactly(String said, Tongue t) {
    List<Object> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(said);
    while (matcher.find()) {
      numbers.add(number(matcher.group(), t));
    }
    return t.find(key(said), numbers.toArray());
  }

  private static Optional<String> bound(String said, Tongue t) {
    Matcher bound = BOUND.matcher(said);
    if (!bound.find()) {
      return Optional.empty();
    }
    String what = bound.group(2) == null ? "things" : bound.group(2);
    return t.find("refused.more_than_" + what, number(bound.group(1), t));
  }

  private static String number(String digits, Tongue t) {
    return digits.length() < DIGITS_MAX ? t.whole(Long.parseLong(digits)) : digits;
  }

  /// `A search may have 20 parts` is `refused.a_search_may_have_n_parts`.
  static String key(String said) {
    String words =
        NUMBER.matcher(said).replaceAll("n").toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
    return "refused." + words.replaceAll("^_|_$", "");
  }
}
