package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Lighthouse, with Debian's Chromium, on the pages people are on most. `./verbatim test --long`
/// fetches its packages.
@Tag("long")
class LighthouseTest {
  private static final Path FOLDER = Path.of("src/test/lighthouse").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SCORE_MIN = 95;
  private static PagesToShow pages;
  private static Window window;

  @BeforeAll
  static void opened() throws Exception {
    pages = PagesToShow.shared();
    window = new Window(Doorstep.shared());
    if (!FOLDER.resolve("node_modules/.package-lock.json").toFile().exists()) {
      String said = run(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"));
      assertThat(FOLDER.resolve("node_modules/lighthouse")).as(said).exists();
    }
  }

  @AfterAll
  static void closed() {
    window.close();
  }

  @Test
  void the_pages_that_people_are_on_most_are_good_for_everybody() throws Exception {
    window.signIn(pages.reader());
    String cookies =
        window.page().context().cookies().stream()
            .map(cookie -> cookie.name + "=" + cookie.value)
            .collect(Collectors.joining("; "));
    List<String> command =
        new ArrayList<>(List.of("node", "measure.mjs", "/usr/bin/chromium", cookies));
    List<String> wanted =
        List.of("home", "thread", "profile", "article", "story", "article-quotes");
    pages.members().stream()
        .filter(page -> wanted.contains(page.name()))
        .forEach(page -> command.add(Doorstep.shared().url + pages.path(page.path())));
    assertThat(command).hasSize(4 + wanted.size());
    List<String> lines = run(command).lines().filter(line -> line.startsWith("{")).toList();
    assertThat(lines).hasSize(wanted.size());
    for (String line : lines) {
      System.out.println("Lighthouse: " + line);
      JsonNode said = JSON.readTree(line);
      assertThat(said.get("at").asString()).as("signed in").isEqualTo(said.get("url").asString());
      assertThat(said.get("accessibility").asInt()).as(line).isGreaterThanOrEqualTo(SCORE_MIN);
      assertThat(said.get("bestPractices").asInt()).as(line).isGreaterThanOrEqualTo(SCORE_MIN);
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
