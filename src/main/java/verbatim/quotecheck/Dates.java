package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The same day written otherwise: May 3 for 3 May, the 3rd of May for May 3rd. Where a month comes
/// twice, either word may be the one that moved, so a few steps are read together: where both sides
/// of them are the same words once each date is one word, it is the style of the house.
final class Dates {
  private static final int STEPS_MAX = 9;
  private static final Pattern DAY = Pattern.compile("([1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?");
  private static final Set<String> MONTHS =
      Set.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private final List<Difference> steps;

  Dates(List<Difference> steps) {
    this.steps = steps;
  }

  /// The steps, those that only write a day otherwise as style.
  List<Difference> weighed() {
    List<Difference> weighed = new ArrayList<>(steps);
    for (int from = 0; from < steps.size(); from++) {
      int end = isChanged(from) ? end(from) : from;
      for (int i = from; i < end; i++) {
        if (isChanged(i)) {
          Difference step = steps.get(i);
          weighed.set(i, Difference.of(step.source(), step.quoted(), Severity.STYLE));
        }
      }
      from = Math.max(from, end - 1);
    }
    return weighed;
  }

  private boolean isChanged(int step) {
    return steps.get(step).op() != Difference.Op.EQUAL;
  }

  /// Behind the last step that says the same days as this one and those between; `from` for none.
  private int end(int from) {
    for (int to = from; to < Math.min(steps.size(), from + STEPS_MAX); to++) {
      if (isChanged(to)) {
        Optional<List<String>> source = read(from, to, true);
        if (source.isPresent() && source.equals(read(from, to, false))) {
          return to + 1;
        }
      }
    }
    return from;
  }

  /// The words of these steps, each date as one; empty where there is no date, or one is torn.
  private Optional<List<String>> read(int from, int to, boolean isSource) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i <= to; i++) {
      text.append(side(i, isSource));
    }
    boolean isTorn =
        (from > 0 && isTorn(side(from - 1, isSource), text))
            || (to + 1 < steps.size() && isTorn(text, side(to + 1, isSource)));
    return isTorn ? Optional.empty() : read(Words.read(text.toString()));
  }

  private String side(int step, boolean isSource) {
    return isSource ? steps.get(step).source() : steps.get(step).quoted();
  }

  private static boolean isTorn(CharSequence before, CharSequence after) {
    return !before.isEmpty()
        && !after.isEmpty()
        && Character.isLetterOrDigit(before.charAt(before.length() - 1))
        && Character.isLetterOrDigit(after.charAt(0));
  }

  private static Optional<List<String>> read(List<Token> tokens) {
    List<String> words = new ArrayList<>();
    int dates = 0;
    for (int i = 0; i < tokens.size(); i++) {
      int dayAt = fold(tokens, i).equals("the") ? i + 1 : i;
      int monthAt = fold(tokens, dayAt + 1).equals("of") ? dayAt + 2 : dayAt + 1;
      if (isMonth(tokens, i) && isDay(tokens, i + 1)) {
        words.add(day(tokens, i + 1) + " " + fold(tokens, i));
        i++;
      } else if (isDay(tokens, dayAt) && isMonth(tokens, monthAt)) {
        words.add(day(tokens, dayAt) + " " + fold(tokens, monthAt));
        i = monthAt;
      } else {
        words.add(tokens.get(i).text());
        continue;
      }
      // "May 3, 2018" for "3 May 2018".
      i += fold(tokens, i + 1).equals(",") ? 1 : 0;
      dates++;
    }
    return dates == 0 ? Optional.empty() : Optional.of(words);
  }

  private static String fold(List<Token> tokens, int at) {
    return at >= 0 && at < tokens.size() ? tokens.get(at).fold() : "";
  }

  private static boolean isMonth(List<Token> tokens, int at) {
    return MONTHS.contains(fold(tokens, at));
  }

  private static boolean isDay(List<Token> tokens, int at) {
    return DAY.matcher(fold(tokens, at)).matches();
  }

  private static String day(List<Token> tokens, int at) {
    Matcher day = DAY.matcher(fold(tokens, at));
    return day.matches() ? day.group(1) : "";
  }
}
