package verbatim.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.access.Scope;

class PassingTheGateTest {
  private static final String INVALID = "401 {\"error\":\"The access token is invalid\"}";
  private static final String MISSING =
      "401 {\"error\":\"The access token is missing: sign in and send it as"
          + " 'Authorization: Bearer …'\"}";
  private static final String OUTSIDE =
      "403 {\"error\":\"This action is outside the authorized scopes\"}";
  private static final String UNCONFIRMED =
      "403 {\"error\":\"Your login is missing a confirmed e-mail address\"}";
  @TempDir Path folder;
  private Running town;

  @BeforeEach
  void start() {
    List<Route> routes = new ArrayList<>();
    route(routes, "open", Access.open());
    route(routes, "optional", Access.optional(Scope.READ_STATUSES));
    route(routes, "lists", Access.optional(Scope.READ_LISTS));
    route(routes, "app", Access.app(Scope.READ_STATUSES));
    route(routes, "user", Access.user(Scope.READ_STATUSES));
    route(routes, "write", Access.user(Scope.WRITE_STATUSES));
    route(routes, "either", Access.user(Scope.WRITE_LISTS, Scope.READ_STATUSES));
    route(routes, "any", Access.user());
    route(routes, "joining", Access.joining());
    route(routes, "stream", Access.stream(Scope.READ_STATUSES));
    routes.add(Route.get("/page", Access.browser(), PassingTheGateTest::who, "page"));
    routes.add(Route.get("/mine", Access.session(), PassingTheGateTest::who, "mine"));
    routes.add(Route.post("/mine", Access.session(), PassingTheGateTest::who, "mine"));
    town = Running.with(folder, routes.toArray(Route[]::new));
  }

  @AfterEach
  void stop() {
    town.close();
  }

  private static void route(List<Route> routes, String name, Access access) {
    routes.add(Route.get("/api/" + name, access, PassingTheGateTest::who, name));
  }

  private static Answer who(Request request) {
    return Answer.text(
        request.caller().getClass().getSimpleName()
            + request.viewer().map(a -> " " + a).orElse(""));
  }

  private String as(String token, String path) throws Exception {
    var answer =
        token.isEmpty() ? town.get(path) : town.get(path, "Authorization", "Bearer " + token);
    return answer.statusCode() + " " + answer.body();
  }

  @Test
  void an_open_route_looks_at_no_token() throws Exception {
    assertThat(as("", "/api/open")).isEqualTo("200 Anonymous");
    assertThat(as("wrong", "/api/open")).isEqualTo("200 Anonymous");
    assertThat(as("all", "/api/open")).isEqualTo("200 Anonymous");
  }

  @Test
  void an_optional_token_must_be_good_and_shows_its_owner_only_with_the_scope() throws Exception {
    assertThat(as("", "/api/optional")).isEqualTo("200 Anonymous");
    assertThat(as("wrong", "/api/optional")).isEqualTo(INVALID);
    assertThat(as("statuses", "/api/optional")).isEqualTo("200 SignedIn 1");
    assertThat(as("statuses", "/api/lists")).isEqualTo("200 SignedIn");
    assertThat(as("app", "/api/optional")).isEqualTo("200 Application");
    assertThat(as("new", "/api/optional")).isEqualTo(UNCONFIRMED);
  }

  @Test
  void an_app_route_takes_apps_and_people() throws Exception {
    assertThat(as("", "/api/app")).isEqualTo(MISSING);
    assertThat(as("app", "/api/app")).isEqualTo("200 Application");
    assertThat(as("statuses", "/api/app")).isEqualTo("200 SignedIn 1");
  }

  @Test
  void a_user_route_takes_people_with_its_scope_only() throws Exception {
    assertThat(as("", "/api/user")).isEqualTo(MISSING);
    assertThat(as("wrong", "/api/user")).isEqualTo(INVALID);
    assertThat(as("app", "/api/user"))
        .isEqualTo("401 {\"error\":\"This method requires an authenticated user\"}");
    assertThat(as("statuses", "/api/user")).isEqualTo("200 SignedIn 1");
    assertThat(as("statuses", "/api/write")).isEqualTo(OUTSIDE);
    assertThat(as("statuses", "/api/either")).isEqualTo("200 SignedIn 1");
    assertThat(as("statuses", "/api/any")).isEqualTo("200 SignedIn 1");
    assertThat(as("new", "/api/any")).isEqualTo(UNCONFIRMED);
    assertThat(as("new", "/api/joining")).isEqualTo("200 Pending");
    assertThat(as("all", "/api/joining")).isEqualTo("200 SignedIn 1");
  }

  @Test
  void the_scheme_is_case_insensitive_and_two_tokens_are_none() throws Exception {
    assertThat(town.get("/api/user", "Authorization", "bEARER statuses").statusCode())
        .isEqualTo(200);
    assertThat(town.get("/api/user", "Authorization", "Basic statuses").statusCode())
        .isEqualTo(401);
    assertThat(
            town.get("/api/user", "Authorization", "Bearer statuses", "Authorization", "Bearer all")
                .statusCode())
        .isEqualTo(401);
    assertThat(as("x".repeat(513), "/api/user")).isEqualTo(INVALID);
  }

  @Test
  void a_stream_takes_its_token_from_the_query_or_the_protocol_and_nothing_else_does()
      throws Exception {
    assertThat(as("", "/api/stream?access_token=statuses")).isEqualTo("200 SignedIn 1");
    assertThat(town.get("/api/stream", "Sec-WebSocket-Protocol", "statuses").body())
        .isEqualTo("SignedIn 1");
    assertThat(as("", "/api/stream?access_token=wrong")).isEqualTo(INVALID);
    assertThat(as("", "/api/user?access_token=statuses")).isEqualTo(MISSING);
  }

  @Test
  void the_api_never_takes_a_cookie_and_pages_never_take_a_token() throws Exception {
    String cookie = "__Host-session=alice";
    assertThat(town.get("/api/user", "Cookie", cookie).statusCode()).isEqualTo(401);
    assertThat(town.get("/api/stream", "Cookie", cookie).body()).isEqualTo("Anonymous");
    assertThat(town.get("/mine", "Cookie", "a=b; " + cookie).body()).isEqualTo("SignedIn 1");
    assertThat(town.get("/page", "Cookie", cookie).body()).isEqualTo("SignedIn 1");
    assertThat(town.get("/page", "Cookie", "__Host-session=old").body()).isEqualTo("Anonymous");
    assertThat(town.get("/page", "Cookie", "session=alice").body()).isEqualTo("Anonymous");
    assertThat(town.get("/mine", "Authorization", "Bearer all").statusCode()).isEqualTo(401);
    assertThat(town.get("/mine").body()).isEqualTo("<h1>401</h1>");
  }

  @Test
  void a_form_from_another_site_is_refused() throws Exception {
    assertThat(post("Sec-Fetch-Site", "same-origin")).isEqualTo(200);
    assertThat(post("Sec-Fetch-Site", "cross-site")).isEqualTo(403);
    assertThat(post("Sec-Fetch-Site", "same-site")).isEqualTo(403);
    assertThat(post("Origin", "https://town.test")).isEqualTo(200);
    assertThat(post("Origin", "https://evil.test")).isEqualTo(403);
    assertThat(post("Origin", "null")).isEqualTo(403);
  }

  private int post(String header, String value) throws Exception {
    return town.send(
            "POST", "/mine", "text/plain", "", "Cookie", "__Host-session=alice", header, value)
        .statusCode();
  }
}
