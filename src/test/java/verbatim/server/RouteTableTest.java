package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.http.RateLimits;
import verbatim.http.Route;

/// What `./verbatim routes` prints is true: each route has an access and a test, and the test named
/// beside it is one that has to do with it. (`ScopesOfRoutesTest` tries all of them with wrong
/// keys, `ClientApiDocumentTest` holds them against `docs/client-api.md`.)
///
/// A new route wants a line in `src/main/resources/route-tests.tsv`; the failure names tests that
/// speak of it.
/// And one in `src/test/resources/visibility-of-routes.tsv` (see `VisibilityMatrixTest`).
class RouteTableTest {
  @TempDir Path folder;

  @Test
  void each_route_has_an_access_a_place_and_a_test_that_speaks_of_it() throws Exception {
    Map<String, String> sources = sources();
    List<String> faults = new ArrayList<>();
    Set<String> routed = new TreeSet<>();
    for (Route route : routes()) {
      String key = RouteTests.key(route);
      routed.add(key);
      assertThat(route.access().words()).as(key).isNotEmpty();
      assertThat(route.line()).as(key).matches("\\w+\\.java:\\d+");
      String test = RouteTests.of(route);
      if (!speaksOf(sources.getOrDefault(test, ""), route.path())) {
        faults.add(key + " by '" + test + "'; perhaps by " + candidates(sources, route.path()));
      }
    }
    assertThat(faults).as("routes without a test that speaks of them").isEmpty();
    assertThat(listed()).as("lines of routes that there are no more").isSubsetOf(routed);
    assertThat(routed).hasSizeGreaterThan(150);
  }

  @Test
  void every_way_to_check_quotations_afresh_is_counted() throws Exception {
    // The empty sheet; what readers see is kept.
    Set<String> free = Set.of("GET /quotecheck", "GET /articles/:id/quotecheck");
    assertThat(routes())
        .filteredOn(route -> route.path().contains("quotecheck"))
        .filteredOn(route -> !free.contains(RouteTests.key(route)))
        .hasSizeGreaterThan(4)
        .allMatch(route -> route.bucket() == RateLimits.Bucket.CHECKS);
  }

  @Test
  void only_where_long_texts_are_wanted_may_a_form_or_json_be_large() throws Exception {
    Set<String> texts =
        Set.of(
            "POST /api/v1/articles",
            "PUT /api/v1/articles/:id",
            "POST /api/v1/quotecheck",
            "POST /articles",
            "POST /articles/:id/edit",
            "POST /quotecheck");
    long usual = routes().getFirst().formBytesMax();
    List<Route> large = routes().stream().filter(r -> r.formBytesMax() != usual).toList();
    assertThat(large.stream().map(RouteTests::key)).containsExactlyInAnyOrderElementsOf(texts);
    assertThat(large).allMatch(route -> route.formBytesMax() <= 8 << 20);
    assertThat(routes()).filteredOn(route -> route.bodyBytesMax() != usual).hasSizeGreaterThan(12);
  }

  @Test
  void the_table_shows_method_path_access_place_and_test() throws Exception {
    List<Route> routes = routes();
    List<String> lines = RouteTable.print(routes).lines().toList();
    assertThat(lines).hasSameSizeAs(routes);
    assertThat(lines)
        .anyMatch(
            line ->
                line.matches(
                    "GET +/api/v1/timelines/home +user read:statuses +TimelineRoutes\\.java:\\d+ +\\w+Test"));
  }

  @Test
  void a_test_that_does_not_name_the_last_word_of_a_route_does_not_speak_of_it() {
    assertThat(
            speaksOf(
                "ask(\"/api/v1/statuses/\" + id + \"/favourite\")",
                "/api/v1/statuses/:id/favourite"))
        .isTrue();
    assertThat(speaksOf("ask(\"/api/v1/statuses/\" + id)", "/api/v1/statuses/:id/favourite"))
        .isFalse();
    assertThat(speaksOf("", "/api/v1/statuses")).isFalse();
    assertThat(speaksOf("", "/")).isFalse();
  }

  private List<Route> routes() throws Exception {
    try (Server server = Server.open(CommandLine.config(folder.resolve("data"), false, Map.of()))) {
      return server.routes();
    }
  }

  /// Tests put paths together from pieces, so it is their words that are looked for; `"/un" + act`
  /// counts for `unmute`.
  private static boolean speaksOf(String source, String path) {
    return !source.isEmpty()
        && words(path).stream()
            .allMatch(
                word ->
                    source.contains(word)
                        || (word.startsWith("un")
                            && source.contains("/un\"")
                            && source.contains(word.substring(2))));
  }

  /// The words of a path that are its own: not `api`, not versions, not variables.
  private static List<String> words(String path) {
    if (path.equals("/") || path.startsWith("/@")) {
      return List.of(path.equals("/") ? "\"/\"" : "\"/@");
    }
    return Arrays.stream(path.split("/"))
        .filter(word -> !word.isEmpty() && !word.contains(":") && !word.startsWith("*"))
        .filter(word -> !word.matches("api|v\\d|\\.well-known|\\d\\.\\d"))
        .toList();
  }

  private static List<String> candidates(Map<String, String> sources, String path) {
    return sources.entrySet().stream()
        .filter(source -> speaksOf(source.getValue(), path))
        .map(Map.Entry::getKey)
        .sorted()
        .limit(4)
        .toList();
  }

  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java/verbatim"))) {
      Map<String, String> sources = new HashMap<>();
      files
          .filter(RouteTableTest::isTest)
          .forEach(
              file -> sources.put(file.getFileName().toString().replace(".java", ""), read(file)));
      return sources;
    }
  }

  /// The list of pages is walked by tests, and names them.
  private static boolean isTest(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith("Test.java") || name.equals("PagesToShow.java");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> listed() throws IOException {
    return Files.readAllLines(Path.of("src/main/resources/route-tests.tsv")).stream()
        .map(line -> line.split("\t", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
