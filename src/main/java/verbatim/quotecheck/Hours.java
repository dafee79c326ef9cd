package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The same hour written otherwise: 22:30 for 10:30 pm. Its parts stand in several steps, so all
/// are looked at together: where both sides name the same hours in the same order, a step that
/// changes nothing but them is the style of the house.
final class Hours {
  private static final Pattern HOUR =
      Pattern.compile(
          "(?<![0-9.,:])([01]?[0-9]|2[0-4])(?:[:.]([0-5][0-9]))?(?![0-9])"
              + "(?: ?([ap])\\.?m\\b\\.?)?(?: ?(uhr|o[’']clock)\\b)?",
          Pattern.CASE_INSENSITIVE);
  private static final int NOON = 12;

  /// @param minutes since midnight
  /// @param isOpen whether it may be of the morning or the evening: "10:30"
  /// @param isHalf whether it says of which: "10:30 am"
  private record Hour(int minutes, boolean isOpen, boolean isHalf, int from, int to) {
    boolean isSame(Hour other) {
      boolean isGuessed = (isOpen && other.isHalf) || (other.isOpen && isHalf);
      return minutes == other.minutes && !isGuessed;
    }
  }

  private final List<Difference> steps;

  Hours(List<Difference> steps) {
    this.steps = steps;
  }

  /// The steps, those that only write an hour otherwise as style.
  List<Difference> weighed() {
    List<String> sources = steps.stream().map(Difference::source).toList();
    List<String> quotes = steps.stream().map(Difference::quoted).toList();
    List<Hour> before = hours(String.join("", sources));
    List<Hour> now = hours(String.join("", quotes));
    boolean isSame =
        !before.isEmpty()
            && before.size() == now.size()
            && IntStream.range(0, now.size()).allMatch(i -> before.get(i).isSame(now.get(i)));
    if (!isSame) {
      return steps;
    }
    List<Difference> weighed = new ArrayList<>();
    int source = 0;
    int quoted = 0;
    for (Difference step : steps) {
      boolean isOfHour =
          step.op() != Difference.Op.EQUAL
              && isWithin(before, step.source(), source)
              && isWithin(now, step.quoted(), quoted);
      weighed.add(isOfHour ? Difference.of(step.source(), step.quoted(), Severity.STYLE) : step);
      source += step.source().length();
      quoted += step.quoted().length();
    }
    return weighed;
  }

  private static List<Hour> hours(String text) {
    List<Hour> hours = new ArrayList<>();
    Matcher found = HOUR.matcher(text);
    while (found.find()) {
      int hour = Integer.parseInt(found.group(1));
      // "22 am Strand" is no hour.
      boolean isHalf = found.group(3) != null && hour >= 1 && hour <= NOON;
      String half = isHalf ? found.group(3).toLowerCase(Locale.ROOT) : "";
      boolean isHour = found.group(2) != null || isHalf || found.group(4) != null;
      boolean isOpen =
          !isHalf
              && found.group(4) == null
              && hour >= 1
              && hour <= NOON
              && !found.group(1).startsWith("0");
      int minutes = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
      if (isHour) {
        int past = half.isEmpty() ? hour : hour % NOON + (half.equals("p") ? NOON : 0);
        hours.add(new Hour(past * 60 + minutes, isOpen, isHalf, found.start(), found.end()));
      }
    }
    return hours;
  }

  /// Whether nothing of a step, but blanks, lies outside of these hours.
  private static boolean isWithin(List<Hour> hours, String step, int start) {
    for (int i = 0; i < step.length(); i++) {
      int at = start + i;
      boolean isOfHour = hours.stream().anyMatch(hour -> at >= hour.from() && at < hour.to());
      if (!isOfHour && !Words.isBlank(step.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
