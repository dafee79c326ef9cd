package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What oEmbed gives out, and what nobody gets by it (attack articles-05).
class WhatOtherSitesAreGivenTest {
  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static String root;
  static String post;
  static String article;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    root = clients.server().url();
    post = root + "/@alice/" + alice.posts("Said <b>to</b> everybody");
    article = root + "/articles/" + written("published");
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  private static String written(String state) {
    Map<String, Object> words = Map.of("title", "Tides", "body", "They turn.", "state", state);
    return alice.post("/api/v1/articles", words).text("id");
  }

  private static Clients.Reply asked(String url, String more) {
    return clients.get("/api/oembed?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8) + more);
  }

  @ParameterizedTest
  @CsvSource({"'',400", "320,320", "0,1", "-1,1", "4097,4096", "1000000000,4096"})
  void a_width_stays_a_number_within_bounds(String wanted, int width) {
    for (String url : List.of(post, article)) {
      Clients.Reply reply = asked(url, wanted.isEmpty() ? "" : "&maxwidth=" + wanted);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().path("width").asInt()).isEqualTo(width);
      assertThat(reply.json().path("height").isNull()).isTrue();
    }
  }

  @Test
  void what_is_no_width_is_refused_and_not_given_back() {
    Clients.Reply reply = asked(post, "&maxwidth=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body()).doesNotContain("<script");
  }

  @Test
  void it_is_json_whatever_else_is_asked_for_and_never_called() {
    for (String more : List.of("&format=json", "&callback=alert", "&format=xml&callback=x")) {
      Clients.Reply reply = asked(post, more);
      assertThat(reply.whole().headers().firstValue("content-type").orElse(""))
          .startsWith("application/json");
      assertThat(reply.body()).startsWith("{").doesNotContain("alert", "<?xml");
    }
    assertThat(asked(post, "").text("html")).contains("&lt;b&gt;to&lt;/b&gt;");
  }

  @Test
  void a_post_and_an_article_may_be_kept_for_a_day() {
    for (String url : List.of(post, article)) {
      assertThat(asked(url, "").json().path("cache_age").asInt()).isEqualTo(86_400);
    }
  }

  @Test
  void no_address_but_its_own_leads_to_it() {
    String nothing = asked(root + "/@alice/117000000000000001", "").body();
    String host = root.substring("http://".length());
    for (String url : List.of(post, article)) {
      String path = url.substring(root.length());
      for (String other :
          List.of(
              "https://evil.test" + path,
              "http://bank.test@" + host + path,
              "http://alice:secret@" + host + path,
              "http://" + host + "1" + path,
              "http://" + host + ".evil.test" + path,
              root + "@evil.test" + path,
              root + "/.." + path,
              url + "#here",
              url + "?a=b",
              url + "/",
              "//" + host + path,
              "javascript:" + url,
              path)) {
        Clients.Reply reply = asked(other, "");
        assertThat(reply.status()).as(other).isEqualTo(404);
        assertThat(reply.body()).as(other).isEqualTo(nothing);
      }
    }
  }

  @Test
  void what_is_not_for_everybody_reads_like_what_was_never_there() {
    Clients.Person ben = clients.person("ben");
    String nothing = asked(root + "/@ben/117000000000000001", "").body();
    String talk =
        ben.post("/api/v1/private/conversations", Map.of("members", List.of(alice.id())))
            .text("id");
    String said =
        ben.post("/api/v1/private/conversations/" + talk + "/messages", Map.of("text", "Psst"))
            .text("id");
    String gone = ben.posts("Soon gone");
    ben.delete("/api/v1/statuses/" + gone);
    String draft = written("draft");
    String withdrawn = written("published");
    assertThat(alice.put("/api/v1/articles/" + withdrawn, Map.of("state", "draft")).status())
        .isEqualTo(200);
    for (String path :
        List.of(
            "/@ben/" + ben.posts(Map.of("status", "few", "visibility", "private")),
            "/@ben/" + ben.posts(Map.of("status", "@alice few", "visibility", "direct")),
            "/@ben/" + gone,
            "/@ben/" + said,
            "/conversations/" + talk,
            "/conversations/" + talk + "#m1",
            "/articles/" + draft,
            "/articles/" + withdrawn)) {
      Clients.Reply reply = asked(root + path, "");
      assertThat(reply.status()).as(path).isEqualTo(404);
      assertThat(reply.body()).as(path).isEqualTo(nothing);
    }
  }

  @Test
  void nothing_of_somebody_suspended_is_given_out() {
    Clients.Person rude = clients.person("rude");
    String said = root + "/@rude/" + rude.posts("Rude words");
    Map<String, Object> words = Map.of("title", "Rude", "body", "x", "state", "published");
    String wrote = root + "/articles/" + rude.post("/api/v1/articles", words).text("id");
    List<String> both = List.of(said, wrote);
    both.forEach(url -> assertThat(asked(url, "").status()).as(url).isEqualTo(200));
    clients.server().command("", "account", "suspend", "rude");
    both.forEach(url -> assertThat(asked(url, "").status()).as(url).isEqualTo(404));
  }
}
