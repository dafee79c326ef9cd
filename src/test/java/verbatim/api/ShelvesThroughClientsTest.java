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

/// What people keep for themselves: lists, filters, tags, markers, blocks; and what they are told.
class ShelvesThroughClientsTest {
  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;
  static Clients.Person mallory;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
    mallory = clients.person("mallory");
    alice.follows(bob);
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  @Test
  void a_list_is_its_owners_alone() {
    String list = "/api/v1/lists/" + alice.post("/api/v1/lists", Map.of("title", "few")).text("id");
    alice.post(list + "/accounts", Map.of("account_ids", List.of(bob.id())));
    assertThat(alice.get(list + "/accounts").json().get(0).path("id").asString())
        .isEqualTo(bob.id());
    assertThat(alice.get("/api/v1/accounts/" + bob.id() + "/lists").body()).contains("few");
    for (String path : List.of(list, list + "/accounts")) {
      assertThat(mallory.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(mallory.get(list.replace("/lists/", "/timelines/list/")).status()).isEqualTo(404);
    assertThat(mallory.put(list, Map.of("title", "mine")).status()).isEqualTo(404);
    assertThat(mallory.delete(list).status()).isEqualTo(404);
    assertThat(alice.put(list, Map.of("title", "fewer")).text("title")).isEqualTo("fewer");
    assertThat(
            clients
                .send(
                    "DELETE",
                    list + "/accounts",
                    alice.token,
                    Map.of("account_ids", List.of(bob.id())))
                .status())
        .isEqualTo(200);
    assertThat(alice.get(list + "/accounts").body()).isEqualTo("[]");
    assertThat(alice.delete(list).body()).isEqualTo("{}");
    assertThat(alice.get(list).status()).isEqualTo(404);
  }

  @Test
  void a_filter_marks_what_it_fits_for_its_owner_alone() {
    Clients.Reply made =
        alice.post(
            "/api/v2/filters",
            Map.of(
                "title", "birds",
                "context", List.of("home"),
                "keywords_attributes", List.of(Map.of("keyword", "heron", "whole_word", true))));
    String filter = "/api/v2/filters/" + made.text("id");
    String status = bob.posts("a heron stands");
    JsonNode seen = alice.get("/api/v1/statuses/" + status).json();
    assertThat(seen.path("filtered").get(0).path("keyword_matches").get(0).asString())
        .isEqualTo("heron");
    assertThat(mallory.get("/api/v1/statuses/" + status).json().path("filtered").size()).isZero();
    assertThat(mallory.get(filter).status()).isEqualTo(404);
    assertThat(mallory.put(filter, Map.of("title", "mine")).status()).isEqualTo(404);
    assertThat(mallory.delete(filter).status()).isEqualTo(404);
    String old = "/api/v1/filters/" + made.json().path("keywords").get(0).path("id").asString();
    assertThat(alice.get(old).text("phrase")).isEqualTo("heron");
    assertThat(mallory.get(old).status()).isEqualTo(404);
    assertThat(alice.put(old, Map.of("phrase", "egret", "context", List.of("home"))).text("phrase"))
        .isEqualTo("egret");
    assertThat(alice.delete(old).status()).isEqualTo(200);
    assertThat(alice.get(filter).status()).as("its only keyword went").isEqualTo(404);
  }

  @Test
  void tags_are_followed_and_shown() {
    bob.posts("look #wading");
    clients.server().settle();
    assertThat(
            alice.post("/api/v1/tags/Wading/follow", Map.of()).json().path("following").asBoolean())
        .isTrue();
    assertThat(alice.get("/api/v1/followed_tags").json().size()).isEqualTo(1);
    assertThat(alice.get("/api/v1/tags/wading").json().path("following").asBoolean()).isTrue();
    assertThat(clients.get("/api/v1/tags/wading").json().has("following")).isFalse();
    assertThat(clients.get("/api/v1/tags/no%20tag").status()).isEqualTo(404);
    clients.server().settleSearch();
    assertThat(alice.get("/api/v2/search?q=%23wading").json().path("hashtags").size()).isEqualTo(1);
    String id = alice.post("/api/v1/featured_tags", Map.of("name", "wading")).text("id");
    assertThat(clients.get("/api/v1/accounts/" + alice.id() + "/featured_tags").body())
        .contains("wading");
    assertThat(mallory.delete("/api/v1/featured_tags/" + id).status()).isEqualTo(404);
    assertThat(alice.delete("/api/v1/featured_tags/" + id).status()).isEqualTo(200);
    assertThat(
            alice
                .post("/api/v1/tags/wading/unfollow", Map.of())
                .json()
                .path("following")
                .asBoolean())
        .isFalse();
  }

  @Test
  void a_featured_tag_counts_what_everybody_may_read() {
    String path = "/api/v1/accounts/" + alice.id() + "/featured_tags";
    alice.post("/api/v1/featured_tags", Map.of("name", "Wading"));
    assertThat(clients.get(path).json().get(0).path("statuses_count").asString()).isEqualTo("0");
    assertThat(clients.get(path).json().get(0).path("last_status_at").isNull()).isTrue();
    String one = alice.posts("far #wading out");
    String two = alice.posts("and #WADING back");
    bob.posts("his #wading");
    alice.post("/api/v1/statuses", Map.of("status", "#wading", "visibility", "private"));
    alice.post("/api/v1/statuses", Map.of("status", "#wading", "visibility", "unlisted"));
    assertThat(clients.get(path).json().get(0).path("statuses_count").asString()).isEqualTo("3");
    assertThat(clients.get(path).json().get(0).path("last_status_at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\d");
    alice.put("/api/v1/statuses/" + two, Map.of("status", "and back"));
    alice.delete("/api/v1/statuses/" + one);
    assertThat(clients.get(path).json().get(0).path("statuses_count").asString()).isEqualTo("1");
    alice.put("/api/v1/statuses/" + two, Map.of("status", "and #wading back"));
    assertThat(alice.get("/api/v1/featured_tags").json().get(0).path("statuses_count").asString())
        .isEqualTo("2");
  }

  @Test
  void markers_stay_where_they_were_put() {
    String status = alice.posts("read to here");
    alice.post("/api/v1/markers", Map.of("home", Map.of("last_read_id", status)));
    assertThat(
            alice
                .get("/api/v1/markers?timeline[]=home&timeline[]=notifications")
                .text("home", "last_read_id"))
        .isEqualTo(status);
    assertThat(bob.get("/api/v1/markers?timeline[]=home").body()).doesNotContain(status);
  }

  /// Each group once, however few stand on a page: one is newer than the oldest of another.
  @Test
  void groups_are_paged_without_losing_one() {
    Clients.Person author = clients.person("groupauthor");
    List<String> posts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      posts.add(author.posts("Group " + i));
    }
    posts.forEach(post -> bob.post("/api/v1/statuses/" + post + "/favourite", Map.of()));
    for (String post : posts.reversed()) {
      mallory.post("/api/v1/statuses/" + post + "/favourite", Map.of());
    }
    clients.server().settle();
    List<String> keys = new ArrayList<>();
    String path = "/api/v2/notifications?limit=2";
    while (!path.isEmpty()) {
      Clients.Reply page = author.get(path);
      page.json()
          .path("notification_groups")
          .forEach(g -> keys.add(g.path("group_key").asString()));
      path = next(page);
    }
    assertThat(keys).hasSize(6).doesNotHaveDuplicates();
  }

  /// JavaScript has no integers of 18 digits: an app marks as read what it made of the number.
  @Test
  void a_marker_that_was_rounded_by_a_script_ends_the_badge_too() {
    Clients.Person author = clients.person("roundauthor");
    for (int i = 0; i < 20; i++) {
      bob.post("/api/v1/statuses/" + author.posts("Round " + i) + "/favourite", Map.of());
      clients.server().settle();
      double newest =
          author
              .get("/api/v2/notifications")
              .json()
              .path("notification_groups")
              .get(0)
              .path("most_recent_notification_id")
              .asDouble();
      String marker = Long.toString((long) newest);
      author.post("/api/v1/markers", Map.of("notifications", Map.of("last_read_id", marker)));
      assertThat(author.get("/api/v2/notifications/unread_count").json().path("count").asInt())
          .isZero();
    }
  }

  @Test
  void who_asks_for_what_is_new_gets_a_group_with_those_of_before() {
    Clients.Person author = clients.person("wholeauthor");
    String post = author.posts("Whole");
    bob.post("/api/v1/statuses/" + post + "/favourite", Map.of());
    clients.server().settle();
    JsonNode first = author.get("/api/v2/notifications").json().path("notification_groups").get(0);
    mallory.post("/api/v1/statuses/" + post + "/favourite", Map.of());
    clients.server().settle();
    String seen = first.path("page_max_id").asString();
    JsonNode both =
        author
            .get("/api/v2/notifications?since_id=" + seen)
            .json()
            .path("notification_groups")
            .get(0);
    assertThat(both.path("group_key").asString()).isEqualTo(first.path("group_key").asString());
    assertThat(both.path("notifications_count").asInt()).isEqualTo(2);
    assertThat(both.path("sample_account_ids").toString()).contains(mallory.id(), bob.id());
    assertThat(both.path("page_min_id").asString()).isGreaterThan(seen);
  }

  /// Where the next page is; "" after the last.
  private static String next(Clients.Reply page) {
    String links = page.whole().headers().firstValue("Link").orElse("");
    return links.contains("rel=\"next\"")
        ? links.replaceAll(".*<https?://[^/]*([^>]*)>; rel=\"next\".*", "$1")
        : "";
  }

  @Test
  void what_is_said_to_few_stands_on_no_list_and_is_not_lost_either() {
    Clients.Person reader = clients.person("listreader");
    Clients.Person author = clients.person("listauthor");
    reader.post("/api/v1/accounts/" + author.id() + "/follow", Map.of());
    String list = reader.post("/api/v1/lists", Map.of("title", "x", "exclusive", true)).text("id");
    reader.post("/api/v1/lists/" + list + "/accounts", Map.of("account_ids", List.of(author.id())));
    author.posts("To everybody");
    author.post("/api/v1/statuses", Map.of("status", "@listreader to few", "visibility", "direct"));
    clients.server().settle();
    assertThat(reader.get("/api/v1/timelines/list/" + list).body())
        .contains("To everybody")
        .doesNotContain("to few");
    assertThat(reader.get("/api/v1/timelines/home").body())
        .contains("to few")
        .doesNotContain("To everybody");
  }

  @Test
  void a_boost_is_deleted_by_its_own_id_and_only_by_who_boosted() {
    String post = alice.posts("Boost me and think again");
    String boost = bob.post("/api/v1/statuses/" + post + "/reblog", Map.of()).text("id");
    assertThat(mallory.delete("/api/v1/statuses/" + boost).status()).isEqualTo(404);
    assertThat(bob.delete("/api/v1/statuses/" + boost).status()).isEqualTo(200);
    assertThat(bob.get("/api/v1/statuses/" + post).json().path("reblogged").asBoolean()).isFalse();
    assertThat(bob.get("/api/v1/statuses/" + boost).status()).isEqualTo(404);
  }

  @Test
  void who_typed_only_the_sign_of_a_name_finds_nobody_yet() {
    assertThat(alice.get("/api/v1/accounts/search?q=").body()).isEqualTo("[]");
    assertThat(alice.get("/api/v1/accounts/search").body()).isEqualTo("[]");
  }

  @Test
  void somebody_is_told_of_a_mention_alone_and_in_a_group() {
    mallory.posts("@alice hello there");
    clients.server().settle();
    JsonNode mention = alice.get("/api/v1/notifications?types[]=mention").json().get(0);
    assertThat(mention.path("type").asString()).isEqualTo("mention");
    assertThat(mention.path("status").path("content").asString()).contains("hello there");
    String id = mention.path("id").asString();
    assertThat(alice.get("/api/v1/notifications/" + id).status()).isEqualTo(200);
    assertThat(bob.get("/api/v1/notifications/" + id).status()).isEqualTo(404);
    JsonNode groups = alice.get("/api/v2/notifications?types[]=mention").json();
    String key = groups.path("notification_groups").get(0).path("group_key").asString();
    assertThat(alice.get("/api/v2/notifications/" + key).status()).isEqualTo(200);
    assertThat(alice.get("/api/v2/notifications/" + key + "/accounts").body()).contains("mallory");
    assertThat(bob.get("/api/v2/notifications/" + key).status()).isEqualTo(404);
    assertThat(alice.get("/api/v1/notifications?types[]=quote").body()).isEqualTo("[]");
    assertThat(alice.get("/api/v1/notifications/unread_count").json().path("count").asInt())
        .isPositive();
    alice.post("/api/v1/notifications/" + id + "/dismiss", Map.of());
    assertThat(alice.get("/api/v1/notifications?types[]=mention").body()).doesNotContain(id);
  }

  @Test
  void those_of_one_account_or_of_one_kind_may_be_asked_for_alone() {
    Clients.Person author = clients.person("manyauthor");
    String post = author.posts("Many");
    bob.post("/api/v1/statuses/" + post + "/favourite", Map.of());
    mallory.post("/api/v1/statuses/" + post + "/favourite", Map.of());
    mallory.posts("@manyauthor hello");
    clients.server().settle();
    for (String path : List.of("/api/v1/notifications", "/api/v2/notifications")) {
      assertThat(kinds(author, path)).as(path).contains("mention", "favourite");
      assertThat(kinds(author, path + "?account_id=" + bob.id())).containsExactly("favourite");
      assertThat(author.get(path + "?account_id=" + bob.id()).body()).doesNotContain("mallory");
      assertThat(kinds(author, path + "?account_id=" + mallory.id()))
          .containsExactlyInAnyOrder("mention", "favourite");
      assertThat(kinds(author, path + "?types[]=mention&account_id=" + bob.id())).isEmpty();
      assertThat(kinds(author, path + "?types[]=mention")).containsExactly("mention");
      assertThat(kinds(author, path + "?exclude_types[]=mention"))
          .isNotEmpty()
          .containsOnly("favourite");
    }
  }

  private static List<String> kinds(Clients.Person who, String path) {
    JsonNode all = who.get(path).json();
    List<String> kinds = new ArrayList<>();
    (all.isArray() ? all : all.path("notification_groups"))
        .forEach(one -> kinds.add(one.path("type").asString()));
    return kinds;
  }

  @Test
  void whom_one_holds_aside_is_a_matter_of_three_words() {
    Clients.Reply changed =
        bob.put("/api/v2/notifications/policy", Map.of("for_not_following", "filter"));
    assertThat(changed.text("for_not_following")).isEqualTo("filter");
    assertThat(
            bob.patch("/api/v2/notifications/policy", Map.of("for_not_following", "perhaps"))
                .status())
        .isEqualTo(422);
    mallory.posts("@bob are you there");
    clients.server().settle();
    assertThat(bob.get("/api/v1/notifications").body()).doesNotContain("are you there");
    JsonNode request = bob.get("/api/v1/notifications/requests").json().get(0);
    assertThat(request.path("account").path("username").asString()).isEqualTo("mallory");
    String one = "/api/v1/notifications/requests/" + request.path("id").asString();
    assertThat(bob.get(one).status()).isEqualTo(200);
    assertThat(bob.post(one + "/accept", Map.of()).status()).isEqualTo(200);
    assertThat(bob.get("/api/v1/notifications").body()).contains("are you there");
  }

  @Test
  void a_locked_account_lets_followers_in_one_by_one() {
    Clients.Person lena = clients.person("lena");
    lena.patch("/api/v1/accounts/update_credentials", Map.of("locked", true));
    assertThat(
            bob.post("/api/v1/accounts/" + lena.id() + "/follow", Map.of())
                .json()
                .path("requested")
                .asBoolean())
        .isTrue();
    assertThat(lena.get("/api/v1/follow_requests").body()).contains("bob");
    assertThat(
            lena.post("/api/v1/follow_requests/" + bob.id() + "/authorize", Map.of())
                .json()
                .path("followed_by")
                .asBoolean())
        .isTrue();
    lena.post("/api/v1/accounts/" + bob.id() + "/remove_from_followers", Map.of());
    assertThat(
            bob.get("/api/v1/accounts/relationships?id[]=" + lena.id())
                .json()
                .get(0)
                .path("following")
                .asBoolean())
        .isFalse();
  }

  @Test
  void blocks_mutes_and_servers_stand_in_lists_to_be_taken_back() {
    Clients.Person noisy = clients.person("noisy");
    String one = "/api/v1/accounts/" + noisy.id();
    alice.post(one + "/mute", Map.of("duration", 3600));
    JsonNode muted = alice.get("/api/v1/mutes").json().get(0);
    assertThat(muted.path("mute_expires_at").isNull()).isFalse();
    alice.post(one + "/unmute", Map.of());
    alice.post(one + "/block", Map.of());
    assertThat(alice.get("/api/v1/blocks").body()).contains("noisy");
    alice.post(one + "/unblock", Map.of());
    assertThat(alice.get("/api/v1/blocks").body()).isEqualTo("[]");
    alice.post("/api/v1/domain_blocks", Map.of("domain", "loud.example"));
    assertThat(alice.get("/api/v1/domain_blocks").body()).isEqualTo("[\"loud.example\"]");
    assertThat(alice.delete("/api/v1/domain_blocks?domain=loud.example").status()).isEqualTo(200);
    assertThat(alice.get("/api/v1/domain_blocks").body()).isEqualTo("[]");
    assertThat(alice.post(one + "/note", Map.of("comment", "loud")).text("note")).isEqualTo("loud");
    assertThat(alice.get("/api/v1/preferences").text("posting:default:visibility"))
        .isEqualTo("public");
  }

  @Test
  void preferences_follow_what_was_chosen_and_are_ones_own() {
    Clients.Person chooser = clients.person("chooser");
    assertThat(chooser.get("/api/v1/preferences").text("posting:default:visibility"))
        .isEqualTo("public");
    Clients.Reply changed =
        chooser.patch(
            "/api/v1/accounts/update_credentials",
            Map.of("source", Map.of("privacy", "private", "sensitive", true, "language", "nl")));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    JsonNode now = chooser.get("/api/v1/preferences").json();
    assertThat(now.path("posting:default:visibility").asString()).isEqualTo("private");
    assertThat(now.path("posting:default:sensitive").asBoolean()).isTrue();
    assertThat(now.path("posting:default:language").asString()).isEqualTo("nl");
    assertThat(chooser.post("/api/v1/statuses", Map.of("status", "by default")).text("visibility"))
        .isEqualTo("private");
    assertThat(
            clients.person("other").get("/api/v1/preferences").text("posting:default:visibility"))
        .isEqualTo("public");
  }
}
