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
import tools.jackson.databind.JsonNode;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.StatusId;
import verbatim.moderation.Acts;
import verbatim.moderation.Deed;
import verbatim.moderation.Moderation;

/// Whom to follow, what is talked about, and telling the moderators, through clients.
class LookingAroundTest {
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
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  @Test
  void people_are_suggested_and_can_be_sent_away() {
    carol.patch("/api/v1/accounts/update_credentials", Map.of("discoverable", true));
    bob.follows(carol);
    alice.follows(bob);
    clients.server().settle();
    JsonNode first = alice.get("/api/v2/suggestions").json().get(0);
    assertThat(first.path("account").path("username").asString()).isEqualTo("carol");
    assertThat(first.path("sources").get(0).asString()).isEqualTo("friends_of_friends");
    assertThat(alice.get("/api/v1/suggestions").json().get(0).path("id").asString())
        .isEqualTo(carol.id());
    assertThat(alice.delete("/api/v1/suggestions/" + carol.id()).body()).isEqualTo("{}");
    assertThat(alice.get("/api/v2/suggestions").body()).isEqualTo("[]");
    assertThat(alice.delete("/api/v1/suggestions/1").body()).isEqualTo("{}");
  }

  @Test
  void whoever_hides_whom_he_follows_is_no_familiar_follower() {
    Clients.Person reader = clients.person("reader");
    Clients.Person shy = clients.person("shy");
    Clients.Person open = clients.person("open");
    Clients.Person known = clients.person("known");
    shy.patch("/api/v1/accounts/update_credentials", Map.of("hide_collections", true));
    for (Clients.Person follower : List.of(shy, open)) {
      reader.follows(follower);
      follower.follows(known);
    }
    JsonNode familiar =
        reader
            .get("/api/v1/accounts/familiar_followers?id[]=" + known.id())
            .json()
            .get(0)
            .path("accounts");
    assertThat(familiar.size()).isEqualTo(1);
    assertThat(familiar.get(0).path("username").asString()).isEqualTo("open");
  }

  @Test
  void those_one_follows_are_found_behind_strangers_of_like_names() {
    Clients.Person seeker = clients.person("seeker");
    for (int i = 0; i < 3; i++) {
      clients.person("quill" + i);
    }
    seeker.follows(clients.person("quill9"));
    assertThat(
            seeker
                .get("/api/v1/accounts/search?q=quill&limit=1&following=true")
                .json()
                .findValuesAsString("username"))
        .containsExactly("quill9");
    assertThat(
            seeker
                .get("/api/v2/search?q=quill&limit=1&following=true&type=accounts")
                .json()
                .path("accounts")
                .findValuesAsString("username"))
        .containsExactly("quill9");
    assertThat(seeker.get("/api/v1/accounts/search?q=quill&limit=2").json().size()).isEqualTo(2);
  }

  @Test
  void groups_are_what_is_counted_where_groups_are_shown() {
    Clients.Person writer = clients.person("writer");
    String id = writer.posts("well said");
    for (String name : List.of("fan", "friend")) {
      clients.person(name).post("/api/v1/statuses/" + id + "/favourite", Map.of());
    }
    clients.server().settle();
    assertThat(writer.get("/api/v1/notifications/unread_count").json().path("count").asInt())
        .isEqualTo(2);
    assertThat(writer.get("/api/v2/notifications/unread_count").json().path("count").asInt())
        .isEqualTo(1);
  }

  @Test
  void newcomers_make_no_trends() {
    for (Clients.Person person : List.of(alice, bob, carol)) {
      person.posts("everybody says #everything");
    }
    clients.server().settle();
    for (String path : List.of("", "/tags", "/statuses", "/links")) {
      assertThat(clients.get("/api/v1/trends" + path).body()).as(path).isEqualTo("[]");
      assertThat(alice.get("/api/v1/trends" + path).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void whoever_was_warned_is_told_with_words_and_way_to_answer() {
    Clients.Person rita = clients.person("rita");
    AccountId ritasId = AccountId.parse(rita.id()).orElseThrow();
    Moderation moderation = clients.server().moderation();
    String gone = rita.posts("rude words");
    moderation
        .acts()
        .act(
            Deed.CONSOLE,
            new Acts.Order(
                Deed.Kind.REMOVED,
                ritasId,
                List.of(StatusId.parse(gone).orElseThrow()),
                Deed.NO_REPORT,
                "Against rule 1"));
    clients.server().settle();
    String only = "/api/v1/notifications?types[]=moderation_warning";
    JsonNode told = rita.get(only).json().get(0);
    assertThat(told.path("type").asString()).isEqualTo("moderation_warning");
    assertThat(told.path("account").path("username").asString()).isEqualTo("rita");
    assertThat(told.has("status")).isFalse();
    JsonNode warning = told.path("moderation_warning");
    assertThat(warning.path("action").asString()).isEqualTo("delete_statuses");
    assertThat(warning.path("text").asString()).isEqualTo("Against rule 1");
    assertThat(warning.path("status_ids").toString()).isEqualTo("[\"" + gone + "\"]");
    assertThat(warning.path("target_account").path("id").asString()).isEqualTo(rita.id());
    assertThat(warning.path("appeal").isNull()).isTrue();
    DeedId deed = DeedId.parse(warning.path("id").asString()).orElseThrow();
    moderation.appeals().appeal(ritasId, deed, "It was a quotation");
    JsonNode group =
        rita.get("/api/v2/notifications?types[]=moderation_warning")
            .json()
            .path("notification_groups")
            .get(0);
    JsonNode appeal = group.path("moderation_warning").path("appeal");
    assertThat(appeal.path("text").asString()).isEqualTo("It was a quotation");
    assertThat(appeal.path("state").asString()).isEqualTo("pending");
    assertThat(rita.get("/api/v1/notifications?exclude_types[]=moderation_warning").body())
        .isEqualTo("[]");
    assertThat(alice.get(only).body()).isEqualTo("[]");
  }

  @Test
  void the_moderators_are_told() {
    Clients.Person mia = clients.person("mia");
    clients
        .server()
        .accounts()
        .change(
            AccountId.parse(mia.id()).orElseThrow(),
            account ->
                account.with(new Standing(Standing.State.ACTIVE, Standing.Role.MODERATOR, false)));
    clients.server().settle();
    String rude = bob.posts("rude words");
    String hidden = bob.posts(Map.of("status", "hidden words", "visibility", "direct"));
    Clients.Reply made =
        alice.post(
            "/api/v1/reports",
            Map.of(
                "account_id", bob.id(),
                "status_ids", List.of(rude, hidden, "7"),
                "comment", "he is rude",
                "rule_ids", List.of("1")));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.text("category")).isEqualTo("violation");
    assertThat(made.json().path("status_ids").toString()).isEqualTo("[\"" + rude + "\"]");
    assertThat(made.text("target_account", "username")).isEqualTo("bob");
    clients.server().settle();
    JsonNode told = mia.get("/api/v1/notifications?types[]=admin.report").json().get(0);
    assertThat(told.path("report").path("comment").asString()).isEqualTo("he is rude");
    assertThat(told.path("account").path("username").asString()).isEqualTo("alice");
    assertThat(bob.get("/api/v1/notifications").body()).doesNotContain("he is rude");
    assertThat(alice.post("/api/v1/reports", Map.of("account_id", "1")).status()).isEqualTo(404);
    assertThat(alice.post("/api/v1/reports", Map.of("comment", "who?")).status()).isEqualTo(422);
    assertThat(
            alice
                .post("/api/v1/reports", Map.of("account_id", bob.id(), "category", "dull"))
                .status())
        .isEqualTo(422);
    assertThat(
            alice
                .post(
                    "/api/v1/reports", Map.of("account_id", bob.id(), "comment", "x".repeat(1_001)))
                .status())
        .isEqualTo(422);
  }
}
