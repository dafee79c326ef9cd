package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verbatim.HostileArticles;

/// Whatever is brought in as an article gets an answer or a no in words: in the API, on its pages
/// and in the report on its quotations.
class HostileArticlesTest {
  private static final List<Integer> ANSWERS = List.of(200, 400, 413, 422);

  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person pen;
  static Clients.Person reader;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    pen = clients.person("pen");
    reader = clients.person("reader");
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  static List<HostileArticles.Text> texts() {
    return HostileArticles.all();
  }

  private static boolean isAnswered(Clients.Reply reply) {
    assertThat(reply.status())
        .as(reply.body().substring(0, Math.min(500, reply.body().length())))
        .isIn(ANSWERS);
    if (reply.status() != 200) {
      assertThat(reply.text("error")).as("a no in words").isNotBlank();
    }
    return reply.status() == 200;
  }

  @ParameterizedTest
  @MethodSource("texts")
  void is_answered_or_refused_and_runs_nowhere(HostileArticles.Text text) {
    isAnswered(reader.post("/api/v1/quotecheck", Map.of(text.markup().word(), text.words())));
    Clients.Reply begun =
        pen.post(
            "/api/v1/articles",
            Map.of("title", "Tide", "body", text.words(), "format", text.markup().word()));
    if (!isAnswered(begun)) {
      return;
    }
    String one = "/api/v1/articles/" + begun.text("id");
    isAnswered(pen.get(one + "/quotecheck"));
    if (!isAnswered(pen.put(one, Map.of("state", "published")))) {
      return;
    }
    Clients.Reply read = clients.get(one);
    assertThat(read.status()).isEqualTo(200);
    runsNothing(read.text("content"));
    Clients.Reply page = clients.get("/articles/" + begun.text("id"));
    assertThat(page.status()).isEqualTo(200);
    int from = page.body().indexOf("<div class=\"prose\"");
    assertThat(from).isPositive();
    // The quotations' own section has signs that are pictures.
    int quotations = page.body().indexOf("id=\"quotations\"", from);
    int below = page.body().indexOf("class=\"stack-l below", from);
    int to = quotations < 0 ? below : quotations;
    assertThat(to).isPositive();
    runsNothing(page.body().substring(from, to));
    isAnswered(reader.get(one + "/quotecheck"));
  }

  /// No tag that runs or loads anything, no handler, no address but of the web.
  private static void runsNothing(String html) {
    assertThat(html.toLowerCase(java.util.Locale.ROOT))
        .doesNotContainPattern("<(script|svg|math|iframe|style|template|form|base|object|embed)\\b")
        .doesNotContainPattern("<[^>]*\\son[a-z]+\\s*=[^>]*>")
        .doesNotContainPattern("(?:href|src|action)=\"?\\s*(?:javascript|data|java)")
        .doesNotContain("\u0000");
  }
}
