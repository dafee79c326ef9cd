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

/// Each refusal says, in the client's shape, what was wrong and what to do instead.
class ClearRefusalsTest {
  private static final String NEVER_USED = "117000000000000001";

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

  private static void says(Clients.Reply reply, int status, String... words) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.text("error")).contains(words);
  }

  private static Clients.Reply post(Map<String, Object> status) {
    return alice.post("/api/v1/statuses", status);
  }

  @Test
  void a_language_is_a_code() {
    for (String wrong : List.of("xxxxxxxx", "e", "en-", "-", "en us", "english language", "e1")) {
      says(post(Map.of("status", "x", "language", wrong)), 422, "language code", "pt-BR");
      says(
          alice.patch(
              "/api/v1/accounts/update_credentials", Map.of("source", Map.of("language", wrong))),
          422,
          "language code");
    }
    says(
        alice.post(
            "/api/v1/accounts/" + bob.id() + "/follow", Map.of("languages", List.of("xxxxxxxx"))),
        422,
        "language codes");
    for (String right : List.of("en", "tlh", "pt-BR", "zh-Hant-TW", "zh_Hant")) {
      assertThat(post(Map.of("status", "in " + right, "language", right)).status()).isEqualTo(200);
    }
  }

  @Test
  void a_huge_language_of_the_profile_is_refused_and_not_stored() {
    says(
        alice.patch(
            "/api/v1/accounts/update_credentials",
            Map.of("source", Map.of("language", "a".repeat(100_000)))),
        422,
        "language code");
  }

  @Test
  void what_is_no_number_is_no_page() {
    for (String path :
        List.of("/api/v1/timelines/public", "/api/v1/timelines/home", "/api/v1/notifications")) {
      says(alice.get(path + "?limit=abc"), 422, "limit must be a whole number");
      says(alice.get(path + "?max_id=zz"), 422, "max_id must be a whole number");
      says(alice.get(path + "?min_id=1x"), 422, "min_id must be a whole number");
      says(alice.get(path + "?since_id=0.5"), 422, "since_id must be a whole number");
      for (String fine :
          List.of("limit=", "limit=0", "limit=-5", "limit=" + "9".repeat(30), "max_id=")) {
        assertThat(alice.get(path + "?" + fine).status()).as(path + fine).isEqualTo(200);
      }
    }
    String id = alice.posts("the newest of all");
    clients.server().settle();
    assertThat(alice.get("/api/v1/timelines/home?max_id=" + "9".repeat(30)).body()).contains(id);
  }

  @Test
  void a_body_that_nobody_reads_is_not_taken_for_none() {
    for (String type : List.of("text/plain", "application/xml", "nonsense", "")) {
      Clients.Reply reply =
          type.isEmpty()
              ? clients.send("POST", "/api/v1/statuses", alice.token, "status=x", "X-No", "type")
              : clients.send(
                  "POST", "/api/v1/statuses", alice.token, "status=x", "Content-Type", type);
      if (!type.isEmpty()) {
        says(reply, 415, "application/json");
      }
    }
    Clients.Reply none =
        clients.send(
            "POST",
            "/api/v1/accounts/" + bob.id() + "/follow",
            alice.token,
            null,
            "Content-Type",
            "text/plain");
    assertThat(none.status()).as("a type and nothing sent").isEqualTo(200);
  }

  @Test
  void no_token_and_a_wrong_one_are_told_apart() {
    says(clients.get("/api/v1/timelines/home"), 401, "missing", "Authorization: Bearer");
    says(clients.send("GET", "/api/v1/timelines/home", "wrong", null), 401, "is invalid");
    says(
        clients.send("GET", "/api/v1/timelines/home", clients.appToken(), null),
        401,
        "requires an authenticated user");
  }

  @Test
  void what_one_replies_to_must_be_there() {
    String hidden = bob.posts(Map.of("status", "for few", "visibility", "direct"));
    Clients.Reply unknown = post(Map.of("status", "x", "in_reply_to_id", NEVER_USED));
    says(unknown, 404, "replying to");
    Clients.Reply secret = post(Map.of("status", "x", "in_reply_to_id", hidden));
    assertThat(secret.body()).isEqualTo(unknown.body());
    assertThat(secret.status()).isEqualTo(404);
    says(post(Map.of("status", "x", "in_reply_to_id", "zz")), 404, "in_reply_to_id");
  }

  @Test
  void files_must_be_uploaded_first_and_be_ones_own() {
    for (String wrong : List.of(NEVER_USED, "zz", "-1")) {
      says(post(Map.of("status", "x", "media_ids", List.of(wrong))), 422, "upload it first");
    }
    assertThat(alice.get("/api/v1/accounts/" + alice.id() + "/statuses").body())
        .doesNotContain("<p>x</p>");
  }

  @Test
  void an_empty_upload_is_none() {
    says(
        clients.upload("POST", "/api/v2/media", alice.token, "file", new byte[0], Map.of()),
        422,
        "file");
    says(alice.post("/api/v2/media", Map.of()), 422, "File can't be blank");
    says(
        clients.upload(
            "POST", "/api/v2/media", alice.token, "file", "no picture".getBytes(), Map.of()),
        422,
        "JPEG");
  }

  @Test
  void a_series_says_which_part_is_wrong() {
    says(
        alice.post(
            "/api/v1/statuses/series",
            Map.of(
                "statuses",
                List.of(Map.of("status", "one"), Map.of("status", ""), Map.of("status", "3")))),
        422,
        "Status 2 of the series");
    says(
        alice.post(
            "/api/v1/statuses/series",
            Map.of(
                "statuses",
                List.of(
                    Map.of("status", "one"),
                    Map.of("status", "two"),
                    Map.of("status", "three", "visibility", "nobody")))),
        422,
        "Status 3 of the series");
  }

  @Test
  void a_list_holds_whom_one_follows() {
    String list = alice.post("/api/v1/lists", Map.of("title", "friends")).text("id");
    Clients.Person carol = clients.person("carol");
    says(
        alice.post(
            "/api/v1/lists/" + list + "/accounts", Map.of("account_ids", List.of(carol.id()))),
        404,
        "follow them first");
  }

  @Test
  void words_of_any_length_in_an_address_are_no_fault_of_ours() {
    String word = "a".repeat(7_000);
    String signs = "%EF%B7%BA".repeat(100);
    for (String path :
        List.of(
            "/api/v1/timelines/tag/",
            "/api/v1/tags/",
            "/tags/",
            "/@",
            "/media/",
            "/api/v1/accounts/lookup?acct=",
            "/api/v2/search?q=",
            "/api/v2/notifications/",
            "/api/v1/timelines/tag/x?any[]=",
            "/api/oembed?url=")) {
      for (String long_ : List.of(word, signs)) {
        assertThat(alice.get(path + long_).status()).as(path).isLessThan(500);
      }
    }
    post(Map.of("status", "#" + "\ufdfa".repeat(90)));
    clients.server().settle();
  }
}
