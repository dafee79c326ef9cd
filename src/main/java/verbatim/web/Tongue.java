package verbatim.web;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import verbatim.text.Bidi;

/// How the server speaks to one reader: the words of his language, the times of his zone.
public final class Tongue {
  private static final long COMPACT_FROM = 10_000;
  private static final long UNGROUPED_BELOW = 1_000;
  private static final int DAYS_OF_WEEK = 7;

  private final Catalogue catalogue;
  private final ZoneId zone;
  private final Instant now;

  Tongue(Catalogue catalogue, ZoneId zone, Instant now) {
    this.catalogue = catalogue;
    this.zone = zone;
    this.now = now;
  }

  /// `en` or `de`, as it stands in `lang`.
  public String language() {
    return catalogue.locale().getLanguage();
  }

  /// The reader's zone, as browsers call it.
  public String zone() {
    return zone.getId();
  }

  /// The words of a key, values where `{0}`, `{1}` stand. A key that is missing is a fault of ours.
  public String say(String key, Object... values) {
    return filled(catalogue.get(key), values);
  }

  /// The words of a key that may be missing.
  Optional<String> find(String key, Object... values) {
    return catalogue.find(key).map(words -> filled(words, values));
  }

  /// By number: the key has `.one` and `.other`, `{0}` is the number, `{1}` the first of the
  /// values.
  public String count(String key, long number, Object... values) {
    Object[] all = new Object[values.length + 1];
    all[0] = number(number);
    System.arraycopy(values, 0, all, 1, values.length);
    return filled(catalogue.get(key + (number == 1 ? ".one" : ".other")), all);
  }

  /// What stands before `{0}`: for sentences with a name or a link in them.
  public String before(String key) {
    String words = catalogue.get(key);
    return words.substring(0, hole(key, words));
  }

  /// What stands after `{0}`.
  public String after(String key) {
    String words = catalogue.get(key);
    return words.substring(hole(key, words) + "{0}".length());
  }

  private static int hole(String key, String words) {
    int hole = words.indexOf("{0}");
    if (hole < 0) {
      throw new IllegalStateException(key + " has no {0}");
    }
    return hole;
  }

  /// Names turn no sentence round that they stand in.
  private static String filled(String words, Object... values) {
    String filled = words;
    for (int i = 0; i < values.length; i++) {
      filled = filled.replace("{" + i + "}", Bidi.isolated(String.valueOf(values[i])));
    }
    return filled;
  }

  /// A number with all its digits.
  public String whole(long number) {
    return NumberFormat.getIntegerInstance(catalogue.locale()).format(number);
  }

  /// A number as it is read: in full while it is short.
  public String number(long number) {
    // A format is made anew for each use, and most numbers on a page are small.
    if (number >= 0 && number < UNGROUPED_BELOW) {
      return Long.toString(number);
    }
    NumberFormat format =
        number < COMPACT_FROM
            ? NumberFormat.getIntegerInstance(catalogue.locale())
            : NumberFormat.getCompactNumberInstance(catalogue.locale(), NumberFormat.Style.SHORT);
    return format.format(number);
  }

  /// What the modules say, as JSON: the keys that begin with `js.`, without that; escaped for an
  /// attribute.
  public String forScripts() {
    return catalogue.forScripts();
  }

  // ---- times

  /// How long ago, short; the day when it is longer than that.
  public String ago(Instant at) {
    Duration age = Duration.between(at, now);
    if (age.toMinutes() < 1) {
      return say("time.now");
    }
    if (age.toHours() < 1) {
      return say("time.minutes", age.toMinutes());
    }
    if (age.toDays() < 1) {
      return say("time.hours", age.toHours());
    }
    LocalDate day = at.atZone(zone).toLocalDate();
    LocalDate today = now.atZone(zone).toLocalDate();
    if (ChronoUnit.DAYS.between(day, today) < DAYS_OF_WEEK) {
      return format("time.weekday", at);
    }
    return format(day.getYear() == today.getYear() ? "time.day_this_year" : "time.day", at);
  }

  /// For what is read for years: how long ago in words while it is a day old, then the whole date.
  public String since(Instant at) {
    Duration age = Duration.between(at, now);
    if (age.toMinutes() < 1) {
      return say("time.just_now");
    }
    if (age.toHours() < 1) {
      return count("time.minutes_ago", age.toMinutes());
    }
    return age.toDays() < 1 ? count("time.hours_ago", age.toHours()) : format("time.date", at);
  }

  /// The whole of it, with the zone.
  public String full(Instant at) {
    return format("time.full", at);
  }

  /// Day and time, for what is to come.
  public String moment(Instant at) {
    return format("time.moment", at);
  }

  /// The time of day alone.
  public String clock(Instant at) {
    return format("time.clock", at);
  }

  /// The day with its year in full, as it stands on paper.
  public String date(Instant at) {
    return format("time.date", at);
  }

  public String day(Instant at) {
    return format("time.day", at);
  }

  public String today() {
    return format("time.today", now);
  }

  private String format(String key, Instant at) {
    return catalogue.time(key).withZone(zone).format(at);
  }
}
