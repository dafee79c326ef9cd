package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.sx1.Verifier;

/// Excerpts over HTTP.
class ExcerptsThroughClientsTest {
  private static final String ALL = "/api/v1/excerpts";
  private static final String TALKS = "/api/v1/private/conversations";
  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person mallory;
  private static int people;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    mallory = clients.person("mallory");
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  /// Somebody new for each test: no more than three are asked of one.
  private static Clients.Person somebody() {
    Clients.Person one = clients.person("friend" + ++people);
    one.follows(alice);
    alice.follows(one);
    return one;
  }

  private static String talk(Clients.Person other, String... words) {
    String id =
        ok(alice.post(TALKS, Map.of("members", List.of(other.id()), "mode", "consent")))
            .path("id")
            .asString();
    for (int i = 0; i < words.length; i++) {
      Clients.Person who = i % 2 == 0 ? alice : other;
      ok(who.post(TALKS + "/" + id + "/messages", Map.of("text", words[i])));
    }
    return id;
  }

  private static JsonNode ok(Clients.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  /// What stands beside it as he reads it now.
  private static String seen(Clients.Person who, String id) {
    return ok(who.get(ALL + "/" + id)).path("seen").asString();
  }

  private static Clients.Reply document(String id) {
    return clients.send("GET", "/excerpts/" + id, "", null, "Accept", "application/json");
  }

  private static Verifier.Result verified(String document) {
    Map<String, String> keys = new TreeMap<>();
    for (String method : Verifier.keysNamed(document.getBytes(StandardCharsets.UTF_8))) {
      String actor = method.substring(0, method.indexOf('#'));
      String path = actor.substring(actor.indexOf('/', "https://".length()));
      Clients.Reply reply =
          clients.send("GET", path, "", null, "Accept", "application/activity+json");
      assertThat(reply.status()).as(path).isEqualTo(200);
      keys.putAll(Verifier.keysIn(reply.body().getBytes(StandardCharsets.UTF_8), actor));
    }
    return Verifier.verify(document.getBytes(StandardCharsets.UTF_8), new Verifier.Keys(keys, ""));
  }

  @Test
  void an_excerpt_from_its_beginning_to_its_end() {
    Clients.Person bob = somebody();
    String talk = talk(bob, "Is it true <b>at all</b>?", "It is true but secret", "Thank you");
    JsonNode draft =
        ok(
            alice.post(
                ALL,
                Map.of(
                    "conversation",
                    talk,
                    "from",
                    1,
                    "to",
                    3,
                    "ask",
                    false,
                    "sealed",
                    Map.of("1", List.of(1)))));
    String id = draft.path("id").asString();
    assertThat(draft.path("state").asString()).isEqualTo("not_asked");
    assertThat(draft.path("entries").get(0).path("parts").get(1).isNull()).isTrue();
    assertThat(draft.path("if_agreed").get(1).path("kind").asString()).isEqualTo("said");
    draft =
        ok(
            alice.put(
                ALL + "/" + id,
                Map.of("conversation", talk, "from", 1, "to", 3, "left_out", List.of(3))));
    assertThat(draft.path("entries").get(2).path("kind").asString()).isEqualTo("left_out");
    assertThat(bob.get(ALL + "/" + id).status()).isEqualTo(404);
    ok(alice.post(ALL + "/" + id + "/ask", Map.of()));
    JsonNode asked = ok(bob.get(ALL + "/requests")).get(0);
    assertThat(asked.path("id").asString()).isEqualTo(id);
    assertThat(asked.path("answer").asString()).isEqualTo("none");
    assertThat(asked.path("mine").get(0).path("parts")).hasSize(5);
    JsonNode status =
        ok(alice.post(ALL + "/" + id + "/publish", Map.of("status", "Read for yourselves")));
    assertThat(status.path("excerpt").path("state").asString()).isEqualTo("asked");
    assertThat(status.path("excerpt").path("document").path("v").asString()).isEqualTo("sx1");
    assertThat(status.path("content").asString())
        .contains("Is it true &lt;b&gt;at all&lt;/b&gt;?")
        .contains("(another person, asked)")
        .contains("[1 message left out]")
        .doesNotContain("secret");
    assertThat(verified(document(id).body()).state()).isEqualTo(Verifier.State.FITS);
    JsonNode answered =
        ok(
            bob.post(
                ALL + "/" + id + "/answer",
                Map.of(
                    "decision",
                    "consent",
                    "seen",
                    seen(bob, id),
                    "open",
                    Map.of("2", List.of(0, 1, 2)),
                    "context",
                    "There is more.")));
    assertThat(answered.path("answer").asString()).isEqualTo("agreed_in_part");
    String path = "/api/v1/statuses/" + status.path("id").asString();
    JsonNode open = ok(clients.get(path));
    assertThat(open.path("excerpt").path("state").asString()).isEqualTo("agreed_in_part");
    assertThat(open.path("content").asString())
        .contains("It is true \u2587\u2587\u2587")
        .contains("There is more.")
        .doesNotContain("secret");
    assertThat(document(id).body()).doesNotContain("secret");
    // Others keep it for no longer than a minute, or ask each time: it can be taken back.
    String post = clients.server().url() + "/@alice/" + status.path("id").asString();
    assertThat(clients.get("/api/oembed?url=" + post).json().path("cache_age").asInt())
        .isEqualTo(60);
    Clients.Reply feed = clients.get("/@alice.rss");
    assertThat(feed.whole().headers().firstValue("Cache-Control")).contains("public, no-cache");
    assertThat(verified(document(id).body()).state()).isEqualTo(Verifier.State.FITS);
    String changed = document(id).body().replace("\"It \"", "\"it \"");
    assertThat(verified(changed).state()).isEqualTo(Verifier.State.WRONG);
    assertThat(verified(changed).notes()).contains("entry 2 is not what its author signed");
    assertThat(ok(alice.get(ALL)).get(0).path("id").asString()).isEqualTo(id);
    ok(bob.delete(ALL + "/" + id + "/authorization"));
    assertThat(ok(clients.get(path)).path("excerpt").path("state").asString())
        .isEqualTo("withdrawn");
    assertThat(clients.get(path).body()).doesNotContain("It is true").doesNotContain("more");
    ok(alice.delete(path));
    assertThat(document(id).status()).as("it may not have been heard of yet").isIn(404, 410);
    clients.server().settle();
    assertThat(document(id).status()).isEqualTo(410);
    assertThat(alice.get(ALL + "/" + id).status()).isEqualTo(410);
  }

  @Test
  void a_long_one_is_named_by_its_digest_and_cut_where_it_stands_as_html() throws Exception {
    Clients.Person bob = somebody();
    String talk = talk(bob);
    for (int i = 0; i < 40; i++) {
      ok(
          alice.post(
              TALKS + "/" + talk + "/messages", Map.of("text", "line" + i + " word".repeat(220))));
      if (i % 4 == 0) {
        ok(bob.post(TALKS + "/" + talk + "/messages", Map.of("text", "yes")));
      }
    }
    String id =
        ok(alice.post(ALL, Map.of("conversation", talk, "from", 1, "to", 50, "ask", false)))
            .path("id")
            .asString();
    JsonNode status = ok(alice.post(ALL + "/" + id + "/publish", Map.of("status", "Long")));
    JsonNode document = status.path("excerpt").path("document");
    assertThat(document.propertyNames()).containsExactly("id", "digest");
    String whole = document(id).body();
    assertThat(whole.length()).isGreaterThan(64 << 10);
    byte[] canonical =
        Verifier.Json.read(whole.getBytes(StandardCharsets.UTF_8))
            .canonical()
            .getBytes(StandardCharsets.UTF_8);
    assertThat(document.path("digest").asString())
        .isEqualTo(
            java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                    java.security.MessageDigest.getInstance("SHA-256").digest(canonical)));
    assertThat(status.path("content").asString())
        .contains("line0 ", "more messages, and all of it:]", "/excerpts/" + id)
        .doesNotContain("line39 ");
  }

  @Test
  void a_draft_can_be_taken_back() {
    Clients.Person bob = somebody();
    String talk = talk(bob, "one", "two");
    String id =
        ok(alice.post(ALL, Map.of("conversation", talk, "from", 1, "to", 2))).path("id").asString();
    assertThat(ok(bob.get(ALL + "/" + id)).path("answer").asString()).isEqualTo("none");
    ok(alice.delete(ALL + "/" + id));
    assertThat(bob.get(ALL + "/" + id).status()).isEqualTo(404);
    assertThat(ok(bob.get(ALL + "/requests"))).isEmpty();
  }

  /// What anybody but the one who was asked can fetch.
  private static List<String> fetched(String id, String status) {
    List<String> all = new ArrayList<>();
    for (String path :
        List.of(
            ALL + "/" + id,
            ALL,
            "/api/v1/statuses/" + status,
            "/api/v1/statuses/" + status + "/context",
            "/api/v1/notifications",
            "/api/v1/accounts/" + alice.id() + "/statuses",
            "/api/v1/timelines/home")) {
      all.add(ok(alice.get(path)).toString());
    }
    all.add(document(id).body());
    all.add(clients.get("/api/v1/statuses/" + status).body());
    all.add(clients.get("/api/oembed?url=" + clients.server().url() + "/@alice/" + status).body());
    all.add(clients.get("/@alice.rss").body());
    all.add(ok(mallory.get("/api/v1/statuses/" + status)).toString());
    return all;
  }

  @Test
  void a_decline_is_a_silence_in_every_answer() {
    Clients.Person bob = somebody();
    String talk = talk(bob, "one", "the words nobody shall read", "three");
    String id =
        ok(alice.post(ALL, Map.of("conversation", talk, "from", 1, "to", 3))).path("id").asString();
    String status =
        ok(alice.post(ALL + "/" + id + "/publish", Map.of("status", "see"))).path("id").asString();
    clients.server().settle();
    List<String> silent = fetched(id, status);
    ok(bob.post(ALL + "/" + id + "/answer", Map.of("decision", "decline")));
    clients.server().settle();
    assertThat(fetched(id, status)).isEqualTo(silent);
    // Its publisher is a member, and reads what she asks for.
    assertThat(silent.subList(7, silent.size()).toString()).doesNotContain("nobody shall");
    assertThat(ok(bob.get(ALL + "/" + id)).path("answer").asString()).isEqualTo("declined");
  }

  @Test
  void what_is_anothers_answers_like_what_is_not_there() {
    Clients.Person bob = somebody();
    String talk = talk(bob, "one", "two");
    String id =
        ok(alice.post(ALL, Map.of("conversation", talk, "from", 1, "to", 2))).path("id").asString();
    for (String of : List.of(id, "1", "x")) {
      String one = ALL + "/" + of;
      for (Clients.Reply reply :
          List.of(
              mallory.get(one),
              mallory.put(one, Map.of("conversation", talk, "from", 1, "to", 2)),
              mallory.delete(one),
              mallory.post(one + "/ask", Map.of()),
              mallory.post(one + "/publish", Map.of("status", "mine")),
              mallory.post(one + "/answer", Map.of("decision", "consent")),
              mallory.post(one + "/answer", Map.of("decision", "decline")),
              mallory.post(one + "/answer", Map.of("decision", "deny")),
              mallory.delete(one + "/authorization"),
              mallory.post(ALL, Map.of("conversation", talk, "from", 1, "to", 2)),
              document(of))) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(404);
        assertThat(reply.text("error")).isEqualTo("Record not found");
      }
    }
  }

  @Test
  void what_cannot_be_read_is_refused() {
    Clients.Person bob = somebody();
    String talk = talk(bob, "one", "two");
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("conversation", talk, "from", "x", "to", 2),
            Map.of("conversation", talk, "from", 1),
            Map.of("conversation", talk, "from", 1, "to", 1, "sealed", Map.of("1", List.of(9))),
            Map.of("conversation", talk, "from", 1, "to", 1, "sealed", Map.of("2", true)),
            Map.of("conversation", talk, "from", 1, "to", 1, "sealed", "all"),
            Map.of("conversation", talk, "from", 1, "to", 1, "visibility", "loud"),
            Map.of("conversation", talk, "from", 1, "to", "99999999999999999999"),
            Map.of("conversation", talk, "from", 1, "to", 2, "left_out", List.of(1, 2)))) {
      assertThat(alice.post(ALL, wrong).status()).as(wrong.toString()).isEqualTo(422);
    }
    String id =
        ok(alice.post(ALL, Map.of("conversation", talk, "from", 1, "to", 2))).path("id").asString();
    String answer = ALL + "/" + id + "/answer";
    String seen = seen(bob, id);
    assertThat(bob.post(answer, Map.of("decision", "perhaps")).status()).isEqualTo(422);
    for (Object open : List.of(Map.of("1", "all"), Map.of("2", List.of(-1)))) {
      assertThat(consents(bob, id, seen, open).status()).as(open.toString()).isEqualTo(422);
    }
    // Who does not say what he has seen signs nothing, nor who has seen other words.
    for (String decision : List.of("consent", "deny")) {
      assertThat(bob.post(answer, Map.of("decision", decision)).status()).isEqualTo(422);
      Clients.Reply other = bob.post(answer, Map.of("decision", decision, "seen", "x"));
      assertThat(other.status()).isEqualTo(422);
      assertThat(other.text("error")).contains("were changed");
    }
    assertThat(consents(bob, id, seen, Map.of("2", "all")).status()).isEqualTo(200);
  }

  private static Clients.Reply consents(Clients.Person who, String id, String seen, Object open) {
    return who.post(
        ALL + "/" + id + "/answer", Map.of("decision", "consent", "seen", seen, "open", open));
  }

  @Test
  void what_it_would_stand_beside_is_shown_to_whom_it_asks_and_a_yes_is_for_that_alone() {
    Clients.Person bob = somebody();
    String talk = talk(bob, "one", "quiet words for two");
    Map<String, Object> range =
        Map.of("conversation", talk, "from", 1, "to", 2, "visibility", "private");
    String id = ok(alice.post(ALL, range)).path("id").asString();
    JsonNode asked = ok(bob.get(ALL + "/" + id));
    assertThat(asked.path("visibility").asString()).isEqualTo("private");
    ok(consents(bob, id, asked.path("seen").asString(), "all"));
    JsonNode status =
        ok(
            alice.post(
                ALL + "/" + id + "/publish",
                Map.of("status", "Look how mean", "visibility", "public")));
    assertThat(status.path("excerpt").path("state").asString()).isEqualTo("asked");
    assertThat(document(id).body()).doesNotContain("quiet");
    JsonNode anew = ok(bob.get(ALL + "/" + id));
    assertThat(anew.path("visibility").asString()).isEqualTo("public");
    assertThat(anew.path("text").asString()).isEqualTo("Look how mean");
    assertThat(consents(bob, id, asked.path("seen").asString(), "all").status()).isEqualTo(422);
    assertThat(consents(bob, id, anew.path("seen").asString(), "all").status()).isEqualTo(200);
    assertThat(document(id).body()).contains("quiet");
  }

  @Test
  void an_app_that_may_only_post_makes_nothing_private_public() {
    Clients.Person bob = somebody();
    Map<String, Object> range =
        Map.of("conversation", talk(bob, "one", "two"), "from", 1, "to", 2, "ask", false);
    String id = ok(alice.post(ALL, range)).path("id").asString();
    for (String scope : List.of("write:statuses", "write:conversations")) {
      String token = clients.token(alice, scope);
      Clients.Reply reply =
          clients.send("POST", ALL + "/" + id + "/publish", token, Map.of("status", "mine"));
      assertThat(reply.status()).as(scope).isEqualTo(403);
    }
    String both = clients.token(alice, "write:statuses write:conversations");
    ok(clients.send("POST", ALL + "/" + id + "/publish", both, Map.of("status", "mine")));
  }

  @Test
  void a_long_document_is_fetched_by_itself() {
    Clients.Person bob = somebody();
    String talk = talk(bob, "w ".repeat(2_000) + "w", "and so on");
    String id =
        ok(alice.post(
                ALL,
                Map.of(
                    "conversation", talk, "from", 1, "to", 2, "sealed", Map.of("1", List.of(0)))))
            .path("id")
            .asString();
    JsonNode status = ok(alice.post(ALL + "/" + id + "/publish", Map.of("status", "long")));
    assertThat(status.path("excerpt").path("document").propertyNames())
        .containsExactly("id", "digest");
    assertThat(document(id).body().length()).isGreaterThan(64 << 10);
    assertThat(verified(document(id).body()).state()).isEqualTo(Verifier.State.FITS);
  }

  @Test
  void an_old_token_agrees_with_the_password_only() {
    Clients.Person bob = somebody();
    String talk = talk(bob, "one", "two");
    String id =
        ok(alice.post(ALL, Map.of("conversation", talk, "from", 1, "to", 2))).path("id").asString();
    String answer = ALL + "/" + id + "/answer";
    clients.server().isAhead(Duration.ofHours(1));
    try {
      String seen = seen(bob, id);
      for (String decision : List.of("consent", "deny")) {
        assertThat(bob.post(answer, Map.of("decision", decision, "seen", seen)).status())
            .isEqualTo(403);
      }
      assertThat(
              bob.post(
                      answer,
                      Map.of("decision", "consent", "seen", seen, "current_password", "wrong"))
                  .status())
          .isEqualTo(422);
      ok(bob.post(answer, Map.of("decision", "decline")));
      ok(
          bob.post(
              answer,
              Map.of("decision", "consent", "seen", seen, "current_password", Clients.PASSWORD)));
    } finally {
      clients.server().isAhead(Duration.ZERO);
    }
  }

  @Test
  void who_signs_here_shows_his_key() {
    JsonNode server = ok(clients.get("/actor"));
    assertThat(server.path("type").asString()).isEqualTo("Application");
    JsonNode key = server.path("assertionMethod").get(0);
    assertThat(key.path("controller")).isEqualTo(server.path("id"));
    assertThat(key.path("publicKeyMultibase").asString()).startsWith("z6Mk");
    assertThat(ok(clients.get("/actor"))).isEqualTo(server);
    Clients.Reply browser = clients.send("GET", "/users/alice", "", null, "Accept", "text/html");
    assertThat(browser.status()).isEqualTo(302);
    assertThat(browser.whole().headers().firstValue("Location").orElse("")).endsWith("/@alice");
    assertThat(
            clients
                .send("GET", "/users/nobody", "", null, "Accept", "application/activity+json")
                .status())
        .isEqualTo(404);
  }

  @Test
  void other_sites_are_given_an_excerpt_unless_somebody_in_it_does_not_want_that() {
    Clients.Person bob = somebody();
    String talk = talk(bob, "Is it open?", "It is open");
    JsonNode draft = ok(alice.post(ALL, Map.of("conversation", talk, "from", 1, "to", 2)));
    String id = draft.path("id").asString();
    ok(alice.post(ALL + "/" + id + "/ask", Map.of()));
    JsonNode status = ok(alice.post(ALL + "/" + id + "/publish", Map.of("status", "Read")));
    String ask = "/api/oembed?url=" + status.path("excerpt").path("url").asString();
    assertThat(clients.get(ask).text("html")).contains("Is it open?").doesNotContain("It is open");
    assertThat(consents(bob, id, seen(bob, id), "all").status()).isEqualTo(200);
    assertThat(clients.get(ask).text("html")).contains("It is open").doesNotContain("Read");
    for (Clients.Person one : List.of(alice, bob)) {
      wishes(one, "nobody");
      assertThat(clients.get(ask).status()).isEqualTo(404);
      assertThat(clients.get("/api/oembed?url=" + status.path("url").asString()).status())
          .isEqualTo(404);
      wishes(one, "public");
    }
    assertThat(clients.get(ask).status()).isEqualTo(200);
    ok(bob.delete(ALL + "/" + id + "/authorization"));
    assertThat(clients.get(ask).text("html")).doesNotContain("It is open");
  }

  @Test
  void nor_are_they_given_it_when_that_is_the_wish_of_one_who_only_added_a_note() {
    Clients.Person bob = somebody();
    String talk = talk(bob, "Is it open?", "It is open");
    String id =
        ok(alice.post(ALL, Map.of("conversation", talk, "from", 1, "to", 2))).path("id").asString();
    JsonNode status = ok(alice.post(ALL + "/" + id + "/publish", Map.of("status", "Read")));
    Map<String, Object> note =
        Map.of(
            "decision",
            "consent",
            "seen",
            seen(bob, id),
            "open",
            Map.of("2", List.of()),
            "context",
            "Ask me instead");
    assertThat(ok(bob.post(ALL + "/" + id + "/answer", note)).path("answer").asString())
        .isEqualTo("noted");
    List<String> asks =
        List.of(
            "/api/oembed?url=" + status.path("excerpt").path("url").asString(),
            "/api/oembed?url=" + status.path("url").asString());
    for (String ask : asks) {
      assertThat(clients.get(ask).text("html"))
          .contains("Ask me instead")
          .doesNotContain("It is open");
    }
    wishes(bob, "nobody");
    for (String ask : asks) {
      assertThat(clients.get(ask).status()).isEqualTo(404);
    }
  }

  private static void wishes(Clients.Person who, String embeds) {
    ok(
        who.patch(
            "/api/v1/accounts/update_credentials", Map.of("source", Map.of("can_embed", embeds))));
  }
}
