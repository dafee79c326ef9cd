package verbatim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each attack that we know of is held off by tests that exist: `attacks.tsv` names them.
class AttacksTest {
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern TEST = Pattern.compile("@(Parameterized)?Test(Factory)?\\b");
  private static final String LONG = "@Tag(\"long\")";
  private static final List<String> ATTACKS =
      Stream.of(
              // api-21 and api-22 are about posts that quote posts, which are not here.
              numbered("api", 1, 18),
              numbered("api", 20, 20),
              // articles-06 is about cards of links, which are not here.
              numbered("articles", 1, 5),
              numbered("articles", 7, 7),
              numbered("oauth", 1, 11),
              numbered("ops", 1, 7),
              numbered("media", 1, 6),
              numbered("search", 1, 3),
              numbered("streaming", 1, 4),
              numbered("private", 1, 8),
              numbered("excerpts", 1, 8),
              // web-10 to web-12 are about previews of links and about push, which are not here.
              numbered("web", 1, 9))
          .flatMap(s -> s)
          .toList();

  private record Row(String attack, String type, String method) {}

  @Test
  void each_attack_has_its_test() throws IOException {
    assertThat(rows().stream().map(Row::attack).distinct())
        .containsExactlyInAnyOrderElementsOf(ATTACKS);
  }

  @Test
  void each_test_is_there() throws IOException {
    Map<String, String> sources = sources();
    for (Row row : rows()) {
      assertThat(sources).as(row.toString()).containsKey(row.type());
      assertThat(isTest(sources.getOrDefault(row.type(), ""), row.method()))
          .as(row.toString())
          .isTrue();
    }
  }

  /// What the usual run leaves out tells nobody in time.
  @Test
  void each_attack_is_tried_in_the_usual_run() throws IOException {
    Map<String, String> sources = sources();
    assertThat(
            rows().stream()
                .filter(row -> !isLong(sources.getOrDefault(row.type(), ""), row.method()))
                .map(Row::attack)
                .distinct())
        .containsExactlyInAnyOrderElementsOf(ATTACKS);
  }

  private static boolean isTest(String source, String method) {
    return TEST.matcher(above(source, method)).find();
  }

  private static boolean isLong(String source, String method) {
    return above(source, method).contains(LONG)
        || source.substring(0, Math.max(0, source.indexOf(" class "))).contains(LONG);
  }

  /// The annotations stand above the method, with no other method between.
  private static String above(String source, String method) {
    int at = source.indexOf("void " + method + "(");
    int before = source.lastIndexOf("\n  }\n", at);
    return at < 0 ? "" : source.substring(Math.max(0, before), at);
  }

  private static Stream<String> numbered(String area, int from, int to) {
    return java.util.stream.IntStream.rangeClosed(from, to)
        .mapToObj(i -> "%s-%02d".formatted(area, i));
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/attacks.tsv")).stream()
        .skip(1)
        .map(line -> line.split("[\t#]"))
        .map(parts -> new Row(parts[0], parts[1], parts[2]))
        .toList();
  }

  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .filter(f -> !f.endsWith("package-info.java"))
          .collect(
              Collectors.toMap(
                  f -> f.getFileName().toString().replace(".java", ""),
                  AttacksTest::read,
                  (one, other) -> one + other,
                  TreeMap::new));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
