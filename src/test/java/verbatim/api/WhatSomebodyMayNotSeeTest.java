package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.http.Route;

/// Alice has one follower, Bob. What she writes for her followers does not exist for Mallory and
/// for strangers: not by its id (attack api-01), not by any side door (api-03), and not for
/// somebody she blocked (api-15).
class WhatSomebodyMayNotSeeTest {
  private static final long NOISE_NANOS = 500_000;
  private static final String WORD = "xylograph";
  private static final String NEVER_USED = "117000000000000001";

  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;
  static Clients.Person mallory;
  static String parent;
  static String hidden;
  static String child;
  static String deleted;
  static String poll;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
    mallory = clients.person("mallory");
    bob.follows(alice);
    parent = alice.posts("the public beginning");
    hidden =
        alice.posts(
            Map.of(
                "status",
                WORD + " #" + WORD + "tag https://example.org/" + WORD,
                "visibility",
                "private",
                "in_reply_to_id",
                parent));
    child = alice.posts(Map.of("status", "the public end", "in_reply_to_id", hidden));
    deleted = alice.posts("soon gone");
    alice.delete("/api/v1/statuses/" + deleted);
    poll =
        alice.posts(
            Map.of(
                "status", "which?",
                "visibility", "private",
                "poll", Map.of("options", List.of("one", "two"), "expires_in", 600)));
    clients.server().settle();
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  @Test
  void a_hidden_a_deleted_and_an_unknown_status_answer_the_same_bytes_on_every_route() {
    int tried = 0;
    for (Route route : clients.routes()) {
      if (!route.path().startsWith("/api/v1/statuses/:id")) {
        continue;
      }
      for (String token : List.of(mallory.token, "")) {
        for (String language : List.of("en", "de")) {
          String unknown = told(route, NEVER_USED, token, language);
          assertThat(told(route, hidden, token, language)).as(route.path()).isEqualTo(unknown);
          assertThat(told(route, deleted, token, language)).as(route.path()).isEqualTo(unknown);
          assertThat(unknown).startsWith(token.isEmpty() ? "4" : "404");
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(60);
  }

  /// A median over a socket; on a busy machine it says nothing, so it is not part of every run.
  @Test
  @Tag("long")
  void and_in_the_same_time() {
    int rounds = 200;
    long[] hiddenTook = new long[rounds];
    long[] unknownTook = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      hiddenTook[i] = nanos("/api/v1/statuses/" + hidden);
      unknownTook[i] = nanos("/api/v1/statuses/" + NEVER_USED);
    }
    Arrays.sort(hiddenTook);
    Arrays.sort(unknownTook);
    long apart = Math.abs(hiddenTook[rounds / 2] - unknownTook[rounds / 2]);
    assertThat(apart).isLessThan(Math.max(NOISE_NANOS, unknownTook[rounds / 2] / 2));
  }

  private static long nanos(String path) {
    long start = System.nanoTime();
    mallory.get(path);
    return System.nanoTime() - start;
  }

  @Test
  void so_do_polls() {
    for (Route route : clients.routes()) {
      if (route.path().startsWith("/api/v1/polls/:id")) {
        for (String token : List.of(mallory.token, "")) {
          assertThat(told(route, poll, token, "en"))
              .isEqualTo(told(route, NEVER_USED, token, "en"));
        }
      }
    }
  }

  @Test
  void no_side_door_tells_of_it() {
    for (String path : sideDoors()) {
      for (String token : List.of(mallory.token, "")) {
        Clients.Reply reply = clients.send("GET", path, token, null);
        assertThat(reply.body()).as(path).doesNotContain(WORD).doesNotContain(hidden);
      }
    }
  }

  @Test
  void her_follower_sees_all_of_it() {
    assertThat(bob.get("/api/v1/statuses/" + hidden).text("content")).contains(WORD);
    assertThat(bob.get("/api/v1/statuses/" + parent + "/context").body()).contains(hidden);
    assertThat(bob.get("/api/v1/timelines/home").body()).contains(hidden);
    assertThat(bob.get("/api/v1/statuses/" + child).text("in_reply_to_id")).isEqualTo(hidden);
  }

  @Test
  void he_cannot_boost_it_however_he_asks() {
    for (Object body : List.of(Map.of(), Map.of("visibility", "public"))) {
      assertThat(bob.post("/api/v1/statuses/" + hidden + "/reblog", body).status())
          .isIn(403, 404, 422);
    }
  }

  @Test
  void her_own_boost_of_it_stays_with_her_followers() {
    String own = alice.posts(Map.of("status", "for few " + WORD, "visibility", "private"));
    Clients.Reply boost =
        alice.post("/api/v1/statuses/" + own + "/reblog", Map.of("visibility", "public"));
    if (boost.status() == 200) {
      assertThat(boost.text("visibility")).isEqualTo("private");
    }
    clients.server().settle();
    assertThat(mallory.get("/api/v1/accounts/" + alice.id() + "/statuses").body())
        .doesNotContain(own);
  }

  @Test
  void somebody_she_blocked_reads_nothing_of_hers_with_his_token() {
    Clients.Person eve = clients.person("eve");
    Clients.Person carol = clients.person("carol");
    eve.follows(alice);
    String started = carol.posts("carol begins");
    String answer = alice.posts(Map.of("status", "alice answers", "in_reply_to_id", started));
    alice.blocks(eve);
    clients.server().settle();
    String a = "/api/v1/accounts/" + alice.id();
    for (String path : List.of(a + "/statuses", a + "/followers", a + "/following")) {
      assertThat(eve.get(path).body())
          .as(path)
          .doesNotContain("alice answers")
          .doesNotContain("\"bob\"");
    }
    assertThat(eve.get("/api/v1/statuses/" + answer).status()).isEqualTo(404);
    assertThat(eve.get("/api/v1/statuses/" + started + "/context").body()).doesNotContain(answer);
    assertThat(eve.get("/api/v1/timelines/home").body()).doesNotContain(answer);
    assertThat(eve.get("/api/v1/timelines/public").body()).doesNotContain(answer);
    assertThat(eve.post(a + "/follow", Map.of()).status()).isIn(403, 404);
    eve.posts("@alice do you read me");
    eve.post("/api/v1/statuses/" + parent + "/favourite", Map.of());
    clients.server().settle();
    assertThat(alice.get("/api/v1/notifications").body()).doesNotContain("\"eve\"");
  }

  private static List<String> sideDoors() {
    String a = "/api/v1/accounts/" + alice.id();
    List<String> doors = new ArrayList<>();
    for (String status : List.of(parent, child)) {
      String one = "/api/v1/statuses/" + status;
      doors.addAll(List.of(one, one + "/context", one + "/history", one + "/favourited_by"));
    }
    doors.addAll(
        List.of(
            "/api/v1/statuses?id[]=" + hidden + "&id[]=" + parent,
            "/api/v1/timelines/tag/" + WORD + "tag",
            "/api/v1/timelines/public",
            "/api/v1/timelines/public?local=true",
            "/api/v1/timelines/home",
            a + "/statuses",
            a + "/statuses?pinned=true",
            a + "/statuses?tagged=" + WORD + "tag",
            a + "/featured_tags",
            "/api/v1/bookmarks",
            "/api/v1/favourites",
            "/api/v1/notifications",
            "/api/v1/trends/tags",
            "/api/v1/trends/statuses",
            "/api/oembed?url=" + clients.server().url() + "/@alice/" + hidden,
            "/@alice",
            "/"));
    return doors;
  }

  /// Status, headers and body as the client gets them, without what differs from request to
  /// request.
  private static String told(Route route, String id, String token, String language) {
    String path = route.path().replace(":id", id).replaceAll(":\\w+", id);
    boolean hasBody =
        !route.method().name().equals("GET") && !route.method().name().equals("DELETE");
    Clients.Reply reply =
        clients.send(
            route.method().name(),
            path,
            token,
            hasBody ? Map.of("status", "changed", "choices", List.of("0")) : null,
            "Accept-Language",
            language);
    Map<String, List<String>> headers = new TreeMap<>(reply.whole().headers().map());
    headers.keySet().removeIf(h -> h.equals("date") || h.startsWith("x-r") || h.equals(":status"));
    return reply.status() + " " + headers + " " + reply.body().replace(id, "ID");
  }
}
