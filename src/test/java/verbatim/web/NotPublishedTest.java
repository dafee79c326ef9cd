package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Articles and stories before they are published and after they were withdrawn: whoever did not
/// write them gets on every route the same bytes as for what was never there (attack articles-02).
class NotPublishedTest {
  private static final String UNUSED = "117000000000000001";
  private static final String SECRET = "Lamplighterish";

  private final Doorstep doorstep = Doorstep.shared();

  private record Looker(String name, Visitor visitor, String token) {}

  @Test
  void an_article_is_not_there_for_others_before_and_after() throws IOException {
    String writer = doorstep.person("unpubwriter");
    String quoted = doorstep.person("unpubquoted");
    List<Looker> others = others("unpubmallory");
    String post =
        doorstep
            .post("/api/v1/statuses", quoted, Map.of("status", "Lamps are lit at five."))
            .get("url")
            .asString();
    String words = SECRET + " wrote: “Lamps are lit at five.”\n\n" + post + "\n";
    JsonNode draft =
        doorstep.post("/api/v1/articles", writer, Map.of("title", SECRET, "body", words));
    String id = draft.get("id").asString();
    isNotThere(id, "/articles/", others);
    isNowhere(quoted, others);
    String one = "/api/v1/articles/" + id;
    doorstep.json("PUT", one, writer, Map.of("state", "published"));
    for (Looker other : others) {
      assertThat(other.visitor().get("/articles/" + id).body()).contains(SECRET);
    }
    doorstep.json("PUT", one, writer, Map.of("state", "draft"));
    // That there was one is told on its own page, and not a word of it.
    String page = "GET /articles/:id";
    isNotThere(id, "/articles/", others, page);
    for (Looker other : others) {
      HttpResponse<String> withdrawn = other.visitor().get("/articles/" + id);
      assertThat(withdrawn.statusCode()).isEqualTo(410);
      assertThat(withdrawn.body()).doesNotContain(SECRET).doesNotContain("Lamps are lit");
    }
    assertThat(Visitor.signedIn(doorstep, "unpubwriter").get("/articles/" + id + "/edit").body())
        .contains(SECRET);
  }

  @Test
  void a_story_is_not_there_for_others_before_and_after() throws IOException {
    String keeper = doorstep.person("unpubkeeper");
    List<Looker> others = others("unpubeve");
    String post =
        doorstep
            .post("/api/v1/statuses", keeper, Map.of("status", "Lamps again"))
            .get("id")
            .asString();
    JsonNode begun =
        doorstep.postJson(
            "/api/v1/stories",
            keeper,
            "{\"title\":\""
                + SECRET
                + "\",\"items\":[{\"kind\":\"status\",\"id\":\""
                + post
                + "\"}]}");
    String id = begun.get("id").asString();
    String one = "/api/v1/stories/" + id;
    isNotThere(id, "/stories/", others);
    doorstep.json(
        "PUT", one, keeper, Map.of("state", "published", "revision", revision(one, keeper)));
    for (Looker other : others) {
      assertThat(
              other.visitor().get("/stories/" + SECRET.toLowerCase(java.util.Locale.ROOT)).body())
          .contains(SECRET);
    }
    doorstep.json(
        "PUT", one, keeper, Map.of("state", "private", "revision", revision(one, keeper)));
    isNotThere(id, "/stories/", others);
    // Nor by the name that it had in public.
    for (Looker other : others) {
      assertThat(
              other
                  .visitor()
                  .get("/stories/" + SECRET.toLowerCase(java.util.Locale.ROOT))
                  .statusCode())
          .isEqualTo(404);
    }
  }

  private String revision(String one, String token) {
    return doorstep.json("GET", one, token, Map.of()).get("revision").asString();
  }

  private List<Looker> others(String name) {
    String token = doorstep.person(name);
    return List.of(
        new Looker("a stranger", new Visitor(doorstep), ""),
        new Looker(name, Visitor.signedIn(doorstep, name), token));
  }

  /// On every route that names it, of pages and of programs.
  private void isNotThere(String id, String of, List<Looker> others, String... but)
      throws IOException {
    int asked = 0;
    for (String route : routes(of)) {
      if (List.of(but).contains(route)) {
        continue;
      }
      String method = route.substring(0, route.indexOf(' '));
      String path =
          route.substring(route.indexOf(' ') + 1).replaceAll(":(id|slug)\\b", ":id").strip();
      String hidden = path.replace(":id", id).replaceAll(":\\w+", "1");
      String nothing = path.replace(":id", UNUSED).replaceAll(":\\w+", "1");
      for (Looker other : others) {
        if (path.startsWith("/api/") || method.equals("GET")) {
          assertThat(answer(other, method, hidden).replace(id, UNUSED))
              .as("%s: %s", other.name(), route)
              .isEqualTo(answer(other, method, nothing))
              .doesNotContain(SECRET);
          asked++;
        }
      }
    }
    assertThat(asked).isGreaterThan(15);
  }

  private static List<String> routes(String of) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("src/main/resources/route-tests.tsv"))) {
      return lines
          .map(line -> line.split("\t")[0])
          .filter(route -> route.matches("\\w+ (/api/v1)?" + of + ":(id|slug).*"))
          .toList();
    }
  }

  private String answer(Looker other, String method, String path) {
    HttpResponse<String> answer =
        path.startsWith("/api/") ? asProgram(other, method, path) : other.visitor().get(path);
    assertThat(answer.statusCode()).as(path).isIn(303, 401, 403, 404, 422);
    return answer.statusCode()
        + " "
        + Visitor.location(answer)
        + Visitor.withoutToken(answer.body());
  }

  private HttpResponse<String> asProgram(Looker other, String method, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(doorstep.url + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString("{\"title\":\"Mine\"}"));
    if (!other.token().isEmpty()) {
      request.header("Authorization", "Bearer " + other.token());
    }
    return doorstep.send(request);
  }

  /// Neither in what lists and feeds and search tell, nor does whoever is quoted learn of it.
  private void isNowhere(String quoted, List<Looker> others) {
    for (Looker other : others) {
      for (String path :
          List.of(
              "/@unpubwriter",
              "/@unpubwriter/articles",
              "/@unpubwriter/articles.rss",
              "/@unpubwriter/articles.atom",
              "/@unpubwriter.rss",
              "/@unpubquoted",
              "/search?kind=articles&q=lamps",
              "/search?q=lamps")) {
        assertThat(other.visitor().get(path).body()).as(path).doesNotContain(SECRET);
      }
    }
    for (String path : List.of("/api/v1/notifications", "/api/v1/word_questions")) {
      assertThat(doorstep.json("GET", path, quoted, Map.of()).toString())
          .doesNotContain("unpubwriter", SECRET);
    }
  }
}
