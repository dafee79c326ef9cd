package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.access.Scope;
import verbatim.access.Scopes;
import verbatim.http.Access;
import verbatim.http.Route;

/// Every line of the route table, with the wrong key. A new route is covered as soon as it stands
/// there (attack api-02).
class ScopesOfRoutesTest {
  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;
  static final Map<String, String> tokens = new HashMap<>();

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
    alice.posts("hello");
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  @Test
  void without_a_token_a_persons_routes_answer_401() {
    for (Route route : of(Access.User.class)) {
      assertThat(call(route, "").status()).as(words(route)).isEqualTo(401);
    }
  }

  @Test
  void without_a_token_an_apps_routes_answer_401() {
    for (Route route : of(Access.App.class)) {
      assertThat(call(route, "").status()).as(words(route)).isEqualTo(401);
    }
  }

  @Test
  void an_apps_own_token_opens_no_persons_route() {
    for (Route route : of(Access.User.class)) {
      assertThat(call(route, clients.appToken()).status()).as(words(route)).isIn(401, 403);
    }
  }

  @Test
  void a_token_with_every_scope_but_the_needed_one_is_not_enough() {
    int tried = 0;
    for (Route route : clients.routes()) {
      List<Scope> needed = needed(route.access());
      if (!needed.isEmpty()) {
        Clients.Reply reply = call(route, tokenWithout(needed));
        assertThat(reply.status()).as(words(route) + " " + reply.body()).isEqualTo(403);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(100);
  }

  @Test
  void a_wrong_token_is_401_wherever_tokens_are_read() {
    for (Route route : clients.routes()) {
      boolean reads =
          route.access() instanceof Access.User
              || route.access() instanceof Access.App
              || route.access() instanceof Access.Optional;
      if (reads) {
        assertThat(call(route, "no-such-token").status()).as(words(route)).isEqualTo(401);
      }
    }
  }

  @Test
  void nobody_else_is_shown_an_address_or_a_token() {
    for (Route route : clients.routes()) {
      // A stream's answer does not end: see StreamsThroughClientsTest.
      if (route.access() instanceof Access.Stream) {
        continue;
      }
      if (!route.path().startsWith("/api/") && !route.path().startsWith("/oauth/userinfo")) {
        continue;
      }
      for (String token : List.of("", bob.token)) {
        String path = path(route, alice.id());
        if (route.method().name().equals("GET")) {
          assertThat(clients.send("GET", path, token, null).body())
              .as(words(route))
              .doesNotContain("alice@mail.example")
              .doesNotContain(alice.token);
        }
      }
    }
  }

  private static List<Route> of(Class<? extends Access> kind) {
    List<Route> routes =
        clients.routes().stream().filter(r -> kind.isInstance(r.access())).toList();
    assertThat(routes).isNotEmpty();
    return routes;
  }

  private static List<Scope> needed(Access access) {
    return switch (access) {
      case Access.User(var scopes) -> scopes;
      case Access.App(var scopes) -> scopes;
      case Access.Open _,
          Access.Optional _,
          Access.Joining _,
          Access.Stream _,
          Access.Session _,
          Access.Desk _,
          Access.Browser _,
          Access.Signed _ ->
          List.of();
    };
  }

  /// Every scope that covers none of these, and whose own kind the app has.
  private static String tokenWithout(List<Scope> needed) {
    Scopes registered = Scopes.of(Scope.READ, Scope.WRITE, Scope.FOLLOW, Scope.PUSH, Scope.PROFILE);
    String scopes =
        Arrays.stream(Scope.values())
            .filter(registered::covers)
            .filter(s -> needed.stream().noneMatch(s::covers))
            .map(Scope::toString)
            .collect(Collectors.joining(" "));
    return tokens.computeIfAbsent(scopes, s -> clients.token(bob, s));
  }

  private static Clients.Reply call(Route route, String token) {
    boolean hasBody =
        !route.method().name().equals("GET") && !route.method().name().equals("DELETE");
    String[] headers =
        route.accepts().isEmpty()
            ? new String[0]
            : new String[] {"Accept", route.accepts().iterator().next()};
    return clients.send(
        route.method().name(), path(route, "1"), token, hasBody ? Map.of() : null, headers);
  }

  private static String path(Route route, String value) {
    List<String> segments = new ArrayList<>();
    for (String segment : route.path().split("/", -1)) {
      segments.add(
          segment.startsWith(":") || segment.startsWith("*")
              ? value
              : segment.startsWith("@:") ? "@" + value : segment);
    }
    return String.join("/", segments);
  }

  private static String words(Route route) {
    return route.method() + " " + route.path() + " (" + route.access().words() + ")";
  }
}
