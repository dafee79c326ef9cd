package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that touches everything once: what the other situations leave out answers as it should.
class RoundOfAClientTest {
  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  @Test
  void people() {
    String b = "/api/v1/accounts/" + bob.id();
    assertThat(ok(alice.get(b)).text("acct")).isEqualTo("bob");
    assertThat(ok(alice.get("/api/v1/accounts?id[]=" + bob.id())).json().size()).isEqualTo(1);
    assertThat(ok(clients.get("/api/v1/accounts/lookup?acct=@BOB")).text("id")).isEqualTo(bob.id());
    assertThat(ok(alice.get("/api/v1/accounts/search?q=bo")).body()).contains("\"bob\"");
    assertThat(ok(clients.get("/api/v1/directory")).json().isArray()).isTrue();
    alice.follows(bob);
    for (String recommend : List.of("/endorse", "/unendorse", "/pin", "/unpin")) {
      boolean now = recommend.equals("/endorse") || recommend.equals("/pin");
      assertThat(ok(alice.post(b + recommend, Map.of())).json().path("endorsed").asBoolean())
          .isEqualTo(now);
      String mine = ok(alice.get("/api/v1/endorsements")).body();
      assertThat(mine.contains("\"bob\"")).isEqualTo(now);
      ok(clients.get("/api/v1/accounts/" + alice.id() + "/endorsements"));
    }
    ok(alice.get("/api/v1/accounts/familiar_followers?id[]=" + bob.id()));
    assertThat(ok(alice.post(b + "/unfollow", Map.of())).json().path("following").asBoolean())
        .isFalse();
    bob.patch("/api/v1/accounts/update_credentials", Map.of("locked", true));
    alice.follows(bob);
    assertThat(
            ok(bob.post("/api/v1/follow_requests/" + alice.id() + "/reject", Map.of()))
                .json()
                .path("requested_by")
                .asBoolean())
        .isFalse();
  }

  @Test
  void oneself() {
    assertThat(ok(alice.patch("/api/v1/profile", Map.of("note", "as written"))).text("note"))
        .isEqualTo("as written");
    ok(alice.put("/api/v1/profile", Map.of("display_name", "Alice")));
    assertThat(ok(alice.get("/api/v1/profile")).text("display_name")).isEqualTo("Alice");
    assertThat(ok(alice.get("/api/v1/apps/verify_credentials")).text("name")).isEqualTo("tests");
    assertThat(ok(alice.post("/oauth/userinfo", Map.of())).text("preferred_username"))
        .isEqualTo("alice");
    assertThat(alice.post("/api/v1/emails/confirmations", Map.of()).status()).isEqualTo(403);
  }

  @Test
  void a_status() {
    String id = alice.posts("one #round");
    String one = "/api/v1/statuses/" + id;
    assertThat(ok(alice.put(one, Map.of("status", "two #round"))).text("content")).contains("two");
    for (String act : List.of("bookmark", "mute")) {
      String field = act + (act.endsWith("e") ? "d" : "ed");
      assertThat(ok(bob.post(one + "/" + act, Map.of())).json().path(field).asBoolean()).isTrue();
      assertThat(ok(bob.post(one + "/un" + act, Map.of())).json().path(field).asBoolean())
          .isFalse();
    }
    assertThat(ok(alice.post(one + "/pin", Map.of())).json().path("pinned").asBoolean()).isTrue();
    assertThat(ok(alice.post(one + "/unpin", Map.of())).json().path("pinned").asBoolean())
        .isFalse();
    ok(bob.post(one + "/reblog", Map.of()));
    assertThat(ok(alice.get(one + "/reblogged_by")).body()).contains("\"bob\"");
    assertThat(ok(bob.post(one + "/unreblog", Map.of())).json().path("reblogs_count").asInt())
        .isZero();
    ok(alice.post("/api/v1/tags/round/feature", Map.of()));
    assertThat(ok(alice.get("/api/v1/featured_tags")).body()).contains("round");
    ok(alice.post("/api/v1/tags/round/unfeature", Map.of()));
    assertThat(ok(alice.get("/api/v1/featured_tags")).body()).isEqualTo("[]");
    assertThat(ok(alice.get("/api/v1/featured_tags/suggestions")).body()).contains("round");
  }

  @Test
  void lists_and_filters() {
    String list = alice.post("/api/v1/lists", Map.of("title", "l")).text("id");
    assertThat(ok(alice.get("/api/v1/lists/" + list)).text("title")).isEqualTo("l");
    assertThat(ok(alice.get("/api/v1/timelines/list/" + list)).body()).isEqualTo("[]");
    String id =
        ok(alice.post("/api/v2/filters", Map.of("title", "f", "context", List.of("home"))))
            .text("id");
    String filter = "/api/v2/filters/" + id;
    assertThat(ok(alice.get(filter)).text("title")).isEqualTo("f");
    assertThat(ok(alice.get("/api/v2/filters")).json().size()).isEqualTo(1);
    assertThat(ok(alice.put(filter, Map.of("filter_action", "hide"))).text("filter_action"))
        .isEqualTo("hide");
    String keyword =
        "/api/v2/filters/keywords/"
            + ok(alice.post(filter + "/keywords", Map.of("keyword", "k"))).text("id");
    assertThat(ok(alice.get(keyword)).text("keyword")).isEqualTo("k");
    assertThat(ok(alice.put(keyword, Map.of("keyword", "kk"))).text("keyword")).isEqualTo("kk");
    assertThat(ok(alice.get(filter + "/keywords")).body()).contains("kk");
    assertThat(bob.get(keyword).status()).isEqualTo(404);
    ok(alice.delete(keyword));
    String status = bob.posts("filter me");
    String entry =
        "/api/v2/filters/statuses/"
            + ok(alice.post(filter + "/statuses", Map.of("status_id", status))).text("id");
    assertThat(ok(alice.get(entry)).text("status_id")).isEqualTo(status);
    assertThat(bob.get(entry).status()).isEqualTo(404);
    assertThat(ok(alice.get(filter + "/statuses")).json().size()).isEqualTo(1);
    ok(alice.delete(entry));
    ok(alice.delete(filter));
    ok(alice.post("/api/v1/filters", Map.of("phrase", "p", "context", List.of("home"))));
    assertThat(ok(alice.get("/api/v1/filters")).json().get(0).path("phrase").asString())
        .isEqualTo("p");
  }

  @Test
  void what_one_is_told() {
    Clients.Person carol = clients.person("carol");
    alice.posts("@carol for you");
    clients.server().settle();
    assertThat(ok(carol.get("/api/v2/notifications/unread_count")).json().path("count").asInt())
        .isEqualTo(1);
    String key =
        carol
            .get("/api/v2/notifications")
            .json()
            .path("notification_groups")
            .get(0)
            .path("group_key")
            .asString();
    ok(carol.post("/api/v2/notifications/" + key + "/dismiss", Map.of()));
    assertThat(carol.get("/api/v1/notifications").body()).isEqualTo("[]");
    ok(carol.post("/api/v1/notifications/clear", Map.of()));
    ok(carol.patch("/api/v2/notifications/policy", Map.of("for_not_following", "filter")));
    assertThat(ok(carol.get("/api/v2/notifications/policy")).text("for_not_following"))
        .isEqualTo("filter");
    ok(carol.get("/api/v1/notifications/requests/merged"));
    for (String way : List.of("/%s/dismiss", "/dismiss", "/accept")) {
      alice.posts("@carol again " + way);
      clients.server().settle();
      String request =
          carol.get("/api/v1/notifications/requests").json().path(0).path("id").asString("0");
      ok(
          carol.post(
              "/api/v1/notifications/requests" + way.replace("%s", request),
              Map.of("id", List.of(request))));
    }
  }

  @Test
  void a_token_that_was_ended_opens_nothing() {
    String token = clients.token(bob, "read");
    assertThat(clients.send("GET", "/api/v1/preferences", token, null).status()).isEqualTo(200);
    ok(clients.revoke(token));
    assertThat(clients.send("GET", "/api/v1/preferences", token, null).status()).isEqualTo(401);
  }

  private static Clients.Reply ok(Clients.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply;
  }
}
