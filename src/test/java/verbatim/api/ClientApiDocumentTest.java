package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.http.Route;
import verbatim.server.RunningServer;

/// `docs/client-api.md` against the route table, both ways.
class ClientApiDocumentTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| ([A-Z]+) \\| `([^`]+)` \\| ([^|]*) \\|.*$", Pattern.MULTILINE);
  private static final Set<String> OTHERS_DO_THEM =
      Set.of(
          "GET /oauth/authorize",
          "POST /oauth/authorize",
          "GET /oauth/authorize/native",
          "GET /articles/:id/said/:said",
          "GET /health");

  @TempDir Path folder;

  @Test
  void each_route_of_the_api_stands_in_it_and_it_promises_no_other() throws IOException {
    Set<String> documented = new HashSet<>();
    Set<String> promised = new HashSet<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("docs/client-api.md")));
    while (rows.find()) {
      documented.add(rows.group(1) + " " + rows.group(2));
      if (!rows.group(3).equals("no")) {
        promised.add(rows.group(1) + " " + rows.group(2));
      } else {
        documented.remove(rows.group(1) + " " + rows.group(2));
      }
    }
    Set<String> routed = new HashSet<>();
    try (RunningServer server = RunningServer.in(folder)) {
      for (Route route : server.routes()) {
        if (isOfTheApi(route.path())) {
          routed.add(route.method() + " " + route.path());
        }
      }
    }
    assertThat(routed).isNotEmpty();
    assertThat(documented).containsAll(routed);
    promised.removeAll(OTHERS_DO_THEM);
    assertThat(routed).containsAll(promised);
  }

  private static boolean isOfTheApi(String path) {
    return path.startsWith("/api/")
        || path.startsWith("/.well-known/")
        || path.startsWith("/nodeinfo/")
        || path.startsWith("/media/")
        || path.startsWith("/pictures/")
        || path.equals("/actor")
        || path.equals("/users/:name")
        || path.equals("/articles/:id")
        || path.equals("/excerpts/:id")
        || path.equals("/excerpts/:id/excerpt.json")
        || path.equals("/stories/:slug")
        || path.equals("/word_questions/:id")
        || path.equals("/oauth/token")
        || path.equals("/oauth/revoke")
        || path.equals("/oauth/userinfo");
  }
}
