package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Stories through clients: begun, filled, put in order, published, followed, left.
class GatheringThroughClientsTest {
  private static final String ALL = "/api/v1/stories";

  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;
  static Clients.Person carol;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
    carol = clients.person("carol");
    for (Clients.Person person : List.of(bob, carol)) {
      assertThat(
              person
                  .patch(
                      "/api/v1/accounts/update_credentials",
                      Map.of("source", Map.of("gather", true)))
                  .json()
                  .path("source")
                  .path("gather")
                  .asBoolean())
          .isTrue();
    }
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  private static Map<String, Object> item(String id) {
    return Map.of("kind", "status", "id", id);
  }

  private static String begins(String title, Object... items) {
    Clients.Reply begun = alice.post(ALL, Map.of("title", title, "items", List.of(items)));
    assertThat(begun.status()).as(begun.body()).isEqualTo(200);
    return begun.text("id");
  }

  private static List<String> kinds(JsonNode story) {
    List<String> kinds = new ArrayList<>();
    story.path("items").forEach(item -> kinds.add(item.path("kind").asString()));
    return kinds;
  }

  @Test
  void it_is_begun_filled_published_and_read_by_everybody() {
    String post = bob.posts("the boat is cut");
    String answer =
        carol
            .post("/api/v1/statuses", Map.of("status", "it is not", "in_reply_to_id", post))
            .text("id");
    String id = begins("The last boat", item(post));
    String one = ALL + "/" + id;
    assertThat(clients.get(one).status()).isEqualTo(404);
    assertThat(bob.get(one).status()).isEqualTo(404);
    assertThat(bob.put(one, Map.of("title", "Mine now")).status()).isEqualTo(404);
    Clients.Reply added = alice.post(one + "/items", item(answer));
    assertThat(kinds(added.json())).containsExactly("status", "reply");
    Clients.Reply whole =
        alice.put(
            one,
            Map.of(
                "summary",
                "What was said of it.",
                "topics",
                List.of("Ness ferry"),
                "revision",
                added.text("revision"),
                "items",
                List.of(
                    item(post),
                    Map.of("kind", "gap", "note", "What the council said", "time_known", "unknown"),
                    Map.of("kind", "reply", "id", answer, "time_known", "order", "when", "after")),
                "state",
                "published"));
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    JsonNode story = clients.get(one).json();
    assertThat(kinds(story)).containsExactly("status", "gap", "reply");
    assertThat(story.path("state").asString()).isEqualTo("published");
    assertThat(story.path("slug").asString()).isEqualTo("the-last-boat");
    assertThat(story.path("url").asString()).endsWith("/stories/the-last-boat");
    // Unknown stays unknown.
    JsonNode gap = story.path("items").get(1);
    assertThat(gap.path("time_known").asString()).isEqualTo("unknown");
    assertThat(gap.path("at").isNull()).isTrue();
    assertThat(gap.path("day").isNull()).isTrue();
    assertThat(gap.path("id").isNull()).isTrue();
    assertThat(gap.path("note").asString()).isEqualTo("What the council said");
    JsonNode last = story.path("items").get(2);
    assertThat(last.path("at").isNull()).isTrue();
    assertThat(last.path("when").asString()).isEqualTo("after");
    assertThat(story.path("items").get(0).path("at").isNull()).isFalse();
    assertThat(clients.get(ALL).body()).contains("The last boat").doesNotContain("\"items\":");
    assertThat(alice.get(ALL + "?of=me").body()).contains("The last boat");
    assertThat(bob.get(ALL + "?of=me").body()).doesNotContain("The last boat");
    Clients.Reply stale = alice.put(one, Map.of("title", "x", "revision", 1));
    assertThat(stale.status()).isEqualTo(422);
    assertThat(bob.put(one, Map.of("title", "Mine now")).status()).isEqualTo(403);
  }

  @Test
  void things_are_marked_moved_and_taken_out() {
    String first = bob.posts("first of two");
    String second = bob.posts("second of two");
    String id = begins("Two", item(first), item(second));
    String items = ALL + "/" + id + "/items";
    JsonNode story = alice.get(ALL + "/" + id).json();
    String n = story.path("items").get(1).path("item").asString();
    JsonNode marked =
        alice.put(items + "/" + n, Map.of("time_known", "order", "when", "later")).json();
    assertThat(marked.path("items").get(1).path("time_known").asString()).isEqualTo("order");
    JsonNode moved = alice.put(items + "/" + n, Map.of("move", "up")).json();
    assertThat(moved.path("items").get(0).path("id").asString()).isEqualTo(second);
    assertThat(alice.put(items + "/" + n, Map.of("move", "sideways")).status()).isEqualTo(422);
    assertThat(alice.put(items + "/" + n, Map.of("time_known", "never")).status()).isEqualTo(422);
    assertThat(alice.put(items + "/1", Map.of("move", "up")).status()).isEqualTo(404);
    JsonNode less = alice.delete(items + "/" + n).json();
    assertThat(less.path("items")).hasSize(1);
    assertThat(alice.delete(ALL + "/" + id).status()).isEqualTo(200);
    assertThat(alice.get(ALL + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void whoever_is_quoted_takes_it_out_and_it_stays_out() {
    String hers = carol.posts("said in haste");
    String his = bob.posts("said at leisure");
    String id = begins("Haste", item(hers), item(his));
    String one = ALL + "/" + id;
    alice.put(one, Map.of("state", "published"));
    JsonNode story = carol.get(one).json();
    String n = story.path("items").get(0).path("item").asString();
    assertThat(bob.delete(one + "/items/" + n).status()).isEqualTo(404);
    assertThat(carol.delete(one + "/items/" + n).json().path("items")).hasSize(1);
    assertThat(alice.post(one + "/items", item(hers)).status()).isEqualTo(422);
    String m = story.path("items").get(1).path("item").asString();
    assertThat(bob.delete(one + "/items/" + m + "?all=true").json().path("items")).isEmpty();
    assertThat(alice.post(one + "/items", item(bob.posts("again"))).status()).isEqualTo(422);
  }

  @Test
  void it_is_followed_and_kept_by_two() {
    String id = begins("Kept by two", item(bob.posts("one thing")));
    String one = ALL + "/" + id;
    assertThat(carol.post(one + "/follow", Map.of()).status()).isEqualTo(404);
    assertThat(alice.post(one + "/editors", Map.of("account_id", carol.id())).status())
        .isEqualTo(200);
    assertThat(carol.get(one).json().path("editors")).hasSize(1);
    assertThat(carol.post(one + "/items", item(bob.posts("no"))).status()).isEqualTo(404);
    assertThat(carol.post(one + "/join", Map.of()).json().path("editors")).hasSize(2);
    assertThat(bob.post(one + "/join", Map.of()).status()).isEqualTo(404);
    assertThat(carol.post(one + "/items", item(bob.posts("yes"))).status()).isEqualTo(200);
    assertThat(carol.put(one, Map.of("state", "published")).status()).isEqualTo(200);
    JsonNode followed = bob.post(one + "/follow", Map.of()).json();
    assertThat(followed.path("following").asBoolean()).isTrue();
    assertThat(bob.get(ALL + "?of=followed").body()).contains("Kept by two");
    assertThat(bob.post(one + "/unfollow", Map.of()).json().path("following").asBoolean())
        .isFalse();
    assertThat(alice.post(one + "/leave", Map.of()).status()).isEqualTo(200);
    assertThat(carol.post(one + "/leave", Map.of()).status()).isEqualTo(422);
    assertThat(carol.put(one, Map.of("state", "closed")).text("state")).isEqualTo("closed");
    assertThat(carol.post(one + "/items", item(bob.posts("late"))).status()).isEqualTo(422);
  }

  @Test
  void what_is_like_it_is_suggested_and_nothing_comes_in_by_itself() {
    String post = bob.posts("The harbour council wants to cut the night ferry to Ness #NessFerry");
    String like = carol.posts("Night ferry to Ness: the harbour council never asked us #NessFerry");
    String quoting = carol.posts("He wrote “wants to cut the night ferry to Ness” and meant it.");
    String unlike = carol.posts("My cat sleeps in a drawer");
    String quiet =
        carol
            .post(
                "/api/v1/statuses",
                Map.of(
                    "status",
                    "The harbour council wants to cut the night ferry #NessFerry",
                    "visibility",
                    "private"))
            .text("id");
    clients.server().settle();
    String id = begins("The night ferry", item(post));
    String one = ALL + "/" + id;
    Clients.Reply suggested = alice.get(one + "/suggestions");
    assertThat(suggested.status()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    suggested.json().forEach(each -> ids.add(each.path("id").asString()));
    assertThat(ids).contains(like, quoting).doesNotContain(unlike, quiet, post);
    assertThat(suggested.json().get(0).path("shared").asBoolean()).isTrue();
    assertThat(alice.get(one).json().path("items")).hasSize(1);
    assertThat(bob.get(one + "/suggestions").status()).isEqualTo(404);
  }

  @Test
  void versions_of_its_sentences_are_told_with_the_difference() {
    String post = bob.posts("The harbour council cant see how the night boat pays for itself");
    String article =
        carol
            .post(
                "/api/v1/articles",
                Map.of(
                    "title",
                    "What the boat costs",
                    "body",
                    "@bob wrote: “The harbour council can't see how the night boat pays for"
                        + " itself”.",
                    "state",
                    "published"))
            .text("id");
    String id = begins("What it costs", item(post), Map.of("kind", "article", "id", article));
    String one = ALL + "/" + id + "/versions";
    assertThat(clients.get(one).status()).isEqualTo(404);
    alice.put(ALL + "/" + id, Map.of("state", "published"));
    JsonNode told =
        QuotingThroughClientsTest.until(
            () -> clients.get(one).json(),
            all -> all.path("complete").asBoolean() && all.path("sentences").size() == 1);
    JsonNode sentence = told.path("sentences").get(0);
    assertThat(sentence.path("from").path("kind").asString()).isEqualTo("status");
    assertThat(sentence.path("from").path("status_id").asString()).isEqualTo(post);
    assertThat(sentence.path("from").path("account").path("id").asString()).isEqualTo(bob.id());
    assertThat(sentence.path("words").asString()).contains("council cant see");
    assertThat(sentence.path("at").isNull()).isFalse();
    JsonNode version = sentence.path("versions").get(0);
    assertThat(version.path("in").path("kind").asString()).isEqualTo("article");
    assertThat(version.path("in").path("article_id").asString()).isEqualTo(article);
    assertThat(version.path("verdict").asString()).isEqualTo("altered");
    assertThat(version.path("diff").findValuesAsString("quoted")).contains("can't");
    // Of a time that the story does not know nothing is told.
    String n = alice.get(ALL + "/" + id).json().path("items").get(0).path("item").asString();
    alice.put(ALL + "/" + id + "/items/" + n, Map.of("time_known", "unknown"));
    QuotingThroughClientsTest.until(
        () -> clients.get(one).json(),
        all ->
            all.path("sentences").size() == 1 && all.path("sentences").get(0).path("at").isNull());
  }

  @Test
  void what_is_no_story_is_refused_in_words() {
    assertThat(alice.post(ALL, Map.of()).status()).isEqualTo(422);
    assertThat(alice.post(ALL, Map.of("title", "t", "state", "open")).status()).isEqualTo(422);
    assertThat(
            alice
                .post(ALL, Map.of("title", "t", "items", List.of(Map.of("kind", "cake"))))
                .status())
        .isEqualTo(422);
    assertThat(alice.post(ALL, Map.of("title", "t", "items", List.of(item("1")))).status())
        .isEqualTo(404);
    assertThat(alice.get(ALL + "/1").status()).isEqualTo(404);
    assertThat(clients.send("POST", ALL, "", Map.of("title", "t")).status()).isEqualTo(401);
    assertThat(
            alice
                .patch(
                    "/api/v1/accounts/update_credentials",
                    Map.of("source", Map.of("can_embed", "somebody")))
                .status())
        .isEqualTo(422);
  }
}
