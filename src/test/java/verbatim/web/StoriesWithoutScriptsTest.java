package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Stories in a browser without scripts: begun from a post, kept, published, read, left.
///
/// It sends the forms of `/stories`, `/stories/:id/edit`, `/stories/:id/items`,
/// `/stories/:id/items/:item`, `/stories/:id/pass`, `/stories/:id/state`, `/stories/:id/editors`,
/// `/stories/:id/join`, `/stories/:id/leave`, `/stories/:id/follow`, `/stories/:id/unfollow`,
/// `/stories/:id/out`, `/stories/:id/delete`, and reads `/stories/new`, `/stories/:slug`,
/// `/stories/:slug.rss`, `/stories/:slug.atom`, `/topics/:name`, `/topics/:name.rss` and
/// `/topics/:name.atom`.
class StoriesWithoutScriptsTest {
  private final Doorstep doorstep = Doorstep.shared();

  private String gathered(String name) {
    String token = doorstep.person(name);
    doorstep.json(
        "PATCH", "/api/v1/accounts/update_credentials", token, Map.of("source[gather]", "true"));
    return token;
  }

  private String says(String token, String text) {
    JsonNode post = doorstep.post("/api/v1/statuses", token, Map.of("status", text));
    return post.get("id").asString();
  }

  private Visitor signedIn(String name) {
    Visitor visitor = new Visitor(doorstep);
    visitor.signIn(name, Doorstep.PASSWORD);
    return visitor;
  }

  private static String find(String pattern, String body) {
    Matcher matcher = Pattern.compile(pattern).matcher(body);
    assertThat(matcher.find()).as(pattern + " in\n" + body).isTrue();
    return matcher.group(1);
  }

  private static String begins(Visitor keeper, String title, String post) {
    HttpResponse<String> begun =
        keeper.submit("/stories/new?id=" + post, "/stories", Map.of("title", title, "thing", post));
    assertThat(begun.statusCode()).isEqualTo(303);
    return find("/stories/(\\d+)/edit", Visitor.location(begun));
  }

  @Test
  void it_is_begun_from_a_post_kept_and_published() {
    String quoted = gathered("storyquoted");
    doorstep.person("storykeeper");
    String post = says(quoted, "The words that begin it");
    String second = says(quoted, "The words that come in later");
    Visitor keeper = signedIn("storykeeper");
    assertThat(keeper.get("/@storyquoted/" + post).body()).contains("/stories/new?id=" + post);
    assertThat(keeper.get("/stories/new?id=" + post).body()).contains("The words that begin it");
    String id = begins(keeper, "What was begun", post);
    String edit = "/stories/" + id + "/edit";
    assertThat(keeper.get(edit).body()).contains("The words that begin it", "What was begun");
    assertThat(new Visitor(doorstep).get("/stories/" + id).statusCode()).isEqualTo(404);
    assertThat(signedIn("storyquoted").get("/stories/" + id).statusCode()).isEqualTo(404);
    keeper.submit(
        edit,
        "/stories/" + id + "/items",
        Map.of("link", doorstep.url + "/@storyquoted/" + second));
    Visitor speaker = signedIn("storyquoted");
    String editor = Visitor.location(speaker.submit("/articles", "/articles", Map.of()));
    String article =
        Visitor.location(
            speaker.submit(
                editor,
                editor,
                Map.of(
                    "do", "publish", "format", "markdown", "title", "At length", "body", "Words")));
    HttpResponse<String> gone =
        keeper.submit(edit, "/stories/" + id + "/items", Map.of("link", doorstep.url + article));
    assertThat(gone.statusCode()).as(gone.body()).isEqualTo(303);
    assertThat(keeper.get(edit).body()).contains("At length");
    keeper.submit(
        edit,
        "/stories/" + id + "/items",
        Map.of("note", "What she said on the quay", "speaker", "@storyquoted", "when", "later"));
    String page = keeper.get(edit).body();
    assertThat(page)
        .contains("The words that come in later", "What she said on the quay")
        .doesNotContain("Quotation marks under a name");
    keeper.submit(
        edit,
        "/stories/" + id + "/items",
        Map.of("note", "She called it “my boat”", "speaker", "@storyquoted"));
    assertThat(keeper.get(edit).body()).contains("Quotation marks under a name are read as");
    String item = find("action=\"/stories/" + id + "/items/(\\d+)\"", page);
    keeper.submit(
        edit,
        "/stories/" + id + "/items/" + item,
        Map.of("do", "mark", "known", "order", "when", "before all"));
    assertThat(keeper.get(edit).body()).contains("before all");
    keeper.submit(edit, "/stories/" + id + "/items/" + item, Map.of("do", "down"));
    HttpResponse<String> wrong =
        keeper.submit(edit, "/stories/" + id + "/items", Map.of("link", "https://else.example/"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("This is not the address of a post, an article or an excerpt here");
    keeper.submit(
        edit,
        edit,
        Map.of("title", "What became of it", "summary", "A sum.", "topics", "Quay talk, boats"));
    HttpResponse<String> published =
        keeper.submit(edit, "/stories/" + id + "/state", Map.of("state", "published"));
    assertThat(Visitor.location(published)).endsWith("/stories/what-became-of-it");
    Visitor stranger = new Visitor(doorstep);
    assertThat(stranger.get("/stories/what-became-of-it").body())
        .contains("She called it “my boat”", "is told by the editors of this story")
        .doesNotContain("Quotation marks under a name");
    String read = stranger.get("/stories/what-became-of-it").body();
    assertThat(read)
        .contains(
            "What became of it",
            "A sum.",
            "The words that begin it",
            "The words are not known here.",
            "What she said on the quay",
            "<meta name=\"robots\" content=\"noindex\">",
            "/topics/quay-talk");
    assertThat(Visitor.location(stranger.get("/stories/" + id)))
        .endsWith("/stories/what-became-of-it");
    assertThat(stranger.get("/topics/quay-talk").body()).contains("What became of it");
    assertThat(stranger.get("/topics/quay-talk.rss").body()).contains("<title>Quay talk");
    assertThat(stranger.get("/topics/nothing-of-the-kind").body()).contains("Nothing under this");
    assertThat(stranger.get("/stories").body()).contains("What became of it");
    String sought = "/search?q=became+quay";
    assertThat(stranger.get(sought).body()).contains("/stories/what-became-of-it");
    assertThat(stranger.get("/api/v2/search?q=BECAME").body()).contains("What became of it");
    assertThat(stranger.get("/search?q=became+nonsense").body())
        .doesNotContain("/stories/what-became-of-it");
    for (String feed : new String[] {"rss", "atom"}) {
      assertThat(stranger.get("/stories/what-became-of-it." + feed).body())
          .contains("The words that come in later")
          .doesNotContain("What she said on the quay");
    }
    assertThat(stranger.get("/stories/what-became-of-it.rss").body()).contains("<dc:creator>");
    keeper.submit(edit, "/stories/" + id + "/state", Map.of("state", "private"));
    assertThat(stranger.get("/stories/what-became-of-it").statusCode()).isEqualTo(404);
    assertThat(stranger.get(sought).body()).doesNotContain("/stories/what-became-of-it");
    assertThat(stranger.get("/stories/what-became-of-it.rss").statusCode()).isEqualTo(404);
    keeper.submit(edit, "/stories/" + id + "/delete", Map.of());
    assertThat(keeper.get(edit).statusCode()).isEqualTo(404);
  }

  @Test
  void a_topic_has_its_stories_articles_and_posts_and_a_feed() {
    String writer = gathered("topicwriter");
    String post = says(writer, "Slates on the roof #SlateRoofs");
    doorstep.post(
        "/api/v1/articles",
        writer,
        Map.of(
            "title",
            "Why the roofs are blue",
            "body",
            "They are slate.",
            "format",
            "text",
            "topics[]",
            "Slate roofs",
            "state",
            "published"));
    Visitor keeper = signedIn("topicwriter");
    String id = begins(keeper, "The blue roofs", post);
    String edit = "/stories/" + id + "/edit";
    keeper.submit(
        edit, edit, Map.of("title", "The blue roofs", "summary", "", "topics", "Slate Roofs"));
    keeper.submit(edit, "/stories/" + id + "/state", Map.of("state", "published"));
    Visitor stranger = new Visitor(doorstep);
    Doorstep.until(
        "the tag's timeline has it",
        () -> stranger.get("/topics/slate-roofs").body().contains("Slates on the roof"));
    assertThat(stranger.get("/topics/slate-roofs").body())
        .contains("The blue roofs", "Why the roofs are blue", "Slates on the roof");
    assertThat(stranger.get("/topics/slate-roofs?of=articles").body())
        .contains("Why the roofs are blue")
        .doesNotContain("The blue roofs</span>");
    assertThat(stranger.get("/topics/slate-roofs?of=stories").body())
        .contains("The blue roofs")
        .doesNotContain("Why the roofs are blue");
    for (String kind : new String[] {"rss", "atom"}) {
      HttpResponse<String> feed = stranger.get("/topics/slate-roofs." + kind);
      assertThat(feed.statusCode()).isEqualTo(200);
      assertThat(feed.body())
          .contains("The blue roofs", "Why the roofs are blue", "Slates on the roof");
    }
    assertThat(stranger.get("/topics/nothing-there.rss").body()).doesNotContain("<item>");
    assertThat(stranger.get("/stories?q=BLUE+roofs").body()).contains("The blue roofs</span>");
    assertThat(stranger.get("/stories?q=blue+hats").body()).contains("No story has all");
  }

  @Test
  void whoever_is_quoted_takes_it_out_and_others_follow() {
    String quoted = gathered("storytaken");
    doorstep.person("storyother");
    doorstep.person("storyreader");
    String post = says(quoted, "Words to be taken out");
    Visitor keeper = signedIn("storyother");
    String id = begins(keeper, "To be taken out", post);
    String edit = "/stories/" + id + "/edit";
    keeper.submit(edit, "/stories/" + id + "/state", Map.of("state", "published"));
    String path = "/stories/to-be-taken-out";
    Visitor reader = signedIn("storyreader");
    reader.submit(path, "/stories/" + id + "/follow", Map.of());
    assertThat(reader.get("/stories?of=followed").body()).contains("To be taken out");
    reader.submit(path, "/stories/" + id + "/unfollow", Map.of());
    assertThat(reader.get("/stories?of=followed").body()).doesNotContain("To be taken out");
    Visitor owner = signedIn("storytaken");
    Doorstep.until(
        "whose words are gathered is told",
        () ->
            owner
                .get("/notifications")
                .body()
                .contains(
                    "<a href=\"/stories/" + id + "\">has put words of yours into a story</a>"));
    assertThat(owner.get("/stories?of=about").body()).contains("To be taken out");
    String page = owner.get(path).body();
    String item =
        find("formaction=\"/stories/" + id + "/out\" name=\"item\" value=\"(\\d+)\"", page);
    assertThat(reader.forge(path, "/stories/" + id + "/out", Map.of("item", item)).statusCode())
        .isEqualTo(404);
    owner.submit(path, "/stories/" + id + "/out", Map.of("item", item));
    assertThat(reader.get(path).body()).doesNotContain("Words to be taken out");
    HttpResponse<String> again =
        keeper.forge(edit, "/stories/" + id + "/items", Map.of("thing", post));
    assertThat(again.statusCode()).isEqualTo(422);
    assertThat(again.body()).contains("This cannot stand in a story");
  }

  @Test
  void two_keep_one_and_pass_what_is_suggested() {
    String quoted = gathered("storysaid");
    doorstep.person("storyfirst");
    doorstep.person("storysecond");
    String post = says(quoted, "The lighthouse keeper left the lamp unlit on Thursday");
    String like = says(quoted, "The lighthouse keeper says the lamp was lit on Thursday");
    Visitor first = signedIn("storyfirst");
    String id = begins(first, "The lamp", post);
    String edit = "/stories/" + id + "/edit";
    Doorstep.until("it is suggested", () -> first.get(edit).body().contains("the lamp was lit"));
    first.submit(edit, "/stories/" + id + "/pass", Map.of("thing", like));
    assertThat(first.get(edit).body()).doesNotContain("the lamp was lit");
    Visitor second = signedIn("storysecond");
    assertThat(second.get("/stories/" + id).statusCode()).isEqualTo(404);
    first.submit(edit, "/stories/" + id + "/editors", Map.of("name", "@storysecond"));
    assertThat(second.get("/stories/" + id).body()).contains("/stories/" + id + "/join");
    assertThat(second.get(edit).statusCode()).isEqualTo(404);
    second.submit("/stories/" + id, "/stories/" + id + "/join", Map.of());
    assertThat(second.get(edit).statusCode()).isEqualTo(200);
    first.submit(edit, "/stories/" + id + "/leave", Map.of());
    assertThat(first.get(edit).statusCode()).isEqualTo(404);
  }

  /// At `/desk/stories/:id`.
  @Test
  void the_desk_takes_it_from_the_public_and_lets_it_back() throws Exception {
    String quoted = gathered("storywronged");
    doorstep.person("storydesk");
    doorstep.person("storywrong");
    doorstep.command("account", "role", "storydesk", "moderator");
    Visitor keeper = signedIn("storywrong");
    String id = begins(keeper, "A wrong story", says(quoted, "Words in the wrong story"));
    String edit = "/stories/" + id + "/edit";
    Visitor desk = signedIn("storydesk");
    String page = "/desk/stories/" + id;
    assertThat(desk.get(page).statusCode()).as("private").isEqualTo(404);
    keeper.submit(edit, "/stories/" + id + "/state", Map.of("state", "published"));
    String path = "/stories/a-wrong-story";
    assertThat(keeper.get(page).statusCode()).isEqualTo(404);
    assertThat(desk.get(path).body()).contains(page);
    desk.submit(page, page, Map.of("words", "It hounds somebody."));
    Visitor stranger = new Visitor(doorstep);
    assertThat(stranger.get(path).statusCode()).isEqualTo(404);
    assertThat(keeper.get(path).body()).contains("The moderators have unpublished this story");
    HttpResponse<String> refused =
        keeper.submit(edit, "/stories/" + id + "/state", Map.of("state", "private"));
    assertThat(refused.statusCode()).isEqualTo(303);
    assertThat(
            keeper
                .submit(edit, "/stories/" + id + "/state", Map.of("state", "published"))
                .statusCode())
        .isEqualTo(403);
    desk.submit(page, page, Map.of("words", ""));
    keeper.submit(edit, "/stories/" + id + "/state", Map.of("state", "published"));
    assertThat(stranger.get(path).statusCode()).isEqualTo(200);
    doorstep.command("story", "unpublish", id, "--why", "It hounds somebody.");
    assertThat(stranger.get(path).statusCode()).isEqualTo(404);
    doorstep.command("story", "return", id);
    assertThat(stranger.get(path).statusCode()).isEqualTo(200);
    // Which story it was, the log says by its name.
    assertThat(desk.get("/desk/audit").body()).contains("href=\"/desk/stories/" + id + "\"><bdi>");
    assertThat(doorstep.command("audit", "--kind", "story-returned").lines().toList())
        .anyMatch(line -> line.contains("story-returned") && !line.contains("  " + id));
  }

  @Test
  void machines_are_given_a_collection_and_hostile_words_stay_words() {
    String quoted = gathered("storyhostile");
    String hostile = "<img src=x onerror=alert(1)>\u202e</title><script>alert(2)</script>";
    String post = says(quoted, hostile);
    Visitor keeper = signedIn("storyhostile");
    String id = begins(keeper, "A " + hostile, post);
    String edit = "/stories/" + id + "/edit";
    keeper.submit(
        edit, edit, Map.of("title", "A " + hostile, "summary", hostile, "topics", hostile));
    keeper.submit(edit, "/stories/" + id + "/items", Map.of("note", hostile, "when", "x"));
    keeper.submit(edit, "/stories/" + id + "/state", Map.of("state", "published"));
    String path = Visitor.location(keeper.get("/stories/" + id));
    for (String page : new String[] {path, edit, "/stories", path + ".rss", path + ".atom"}) {
      assertThat(keeper.get(page.replace(doorstep.url, "")).body())
          .as(page)
          .doesNotContain("<img src=x", "<script>alert(2)");
    }
    HttpResponse<String> collection =
        keeper.get(path.replace(doorstep.url, ""), "application/activity+json");
    assertThat(collection.body())
        .contains("\"OrderedCollection\"", "/users/storyhostile/statuses/" + post);
  }
}
