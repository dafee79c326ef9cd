package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a newsroom, those whom it quotes and its readers met with on the pages of articles and
/// stories, without scripts.
class WhatANewsroomMetTest {
  private static final String SAID = "The last ferry leaves at half past nine and never later";

  private final Doorstep doorstep = Doorstep.shared();

  private String person(String name) {
    String token = doorstep.person(name);
    doorstep.json(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        token,
        Map.of("source[gather]", "true", "indexable", "true", "discoverable", "true"));
    return token;
  }

  private String posts(String token, String text) {
    return doorstep.post("/api/v1/statuses", token, Map.of("status", text)).get("id").asString();
  }

  private JsonNode article(String token, String title, String body) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("title", title);
    words.put("body", body);
    words.put("language", "en");
    String id = doorstep.post("/api/v1/articles", token, words).get("id").asString();
    return doorstep.json("PUT", "/api/v1/articles/" + id, token, Map.of("state", "published"));
  }

  private static void awaitSaid(Visitor visitor, String path, String words) {
    Doorstep.until(words + " on " + path, () -> visitor.get(path).body().contains(words));
  }

  @Test
  void whoever_is_quoted_otherwise_finds_the_article_under_his_words() {
    String quoted = person("metquoted");
    posts(quoted, SAID);
    article(
        person("metpaper"),
        "Nine o'clock at the quay",
        "@metquoted wrote: “" + SAID.replace("nine", "ten") + "” and left.");
    Visitor reader = Visitor.signedIn(doorstep, "metquoted");
    String words = "this article quotes you, and it differs";
    awaitSaid(reader, "/notifications?only=words", words);
    assertThat(reader.get("/notifications?only=words").body()).contains("Nine o'clock at the quay");
    assertThat(reader.get("/notifications?only=follows").body()).doesNotContain(words);
  }

  @Test
  void before_a_post_is_deleted_its_author_reads_where_it_stands() {
    String author = person("metauthor");
    String post = posts(author, "A bowl of soup for whoever waits");
    Visitor visitor = Visitor.signedIn(doorstep, "metauthor");
    String asks = "/posts/" + post + "/delete";
    assertThat(visitor.get(asks).body()).doesNotContain("It is shown in");
    article(person("metshows"), "Soup", "So:\n\n" + doorstep.url + "/@metauthor/" + post + "\n");
    awaitSaid(visitor, asks, "It is shown in 1 article.");
    assertThat(visitor.get(asks).body())
        .contains("The copy there will lose its words", "href=\"/settings/privacy#wi\"");
  }

  @Test
  void articles_are_found_by_whoever_is_signed_out() {
    article(person("metfound"), "Herring barrels", "Forty barrels of herring stood in the rain.");
    awaitSaid(new Visitor(doorstep), "/search?q=herring+barrels", "Herring barrels</");
  }

  @Test
  void in_a_story_the_time_of_a_post_is_not_hidden_and_who_takes_his_words_out_may_put_them_back() {
    String keeper = person("metkeeper");
    String author = person("metspeaker");
    String post = posts(author, "Words that the story stands on");
    String id =
        doorstep
            .postJson(
                "/api/v1/stories",
                keeper,
                """
                {"title":"A story of times","state":"published","items":[
                {"kind":"status","id":"%s","time_known":"order","when":"before the soup"}]}
                """
                    .formatted(post))
            .get("id")
            .asString();
    Visitor visitor = Visitor.signedIn(doorstep, "metspeaker");
    String path = Visitor.location(visitor.get("/stories/" + id)).replace(doorstep.url, "");
    String page = visitor.get(path).body();
    assertThat(page)
        .contains("before the soup", "posted here", "All that you said goes out of this story")
        .doesNotContain("only the order is known</span>");
    visitor.submit(path, "/stories/" + id + "/out", Map.of("item", "all"));
    assertThat(new Visitor(doorstep).get(path).body()).doesNotContain("Words that the story");
    assertThat(visitor.get(path).body()).contains("Put them back");
    visitor.submit(path, "/stories/" + id + "/out", Map.of("item", "back"));
    assertThat(new Visitor(doorstep).get(path).body()).contains("Words that the story");
    assertThat(visitor.get(path).body()).doesNotContain("Put them back");
  }

  @Test
  void the_address_of_no_post_is_refused_where_it_was_typed() {
    String keeper = person("metaddress");
    String id =
        doorstep
            .postJson("/api/v1/stories", keeper, "{\"title\":\"A story of addresses\"}")
            .get("id")
            .asString();
    Visitor visitor = Visitor.signedIn(doorstep, "metaddress");
    HttpResponse<String> refused =
        visitor.submit(
            "/stories/" + id + "/edit",
            "/stories/" + id + "/items",
            Map.of("link", doorstep.url + "/@nobody/123"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("This is not the address of a post", "name=\"link\"");
  }

  @Test
  void what_somebody_says_that_he_said_does_not_begin_with_it_twice() {
    String quoted = person("metsaid");
    posts(quoted, SAID);
    String id =
        article(
                person("metprints"),
                "What he said",
                "@metsaid wrote: “" + SAID.replace("nine", "six") + "” and left.")
            .get("id")
            .asString();
    Visitor visitor = Visitor.signedIn(doorstep, "metsaid");
    String report = "/articles/" + id + "/quotecheck?published=1";
    String action =
        Visitor.hidden(
            Pattern.compile("action=\"(/articles/\\d+/quotecheck/1/said[^\"]*)\""),
            visitor.get(report).body());
    visitor.submit(report, action.replace("&amp;", "&"), Map.of("text", "I said: nine."));
    assertThat(visitor.get(report).body()).contains("nine.").doesNotContain("I said: nine.");
  }

  @Test
  void a_feed_has_one_list_where_the_article_has_one() {
    article(person("metlists"), "Lists", "- two bakers\n- a night nurse\n");
    assertThat(new Visitor(doorstep).get("/@metlists/articles.rss").body())
        .contains("two bakers")
        .doesNotContain("/ul&gt;&lt;ul", "</ul><ul>");
  }

  @Test
  void a_story_says_that_an_article_was_withdrawn_and_shows_it_again_when_it_is_back() {
    String keeper = person("metcurator");
    String writer = person("metwriter");
    JsonNode article = article(writer, "Lanterns at low tide", "Nobody counted them.");
    String id =
        doorstep
            .postJson(
                "/api/v1/stories",
                keeper,
                """
                {"title":"A story of lanterns","state":"published","items":[
                {"kind":"status","id":"%s"}]}
                """
                    .formatted(article.get("status_id").asString()))
            .get("id")
            .asString();
    Visitor reader = new Visitor(doorstep);
    String path = Visitor.location(reader.get("/stories/" + id)).replace(doorstep.url, "");
    assertThat(reader.get(path).body()).contains("Lanterns at low tide");
    String one = "/api/v1/articles/" + article.get("id").asString();
    doorstep.json("PUT", one, writer, Map.of("state", "draft"));
    awaitSaid(reader, path, "An article stood here. metwriter withdrew it on");
    assertThat(reader.get(path).body()).doesNotContain("Lanterns at low tide");
    doorstep.json("PUT", one, writer, Map.of("state", "published"));
    awaitSaid(reader, path, "Lanterns at low tide");
  }

  @Test
  void who_writes_for_a_newsroom_is_named_with_those_whom_he_asks_unless_he_chooses_not_to_be() {
    for (String name : new String[] {"metroom", "mettove", "metrafi"}) {
      person(name);
    }
    Visitor room = Visitor.signedIn(doorstep, "metroom");
    Visitor tove = Visitor.signedIn(doorstep, "mettove");
    String rooms = "/settings/newsroom";
    room.submit(rooms, rooms, Map.of("do", "found"));
    room.submit(rooms, rooms, Map.of("do", "ask", "name", "@mettove", "role", "editor"));
    String account =
        Visitor.hidden(
            Pattern.compile("name=\"account\" value=\"(\\d+)\""), tove.get(rooms).body());
    tove.submit(rooms, rooms, Map.of("do", "accept", "account", account));
    String editor =
        Visitor.location(tove.submit("/articles", "/articles", Map.of("owner", account)))
            .replace(doorstep.url, "");
    String path = editor.replace("/edit", "");
    Map<String, String> form = new LinkedHashMap<>();
    form.put("do", "publish");
    form.put("format", "markdown");
    form.put("title", "Who wrote it");
    form.put("body", "She did.");
    form.put("byline", "@metrafi");
    tove.submit(editor, editor, form);
    Visitor reader = new Visitor(doorstep);
    assertThat(byline(reader, path)).contains("/@mettove").doesNotContain("/@metrafi");
    Visitor rafi = Visitor.signedIn(doorstep, "metrafi");
    rafi.submit(path, path + "/byline", Map.of("do", "agree"));
    assertThat(byline(reader, path)).containsSubsequence("/@mettove", "/@metrafi");
    form.put("unnamed", "true");
    tove.submit(editor, editor, form);
    assertThat(byline(reader, path)).contains("/@metrafi").doesNotContain("/@mettove");
    assertThat(tove.get(editor).body()).containsPattern("name=\"unnamed\"[^>]* checked");
  }

  private static String byline(Visitor reader, String path) {
    String page = reader.get(path).body();
    return page.substring(page.indexOf("row byline"), page.indexOf("class=\"prose\""));
  }
}
