package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What pages of articles, stories, topics and tags say of themselves: to search engines and other
/// sites in their head, to readers of who spoke when and of which part of a series they see.
class WhatPagesSayOfThemselvesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LINKED =
      Pattern.compile("<script type=\"application/ld\\+json\">([^<]*)</script>");
  private static final Pattern VOICE =
      Pattern.compile("(?s)<li><details><summary>(.*?)</summary><ol>(.*?)</ol></details></li>");
  private static final String NOINDEX = "<meta name=\"robots\" content=\"noindex\">";

  private final Doorstep doorstep = Doorstep.shared();

  private HttpResponse<String> strange(String path) {
    return new Visitor(doorstep).get(path);
  }

  private static JsonNode linked(String page) {
    Matcher found = LINKED.matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return JSON.readTree(found.group(1));
  }

  private String gathered(String name, String shown) {
    String token = doorstep.person(name);
    doorstep.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        token,
        Map.of("source[gather]", "true", "display_name", shown));
    return token;
  }

  private String says(String token, String text, String parent) {
    Map<String, String> form = new LinkedHashMap<>(Map.of("status", text));
    if (!parent.isEmpty()) {
      form.put("in_reply_to_id", parent);
    }
    return doorstep.post("/api/v1/statuses", token, form).get("id").asString();
  }

  private JsonNode story(String token, String title, String topic, String... posts) {
    StringBuilder items = new StringBuilder();
    for (String post : posts) {
      items
          .append(items.isEmpty() ? "" : ",")
          .append("{\"kind\":\"status\",\"id\":\"")
          .append(post)
          .append("\"}");
    }
    return doorstep.postJson(
        "/api/v1/stories",
        token,
        "{\"title\":\"%s\",\"summary\":\"What became of it.\",\"topics\":[\"%s\"],\"state\":\"published\",\"items\":[%s]}"
            .formatted(title, topic, items));
  }

  // ---- to machines

  @Test
  void a_tag_a_topic_and_the_list_of_stories_say_what_they_are_pages_of() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("/tags/quaylights", "#quaylights");
    pages.put("/topics/quay-lights", "quay-lights");
    pages.put("/stories", "Stories");
    pages.forEach(
        (path, name) -> {
          String page = strange(path).body();
          String href = doorstep.url + path;
          assertThat(page)
              .contains("<link rel=\"canonical\" href=\"" + href + "\">")
              .contains("<meta property=\"og:title\" content=\"" + name + "\">");
          JsonNode json = linked(page);
          assertThat(json.get("@type").asString()).isEqualTo("CollectionPage");
          assertThat(json.get("url").asString()).isEqualTo(href);
          assertThat(json.get("name").asString()).isEqualTo(name);
          assertThat(json.get("description").asString()).isNotBlank();
        });
    assertThat(strange("/topics/quay-lights").body())
        .contains(
            "<link rel=\"alternate\" type=\"application/rss+xml\"",
            "href=\"" + doorstep.url + "/topics/quay-lights.atom\"");
    // A part of it is no page beside it.
    assertThat(strange("/topics/quay-lights?of=articles").body())
        .contains("<link rel=\"canonical\" href=\"" + doorstep.url + "/topics/quay-lights\">");
  }

  @Test
  void a_story_says_who_keeps_it_and_since_when_and_nobody_s_words() {
    String speaker = gathered("selfspeaker", "Self Speaker");
    String keeper = gathered("selfkeeper", "Self </script> Keeper");
    JsonNode story =
        story(keeper, "Self says it", "Quay selves", says(speaker, "Words of a speaker", ""));
    String href = doorstep.url + "/stories/" + story.get("slug").asString();
    String page = strange("/stories/" + story.get("slug").asString()).body();
    assertThat(page).contains("<link rel=\"canonical\" href=\"" + href + "\">");
    JsonNode json = linked(page);
    assertThat(json.get("name").asString()).isEqualTo("Self says it");
    assertThat(json.get("description").asString()).isEqualTo("What became of it.");
    assertThat(json.get("keywords").get(0).asString()).isEqualTo("Quay selves");
    assertThat(json.get("editor").get(0).get("name").asString()).isEqualTo("Self </script> Keeper");
    assertThat(json.get("editor").get(0).get("url").asString())
        .isEqualTo(doorstep.url + "/@selfkeeper");
    assertThat(Instant.parse(json.get("datePublished").asString()))
        .isBeforeOrEqualTo(Instant.parse(json.get("dateModified").asString()));
    assertThat(json.toString()).doesNotContain("Words of a speaker", "selfspeaker");
  }

  @Test
  void an_article_says_who_wrote_it_when_and_what_was_corrected() {
    String writer = doorstep.person("selfwriter");
    Map<String, String> words = new LinkedHashMap<>();
    words.put("title", "Of selves");
    words.put("standfirst", "A sum.");
    words.put("format", "text");
    words.put("body", "Nine of them.");
    words.put("language", "en");
    words.put("topics[]", "Quay selves");
    words.put("state", "published");
    String id = doorstep.post("/api/v1/articles", writer, words).get("id").asString();
    String path = "/articles/" + id;
    JsonNode first = linked(strange(path).body());
    assertThat(first.get("@type").asString()).isEqualTo("NewsArticle");
    assertThat(first.get("headline").asString()).isEqualTo("Of selves");
    assertThat(first.get("description").asString()).isEqualTo("A sum.");
    assertThat(first.get("inLanguage").asString()).isEqualTo("en");
    assertThat(first.get("url").asString()).isEqualTo(doorstep.url + path);
    assertThat(first.get("author").get(0).get("name").asString()).isEqualTo("selfwriter");
    assertThat(first.get("author").get(0).get("url").asString())
        .isEqualTo(doorstep.url + "/@selfwriter");
    Instant published = Instant.parse(first.get("datePublished").asString());
    assertThat(first.has("dateModified")).isFalse();
    assertThat(first.has("correction")).isFalse();

    Visitor pen = Visitor.signedIn(doorstep, "selfwriter");
    Map<String, String> form = new LinkedHashMap<>();
    form.put("form_token", Visitor.formToken(pen.get(path + "/edit").body()));
    form.put("do", "publish");
    form.put("format", "text");
    form.put("title", "Of selves");
    form.put("standfirst", "A sum.");
    form.put("topics", "Quay selves");
    form.put("language", "en");
    form.put("byline", "@selfwriter");
    form.put("body", "Eight of them.");
    form.put("correction", "It was eight.");
    form.put("canonical", "https://quay.example/selves");
    HttpResponse<String> corrected = pen.post(path + "/edit", form);
    assertThat(corrected.statusCode()).as(corrected.body()).isEqualTo(303);
    String page = strange(path).body();
    assertThat(page).contains("<link rel=\"canonical\" href=\"https://quay.example/selves\">");
    JsonNode then = linked(page);
    assertThat(Instant.parse(then.get("datePublished").asString())).isEqualTo(published);
    assertThat(Instant.parse(then.get("dateModified").asString())).isAfterOrEqualTo(published);
    JsonNode correction = then.get("correction").get(0);
    assertThat(correction.get("@type").asString()).isEqualTo("CorrectionComment");
    assertThat(correction.get("text").asString()).isEqualTo("It was eight.");

    form.put("canonical", "javascript:alert(1)");
    HttpResponse<String> refused = pen.post(path + "/edit", form);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(strange(path).body()).doesNotContain("javascript:alert");
  }

  @Test
  void search_engines_may_have_a_story_when_its_editors_say_so_and_all_who_speak_in_it() {
    String keeper = gathered("seenkeeper", "Seen Keeper");
    String shy = gathered("seenshy", "Seen Shy");
    findable(keeper, true);
    JsonNode story =
        story(keeper, "Seen by engines", "Seen", says(keeper, "Be seen", ""), says(shy, "No", ""));
    String path = "/stories/" + story.get("slug").asString();
    String edit = "/stories/" + story.get("id").asString() + "/edit";
    Visitor visitor = Visitor.signedIn(doorstep, "seenkeeper");
    for (boolean isWanted : List.of(false, true, false)) {
      Map<String, String> form = new LinkedHashMap<>();
      form.put("form_token", Visitor.formToken(visitor.get(edit).body()));
      form.put("title", "Seen by engines");
      form.put("summary", "");
      form.put("topics", "Seen");
      if (isWanted) {
        form.put("indexed", "true");
      }
      assertThat(visitor.post(edit, form).statusCode()).isEqualTo(303);
      for (boolean isAllowed : List.of(false, true)) {
        findable(shy, isAllowed);
        boolean isIndexed = isWanted && isAllowed;
        assertThat(strange(path).body().contains(NOINDEX)).isNotEqualTo(isIndexed);
        for (String feed : List.of(".rss", ".atom")) {
          assertThat(strange(path + feed).headers().firstValue("X-Robots-Tag").isPresent())
              .as(feed)
              .isNotEqualTo(isIndexed);
        }
      }
    }
  }

  private void findable(String token, boolean isSo) {
    doorstep.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        token,
        Map.of("discoverable", Boolean.toString(isSo), "indexable", Boolean.toString(isSo)));
  }

  // ---- to readers

  @Test
  void a_story_says_who_said_what_when_in_the_order_in_which_they_began() {
    String one = gathered("voiceone", "Voice One");
    String two = gathered("voicetwo", "Voice Two");
    String first = says(one, "The first word", "");
    String second = says(two, "A word against it", first);
    String third = says(one, "The last word", "");
    JsonNode story = story(two, "Three words", "Words", first, second, third);
    String page = strange("/stories/" + story.get("slug").asString()).body();
    List<String> voices =
        VOICE
            .matcher(page.substring(page.indexOf("<ul class=\"voices\">")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(voices).hasSize(2);
    assertThat(voices.get(0)).contains("Voice One", "2 posts");
    assertThat(voices.get(1)).contains("Voice Two", "one reply");
    List<List<String>> places =
        VOICE
            .matcher(page.substring(page.indexOf("<ul class=\"voices\">")))
            .results()
            .map(
                found ->
                    Pattern.compile("href=\"#([^\"]+)\"")
                        .matcher(found.group(2))
                        .results()
                        .map(place -> place.group(1))
                        .toList())
            .toList();
    assertThat(row(page, places.get(0).get(0))).contains("The first word");
    assertThat(row(page, places.get(0).get(1))).contains("The last word");
    assertThat(row(page, places.get(1).get(0))).contains("A word against it");
  }

  private static String row(String page, String id) {
    int start = page.indexOf("id=\"" + id + "\"");
    assertThat(start).as(id).isNotNegative();
    return page.substring(start, page.indexOf("</article>", start));
  }

  @Test
  void a_part_of_a_series_says_which_of_how_many_it_is() {
    String token = doorstep.person("serieswriter");
    String reader = doorstep.person("seriesreader");
    doorstep.post("/api/v1/accounts/" + me(token) + "/follow", reader, Map.of());
    List<String> ids =
        doorstep
            .postJson(
                "/api/v1/statuses/series",
                token,
                "{\"statuses\":[{\"status\":\"Part the first\"},{\"status\":\"Part the"
                    + " second\"},{\"status\":\"Part the third\"}]}")
            .valueStream()
            .map(status -> status.get("id").asString())
            .toList();
    assertThat(strange("/@serieswriter/" + ids.get(1)).body())
        .contains("Part 2 of 3, the part you came for");
    doorstep.awaitHome(reader, "Part the first");
    doorstep.post("/api/v1/statuses/" + ids.get(1) + "/bookmark", reader, Map.of());
    Visitor visitor = Visitor.signedIn(doorstep, "seriesreader");
    assertThat(visitor.get("/home").body()).contains("A series in 3 parts");
    assertThat(visitor.get("/bookmarks").body()).contains("A series, part 2 of 3");
  }

  private String me(String token) {
    return doorstep
        .json("GET", "/api/v1/accounts/verify_credentials", token, Map.of())
        .get("id")
        .asString();
  }

  @Test
  void an_answer_to_an_article_is_a_post_in_its_thread_and_counts() {
    String writer = doorstep.person("answeredpen");
    String reader = doorstep.person("answeringone");
    JsonNode article =
        doorstep.post(
            "/api/v1/articles",
            writer,
            Map.of(
                "title",
                "To be answered",
                "format",
                "text",
                "body",
                "Well?",
                "state",
                "published"));
    String id = article.get("id").asString();
    String page = strange("/articles/" + id).body();
    Matcher thread =
        Pattern.compile("<a class=\"btn primary\" href=\"(/@answeredpen/(\\d+))[^\"]*\">")
            .matcher(page);
    assertThat(thread.find()).as(page).isTrue();
    String status = thread.group(2);
    String said = says(reader, "@answeredpen Well, by the API", status);
    Visitor visitor = Visitor.signedIn(doorstep, "answeringone");
    String compose = "/compose?in_reply_to=" + status;
    Map<String, String> form = new LinkedHashMap<>();
    form.put("form_token", Visitor.formToken(visitor.get(compose).body()));
    form.put("in_reply_to", status);
    form.put("text", "@answeredpen Well, by the page");
    form.put("visibility", "public");
    assertThat(visitor.post("/compose", form).statusCode()).isEqualTo(303);
    assertThat(strange(thread.group(1)).body())
        .contains("To be answered", "Well, by the API", "Well, by the page", "2 replies");
    assertThat(strange("/articles/" + id).body()).contains("2 replies");
    assertThat(
            doorstep
                .json("GET", "/api/v1/statuses/" + said, reader, Map.of())
                .get("in_reply_to_id")
                .asString())
        .isEqualTo(status);
    assertThat(
            doorstep
                .json("GET", "/api/v1/statuses/" + status, reader, Map.of())
                .get("replies_count")
                .asInt())
        .isEqualTo(2);
  }
}
