package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.Waiting;
import verbatim.kernel.Fork;

/// People post, answer, favourite, vote and read through the API.
class PostingThroughClientsTest {
  private static final java.time.Duration MAX = Waiting.PATIENCE;

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

  @Test
  void the_url_of_a_status_ends_in_its_id_and_its_uri_is_another() {
    Clients.Reply status = alice.post("/api/v1/statuses", Map.of("status", "where am I"));
    String id = status.text("id");
    assertThat(status.text("url")).isEqualTo(clients.server().url() + "/@alice/" + id);
    assertThat(status.text("uri")).isNotEqualTo(status.text("url")).contains(id);
  }

  @Test
  void the_text_comes_back_to_the_letter() {
    String text = "  .@bob is  #here\n\n\n👩‍👩‍👧‍👦🎉🎊🥳✨💥 <b>&amp; \"quotes\"  ";
    String id = alice.posts(text);
    assertThat(alice.get("/api/v1/statuses/" + id + "/source").text("text")).isEqualTo(text);
    JsonNode status = alice.get("/api/v1/statuses/" + id).json();
    assertThat(status.path("mentions").get(0).path("acct").asString()).isEqualTo("bob");
    assertThat(status.path("tags").get(0).path("name").asString()).isEqualTo("here");
    assertThat(status.path("content").asString()).contains("&lt;b&gt;").doesNotContain("<b>");
  }

  @Test
  void who_may_reply_is_said_with_the_post_and_kept() {
    Clients.Reply post =
        alice.post("/api/v1/statuses", Map.of("status", "said", "reply_policy", "followers"));
    assertThat(post.text("reply_policy")).isEqualTo("followers");
    String one = "/api/v1/statuses/" + post.text("id");
    Map<String, Object> answer = Map.of("status", "well", "in_reply_to_id", post.text("id"));
    Clients.Reply refused = bob.post("/api/v1/statuses", answer);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("error"))
        .isEqualTo("Only followers of its author may reply to this post");
    assertThat(alice.put(one, Map.of("status", "said anew")).text("reply_policy"))
        .isEqualTo("followers");
    Clients.Reply open = alice.put(one, Map.of("status", "said anew", "reply_policy", "public"));
    assertThat(open.text("reply_policy")).isEqualTo("public");
    assertThat(bob.post("/api/v1/statuses", answer).status()).isEqualTo(200);
    assertThat(
            alice
                .post("/api/v1/statuses", Map.of("status", "x", "reply_policy", "friends"))
                .status())
        .isEqualTo(422);
    Map<String, Object> draft =
        Map.of("statuses", List.of(Map.of("status", "a", "reply_policy", "nobody")));
    assertThat(
            alice
                .post("/api/v1/drafts", draft)
                .json()
                .path("statuses")
                .get(0)
                .path("reply_policy")
                .asString())
        .isEqualTo("nobody");
  }

  @Test
  void a_hidden_reply_stands_apart_in_the_context() {
    String post = alice.posts("hide and seek");
    String reply =
        bob.post("/api/v1/statuses", Map.of("status", "found", "in_reply_to_id", post)).text("id");
    String one = "/api/v1/statuses/" + post;
    assertThat(bob.post(one + "/hide_reply/" + reply, Map.of()).status()).isEqualTo(403);
    assertThat(alice.post(one + "/hide_reply/" + reply, Map.of()).text("id")).isEqualTo(post);
    JsonNode context = clients.get(one + "/context").json();
    assertThat(context.path("descendants").size()).isZero();
    assertThat(context.path("hidden").get(0).path("id").asString()).isEqualTo(reply);
    assertThat(alice.post(one + "/unhide_reply/" + reply, Map.of()).status()).isEqualTo(200);
    context = clients.get(one + "/context").json();
    assertThat(context.path("descendants").get(0).path("id").asString()).isEqualTo(reply);
    assertThat(context.path("hidden").size()).isZero();
  }

  @Test
  void the_same_body_counts_as_json_as_form_and_as_multipart() {
    Clients.Reply form =
        clients.send(
            "POST",
            "/api/v1/statuses",
            alice.token,
            "status=which&poll[options][]=one&poll[options][]=two&poll[expires_in]=600&visibility=unlisted",
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(form.json().path("poll").path("options").size()).isEqualTo(2);
    String multipart =
        """
        --b
        Content-Disposition: form-data; name="status"

        in parts
        --b
        Content-Disposition: form-data; name="visibility"

        unlisted
        --b--
        """
            .replace("\n", "\r\n");
    Clients.Reply parts =
        clients.send(
            "POST",
            "/api/v1/statuses",
            alice.token,
            multipart,
            "Content-Type",
            "multipart/form-data; boundary=b");
    assertThat(parts.text("content")).contains("in parts");
    assertThat(parts.text("visibility")).isEqualTo("unlisted");
  }

  @Test
  void an_answer_shows_its_own_effect() {
    String id = alice.posts("count me");
    for (int round = 0; round < 5; round++) {
      Clients.Reply liked = bob.post("/api/v1/statuses/" + id + "/favourite", Map.of());
      assertThat(liked.json().path("favourites_count").asInt()).isEqualTo(1);
      assertThat(liked.json().path("favourited").asBoolean()).isTrue();
      Clients.Reply undone = bob.post("/api/v1/statuses/" + id + "/unfavourite", Map.of());
      assertThat(undone.json().path("favourites_count").asInt()).isZero();
    }
    Clients.Reply boost = bob.post("/api/v1/statuses/" + id + "/reblog", Map.of());
    assertThat(boost.json().path("reblog").path("id").asString()).isEqualTo(id);
    assertThat(boost.json().path("reblog").path("reblogs_count").asInt()).isEqualTo(1);
  }

  @Test
  void a_series_is_published_whole_and_in_order() {
    List<Map<String, String>> parts = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      parts.add(Map.of("status", "part " + i));
    }
    Clients.Reply posted = alice.post("/api/v1/statuses/series", Map.of("statuses", parts));
    assertThat(posted.status()).as(posted.body()).isEqualTo(200);
    JsonNode first = posted.json().get(0);
    assertThat(first.path("series").path("count").asInt()).isEqualTo(5);
    assertThat(first.path("series").path("account_id").asString()).isEqualTo(alice.id());
    String series = first.path("series").path("id").asString();
    JsonNode read = clients.get("/api/v1/series/" + series).json();
    for (int i = 0; i < 5; i++) {
      assertThat(read.get(i).path("content").asString()).contains("part " + (i + 1));
      assertThat(read.get(i).path("series").path("position").asInt()).isEqualTo(i + 1);
    }
  }

  @Test
  void a_series_of_one_or_of_26_is_refused_whole() {
    for (int size : List.of(1, 26)) {
      List<Map<String, String>> parts =
          java.util.Collections.nCopies(size, Map.of("status", "never " + size));
      assertThat(alice.post("/api/v1/statuses/series", Map.of("statuses", parts)).status())
          .isEqualTo(422);
    }
    assertThat(alice.get("/api/v1/accounts/" + alice.id() + "/statuses?limit=40").body())
        .doesNotContain("never 1")
        .doesNotContain("never 26");
  }

  // ---- api-13

  @Test
  void a_key_counts_once_for_its_owner_also_fifty_times_at_once() {
    List<Callable<String>> posts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      posts.add(() -> keyed(alice, "once and only", "key-1").text("id"));
    }
    Set<String> ids = new HashSet<>(Fork.all(MAX, posts));
    assertThat(ids).hasSize(1);
    assertThat(ids.iterator().next()).isNotEmpty();
    Clients.Reply bobs = keyed(bob, "bob's own", "key-1");
    assertThat(bobs.text("id")).isNotIn(ids);
    assertThat(bobs.text("account", "username")).isEqualTo("bob");
    Clients.Reply other = keyed(alice, "another text", "key-1");
    assertThat(other.status() == 422 || ids.contains(other.text("id"))).isTrue();
    assertThat(other.text("content")).doesNotContain("another");
  }

  private static Clients.Reply keyed(Clients.Person who, String text, String key) {
    return who.post("/api/v1/statuses", Map.of("status", text), "Idempotency-Key", key);
  }

  // ---- api-14

  @Test
  void fifty_votes_at_once_are_one() {
    String poll = poll(false);
    List<Callable<Integer>> votes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      votes.add(() -> vote(bob, poll, List.of(1)).status());
    }
    assertThat(Fork.all(MAX, votes).stream().filter(s -> s == 200).count()).isEqualTo(1);
    clients.server().settle();
    JsonNode counted = bob.get("/api/v1/polls/" + poll).json();
    assertThat(counted.path("votes_count").asInt()).isEqualTo(1);
    assertThat(counted.path("voters_count").asInt()).isEqualTo(1);
    assertThat(counted.path("own_votes").get(0).asInt()).isEqualTo(1);
  }

  @Test
  void votes_that_make_no_sense_are_422() {
    assertThat(vote(alice, poll(false), List.of(0)).status()).as("one's own").isEqualTo(422);
    assertThat(vote(bob, poll(false), List.of(0, 1)).status()).as("two of one").isEqualTo(422);
    assertThat(vote(bob, poll(true), List.of(0, 0)).status()).as("twice the same").isEqualTo(422);
    assertThat(vote(bob, poll(false), List.of(7)).status()).as("out of range").isEqualTo(422);
    assertThat(vote(bob, poll(false), List.of(-1)).status()).as("below range").isEqualTo(422);
    assertThat(vote(bob, poll(false), List.of()).status()).as("none").isEqualTo(422);
  }

  private static String poll(boolean multiple) {
    Clients.Reply status =
        alice.post(
            "/api/v1/statuses",
            Map.of(
                "status",
                "which?",
                "poll",
                Map.of("options", List.of("one", "two"), "expires_in", 600, "multiple", multiple)));
    return status.text("poll", "id");
  }

  private static Clients.Reply vote(Clients.Person who, String poll, List<Integer> choices) {
    return who.post("/api/v1/polls/" + poll + "/votes", Map.of("choices", choices));
  }

  // ---- reading

  @Test
  void a_stranger_sees_forty_above_and_sixty_below_and_a_member_all() {
    Clients.Person carol = clients.person("carol");
    String at = carol.posts("top");
    String middle = "";
    for (int i = 0; i < 60; i++) {
      at = carol.posts(Map.of("status", "step " + i, "in_reply_to_id", at));
      middle = i == 45 ? at : middle;
    }
    for (int i = 0; i < 65; i++) {
      carol.posts(Map.of("status", "side " + i, "in_reply_to_id", middle));
    }
    String path = "/api/v1/statuses/" + middle + "/context";
    JsonNode stranger = clients.get(path).json();
    assertThat(stranger.path("ancestors").size()).isEqualTo(40);
    assertThat(stranger.path("descendants").size()).isEqualTo(60);
    JsonNode member = alice.get(path).json();
    assertThat(member.path("ancestors").size()).isEqualTo(46);
    assertThat(member.path("descendants").size()).isEqualTo(14 + 65);
  }

  @Test
  void pages_follow_one_another_by_their_links() {
    Clients.Person dora = clients.person("dora");
    List<String> posted = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      posted.addFirst(dora.posts("page " + i));
    }
    clients.server().settle();
    List<String> read = new ArrayList<>();
    String path = "/api/v1/accounts/" + dora.id() + "/statuses?limit=3";
    while (!path.isEmpty()) {
      Clients.Reply page = dora.get(path);
      page.json().forEach(s -> read.add(s.path("id").asString()));
      path = next(page);
    }
    assertThat(read).isEqualTo(posted);
  }

  private static String next(Clients.Reply page) {
    String links = String.join(",", page.whole().headers().allValues("link"));
    for (String link : links.split(",", -1)) {
      if (link.contains("rel=\"next\"")) {
        String url = link.substring(link.indexOf('<') + 1, link.indexOf('>'));
        assertThat(url).startsWith(clients.server().url());
        return url.substring(clients.server().url().length());
      }
    }
    return "";
  }

  @Test
  void a_profile_changes_by_json_form_and_put_alike() {
    Supplier<Clients.Reply> json =
        () ->
            bob.patch(
                "/api/v1/accounts/update_credentials",
                Map.of("fields_attributes", Map.of("0", Map.of("name", "n", "value", "v"))));
    assertThat(json.get().json().path("fields").get(0).path("name").asString()).isEqualTo("n");
    Clients.Reply put =
        bob.put("/api/v1/accounts/update_credentials", Map.of("display_name", "Bob B."));
    assertThat(put.text("display_name")).isEqualTo("Bob B.");
    assertThat(put.json().path("fields").get(0).path("value").asString()).isEqualTo("v");
  }

  @Test
  void the_author_of_a_deleted_status_gets_his_words_back() {
    String id = alice.posts("write me anew");
    Clients.Reply gone = alice.delete("/api/v1/statuses/" + id);
    assertThat(gone.text("text")).isEqualTo("write me anew");
    assertThat(alice.get("/api/v1/statuses/" + id).status()).isEqualTo(404);
  }

  @Test
  void what_the_moderators_covered_stays_so_whatever_a_client_sends() {
    String id = alice.posts("covered");
    String one = "/api/v1/statuses/" + id;
    clients.server().command("", "status", "cover", id);
    for (Object sent : List.of(true, false)) {
      Clients.Reply edited =
          alice.put(one, Map.of("status", "edited, sending " + sent, "sensitive", sent));
      assertThat(edited.json().path("sensitive").asBoolean()).isTrue();
    }
    Clients.Reply silent = alice.put(one, Map.of("status", "nothing said"));
    assertThat(silent.json().path("sensitive").asBoolean()).isTrue();
    assertThat(bob.get(one + "/history").json().get(0).path("sensitive").asBoolean()).isTrue();
    clients.server().command("", "status", "uncover", id);
    assertThat(bob.get(one).json().path("sensitive").asBoolean())
        .as("what a client only sent back is not what its author wants")
        .isFalse();
  }

  @Test
  void nobody_edits_or_deletes_anothers_status() {
    String id = alice.posts("mine");
    assertThat(bob.put("/api/v1/statuses/" + id, Map.of("status", "yours")).status())
        .isIn(403, 404);
    assertThat(bob.delete("/api/v1/statuses/" + id).status()).isIn(403, 404);
    assertThat(alice.get("/api/v1/statuses/" + id).text("content")).contains("mine");
  }
}
