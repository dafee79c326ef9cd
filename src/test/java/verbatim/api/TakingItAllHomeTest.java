package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A member has all that he has here packed, and finds all of it again.
class TakingItAllHomeTest {
  private static final String ALL = "/api/v1/archives";
  private static final String WORDS = "tea & <cakes> 🍰 #garden @bob";
  @TempDir Path folder;
  private Clients clients;
  private Clients.Person anna;
  private Clients.Person bob;
  private Clients.Person carol;

  @BeforeEach
  void open() throws IOException {
    clients = Clients.of(folder);
    anna = clients.person("anna");
    bob = clients.person("bob");
    carol = clients.person("carol");
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void what_was_said_to_her_in_private_is_in_it_and_nothing_that_proves_it() throws Exception {
    anna.follows(bob);
    bob.follows(anna);
    String talks = "/api/v1/private/conversations";
    String talk = anna.post(talks, Map.of("members", List.of(bob.id()))).text("id");
    String record =
        anna.post(talks, Map.of("members", List.of(bob.id()), "mode", "record")).text("id");
    for (String id : List.of(talk, record)) {
      anna.post(talks + "/" + id + "/messages", Map.of("text", "anna's words"));
      bob.post(talks + "/" + id + "/messages", Map.of("text", "bob's words", "reply_to_n", 1));
    }
    bob.put(talks + "/" + talk + "/messages/1/reactions/🎉", Map.of());
    anna.post(talks + "/" + talk + "/messages", Map.of("text", "said in haste"));
    anna.delete(talks + "/" + talk + "/messages/3?for=all");
    anna.put("/api/v1/accounts/" + bob.id() + "/contact_name", Map.of("name", "Bobby"));
    Map<String, byte[]> files = unpacked(fetched(anna));
    JsonNode told = json(files, "conversations/" + talk + ".json");
    assertThat(told.path("mode").asString()).isEqualTo("consent");
    assertThat(told.path("members").findValuesAsString("contact_name")).containsExactly("Bobby");
    assertThat(told.path("messages").findValuesAsString("text"))
        .containsExactly("anna's words", "bob's words");
    assertThat(told.path("messages").get(0).path("reactions").get(0).path("name").asString())
        .isEqualTo("🎉");
    assertThat(told.path("messages").get(0).path("proof").has("seed")).isTrue();
    assertThat(told.path("messages").get(1).path("proof").has("seed")).isFalse();
    assertThat(told.path("messages").get(1).path("reply_to").asInt()).isEqualTo(1);
    assertThat(told.path("messages").get(2).has("erased_at")).isTrue();
    JsonNode aloud = json(files, "conversations/" + record + ".json");
    assertThat(aloud.path("messages").get(1).path("proof").has("seed")).isTrue();
    Map<String, byte[]> carols = unpacked(fetched(carol));
    assertThat(carols.keySet()).noneMatch(name -> name.startsWith("conversations/"));
  }

  @Test
  void stories_registered_words_and_questions_come_along() throws Exception {
    Clients.Person dora = clients.person("dora");
    String post = dora.posts("the last boat is gone");
    String story =
        dora.post(
                "/api/v1/stories",
                Map.of(
                    "title",
                    "The last boat",
                    "items",
                    List.of(
                        Map.of("kind", "status", "id", post),
                        Map.of("kind", "gap", "note", "what the harbour said"))))
            .text("id");
    String words =
        dora.post(
                "/api/v1/statements",
                Map.of("text", "it was never meant to come", "speaker", "The skipper"))
            .text("id");
    String question =
        dora.post(
                "/api/v1/word_questions",
                Map.of("account_id", bob.id(), "text", "did you say this at the quay"))
            .text("id");
    Map<String, byte[]> files = unpacked(fetched(dora));
    JsonNode kept = json(files, "stories/" + story + ".json");
    assertThat(kept.path("title").asString()).isEqualTo("The last boat");
    assertThat(kept.path("items").get(0).path("id").asString()).isEqualTo(post);
    assertThat(kept.path("items").get(1).path("note").asString())
        .isEqualTo("what the harbour said");
    assertThat(text(files, "statements/" + words + ".json"))
        .contains("it was never meant to come", "The skipper");
    assertThat(text(files, "questions/" + question + ".json"))
        .contains("did you say this at the quay", "bob@");
    assertThat(text(unpacked(fetched(bob)), "questions/" + question + ".json"))
        .contains("did you say this at the quay");
    assertThat(unpacked(fetched(carol)).keySet())
        .noneMatch(name -> name.matches("(stories|statements|questions)/.*"));
  }

  @Test
  void every_fact_of_hers_is_found_again_and_no_words_of_others() throws Exception {
    String bobs = bob.posts("bob's own words");
    String carols =
        carol.posts(Map.of("status", "words of carol for herself alone", "visibility", "private"));
    fill(bobs);
    Map<String, byte[]> files = unpacked(fetched(anna));

    JsonNode actor = json(files, "actor.json");
    assertThat(actor.path("preferredUsername").asString()).isEqualTo("anna");
    assertThat(actor.path("name").asString()).isEqualTo("Anna A.");
    assertThat(actor.path("source").path("content").asString()).isEqualTo("likes *tea*");
    assertThat(actor.path("attachment").get(0).path("name").asString()).isEqualTo("pronouns");

    JsonNode outbox = json(files, "outbox.json");
    assertThat(outbox.path("type").asString()).isEqualTo("OrderedCollection");
    assertThat(outbox.path("totalItems").asInt()).isEqualTo(6);
    assertThat(outbox.path("orderedItems")).hasSize(6);
    String all = outbox.toString();
    JsonNode edited = note(outbox, WORDS);
    assertThat(edited.path("formerly").get(0).path("source").path("content").asString())
        .isEqualTo("tea");
    assertThat(edited.path("tag")).hasSize(2);
    JsonNode withFile = note(outbox, "a picture");
    String path = withFile.path("attachment").get(0).path("url").asString();
    assertThat(withFile.path("attachment").get(0).path("name").asString()).isEqualTo("a heron");
    assertThat(files).containsKey(path);
    assertThat(files.get(path)).startsWith(0x89, 'P', 'N', 'G');
    JsonNode question = note(outbox, "which");
    assertThat(question.path("type").asString()).isEqualTo("Question");
    assertThat(question.path("oneOf")).hasSize(2);
    assertThat(question.path("summary").asString()).isEqualTo("careful");
    JsonNode secret = note(outbox, "@bob between us");
    assertThat(secret.path("visibility").asString()).isEqualTo("direct");
    assertThat(note(outbox, "an answer").path("inReplyTo").asString()).endsWith(bobs);
    assertThat(all).contains("Announce");

    assertThat(json(files, "likes.json").path("orderedItems").get(0).asString()).endsWith(bobs);
    assertThat(json(files, "bookmarks.json").path("orderedItems").get(0).asString()).endsWith(bobs);
    assertThat(text(files, "bookmarks.csv").strip()).endsWith(bobs);
    String host = URI.create(clients.server().url()).getAuthority();
    assertThat(text(files, "following_accounts.csv"))
        .contains("Account address,Show boosts,Notify on new posts,Languages\n")
        .contains("bob@" + host + ",true,true,");
    assertThat(text(files, "followers.csv")).contains("carol@" + host);
    assertThat(text(files, "blocked_accounts.csv")).isEqualTo("dave@" + host + "\n");
    assertThat(text(files, "muted_accounts.csv")).contains("erin@" + host + ",true,");
    assertThat(text(files, "blocked_domains.csv")).isEqualTo("loud.example\n");
    assertThat(text(files, "lists.csv"))
        .isEqualTo("\"close, and \"\"dear\"\"\",bob@" + host + "\n");
    assertThat(text(files, "private_notes.csv")).contains("bob@" + host + ",met at the pond");
    assertThat(text(files, "filters.json")).contains("spoilers", "ending");
    assertThat(text(files, "drafts.json")).contains("not yet finished");
    assertThat(text(files, "scheduled.json")).contains("for the new year");
    assertThat(text(files, "preferences.json")).contains("posting:default:visibility");
    assertThat(text(files, "tags.json")).contains("pond");

    files.forEach(
        (name, bytes) ->
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .as(name)
                .doesNotContain("bob's own words", "for herself alone", anna.token)
                .doesNotContain(carols + "/"));
  }

  private void fill(String bobs) throws Exception {
    anna.patch(
        "/api/v1/accounts/update_credentials",
        Map.of(
            "display_name",
            "Anna A.",
            "note",
            "likes *tea*",
            "fields_attributes",
            List.of(Map.of("name", "pronouns", "value", "she"))));
    Clients.Person dave = clients.person("dave");
    Clients.Person erin = clients.person("erin");
    String first = anna.posts("tea");
    anna.put("/api/v1/statuses/" + first, Map.of("status", WORDS));
    String media =
        clients
            .upload(
                "POST",
                "/api/v2/media",
                anna.token,
                "file",
                EmojiOfTheHouseTest.picture(),
                Map.of("description", "a heron"))
            .text("id");
    anna.post("/api/v1/statuses", Map.of("status", "a picture", "media_ids", List.of(media)));
    anna.post(
        "/api/v1/statuses",
        Map.of(
            "status",
            "which",
            "spoiler_text",
            "careful",
            "poll",
            Map.of("options", List.of("one", "two"), "expires_in", 3600)));
    anna.posts(Map.of("status", "@bob between us", "visibility", "direct"));
    anna.post("/api/v1/statuses", Map.of("status", "an answer", "in_reply_to_id", bobs));
    anna.post("/api/v1/statuses/" + bobs + "/reblog", Map.of());
    anna.post("/api/v1/statuses/" + bobs + "/favourite", Map.of());
    anna.post("/api/v1/statuses/" + bobs + "/bookmark", Map.of());
    anna.post("/api/v1/accounts/" + bob.id() + "/follow", Map.of("notify", true));
    anna.post("/api/v1/accounts/" + bob.id() + "/note", Map.of("comment", "met at the pond"));
    carol.follows(anna);
    anna.post("/api/v1/accounts/" + dave.id() + "/block", Map.of());
    anna.post("/api/v1/accounts/" + erin.id() + "/mute", Map.of());
    anna.post("/api/v1/domain_blocks", Map.of("domain", "loud.example"));
    String list = anna.post("/api/v1/lists", Map.of("title", "close, and \"dear\"")).text("id");
    anna.post("/api/v1/lists/" + list + "/accounts", Map.of("account_ids", List.of(bob.id())));
    anna.post(
        "/api/v2/filters",
        Map.of(
            "title",
            "spoilers",
            "context",
            List.of("home"),
            "keywords_attributes",
            List.of(Map.of("keyword", "ending"))));
    anna.post("/api/v1/drafts", Map.of("statuses", List.of(Map.of("status", "not yet finished"))));
    anna.post("/api/v1/statuses", Map.of("status", "for the new year", "scheduled_at", inAMonth()));
    anna.post("/api/v1/tags/pond/follow", Map.of());
    clients.server().settle();
  }

  @Test
  void it_is_its_owners_alone() throws Exception {
    fetched(anna);
    String id = anna.get(ALL).json().get(0).path("id").asString();
    assertThat(bob.get(ALL).json()).isEmpty();
    assertThat(bob.get(ALL + "/" + id).status()).isEqualTo(404);
    assertThat(bob.get(ALL + "/" + id + "/file").status()).isEqualTo(404);
    assertThat(bob.delete(ALL + "/" + id).status()).isEqualTo(404);
    assertThat(clients.get(ALL + "/" + id + "/file").status()).isEqualTo(401);
    String narrow = clients.token(anna, "read:statuses");
    assertThat(clients.send("GET", ALL + "/" + id + "/file", narrow, null).status()).isEqualTo(403);
    assertThat(anna.get(ALL + "/" + id + "/file").status()).isEqualTo(200);
    assertThat(anna.delete(ALL + "/" + id).status()).isEqualTo(200);
    assertThat(anna.get(ALL + "/" + id + "/file").status()).isEqualTo(404);
    assertThat(anna.get(ALL).json()).isEmpty();
  }

  @Test
  void a_second_has_to_wait() throws Exception {
    fetched(anna);
    assertThat(anna.post(ALL, Map.of()).status()).isEqualTo(429);
    assertThat(bob.post(ALL, Map.of()).status()).isEqualTo(202);
  }

  @Test
  void whoever_runs_the_server_packs_one_too() throws Exception {
    anna.posts("hello");
    Path target = folder.resolve("anna.zip");
    clients.server().command("", "account", "export", "anna", target.toString());
    assertThat(text(unpacked(Files.readAllBytes(target)), "outbox.json")).contains("hello");
  }

  private byte[] fetched(Clients.Person person) throws Exception {
    Clients.Reply asked = person.post(ALL, Map.of());
    assertThat(asked.status()).as(asked.body()).isEqualTo(202);
    clients.server().sendLetters();
    JsonNode archive = person.get(ALL + "/" + asked.text("id")).json();
    assertThat(archive.path("state").asString()).isEqualTo("ready");
    assertThat(archive.path("percent").asInt()).isEqualTo(100);
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<byte[]> file =
          http.send(
              HttpRequest.newBuilder(URI.create(archive.path("url").asString()))
                  .header("Authorization", "Bearer " + person.token)
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(file.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
      assertThat(file.body()).hasSize(archive.path("bytes").asInt());
      return file.body();
    }
  }

  private static Map<String, byte[]> unpacked(byte[] zip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private static JsonNode note(JsonNode outbox, String words) {
    return outbox
        .path("orderedItems")
        .valueStream()
        .map(activity -> activity.path("object"))
        .filter(note -> note.path("source").path("content").asString("").equals(words))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '" + words + "' in " + outbox));
  }

  private static JsonNode json(Map<String, byte[]> files, String name) {
    return Clients.JSON.readTree(text(files, name));
  }

  private static String text(Map<String, byte[]> files, String name) {
    assertThat(files).containsKey(name);
    return new String(files.get(name), StandardCharsets.UTF_8);
  }

  private static String inAMonth() {
    return Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
