package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whoever adds a page shows it: each path that answers GET stands in [PagesToShow], or here with
/// the reason why not.
class PagesAreShownTest {
  /// Beginnings of paths.
  private static final Map<String, String> NO_PAGES =
      Map.ofEntries(
          Map.entry("/api/", "for other programs"),
          Map.entry("/.well-known/", "for other programs"),
          Map.entry("/nodeinfo/", "for other programs"),
          Map.entry("/users/:name", "for other servers"),
          Map.entry("/actor", "for other servers"),
          Map.entry("/oauth/userinfo", "for apps"),
          Map.entry("/health", "for who looks after the server"),
          Map.entry("/assets/", "files"),
          Map.entry("/media/", "files"),
          Map.entry("/pictures/", "files"),
          Map.entry("/favicon.ico", "a file"),
          Map.entry("/manifest.webmanifest", "a file"),
          Map.entry("/robots.txt", "a file"),
          Map.entry("/service-worker.js", "a file"),
          Map.entry("/settings/archive/:id", "a file"),
          Map.entry("/settings/export/:name", "a file"),
          Map.entry("/excerpts/:id/excerpt.json", "a file"),
          Map.entry("/excerpts/:id/keys.json", "a file"),
          Map.entry("/live", "a stream"),
          Map.entry("/compose/complete", "a piece of /compose"),
          Map.entry("/compose/thumb", "a piece of /compose"),
          Map.entry("/search/suggest", "a piece of /search"),
          Map.entry("/articles/:id/said/:said", "leads to the quotations of the article"),
          Map.entry("/announcements/:id", "a piece of /announcements, or leads there"),
          Map.entry("/setup", "where no owner is; FirstRunInABrowserTest looks at it"));

  private static final Pattern FEED = Pattern.compile(".*\\.(rss|atom)");

  @Test
  void every_page_stands_among_those_that_are_looked_at() throws IOException {
    List<String> paths = paths();
    assertThat(paths).hasSizeGreaterThan(150);
    var missing = new TreeSet<>(paths.stream().filter(PagesAreShownTest::isPage).toList());
    PagesToShow.everyPage().stream()
        .map(shown -> shown.path().replaceAll("\\?.*", ""))
        .map(path -> path.equals("{authorize}") ? "/oauth/authorize" : path)
        .forEach(path -> missing.remove(route(paths, path)));
    assertThat(missing).isEmpty();
  }

  @Test
  void no_reason_is_given_for_what_is_not_there() throws IOException {
    List<String> paths = paths();
    assertThat(NO_PAGES.keySet())
        .allMatch(start -> paths.stream().anyMatch(path -> path.startsWith(start)));
  }

  private static boolean isPage(String path) {
    return !FEED.matcher(path).matches()
        && NO_PAGES.keySet().stream()
            .noneMatch(start -> start.endsWith("/") ? path.startsWith(start) : path.equals(start))
        && !path.startsWith("/setup/");
  }

  /// The one with the fewest variables that fits, as the server finds it.
  private static String route(List<String> paths, String path) {
    return paths.stream()
        .filter(route -> fits(route, path))
        .min(Comparator.comparingLong(route -> route.chars().filter(c -> c == ':').count()))
        .orElseThrow(() -> new AssertionError("no route for " + path));
  }

  private static boolean fits(String route, String path) {
    String[] wanted = route.split("/"), given = path.split("/");
    if (wanted.length != given.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      String pattern =
          Pattern.compile(":[a-z]+|[^:]+")
              .matcher(wanted[i])
              .replaceAll(
                  part ->
                      part.group().startsWith(":")
                          ? "[^/.]+"
                          : Pattern.quote(part.group()).replace("\\", "\\\\"));
      if (!given[i].matches(pattern)) {
        return false;
      }
    }
    return true;
  }

  private static List<String> paths() throws IOException {
    try (InputStream in = PagesAreShownTest.class.getResourceAsStream("/route-tests.tsv")) {
      if (in == null) {
        throw new IllegalStateException("route-tests.tsv is not there");
      }
      return new ArrayList<>(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith("GET "))
              .map(line -> line.split("\t")[0].substring("GET ".length()))
              .toList());
    }
  }
}
