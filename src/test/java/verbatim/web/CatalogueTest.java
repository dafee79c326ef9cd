package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every word of the pages stands in the catalogue, in every language; no template says anything by
/// itself, and nothing asks for words that there are not.
class CatalogueTest {
  private static final Pattern HOLE = Pattern.compile("\\{\\d}");
  // A literal key; one that is put together ends in a dot or an underscore and is a beginning.
  private static final Pattern ASKED =
      Pattern.compile(
          "(?:say|count|before|after|find)\\(\\s*(?:[^\"();]*[?(]\\s*)?\"([a-z_0-9]+\\.[.a-z_0-9]*)\"");
  private static final Pattern DIRECTIVE =
      Pattern.compile(
          "(?m)^\\s*(@import|@param|!\\{).*$|@(if|elseif|for)\\s*(?=\\()|@(else|endif|endfor)");
  // One call may be handed several contents: what stands between them is no template.
  private static final Pattern NEXT_CONTENT = Pattern.compile("`, \\w+ = @`");
  private static final Pattern SPOKEN_ATTRIBUTE =
      Pattern.compile("(?:title|aria-label|placeholder|alt)=\"([^\"]*)\"");

  @Test
  void every_language_has_the_same_keys_with_the_same_values_in_them() {
    Map<String, String> english = Catalogue.read("en").all();
    for (String language : Catalogue.LANGUAGES) {
      Map<String, String> other = Catalogue.read(language).all();
      assertThat(other.keySet()).as(language).isEqualTo(english.keySet());
      english.forEach(
          (key, words) -> {
            assertThat(holes(other.get(key))).as(key + " in " + language).isEqualTo(holes(words));
            assertThat(other.get(key)).as(key + " in " + language).isNotBlank();
          });
    }
  }

  /// The second would win, and the page of the first would say something else.
  @Test
  void no_key_stands_twice() throws IOException {
    for (String language : Catalogue.LANGUAGES) {
      Path file = Path.of("src/main/resources/web/words", language + ".properties");
      Set<String> keys = new java.util.HashSet<>();
      assertThat(Files.readAllLines(file))
          .as(language)
          .filteredOn(line -> line.matches("[a-z].*=.*"))
          .allMatch(line -> keys.add(line.substring(0, line.indexOf('='))));
    }
  }

  @Test
  void what_is_said_by_number_is_said_for_one_and_for_others() {
    Set<String> keys = Catalogue.read("en").all().keySet();
    assertThat(keys)
        .filteredOn(key -> key.endsWith(".one") && !key.startsWith("security."))
        .isNotEmpty()
        .allMatch(key -> keys.contains(key.replaceAll("\\.one$", ".other")));
  }

  @Test
  void whatever_is_asked_for_is_there() throws IOException {
    Set<String> keys = Catalogue.read("en").all().keySet();
    List<String> missing = new ArrayList<>();
    int asked = 0;
    for (Path file : sources()) {
      Matcher matcher = ASKED.matcher(Files.readString(file));
      while (matcher.find()) {
        String key = matcher.group(1);
        asked++;
        boolean isThere =
            keys.contains(key)
                || keys.stream().anyMatch(k -> k.startsWith(key + "."))
                || key.matches(".*[._]") && keys.stream().anyMatch(k -> k.startsWith(key));
        if (!isThere) {
          missing.add(file.getFileName() + ": " + key);
        }
      }
    }
    assertThat(asked).isGreaterThan(200);
    assertThat(missing).isEmpty();
  }

  @Test
  void no_template_says_anything_by_itself() throws IOException {
    List<String> said = new ArrayList<>();
    for (Path file : templates()) {
      literals(Files.readString(file))
          .forEach(words -> said.add(file.getFileName() + ": " + words));
    }
    assertThat(said).isEmpty();
  }

  @Test
  void a_template_that_does_is_found() {
    assertThat(literals("<p>${t.say(\"a.b\")} Hello</p>")).containsExactly("Hello");
    assertThat(literals("<a title=\"Go there\" href=\"/there\">${x}</a>"))
        .containsExactly("Go there");
    assertThat(literals("@if(page.is() && more(\"x\"))<b>${t.say(\"x\")}</b>@else·@endif"))
        .isEmpty();
  }

  @Test
  void a_missing_key_does_not_go_unnoticed() {
    Tongue t = new Tongue(Catalogue.read("en"), java.time.ZoneOffset.UTC, java.time.Instant.EPOCH);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> t.say("there.is.no.such.key"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(t.count("count.replies", 1)).isEqualTo("1 reply");
    assertThat(t.count("count.replies", 2)).isEqualTo("2 replies");
    assertThat(t.before("post.boosted_by") + "X" + t.after("post.boosted_by"))
        .isEqualTo("Boosted by X");
  }

  private static Set<String> holes(String words) {
    Set<String> holes = new TreeSet<>();
    HOLE.matcher(words).results().forEach(hole -> holes.add(hole.group()));
    return holes;
  }

  /// Letters between tags that are no expression, and those in attributes that are read out.
  private static List<String> literals(String template) {
    String bare = DIRECTIVE.matcher(withoutExpressions(template)).replaceAll(" ");
    List<String> found = new ArrayList<>();
    SPOKEN_ATTRIBUTE.matcher(bare).results().map(m -> m.group(1)).forEach(t -> add(found, t));
    String text = bare.replaceAll("(?s)<!--.*?-->", " ").replaceAll("(?s)<[^>]*>", "\n");
    text.lines().forEach(line -> add(found, line));
    return found;
  }

  private static void add(List<String> found, String text) {
    if (text.codePoints().anyMatch(Character::isLetter)) {
      found.add(text.strip());
    }
  }

  /// Cuts `${…}`, `$unsafe{…}`, `!{…}`, calls of templates and the conditions of `@if` and `@for`.
  private static String withoutExpressions(String template) {
    StringBuilder rest = new StringBuilder();
    int at = 0;
    Matcher start =
        Pattern.compile("\\$(?:unsafe)?\\{|!\\{|@template\\.\\w+\\(|@(?:if|elseif|for)\\(")
            .matcher(template);
    while (start.find(at)) {
      rest.append(template, at, start.start());
      at = closing(template, start.end() - 1);
      // What is handed to a template as content is template again.
      String call = template.substring(start.start(), at);
      int content = call.indexOf("@`");
      if (content >= 0) {
        String contents = call.substring(content + 2, call.lastIndexOf('`'));
        rest.append(withoutExpressions(NEXT_CONTENT.matcher(contents).replaceAll("\n")));
      }
    }
    return rest.append(template.substring(at)).toString();
  }

  private static int closing(String template, int open) {
    char opener = template.charAt(open);
    char closer = opener == '{' ? '}' : ')';
    int depth = 0;
    boolean isInContent = false;
    for (int i = open; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '`') {
        isInContent = !isInContent;
      } else if (isInContent) {
        continue;
      } else if (c == '"') {
        i = template.indexOf('"', i + 1);
      } else if (c == opener) {
        depth++;
      } else if (c == closer && --depth == 0) {
        return i + 1;
      }
    }
    return template.length();
  }

  private static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/jte"))) {
      return files.filter(f -> f.toString().endsWith(".jte")).toList();
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/verbatim/web"))) {
      return Stream.concat(files.filter(f -> f.toString().endsWith(".java")), templates().stream())
          .toList();
    }
  }
}
