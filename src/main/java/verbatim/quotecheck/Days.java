package verbatim.quotecheck;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The day that a sentence names beside a quotation ("on Tuesday", "April 25"), and whether the
/// source is of about that day. "On Tuesday" is one of the last seven days before the article was
/// written; where nobody knows when that was, it says nothing.
final class Days {
  private static final int DAYS_APART = 7;
  private static final int YEAR_MIN = 1900;
  private static final int YEAR_MAX = 2199;
  private static final int LEAP_YEAR = 2000;
  private static final int LETTERS_MIN = 3;
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  /// A day that these stand before is that of something else.
  private static final Set<String> OF_ELSE =
      Set.of("of", "since", "until", "till", "before", "after", "from", "by", "next", "every");

  private Days() {}

  /// @param words as the sentence says it
  /// @param isYearKnown whether it names the year too
  record Named(String words, LocalDate day, boolean isYearKnown) {
    private long daysFrom(LocalDate other) {
      if (isYearKnown) {
        return Math.abs(ChronoUnit.DAYS.between(day, other));
      }
      long nearest = Long.MAX_VALUE;
      for (int year = other.getYear() - 1; year <= other.getYear() + 1; year++) {
        // A 29th of February is the 28th in other years.
        nearest = Math.min(nearest, Math.abs(ChronoUnit.DAYS.between(day.withYear(year), other)));
      }
      return nearest;
    }
  }

  /// The first that the sentence around a quotation names.
  ///
  /// @param at a sign of the sentence
  /// @param written when the article was; [Instant#EPOCH] where nobody knows
  static Optional<Named> beside(Line line, int at, Instant written) {
    int to = line.sentenceEnd(at);
    for (int i = line.sentenceStart(at); i < to; i++) {
      boolean isOfElse = i > 0 && OF_ELSE.contains(line.at(i - 1).lower());
      Optional<Named> named = isOfElse ? Optional.empty() : named(line, i, to, written);
      if (named.isPresent()) {
        return named;
      }
    }
    return Optional.empty();
  }

  /// What is to be said where the source is of another day.
  static Optional<Hint> hint(Named named, Instant said) {
    LocalDate day = said.atZone(ZoneOffset.UTC).toLocalDate();
    return named.daysFrom(day) <= DAYS_APART
        ? Optional.empty()
        : Optional.of(
            new Hint(
                Hint.Kind.DATE,
                "The sentence names "
                    + named.words()
                    + "; the source is of "
                    + SHOWN.format(day)
                    + "."));
  }

  private static Optional<Named> named(Line line, int at, int to, Instant written) {
    Line.Sign sign = line.at(at);
    if (!sign.isWord()) {
      return Optional.empty();
    }
    Optional<Named> date = monthFirst(line, at, to).or(() -> dayFirst(line, at, to));
    if (date.isPresent() || written.equals(Instant.EPOCH)) {
      return date;
    }
    LocalDate day = written.atZone(ZoneOffset.UTC).toLocalDate();
    return switch (sign.lower()) {
      case "today" -> Optional.of(new Named("today", day, true));
      case "yesterday" -> Optional.of(new Named("yesterday", day.minusDays(1), true));
      default ->
          weekday(sign)
              .map(one -> day.with(TemporalAdjusters.previousOrSame(one)))
              .map(one -> new Named(sign.text(), one, true));
    };
  }

  private static Optional<DayOfWeek> weekday(Line.Sign sign) {
    return sign.isName()
        ? List.of(DayOfWeek.values()).stream()
            .filter(
                day ->
                    day.getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .equalsIgnoreCase(sign.text()))
            .findFirst()
        : Optional.empty();
  }

  /// `April 25`, `Apr. 25, 2018`.
  private static Optional<Named> monthFirst(Line line, int at, int to) {
    Optional<Month> month = month(line.at(at));
    int number = at + 1 < to && line.at(at + 1).is(".") ? at + 2 : at + 1;
    if (month.isEmpty() || number >= to) {
      return Optional.empty();
    }
    int after = number + 1 < to && line.at(number + 1).is(",") ? number + 2 : number + 1;
    return date(line, number, month.get(), after < to ? year(line.at(after)) : 0);
  }

  /// `25 April`, `the 25th of April 2018`.
  private static Optional<Named> dayFirst(Line line, int at, int to) {
    int name = at + 1 < to && line.at(at + 1).lower().equals("of") ? at + 2 : at + 1;
    Optional<Month> month = name < to ? month(line.at(name)) : Optional.empty();
    return month.isEmpty()
        ? Optional.empty()
        : date(line, at, month.get(), name + 1 < to ? year(line.at(name + 1)) : 0);
  }

  private static Optional<Named> date(Line line, int number, Month month, int year) {
    int day = day(line.at(number));
    if (day == 0) {
      return Optional.empty();
    }
    String words =
        day
            + " "
            + month.getDisplayName(TextStyle.FULL, Locale.ENGLISH)
            + (year > 0 ? " " + year : "");
    try {
      // Without a year any leap year will do: it is moved to the source's.
      LocalDate date = LocalDate.of(year > 0 ? year : LEAP_YEAR, month, day);
      return Optional.of(new Named(words, date, year > 0));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Month> month(Line.Sign sign) {
    String lower = sign.lower();
    if (!sign.isName() || lower.length() < LETTERS_MIN) {
      return Optional.empty();
    }
    for (Month month : Month.values()) {
      String full = month.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
      boolean isShort = full.startsWith(lower) && lower.length() <= LETTERS_MIN + 1;
      if (full.equals(lower) || isShort) {
        return Optional.of(month);
      }
    }
    return Optional.empty();
  }

  private static int day(Line.Sign sign) {
    String digits = sign.lower().replaceFirst("(?:st|nd|rd|th)$", "");
    return digits.matches("[0-9]{1,2}") ? Integer.parseInt(digits) : 0;
  }

  private static int year(Line.Sign sign) {
    int year = sign.text().matches("[0-9]{4}") ? Integer.parseInt(sign.text()) : 0;
    return year >= YEAR_MIN && year <= YEAR_MAX ? year : 0;
  }
}
