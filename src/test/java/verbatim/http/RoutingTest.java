package verbatim.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {
  @TempDir Path folder;

  private static Route said(String path, String words) {
    return Route.get(path, Access.open(), _ -> Answer.text(words), words);
  }

  private static Route variable(String path, String name) {
    return Route.get(path, Access.open(), r -> Answer.text(r.variable(name)), path);
  }

  @Test
  void a_literal_segment_wins_over_a_variable_and_a_dead_branch_is_left() throws Exception {
    try (Running town =
        Running.with(
            folder,
            said("/accounts/lookup", "lookup"),
            variable("/accounts/:id", "id"),
            variable("/accounts/:id/statuses", "id"),
            variable("/@:acct", "acct"),
            said("/", "root"),
            variable("/:word", "word"),
            variable("/assets/*file", "file"))) {
      assertThat(town.get("/accounts/lookup").body()).isEqualTo("lookup");
      assertThat(town.get("/accounts/12").body()).isEqualTo("12");
      assertThat(town.get("/accounts/lookup/statuses").body()).isEqualTo("lookup");
      assertThat(town.get("/@alice@example.org").body()).isEqualTo("alice@example.org");
      assertThat(town.get("/").body()).isEqualTo("root");
      assertThat(town.get("/about").body()).isEqualTo("about");
      assertThat(town.get("/assets/css/a.css").body()).isEqualTo("css/a.css");
      assertThat(town.get("/nowhere/at/all").statusCode()).isEqualTo(404);
      assertThat(town.get("/about/").body()).isEqualTo(town.get("/about").body());
      assertThat(town.get("/about//").statusCode()).isEqualTo(400);
      assertThat(town.get("/accounts/J%C3%BCrgen").body()).isEqualTo("Jürgen");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//api/v1/x",
        "/api//v1/x",
        "/./api/v1/x",
        "/api/./v1/x",
        "/api/../api/v1/x",
        "/api/%2e%2e/api/v1/x",
        "/%2e/api/v1/x",
        "/api;x=1/v1/x",
        "/api/v1/x;y",
        "/api/v1/x%00",
        "/api%2fv1/x",
        "/api%2Fv1/x",
        "/api\\v1\\x",
        "/api%5cv1/x",
        "/api/v1/%0d%0a",
        "/api/v1/%zz",
        "/api/v1/%",
        "/api/v1/%f",
        "/api/v1/%ff",
        "/api/v1/x%7f"
      })
  void a_path_that_could_be_read_in_two_ways_is_refused(String path) throws Exception {
    try (Running town = Running.with(folder, said("/api/v1/x", "reached"))) {
      String answer =
          town.raw("GET " + path + " HTTP/1.1\r\nHost: town.test\r\nConnection: close\r\n\r\n");
      assertThat(Running.status(answer)).isEqualTo(400);
      assertThat(answer).doesNotContain("reached").contains("{\"error\":");
    }
  }

  @Test
  void a_known_path_with_another_method_tells_which_are_allowed() throws Exception {
    try (Running town =
        Running.with(
            folder,
            said("/api/v1/x", "x"),
            Route.delete("/api/v1/x", Access.open(), _ -> Answer.empty(), "x"))) {
      HttpResponse<String> answer = town.send("POST", "/api/v1/x", "text/plain", "");
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, DELETE, OPTIONS");
      assertThat(answer.body()).isEqualTo("{\"error\":\"Method not allowed\"}");
      String trace = town.raw("TRACE /api/v1/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(Running.status(trace)).isEqualTo(405);
    }
  }

  @Test
  void head_is_get_without_its_body() throws Exception {
    try (Running town = Running.with(folder, said("/api/v1/x", "twelve chars"))) {
      String answer = town.raw("HEAD /api/v1/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(Running.status(answer)).isEqualTo(200);
      assertThat(answer)
          .contains("Content-Length: 12")
          .doesNotContain("twelve")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void the_accept_header_chooses_between_a_page_and_an_actor() throws Exception {
    Route actor =
        Route.get("/@:acct", Access.open(), _ -> Answer.text("actor"), "actor")
            .accepting("application/activity+json", "application/ld+json");
    try (Running town = Running.with(folder, said("/@:acct", "page"), actor)) {
      assertThat(town.get("/@a", "Accept", "text/html,*/*").body()).isEqualTo("page");
      HttpResponse<String> found = town.get("/@a", "Accept", "application/ld+json; profile=\"x\"");
      assertThat(found.body()).isEqualTo("actor");
      assertThat(found.headers().firstValue("Vary").orElse("")).contains("Accept,");
    }
  }

  @Test
  void two_routes_alike_stop_the_start() {
    assertThatThrownBy(() -> new Router(List.of(said("/a/:id", "one"), said("/a/:other", "two"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RoutingTest.java:");
  }

  @Test
  @SuppressWarnings("NullAway") // The mistake under test.
  void a_route_without_declared_access_stops_the_start() {
    assertThatThrownBy(() -> new Router(List.of(Route.get("/a", null, _ -> Answer.empty(), "a"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no access");
  }
}
