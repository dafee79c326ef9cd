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
import tools.jackson.databind.JsonNode;
import verbatim.Waiting;

/// Private conversations over HTTP, our own way and as old apps see them.
class TalkingThroughClientsTest {
  private static final String ALL = "/api/v1/private/conversations";
  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;
  static Clients.Person mallory;
  static Clients.Person dora;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
    mallory = clients.person("mallory");
    dora = clients.person("dora");
    bob.follows(alice);
    alice.follows(bob);
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  /// A talk of its own: each in a mode or with somebody that no other test has.
  private static String begun(Clients.Person by, String mode, Clients.Person... with) {
    List<String> ids = java.util.Arrays.stream(with).map(Clients.Person::id).toList();
    Clients.Reply reply = by.post(ALL, Map.of("members", ids, "mode", mode));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.text("id");
  }

  private static JsonNode says(Clients.Person who, String id, String text) {
    Clients.Reply reply = who.post(ALL + "/" + id + "/messages", Map.of("text", text));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static void isNotThere(Clients.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(404);
    assertThat(reply.text("error")).isEqualTo("Record not found");
  }

  @Test
  void a_conversation_from_its_beginning_to_its_end() {
    String id = begun(alice, "consent", bob, dora);
    dora.post(ALL + "/" + id + "/accept", Map.of());
    JsonNode one = says(alice, id, "hello  <b>both</b>");
    assertThat(one.path("n").asInt()).isEqualTo(1);
    assertThat(one.path("text").asString()).isEqualTo("hello  <b>both</b>");
    assertThat(one.path("account_id").asString()).isEqualTo(alice.id());
    assertThat(one.path("proof").path("seed").asString()).hasSize(43);
    String messages = ALL + "/" + id + "/messages";
    JsonNode read = bob.get(messages).json();
    assertThat(read).hasSize(1);
    assertThat(read.get(0).path("proof").has("seed")).as("not his to prove").isFalse();
    assertThat(read.get(0).path("proof").path("m")).isEqualTo(one.path("proof").path("m"));
    JsonNode shown = bob.get(ALL + "/" + id).json();
    assertThat(shown.path("unread").asBoolean()).isTrue();
    assertThat(shown.path("members")).hasSize(3);
    assertThat(shown.path("last_message").path("text").asString()).startsWith("hello");
    assertThat(bob.post(ALL + "/" + id + "/read", Map.of("n", 1)).json().path("unread").asBoolean())
        .isFalse();
    JsonNode reply =
        bob.post(messages, Map.of("text", "yes", "reply_to_n", 1), "Idempotency-Key", "k").json();
    assertThat(reply.path("reply_to_n").asInt()).isEqualTo(1);
    assertThat(
            bob.post(messages, Map.of("text", "yes", "reply_to_n", 1), "Idempotency-Key", "k")
                .json()
                .path("n"))
        .isEqualTo(reply.path("n"));
    JsonNode edit = bob.put(messages + "/2", Map.of("text", "yes!")).json();
    assertThat(edit.path("n").asInt()).isEqualTo(3);
    assertThat(edit.path("replaces_n").asInt()).isEqualTo(2);
    assertThat(alice.get(messages + "/2").json().path("replaced_by_n").asInt()).isEqualTo(3);
    assertThat(alice.put(messages + "/2", Map.of("text", "no")).status()).isEqualTo(403);
    assertThat(alice.put(messages + "/2/reactions/🎉", Map.of()).status()).isEqualTo(200);
    assertThat(bob.get(messages + "/2").json().path("reactions").get(0).path("count").asInt())
        .isEqualTo(1);
    assertThat(alice.put(messages + "/2/reactions/words", Map.of()).status()).isEqualTo(422);
    assertThat(alice.delete(messages + "/2/reactions/🎉").status()).isEqualTo(200);
    assertThat(alice.delete(messages + "/2?for=all").status()).isEqualTo(403);
    assertThat(bob.delete(messages + "/2?for=all").status()).isEqualTo(200);
    JsonNode erased = alice.get(messages + "/2").json();
    assertThat(erased.path("erased").asBoolean()).isTrue();
    assertThat(erased.path("text").asString()).isEmpty();
    assertThat(erased.path("proof").path("chain").asString()).hasSize(43);
    assertThat(alice.get(messages + "/3").json().path("text").asString()).isEmpty();
    assertThat(alice.get(messages + "?after_n=0&limit=2").json().get(1).path("n").asInt())
        .isEqualTo(1);
    assertThat(alice.get(messages + "?before_n=2").json()).hasSize(1);
    assertThat(alice.post("/api/v1/private/search", Map.of("q", "BOTH")).json()).hasSize(1);
    assertThat(bob.post(ALL + "/" + id + "/mute", Map.of()).json().path("muted").asBoolean())
        .isTrue();
    assertThat(bob.post(ALL + "/" + id + "/typing", Map.of()).status()).isEqualTo(200);
    assertThat(bob.post(ALL + "/" + id + "/leave", Map.of()).status()).isEqualTo(200);
    isNotThere(bob.get(messages));
    JsonNode left = bob.get("/api/v1/private/departed").json();
    assertThat(left).hasSize(1);
    assertThat(left.get(0).path("id").asString()).isEqualTo(id);
    assertThat(left.get(0).path("accounts").findValuesAsString("acct"))
        .containsExactlyInAnyOrder("alice", "dora");
    assertThat(bob.delete(messages).json().path("erased").isNumber()).isTrue();
    isNotThere(clients.person("nobodyinit").delete(messages));
    assertThat(alice.get(messages).json().get(0).path("event").path("type").asString())
        .isEqualTo("leave");
  }

  @Test
  void what_is_not_there_and_what_is_anothers_answer_alike() {
    String id = begun(alice, "record", bob);
    JsonNode said = says(alice, id, "a secret");
    for (String of : List.of(id, "1", "999999999999999999", "x")) {
      String one = ALL + "/" + of;
      isNotThere(mallory.get(one));
      isNotThere(mallory.get(one + "/messages"));
      isNotThere(mallory.get(one + "/messages/1"));
      isNotThere(mallory.post(one + "/messages", Map.of("text", "hello")));
      isNotThere(mallory.put(one + "/messages/1", Map.of("text", "hello")));
      isNotThere(mallory.delete(one + "/messages/1?for=all"));
      isNotThere(mallory.put(one + "/mode", Map.of("mode", "record")));
      isNotThere(mallory.put(one + "/messages/1/reactions/🎉", Map.of()));
      isNotThere(mallory.post(one + "/members", Map.of("account_id", mallory.id())));
      isNotThere(mallory.post(one + "/report", Map.of("entries", List.of("1"))));
      for (String word : List.of("read", "typing", "mute", "unmute", "leave", "accept")) {
        isNotThere(mallory.post(one + "/" + word, Map.of()));
      }
    }
    String status = "/api/v1/statuses/" + said.path("status_id").asString();
    for (String part : List.of("", "/context", "/history", "/source", "/favourited_by")) {
      isNotThere(mallory.get(status + part));
    }
    for (String deed : List.of("favourite", "reblog", "bookmark", "pin", "mute")) {
      isNotThere(mallory.post(status + "/" + deed, Map.of()));
    }
    assertThat(clients.get(status).status()).isEqualTo(404);
    isNotThere(alice.get(ALL + "/" + id + "/messages/2"));
  }

  @Test
  void old_apps_read_and_answer_and_cannot_widen() {
    String id = begun(bob, "consent", alice);
    JsonNode first = says(bob, id, "hello alice");
    JsonNode listed = alice.get("/api/v1/conversations").json();
    JsonNode talk = null;
    for (JsonNode one : listed) {
      talk = one.path("id").asString().equals(id) ? one : talk;
    }
    assertThat(talk).isNotNull();
    assertThat(talk.path("unread").asBoolean()).isTrue();
    assertThat(talk.path("accounts").get(0).path("username").asString()).isEqualTo("bob");
    JsonNode status = talk.path("last_status");
    assertThat(status.path("id")).isEqualTo(first.path("status_id"));
    assertThat(status.path("visibility").asString()).isEqualTo("direct");
    assertThat(status.path("content").asString()).isEqualTo("<p>hello alice</p>");
    assertThat(status.path("mentions").get(0).path("username").asString()).isEqualTo("alice");
    assertThat(status.path("quote_approval").path("current_user").asString()).isEqualTo("denied");

    String parent = status.path("id").asString();
    mustTell(parent);
    Clients.Reply wider =
        alice.post(
            "/api/v1/statuses",
            Map.of(
                "status", "@bob @mallory look", "visibility", "direct", "in_reply_to_id", parent));
    assertThat(wider.status()).isEqualTo(422);
    assertThat(wider.text("error"))
        .isEqualTo("This would add @mallory to a private conversation. Start a new one.");
    // Nor by a warning, which is said above the words.
    Clients.Reply warned =
        alice.post(
            "/api/v1/statuses",
            Map.of(
                "status",
                "@bob look",
                "spoiler_text",
                "for @mallory",
                "visibility",
                "direct",
                "in_reply_to_id",
                parent));
    assertThat(warned.text("error"))
        .isEqualTo("This would add @mallory to a private conversation. Start a new one.");
    assertThat(mallory.get("/api/v1/statuses/" + parent).status()).isEqualTo(404);
    for (Map<String, Object> how :
        List.<Map<String, Object>>of(
            Map.of("status", "x", "visibility", "public", "in_reply_to_id", parent),
            Map.of("status", "x", "in_reply_to_id", parent),
            Map.of("status", "x", "visibility", "public", "quoted_status_id", parent))) {
      Clients.Reply no = alice.post("/api/v1/statuses", how);
      assertThat(no.status()).isEqualTo(422);
      assertThat(no.text("error")).isEqualTo("This is a private conversation.");
    }
    for (String deed : List.of("reblog", "bookmark", "pin")) {
      Clients.Reply no = alice.post("/api/v1/statuses/" + parent + "/" + deed, Map.of());
      assertThat(no.text("error")).isEqualTo("This is a private conversation.");
    }
    Clients.Reply said =
        alice.post(
            "/api/v1/statuses",
            Map.of("status", "@bob hello", "visibility", "direct", "in_reply_to_id", parent),
            "Idempotency-Key",
            "old app");
    assertThat(said.status()).as(said.body()).isEqualTo(200);
    assertThat(said.text("in_reply_to_id")).isEqualTo(parent);
    String mine = said.text("id");
    JsonNode context = bob.get("/api/v1/statuses/" + parent + "/context").json();
    assertThat(context.path("descendants").get(0).path("id").asString()).isEqualTo(mine);
    JsonNode liked = bob.post("/api/v1/statuses/" + mine + "/favourite", Map.of()).json();
    assertThat(liked.path("favourited").asBoolean()).isTrue();
    assertThat(liked.path("favourites_count").asInt()).isEqualTo(1);
    assertThat(alice.get("/api/v1/statuses/" + mine + "/favourited_by").json()).hasSize(1);
    assertThat(
            bob.post("/api/v1/statuses/" + mine + "/unfavourite", Map.of())
                .json()
                .path("favourites_count")
                .asInt())
        .isZero();
    JsonNode edited =
        alice.put("/api/v1/statuses/" + mine, Map.of("status", "@bob hello again")).json();
    assertThat(edited.path("id").asString()).isEqualTo(mine);
    assertThat(edited.path("content").asString()).contains("hello again");
    assertThat(edited.path("edited_at").isNull()).isFalse();
    assertThat(bob.get("/api/v1/statuses/" + mine + "/history").json()).hasSize(2);
    assertThat(bob.put("/api/v1/statuses/" + mine, Map.of("status", "x")).status()).isEqualTo(404);
    assertThat(
            alice
                .put("/api/v1/statuses/" + mine, Map.of("status", "@mallory you too"))
                .text("error"))
        .startsWith("This would add @mallory");
    JsonNode read = alice.post("/api/v1/conversations/" + id + "/read", Map.of()).json();
    assertThat(read.path("unread").isBoolean()).isTrue();
    assertThat(read.path("unread").asBoolean()).isFalse();
    assertThat(bob.delete("/api/v1/statuses/" + mine).status()).isEqualTo(404);
    assertThat(alice.delete("/api/v1/statuses/" + mine).text("text")).contains("hello again");
    isNotThere(bob.get("/api/v1/statuses/" + mine));
    assertThat(alice.delete("/api/v1/conversations/" + id).status()).isEqualTo(200);
    assertThat(alice.get("/api/v1/conversations").body()).doesNotContain("hello alice");
  }

  /// What follows from a message follows a moment later.
  private static void mustTell(String status) {
    Waiting.until(
        "told of " + status,
        () -> alice.get("/api/v1/notifications?types[]=mention").body(),
        told -> told.contains(status));
    JsonNode grouped = alice.get("/api/v2/notifications").json();
    assertThat(grouped.path("statuses").toString()).contains(status);
  }

  @Test
  void what_strangers_write_waits_and_what_one_calls_others_is_ones_own() {
    Clients.Person erin = clients.person("erin");
    String id = begun(mallory, "consent", erin);
    says(mallory, id, "psst");
    JsonNode shown = erin.get(ALL).json().get(0);
    assertThat(shown.path("request").asBoolean()).isTrue();
    assertThat(erin.get(ALL + "?requests=false").json()).isEmpty();
    assertThat(erin.get("/api/v1/conversations").json()).isEmpty();
    assertThat(
            erin.put("/api/v1/accounts/" + mallory.id() + "/contact_name", Map.of("name", "Mal"))
                .text("contact_name"))
        .isEqualTo("Mal");
    JsonNode accepted = erin.post(ALL + "/" + id + "/accept", Map.of()).json();
    assertThat(accepted.path("request").asBoolean()).isFalse();
    assertThat(accepted.path("contact_name").asString()).isEqualTo("Mal");
    assertThat(mallory.get(ALL + "/" + id).body()).doesNotContain("\"Mal\"");
    assertThat(erin.get("/api/v1/private/settings").json().path("read_receipts").asBoolean())
        .isFalse();
    assertThat(
            erin.put("/api/v1/private/settings", Map.of("typing", true))
                .json()
                .path("typing")
                .asBoolean())
        .isTrue();
    JsonNode wished = mallory.put(ALL + "/" + id + "/mode", Map.of("mode", "record")).json();
    assertThat(wished.path("mode").asString()).isEqualTo("consent");
    assertThat(wished.path("mode_wanted").path("mode").asString()).isEqualTo("record");
    assertThat(mallory.put(ALL + "/" + id + "/mode", Map.of("mode", "loud")).status())
        .isEqualTo(422);
    Clients.Reply report =
        erin.post(ALL + "/" + id + "/report", Map.of("entries", List.of("1"), "comment", "hm"));
    assertThat(report.status()).as(report.body()).isEqualTo(200);
    assertThat(report.json().path("status_ids")).hasSize(1);
    assertThat(erin.post(ALL + "/" + id + "/members", Map.of("account_id", bob.id())).status())
        .isEqualTo(422);
    assertThat(mallory.post(ALL + "/" + id + "/unmute", Map.of()).status()).isEqualTo(200);
  }

  @Test
  void private_mentions_stay_what_they_are_and_stand_beside_conversations() {
    String id = alice.posts(Map.of("status", "@bob a word between us", "visibility", "direct"));
    Waiting.until(
        "it stands there",
        () -> bob.get("/api/v1/conversations").body(),
        list -> list.contains("a word between us"));
    JsonNode thread = null;
    for (JsonNode one : bob.get("/api/v1/conversations").json()) {
      thread = one.path("id").asString().equals(id) ? one : thread;
    }
    assertThat(thread).isNotNull();
    assertThat(thread.path("unread").asBoolean()).isTrue();
    assertThat(thread.path("accounts").get(0).path("username").asString()).isEqualTo("alice");
    assertThat(
            bob.post("/api/v1/conversations/" + id + "/read", Map.of())
                .json()
                .path("unread")
                .asBoolean())
        .isFalse();
    assertThat(bob.get(ALL).body()).doesNotContain("a word between us");
    assertThat(mallory.get("/api/v1/conversations").body()).doesNotContain("a word between us");
    isNotThere(mallory.post("/api/v1/conversations/" + id + "/read", Map.of()));
    assertThat(bob.delete("/api/v1/conversations/" + id).status()).isEqualTo(200);
    assertThat(bob.get("/api/v1/conversations").body()).doesNotContain("a word between us");
  }

  @Test
  void members_and_words_have_bounds() {
    assertThat(alice.post(ALL, Map.of("members", List.of())).status()).isEqualTo(422);
    assertThat(alice.post(ALL, Map.of("members", List.of("12345"))).status()).isEqualTo(404);
    String id = begun(alice, "consent", dora);
    String messages = ALL + "/" + id + "/messages";
    assertThat(alice.post(messages, Map.of("text", " ")).status()).isEqualTo(422);
    assertThat(alice.post(messages, Map.of("text", "x".repeat(16_384))).status()).isEqualTo(200);
    assertThat(alice.post(messages, Map.of("text", "x".repeat(16_385))).status()).isEqualTo(422);
    assertThat(alice.post(messages, Map.of("text", "x ".repeat(2_048))).status()).isEqualTo(200);
    assertThat(alice.post(messages, Map.of("text", "x ".repeat(2_048) + "x")).status())
        .isEqualTo(422);
    for (int i = 0; i < 20; i++) {
      String sign = Character.toString(0x1F600 + i);
      assertThat(alice.put(messages + "/1/reactions/" + sign, Map.of()).status()).isEqualTo(200);
    }
    assertThat(alice.put(messages + "/1/reactions/🎉", Map.of()).status()).isEqualTo(422);
    String named = "/api/v1/accounts/" + dora.id() + "/contact_name";
    assertThat(alice.put(named, Map.of("name", "n".repeat(60))).status()).isEqualTo(200);
    assertThat(alice.put(named, Map.of("name", "n".repeat(61))).status()).isEqualTo(422);
    assertThat(alice.put(named, Map.of("name", "")).status()).isEqualTo(200);
    assertThat(alice.get(messages + "?limit=81").json()).hasSize(2);
  }

  @Test
  void a_group_has_thirty_two_members_at_most() {
    List<String> many =
        java.util.stream.IntStream.range(0, 32)
            .mapToObj(i -> clients.person("member" + i).id())
            .toList();
    assertThat(alice.post(ALL, Map.of("members", many)).status()).isEqualTo(422);
    Clients.Reply begun = alice.post(ALL, Map.of("members", many.subList(0, 31)));
    assertThat(begun.status()).as(begun.body()).isEqualTo(200);
    assertThat(
            alice
                .post(ALL + "/" + begun.text("id") + "/members", Map.of("account_id", many.get(31)))
                .status())
        .isEqualTo(422);
  }
}
