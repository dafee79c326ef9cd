package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.sx1.Signer;
import verbatim.sx1.Verifier;

/// Articles are written and read by programs.
class ArticlesThroughClientsTest {
  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;
  private static final Map<String, String> STORIES = new HashMap<>();

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

  private static Clients.Reply published(String title, String body) {
    return alice.post(
        "/api/v1/articles",
        Map.of(
            "title",
            title,
            "standfirst",
            "Nine passengers.",
            "body",
            body,
            "format",
            "markdown",
            "topics",
            List.of("Last boat"),
            "language",
            "en",
            "state",
            "published"));
  }

  @Test
  void a_draft_is_for_its_writer_and_published_it_is_for_all_with_a_card_in_timelines() {
    Clients.Reply draft =
        alice.post("/api/v1/articles", Map.of("title", "Boat", "body", "It *leaves*."));
    assertThat(draft.status()).as(draft.body()).isEqualTo(200);
    String one = "/api/v1/articles/" + draft.text("id");
    assertThat(draft.text("state")).isEqualTo("draft");
    assertThat(bob.get(one).status()).isEqualTo(404);
    assertThat(clients.get(one).status()).isEqualTo(404);
    assertThat(alice.get("/api/v1/articles").json().findValuesAsString("id"))
        .contains(draft.text("id"));
    Clients.Reply made = alice.put(one, Map.of("state", "published", "standfirst", "Nine."));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    JsonNode article = clients.get(one).json();
    assertThat(article.path("content").asString()).isEqualTo("<p>It <em>leaves</em>.</p>");
    assertThat(article.path("sha256").asString()).hasSize(64);
    assertThat(article.path("blocks").get(0).path("char_end").asInt()).isEqualTo(12);
    JsonNode status =
        clients.get("/api/v1/statuses/" + article.path("status_id").asString()).json();
    assertThat(status.path("card").path("title").asString()).isEqualTo("Boat");
    assertThat(status.path("card").path("description").asString()).isEqualTo("Nine.");
    assertThat(status.path("card").path("url").asString())
        .endsWith("/articles/" + draft.text("id"));
    assertThat(
            clients
                .get("/api/v1/accounts/" + alice.id() + "/articles")
                .json()
                .findValuesAsString("id"))
        .contains(draft.text("id"));
    assertThat(clients.get("/api/oembed?url=" + article.path("url").asString()).text("html"))
        .startsWith("<blockquote cite=");
  }

  @Test
  void corrections_make_versions() {
    Clients.Reply made = published("Aboard", "Forty aboard.");
    String one = "/api/v1/articles/" + made.text("id");
    Clients.Reply changed =
        alice.put(
            one,
            Map.of(
                "body",
                "Fourteen aboard.",
                "state",
                "published",
                "corrections",
                List.of(Map.of("at", "2026-11-09T10:20:00Z", "text", "It was fourteen."))));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    JsonNode article = clients.get(one).json();
    assertThat(article.path("version").asInt()).isEqualTo(2);
    assertThat(article.path("corrections").get(0).path("text").asString())
        .isEqualTo("It was fourteen.");
    assertThat(clients.get(one + "/versions").json().size()).isEqualTo(2);
    assertThat(alice.put(one, Map.of("body", "x", "updated_at", "2020-01-01T00:00:00Z")).status())
        .isEqualTo(422);
    assertThat(bob.put(one, Map.of("body", "mine")).status()).isIn(403, 404);
    assertThat(bob.delete(one).status()).isEqualTo(403);
    assertThat(alice.delete(one).status()).isEqualTo(200);
    assertThat(clients.get(one).status()).isEqualTo(404);
  }

  @Test
  void posts_are_embedded_signed_and_taken_out_by_their_author() {
    String post = bob.posts("I never said we should not.");
    String url = clients.get("/api/v1/statuses/" + post).text("url");
    Clients.Reply made = published("Embeds", "He wrote:\n\n" + url + "\n");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    String one = "/api/v1/articles/" + made.text("id");
    Clients.Reply embed = alice.post(one + "/embeds", Map.of("url", url));
    assertThat(embed.text("state")).isEqualTo("unchanged");
    assertThat(embed.text("text")).isEqualTo("I never said we should not.");
    assertThat(embed.text("html")).startsWith("<blockquote>");
    Clients.Reply pasted =
        alice.post(
            one + "/embeds",
            Map.of("text", "Elsewhere said", "author", "Somebody", "said_where", "Elsewhere"));
    assertThat(pasted.text("state")).isEqualTo("not_checked");
    assertThat(alice.delete(one + "/embeds/" + embed.text("id")).status()).isEqualTo(404);
    assertThat(bob.delete(one + "/embeds/" + embed.text("id")).status()).isEqualTo(200);
    assertThat(clients.get(one).body()).doesNotContain("I never said");
    assertThat(alice.post(one + "/embeds", Map.of("url", "https://elsewhere.example/1")).status())
        .isEqualTo(422);
  }

  @Test
  void who_is_named_above_it_is_asked() {
    Clients.Reply made =
        alice.post(
            "/api/v1/articles",
            Map.of(
                "title", "Both", "body", "x", "byline", List.of(bob.id()), "state", "published"));
    String one = "/api/v1/articles/" + made.text("id");
    assertThat(clients.get(one).json().path("byline").findValuesAsString("acct"))
        .containsExactly("alice");
    assertThat(bob.post(one + "/byline", Map.of("agree", true)).status()).isEqualTo(200);
    assertThat(clients.get(one).json().path("byline").findValuesAsString("acct"))
        .containsExactly("alice", "bob");
    assertThat(bob.post(one + "/byline", Map.of("agree", false)).status()).isEqualTo(200);
    assertThat(clients.get(one).json().path("byline").findValuesAsString("acct"))
        .containsExactly("alice");
  }

  @Test
  void long_words_come_as_a_file() throws IOException {
    byte[] words = "Word. ".repeat(200_000).getBytes(StandardCharsets.UTF_8);
    Clients.Reply made =
        clients.upload(
            "POST", "/api/v1/articles", alice.token, "file", words, Map.of("title", "Long"));
    assertThat(made.status()).isEqualTo(200);
    byte[] more = "Words ".repeat(400_000).getBytes(StandardCharsets.UTF_8);
    assertThat(
            clients
                .upload("POST", "/api/v1/articles", alice.token, "file", more, Map.of())
                .status())
        .isEqualTo(413);
  }

  @Test
  void a_file_is_kept_to_the_byte_however_its_lines_end() {
    byte[] words = "\uFEFF“One,”\r\nshe said.\r\n\r\nTwo\r\n".getBytes(StandardCharsets.UTF_8);
    Map<String, String> texts = Map.of("title", "Lines", "format", "text");
    Clients.Reply made =
        clients.upload("POST", "/api/v1/articles", alice.token, "file", words, texts);
    assertThat(made.text("body").getBytes(StandardCharsets.UTF_8)).isEqualTo(words);
    assertThat(made.text("sha256")).isEqualTo(hash(words));
    assertThat(made.json().path("blocks").get(1).path("char_start").asInt()).isEqualTo(22);
    Clients.Reply sent =
        alice.post("/api/v1/articles", Map.of("title", "Lines", "body", "One\r\ntwo\r\n"));
    assertThat(sent.text("sha256"))
        .isEqualTo(hash("One\r\ntwo\r\n".getBytes(StandardCharsets.UTF_8)));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  // ---- what its author wishes for his words, wherever they are shown

  private static void wishes(Clients.Person who, String name, String wish) {
    assertThat(
            who.patch("/api/v1/accounts/update_credentials", Map.of("source", Map.of(name, wish)))
                .status())
        .isEqualTo(200);
  }

  /// Where the words of an embed stand: pages, API, feeds, and what other servers are given.
  private static List<String> shown(String id) {
    List<String> all = new ArrayList<>();
    for (String path :
        List.of(
            "/articles/" + id,
            "/api/v1/articles/" + id,
            "/@alice/articles.rss",
            "/@alice/articles.atom")) {
      all.add(read(path));
    }
    all.add(
        clients
            .send("GET", "/articles/" + id, "", null, "Accept", "application/activity+json")
            .body());
    return all;
  }

  /// And all else that tells of the article: its versions, its report, the answer to other sites,
  /// its card, search, and a story that it stands in.
  private static List<String> everywhere(String id) {
    List<String> all = new ArrayList<>(shown(id));
    String status = clients.get("/api/v1/articles/" + id).text("status_id");
    for (String path :
        List.of(
            "/articles/" + id + "/versions",
            "/api/v1/articles/" + id + "/versions",
            "/articles/" + id + "/quotecheck?published=1",
            "/api/oembed?url=" + clients.get("/api/v1/articles/" + id).text("url"),
            "/api/v1/statuses/" + status,
            "/@alice/" + status,
            "/@alice.rss",
            "/api/v1/stories/" + story(id),
            "/search?kind=articles&q=gangway")) {
      all.add(read(path));
    }
    for (String path :
        List.of("/api/v1/articles/" + id + "/quotecheck", "/api/v2/search?q=gangway")) {
      Clients.Reply reply = bob.get(path);
      assertThat(reply.status()).as(path).isEqualTo(200);
      all.add(reply.body());
    }
    return all;
  }

  private static String read(String path) {
    Clients.Reply reply = clients.get(path);
    assertThat(reply.status()).as(path).isEqualTo(200);
    return reply.body();
  }

  /// One that it stands in.
  private static String story(String id) {
    return STORIES.computeIfAbsent(
        id,
        article -> {
          Map<String, Object> item = Map.of("kind", "article", "id", article);
          Clients.Reply begun =
              alice.post(
                  "/api/v1/stories", Map.of("title", "Of " + article, "items", List.of(item)));
          assertThat(begun.status()).as(begun.body()).isEqualTo(200);
          Clients.Reply made =
              alice.put(
                  "/api/v1/stories/" + begun.text("id"),
                  Map.of("state", "published", "revision", begun.text("revision")));
          assertThat(made.status()).as(made.body()).isEqualTo(200);
          return begun.text("id");
        });
  }

  @Test
  void what_its_author_takes_out_or_who_is_suspended_leaves_no_corner() {
    Clients.Person dora = clients.person("dora");
    String words = "Dora asked about the gangway";
    String url = clients.get("/api/v1/statuses/" + dora.posts(words)).text("url");
    String text = "She wrote:\n\n" + url + "\n";
    String id = published("Dora", text).text("id");
    assertThat(shown(id)).allSatisfy(all -> assertThat(all).contains(words));
    JsonNode embed = clients.get("/api/v1/articles/" + id).json().path("embeds").get(0);
    String out = "/api/v1/articles/" + id + "/embeds/" + embed.path("id").asString();
    assertThat(dora.delete(out).status()).isEqualTo(200);
    assertThat(everywhere(id)).allSatisfy(all -> assertThat(all).doesNotContain(words));

    String other = published("Dora again", text).text("id");
    assertThat(shown(other)).allSatisfy(all -> assertThat(all).contains(words));
    clients.server().command("", "account", "suspend", "dora");
    assertThat(everywhere(other)).allSatisfy(all -> assertThat(all).doesNotContain(words));
  }

  @Test
  void a_copy_is_signed_by_the_server_with_all_that_it_says() {
    String post = bob.posts("The ferry leaves at ten.");
    String series =
        bob.post(
                "/api/v1/statuses/series",
                Map.of(
                    "statuses",
                    List.of(Map.of("status", "It left."), Map.of("status", "Without me."))))
            .json()
            .get(0)
            .path("id")
            .asString();
    String text = "";
    for (String id : List.of(post, series)) {
      text += clients.get("/api/v1/statuses/" + id).text("url") + "\n\n";
    }
    String id = published("Signed", text).text("id");
    JsonNode embeds = clients.get("/api/v1/articles/" + id).json().path("embeds");
    assertThat(embeds).hasSize(2);
    for (JsonNode embed : embeds) {
      String signed = embed.path("signed").asString();
      JsonNode object = Clients.JSON.readTree(signed);
      assertThat(object.propertyNames())
          .contains(
              "id", "attributedTo", "name", "published", "content", "text", "media", "fetchedAt");
      assertThat(object.path("text").asString()).isEqualTo(embed.path("text").asString());
      assertThat(object.path("attributedTo").asString()).endsWith("/users/bob");
      String method = object.path("proof").path("verificationMethod").asString();
      String actor = method.substring(0, method.indexOf('#'));
      String key = key(actor, method);
      assertThat(fits(signed, key)).isTrue();
      for (String part : List.of("ferry", "Without", "users/bob", "fetchedAt", "\"name\":\"bob")) {
        String changed = signed.replace(part, part.substring(0, part.length() - 1) + "x");
        assertThat(changed.equals(signed) || !fits(changed, key)).as(part).isTrue();
      }
      assertThat(fits(signed.replaceFirst("\"text\":\"", "\"text\":\"x"), key)).isFalse();
    }
  }

  private static String key(String actor, String method) {
    String path = actor.substring(actor.indexOf('/', "https://".length()));
    String shown =
        clients.send("GET", path, "", null, "Accept", "application/activity+json").body();
    return Verifier.keysIn(shown.getBytes(StandardCharsets.UTF_8), actor).get(method);
  }

  private static boolean fits(String signed, String key) {
    return Verifier.Json.read(signed.getBytes(StandardCharsets.UTF_8))
            instanceof Verifier.Json.Fields fields
        && Signer.fits(fields, key);
  }

  @Test
  void what_its_author_wishes_for_what_he_deletes_holds_on_page_api_and_feed() {
    Clients.Person ben = clients.person("ben");
    for (String wish : List.of("remove", "keep_words", "keep_note")) {
      wishes(ben, "deletion_wish", wish);
      String words = "Nobody asked about the gangway " + wish;
      String post = ben.posts(words);
      String url = clients.get("/api/v1/statuses/" + post).text("url");
      String id = published("Boat", "He wrote:\n\n" + url + "\n").text("id");
      assertThat(shown(id)).allSatisfy(all -> assertThat(all).contains(words));
      assertThat(clients.get("/api/oembed?url=" + url).text("html")).contains(words);
      assertThat(ben.delete("/api/v1/statuses/" + post).status()).isEqualTo(200);
      assertThat(clients.get("/api/oembed?url=" + url).status()).isEqualTo(404);
      boolean isKept = !wish.equals("remove");
      shown(id).forEach(all -> assertThat(all.contains(words)).isEqualTo(isKept));
      JsonNode embed = clients.get("/api/v1/articles/" + id).json().path("embeds").get(0);
      assertThat(embed.path("state").asString()).isEqualTo("deleted");
      assertThat(embed.path("author").path("account_id").isNull())
          .isEqualTo(!wish.equals("keep_note"));
      assertThat(embed.path("author").path("name").asString())
          .isEqualTo(wish.equals("keep_note") ? "ben" : "");
      assertThat(embed.path("url").isNull()).isEqualTo(wish.equals("keep_words"));
      wishes(ben, "deletion_wish", "remove");
      assertThat(everywhere(id)).allSatisfy(all -> assertThat(all).doesNotContain(words));
    }
  }

  @Test
  void who_does_not_want_to_be_embedded_is_not_shown_to_other_sites_either() {
    Clients.Person cora = clients.person("cora");
    String post = cora.posts("Not for other sites");
    String url = clients.get("/api/v1/statuses/" + post).text("url");
    JsonNode article =
        cora.post(
                "/api/v1/articles", Map.of("title", "Mine", "body", "words", "state", "published"))
            .json();
    List<String> both =
        List.of("/api/oembed?url=" + url, "/api/oembed?url=" + article.path("url").asString());
    both.forEach(ask -> assertThat(clients.get(ask).status()).as(ask).isEqualTo(200));
    for (String wish : List.of("followers", "nobody")) {
      wishes(cora, "can_embed", wish);
      both.forEach(ask -> assertThat(clients.get(ask).status()).as(ask).isEqualTo(404));
      assertThat(published("x", url).status()).isEqualTo(403);
    }
  }

  @Test
  void of_a_series_other_sites_are_given_all_of_it() {
    JsonNode parts =
        bob.post(
                "/api/v1/statuses/series",
                Map.of(
                    "statuses",
                    List.of(Map.of("status", "One thing."), Map.of("status", "And another."))))
            .json();
    String html =
        clients.get("/api/oembed?url=" + parts.get(1).path("url").asString()).text("html");
    assertThat(html).containsSubsequence("One thing.", "And another.");
    assertThat(html).contains("cite=\"" + parts.get(0).path("url").asString());
  }

  @Test
  void other_servers_are_given_an_activity_streams_article() {
    String post = bob.posts("Bread does not wait.");
    String url = clients.get("/api/v1/statuses/" + post).text("url");
    String id = published("Machines <read>", "It *leaves*.\n\n" + url + "\n").text("id");
    Clients.Reply reply =
        clients.send("GET", "/articles/" + id, "", null, "Accept", "application/activity+json");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.whole().headers().firstValue("content-type").orElse(""))
        .startsWith("application/activity+json");
    JsonNode article = reply.json();
    assertThat(article.path("type").asString()).isEqualTo("Article");
    assertThat(article.path("id").asString()).endsWith("/articles/" + id);
    assertThat(article.path("name").asString()).isEqualTo("Machines <read>");
    assertThat(article.path("content").asString())
        .contains("<p>It <em>leaves</em>.</p>")
        .contains("Bread does not wait.");
    assertThat(article.path("attributedTo").get(0).asString()).endsWith("/users/alice");
    assertThat(article.path("summary").asString()).isEqualTo("<p>Nine passengers.</p>");
    assertThat(article.path("tag").get(0).path("name").asString()).isEqualTo("#Last boat");
    assertThat(article.path("preview").path("content").asString())
        .contains("Machines &lt;read&gt;");
    assertThat(clients.get("/articles/" + id).body()).contains("<!doctype html>");
    String draft = alice.post("/api/v1/articles", Map.of("title", "t", "body", "b")).text("id");
    assertThat(
            clients
                .send("GET", "/articles/" + draft, "", null, "Accept", "application/activity+json")
                .status())
        .isEqualTo(404);
  }
}
