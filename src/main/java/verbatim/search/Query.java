package verbatim.search;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;

/// What somebody looks for, read from what he typed: words, "phrases", `#tags` and the operators
/// `from: has: is: in: language: before: after: during:`, each perhaps with `-` before it. All of
/// it must be true of a hit. Every other sign is part of a word: there are no wildcards, patterns,
/// brackets or fields, so nothing that somebody types costs more than a few words do.
///
/// @param parts in the order in which they were typed; empty when nothing is left to look for
public record Query(List<Part> parts) {
  /// @param isWanted false after a `-`
  public record Part(boolean isWanted, Clause clause) {}

  /// One thing that is true of a status or not.
  public sealed interface Clause {}

  /// A word, or several in a row.
  public record Words(String text) implements Clause {}

  public record Tag(String name) implements Clause {}

  /// @param name `me`, or a handle as written
  public record From(String name) implements Clause {}

  public record Has(Property property) implements Clause {}

  public record In(Place place) implements Clause {}

  /// @param code lower case
  public record Language(String code) implements Clause {}

  /// @param from included
  /// @param below not included
  public record Said(Instant from, Instant below) implements Clause {}

  /// What `has:` and `is:` know, each of both.
  public enum Property {
    MEDIA,
    IMAGE,
    VIDEO,
    AUDIO,
    POLL,
    LINK,
    EMBED,
    QUOTE,
    REPLY,
    SENSITIVE;

    /// As it is typed and indexed.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Where to look.
  public enum Place {
    ALL,
    /// One's own words, those that mention one, and what one marked.
    LIBRARY,
    /// What its author lets everybody find.
    PUBLIC;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern OPERATOR =
      Pattern.compile("(from|has|is|in|language|before|after|during):(.*)", Pattern.DOTALL);
  private static final Pattern DATE = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?");
  private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8}){0,3}");

  /// Beyond this our ids tell no time.
  private static final Instant END = Instant.ofEpochMilli(Long.MAX_VALUE >>> 17);

  public Query {
    parts = List.copyOf(parts);
  }

  /// With the usual limits.
  public static Query parse(String text) {
    return parse(text, Limits.Search.usual());
  }

  /// @throws verbatim.kernel.Refused Invalid, with words for whoever typed it: too long, too many
  ///     parts, or an operator that does not know what follows it
  public static Query parse(String text, Limits.Search limits) {
    if (text.codePointCount(0, text.length()) > limits.queryCharactersMax()) {
      throw Refusal.invalid(
          "Validation failed: A search may be " + limits.queryCharactersMax() + " characters long");
    }
    List<Part> parts = new ArrayList<>();
    for (Typed typed : new Typing(text).all()) {
      part(typed, parts);
      if (parts.size() > limits.clausesMax()) {
        throw Refusal.invalid(
            "Validation failed: A search may have " + limits.clausesMax() + " parts");
      }
    }
    return new Query(parts);
  }

  /// Something between spaces, or between quotation marks.
  ///
  /// @param isQuoted wholly: an operator may have quotation marks after its colon only
  record Typed(boolean isWanted, boolean isQuoted, String text) {}

  private static void part(Typed typed, List<Part> parts) {
    if (typed.text().isBlank()) {
      return;
    }
    parts.add(new Part(typed.isWanted(), typed.isQuoted() ? new Words(typed.text()) : of(typed)));
  }

  private static Clause of(Typed typed) {
    String text = typed.text();
    Matcher operator = OPERATOR.matcher(text);
    if (operator.matches() && !operator.group(2).isBlank()) {
      return operator(operator.group(1), operator.group(2));
    }
    if (text.length() > 1 && (text.charAt(0) == '#' || text.charAt(0) == '＃')) {
      return new Tag(text.substring(1));
    }
    return new Words(text);
  }

  private static Clause operator(String name, String value) {
    return switch (name) {
      case "from" -> new From(value);
      case "has", "is" -> new Has(property(name, value));
      case "in" -> new In(place(value));
      case "language" -> new Language(language(value));
      case "before" -> new Said(Instant.EPOCH, dates(name, value).from());
      case "after" -> new Said(dates(name, value).below(), END);
      case "during" -> dates(name, value);
      default -> throw new IllegalStateException("operator " + name);
    };
  }

  private static Property property(String operator, String value) {
    for (Property property : Property.values()) {
      if (property.word().equalsIgnoreCase(value)) {
        return property;
      }
    }
    throw unknown(
        operator,
        Arrays.stream(Property.values()).map(Property::word).collect(Collectors.joining(", ")));
  }

  private static Place place(String value) {
    for (Place place : Place.values()) {
      if (place.word().equalsIgnoreCase(value)) {
        return place;
      }
    }
    throw unknown("in", "all, library, public");
  }

  private static String language(String value) {
    if (!LANGUAGE.matcher(value).matches()) {
      throw unknown("language", "a code like en or pt-BR");
    }
    return value.toLowerCase(Locale.ROOT);
  }

  /// A day, a month or a year, in UTC.
  private static Said dates(String operator, String value) {
    Matcher date = DATE.matcher(value);
    if (date.matches()) {
      try {
        int year = Integer.parseInt(date.group(1));
        LocalDate from =
            LocalDate.of(
                year,
                date.group(2) == null ? 1 : Integer.parseInt(date.group(2)),
                date.group(3) == null ? 1 : Integer.parseInt(date.group(3)));
        LocalDate below =
            date.group(2) == null
                ? from.plusYears(1)
                : date.group(3) == null ? from.plusMonths(1) : from.plusDays(1);
        return new Said(start(from), start(below));
      } catch (DateTimeException e) {
        throw unknown(operator, "a date like 2026-11-30");
      }
    }
    throw unknown(operator, "a date like 2026-11-30");
  }

  private static Instant start(LocalDate day) {
    Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    return start.isAfter(END) ? END : start;
  }

  private static RuntimeException unknown(String operator, String known) {
    return Refusal.invalid("Validation failed: " + operator + ": takes " + known);
  }

  /// It says nothing of what was looked for.
  @Override
  public String toString() {
    return "Query of " + parts.size() + " parts";
  }
}
