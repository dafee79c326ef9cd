package verbatim.web;

import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The words of the pages in one language, by key (`src/main/resources/web/words`). Nothing that a
/// page says stands anywhere else. `{0}` and so on are where values go; a key with `.one` and
/// `.other` is said by number.
final class Catalogue {
  static final List<String> LANGUAGES = List.of("en", "de");

  /// Times that a module writes anew where the server did not know the reader's zone.
  private static final Set<String> PATTERNS =
      Set.of("time.weekday", "time.day_this_year", "time.day", "time.moment");

  private final Locale locale;
  private final Map<String, String> words;
  private final String forScripts;
  private final ConcurrentHashMap<String, DateTimeFormatter> times = new ConcurrentHashMap<>();

  private Catalogue(Locale locale, Map<String, String> words) {
    this.locale = locale;
    this.words = words;
    forScripts = escaped(forScripts(words));
  }

  static Catalogue read(String language) {
    Properties read = new Properties();
    String file = "/web/words/" + language + ".properties";
    try (InputStream in = Catalogue.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not packed");
      }
      read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> words = new TreeMap<>();
    read.forEach((key, value) -> words.put((String) key, (String) value));
    return new Catalogue(Locale.forLanguageTag(language), new LinkedHashMap<>(words));
  }

  Locale locale() {
    return locale;
  }

  /// Key and words, by key.
  Map<String, String> all() {
    return words;
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(words.get(key));
  }

  String get(String key) {
    String found = words.get(key);
    if (found == null) {
      throw new IllegalStateException("no words for " + key + " in " + locale);
    }
    return found;
  }

  /// What the modules say, as JSON: the keys that begin with `js.`, without that, and the
  /// patterns of times. Escaped for an attribute, once for all pages.
  String forScripts() {
    return forScripts;
  }

  private static String forScripts(Map<String, String> words) {
    StringBuilder json = new StringBuilder("{");
    words.forEach(
        (key, said) -> {
          if (key.startsWith("js.") || PATTERNS.contains(key)) {
            json.append(json.length() == 1 ? "" : ",");
            quoted(json, key.substring(key.indexOf('.') + 1));
            json.append(':');
            quoted(json, said);
          }
        });
    return json.append('}').toString();
  }

  private static String escaped(String json) {
    StringOutput attribute = new StringOutput();
    Escape.htmlAttribute(json, attribute);
    return attribute.toString();
  }

  private static void quoted(StringBuilder json, String text) {
    json.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  /// How times are written after the pattern of this key. Patterns are taken apart once.
  DateTimeFormatter time(String key) {
    return times.computeIfAbsent(key, k -> DateTimeFormatter.ofPattern(get(k), locale));
  }
}
