package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.Limits;

/// What clients send wrongly, or in bad faith: each is refused in the client's own words, and
/// nothing is kept of it.
class BadInputTest {
  private static final int MEGABYTE = 1 << 20;

  /// However busy the machine is.
  private static final Duration AT_ONCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static final Limits limits = Limits.usual();

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  // ---- api-04

  @Test
  void names_that_a_profile_does_not_have_change_nothing() {
    Clients.Person bob = clients.person("bob");
    String before = bob.get("/api/v1/accounts/verify_credentials").text("role", "permissions");
    Map<String, Object> greedy =
        Map.of(
            "id", "1",
            "role", "owner",
            "admin", true,
            "confirmed", true,
            "followers_count", 99,
            "suspended", true,
            "moved_to", alice.id(),
            "email_verified", true,
            "isPendingEmail", false);
    bob.patch("/api/v1/accounts/update_credentials", greedy);
    bob.patch("/api/v1/accounts/update_credentials", Map.of("account", greedy, "source", greedy));
    clients.send(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        bob.token,
        "role=owner&account[role]=owner&source[role]=owner&followers_count=9",
        "Content-Type",
        "application/x-www-form-urlencoded");
    Clients.Reply after = bob.get("/api/v1/accounts/verify_credentials");
    assertThat(after.text("id")).isEqualTo(bob.id());
    assertThat(after.text("role", "permissions")).isEqualTo(before);
    assertThat(after.json().path("followers_count").asLong()).isZero();
  }

  @Test
  void nobody_joins_as_more_than_a_member() {
    Map<String, Object> body = new java.util.HashMap<>(Clients.newcomer("climber"));
    body.putAll(Map.of("role", "owner", "admin", true, "id", "1", "approved", true));
    String token =
        clients.send("POST", "/api/v1/accounts", clients.appToken(), body).text("access_token");
    Clients.Reply me = clients.send("GET", "/api/v1/accounts/verify_credentials", token, null);
    assertThat(me.text("role", "permissions")).isEqualTo("0");
    assertThat(me.text("id")).isNotEqualTo("1");
  }

  // ---- api-10

  @Test
  void one_past_each_limit_is_422_and_names_the_field() {
    Limits.Rows rows = limits.rows();
    Limits.People people = limits.people();
    Limits.Text text = limits.text();
    refused("/api/v1/lists", Map.of("title", letters(rows.listTitleCharactersMax() + 1)), "title");
    refused(
        "/api/v2/filters",
        Map.of("title", letters(rows.filterTitleCharactersMax() + 1), "context", List.of("home")),
        "title");
    refused(
        "/api/v2/filters",
        Map.of(
            "title", "t",
            "context", List.of("home"),
            "keywords_attributes",
                List.of(Map.of("keyword", letters(rows.filterKeywordCharactersMax() + 1)))),
        "keyword");
    profileRefused("display_name", letters(people.displayNameCharactersMax() + 1));
    profileRefused("note", letters(people.bioCharactersMax() + 1));
    profileRefused(
        "fields_attributes",
        List.of(Map.of("name", letters(people.fieldNameCharactersMax() + 1), "value", "v")));
    profileRefused(
        "fields_attributes",
        List.of(Map.of("name", "n", "value", letters(people.fieldValueCharactersMax() + 1))));
    profileRefused(
        "fields_attributes",
        java.util.Collections.nCopies(people.fieldsMax() + 1, Map.of("name", "n", "value", "v")));
    refused(
        "/api/v1/statuses",
        Map.of(
            "status",
            "poll",
            "poll",
            Map.of(
                "options",
                List.of(letters(text.pollOptionCharactersMax() + 1), "b"),
                "expires_in",
                600)),
        "poll");
    refused("/api/v1/statuses", Map.of("status", letters(text.statusCharactersMax() + 1)), "text");
    refused(
        "/api/v1/statuses",
        Map.of("status", "x", "language", letters(text.languageCharactersMax() + 1)),
        "language");
    refused(
        "/api/v1/accounts/" + clients.person("noted").id() + "/note",
        Map.of("comment", letters(people.privateNoteCharactersMax() + 1)),
        "comment");
    refused("/api/v1/featured_tags", Map.of("name", letters(text.tagCharactersMax() + 1)), "name");
  }

  @Test
  void an_app_with_a_name_or_website_past_the_limit_is_422() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("client_name", letters(limits.people().appNameCharactersMax() + 1)),
            Map.of("website", "https://" + letters(limits.people().appWebsiteCharactersMax())))) {
      Map<String, Object> body = new java.util.HashMap<>();
      body.put("client_name", "app");
      body.put("redirect_uris", "urn:ietf:wg:oauth:2.0:oob");
      body.putAll(wrong);
      assertThat(clients.send("POST", "/api/v1/apps", "", body).status()).isEqualTo(422);
    }
  }

  @Test
  void a_megabyte_past_is_refused_too() {
    String huge = letters(MEGABYTE + 1);
    assertThat(alice.post("/api/v1/lists", Map.of("title", huge)).status()).isIn(413, 422);
    assertThat(alice.post("/api/v1/statuses", Map.of("status", huge)).status()).isIn(413, 422);
    // This route takes pictures, so its bodies may be larger; the text in them may not.
    assertThat(alice.patch("/api/v1/accounts/update_credentials", Map.of("note", huge)).status())
        .isIn(400, 413, 422);
    assertThat(alice.get("/api/v1/accounts/verify_credentials").text("note")).isEmpty();
    assertThat(alice.get("/api/v1/lists").body()).isEqualTo("[]");
  }

  // ---- api-11

  @Test
  void deep_and_huge_json_is_refused_at_once() {
    for (String path : List.of("/api/v1/statuses", "/api/v1/apps")) {
      for (String body :
          List.of(
              "[".repeat(100_000),
              "{\"a\":".repeat(100_000),
              "{\"a\":" + "9".repeat(900_000) + "}",
              "{\"poll\":{\"expires_in\":1e1000000000}}",
              "{\"status\":",
              "\"\\ud800\"")) {
        long start = System.nanoTime();
        Clients.Reply reply = clients.send("POST", path, alice.token, body);
        assertThat(reply.status()).as(path + " " + body.substring(0, 8)).isBetween(400, 422);
        // It takes a millisecond, and would take hours if somebody wrote that number out.
        assertThat(System.nanoTime() - start).isLessThan(AT_ONCE.toNanos());
        assertThat(reply.text("error")).isNotEmpty();
      }
    }
  }

  // ---- api-12

  @Test
  void nothing_in_a_path_or_query_becomes_a_header() {
    for (String path :
        List.of(
            "/api/v1/timelines/tag/x%0d%0aSet-Cookie:a=b",
            "/api/v1/timelines/tag/x%3E;%20rel=next",
            "/api/v1/timelines/public?limit=1&x=%0d%0aSet-Cookie:a=b&y=%3E;rel=next")) {
      alice.posts("something to page");
      clients.server().settle();
      Clients.Reply reply = clients.get(path);
      assertThat(reply.whole().headers().map()).doesNotContainKey("set-cookie");
      assertThat(String.join(",", reply.whole().headers().allValues("link")))
          .doesNotContain("Set-Cookie:")
          .doesNotContain(">;rel=next");
      assertThat(reply.status()).isLessThan(500);
    }
  }

  // ---- shapes of refusals

  @Test
  void refusals_speak_the_clients_language() {
    assertThat(alice.get("/api/v1/statuses/1").body()).contains("\"error\":\"Record not found\"");
    assertThat(alice.post("/api/v1/statuses", Map.of("status", "")).status()).isEqualTo(422);
    Clients.Reply taken =
        clients.send("POST", "/api/v1/accounts", clients.appToken(), Clients.newcomer("alice"));
    assertThat(taken.status()).isEqualTo(422);
    assertThat(taken.json().path("details").path("username").get(0).path("error").asString())
        .isEqualTo("ERR_TAKEN");
  }

  @Test
  void what_cannot_be_done_yet_is_refused_and_not_ignored() {
    Clients.Reply past =
        alice.post(
            "/api/v1/statuses",
            Map.of("status", "later", "scheduled_at", "2020-01-01T00:00:00.000Z"));
    assertThat(past.status()).isEqualTo(422);
    Clients.Reply quoting =
        alice.post("/api/v1/statuses", Map.of("status", "see", "quoted_status_id", "1"));
    assertThat(quoting.status()).isEqualTo(422);
    assertThat(alice.get("/api/v1/accounts/" + alice.id() + "/statuses").body())
        .doesNotContain("<p>later</p>")
        .doesNotContain("<p>see</p>");
  }

  private static void refused(String path, Map<String, ?> body, String field) {
    Clients.Reply reply = alice.post(path, body);
    assertThat(reply.status()).as(path + " " + reply.body()).isEqualTo(422);
    if (!field.isEmpty()) {
      assertThat(reply.json().path("details").toString()).as(path + reply.body()).contains(field);
    }
  }

  private static void profileRefused(String field, Object value) {
    Clients.Reply reply = alice.patch("/api/v1/accounts/update_credentials", Map.of(field, value));
    assertThat(reply.status()).as(field + " " + reply.body()).isEqualTo(422);
    assertThat(reply.json().path("details").size()).as(reply.body()).isPositive();
  }

  private static String letters(int count) {
    return "a".repeat(count);
  }
}
