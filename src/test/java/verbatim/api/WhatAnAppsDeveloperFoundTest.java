package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the developer of an app stumbled over: answers that other servers give otherwise.
class WhatAnAppsDeveloperFoundTest {
  /// As much of a sound as is looked at.
  private static final byte[] NO_COVER = {1, 2, 3};

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
  void a_cover_is_refused_in_words_and_not_thrown_away() {
    Clients.Reply reply =
        clients.upload("POST", "/api/v2/media", alice.token, "thumbnail", NO_COVER, Map.of());
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("error")).contains("no cover");
  }

  @Test
  void sound_is_no_picture_of_itself() {
    JsonNode sound =
        clients.upload("POST", "/api/v1/media", alice.token, "file", wav(), Map.of()).json();
    assertThat(sound.path("type").asString()).isEqualTo("audio");
    assertThat(sound.path("preview_url").isNull()).isTrue();
    assertThat(sound.path("url").isNull()).isFalse();
  }

  /// A tenth of a second of silence.
  private static byte[] wav() {
    int bytes = 1_600;
    return ByteBuffer.allocate(44 + bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(36 + bytes)
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) 1)
        .putInt(8_000)
        .putInt(16_000)
        .putShort((short) 2)
        .putShort((short) 16)
        .put("data".getBytes(StandardCharsets.US_ASCII))
        .putInt(bytes)
        .array();
  }

  @Test
  void domains_that_cannot_be_kept_are_refused_and_none_are_fine() {
    String path = "/api/v1/accounts/update_credentials";
    Clients.Reply reply = alice.patch(path, Map.of("attribution_domains", List.of("a.example")));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("error")).contains("no domains can be kept");
    assertThat(alice.patch(path, Map.of("attribution_domains", List.of())).status()).isEqualTo(200);
    List<Map<String, String>> five =
        IntStream.range(0, 5).mapToObj(i -> Map.of("name", "n" + i, "value", "v")).toList();
    assertThat(alice.patch(path, Map.of("fields_attributes", five)).text("error"))
        .contains("4 fields");
  }

  @Test
  void a_poll_without_options_is_refused_and_an_empty_one_is_none() {
    Clients.Reply reply =
        alice.post(
            "/api/v1/statuses",
            Map.of("status", "choose", "poll", Map.of("options", List.of(), "expires_in", 300)));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("error")).contains("options");
    assertThat(alice.post("/api/v1/statuses", Map.of("status", "none", "poll", Map.of())).status())
        .isEqualTo(200);
  }

  @Test
  void a_followed_tag_is_written_as_it_was_followed() {
    assertThat(alice.post("/api/v1/tags/LastBoat/follow", Map.of()).status()).isEqualTo(200);
    JsonNode tag = alice.get("/api/v1/followed_tags").json().path(0);
    assertThat(tag.path("name").asString()).isEqualTo("LastBoat");
    assertThat(alice.get("/api/v1/tags/lastboat").json().path("following").asBoolean()).isTrue();
    assertThat(alice.post("/api/v1/tags/lastboat/unfollow", Map.of()).status()).isEqualTo(200);
    assertThat(alice.get("/api/v1/followed_tags").body()).isEqualTo("[]");
  }

  @Test
  void null_ends_the_end_of_a_filter() {
    String id =
        alice
            .post(
                "/api/v2/filters",
                Map.of("title", "t", "context", List.of("home"), "expires_in", 3_600))
            .text("id");
    String path = "/api/v2/filters/" + id;
    assertThat(alice.put(path, Map.of("title", "u")).json().path("expires_at").isNull()).isFalse();
    JsonNode ended = alice.put(path, "{\"expires_in\":null}").json();
    assertThat(ended.path("expires_at").isNull()).isTrue();
  }

  @Test
  void nobody_quotes_here_and_each_status_says_so() {
    JsonNode status = alice.post("/api/v1/statuses", Map.of("status", "mine")).json();
    assertThat(status.path("quote_approval").path("current_user").asString()).isEqualTo("denied");
    JsonNode boost =
        bob.post("/api/v1/statuses/" + status.path("id").asString() + "/reblog", Map.of()).json();
    assertThat(boost.path("quote_approval").path("current_user").asString()).isEqualTo("denied");
  }

  @Test
  void relationships_of_whole_pages_are_told_at_once() {
    String ids =
        IntStream.range(0, 150)
            .mapToObj(i -> "id[]=11700000000000" + (1_000 + i))
            .collect(Collectors.joining("&"));
    Clients.Reply reply = alice.get("/api/v1/accounts/relationships?" + ids + "&id[]=" + bob.id());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().size()).isEqualTo(1);
  }

  @Test
  void behind_a_short_page_there_is_no_next_one() {
    assertThat(alice.post("/api/v1/accounts/" + bob.id() + "/follow", Map.of()).status())
        .isEqualTo(200);
    String path = "/api/v1/accounts/" + alice.id() + "/following";
    assertThat(link(alice.get(path))).contains("rel=\"prev\"").doesNotContain("rel=\"next\"");
    assertThat(link(alice.get(path + "?limit=1"))).contains("rel=\"next\"");
  }

  private static String link(Clients.Reply reply) {
    return reply.whole().headers().firstValue("link").orElse("");
  }

  @Test
  void the_texts_of_the_server_are_not_of_1970() {
    for (String path : List.of("extended_description", "privacy_policy")) {
      Instant at = Instant.parse(clients.get("/api/v1/instance/" + path).text("updated_at"));
      assertThat(at).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
    }
  }

  @Test
  void whom_an_edit_of_private_words_newly_names_is_told() {
    Clients.Person carol = clients.person("carol");
    // Whom she does not follow she finds among the requests, as with any private mention.
    carol.post("/api/v1/accounts/" + alice.id() + "/follow", Map.of());
    String id = alice.posts(Map.of("status", "@" + bob.name + " psst", "visibility", "direct"));
    clients.server().settle();
    assertThat(mentions(carol)).isEmpty();
    alice.put(
        "/api/v1/statuses/" + id,
        Map.of("status", "@" + bob.name + " @" + carol.name + " psst", "visibility", "direct"));
    clients.server().settle();
    assertThat(mentions(carol)).containsExactly(id);
  }

  private static List<String> mentions(Clients.Person who) {
    return who.get("/api/v1/notifications?types[]=mention")
        .json()
        .valueStream()
        .map(one -> one.path("status").path("id").asString())
        .toList();
  }

  @Test
  void what_was_posted_or_deleted_counts_at_once() {
    Clients.Person dora = clients.person("dora");
    int before = counted(dora);
    for (int i = 1; i <= 20; i++) {
      String id = dora.posts("number " + i);
      assertThat(counted(dora)).isEqualTo(before + 1);
      dora.delete("/api/v1/statuses/" + id);
      assertThat(counted(dora)).isEqualTo(before);
    }
    clients.server().settle();
    assertThat(counted(dora)).isEqualTo(before);
  }

  private static int counted(Clients.Person who) {
    return who.get("/api/v1/accounts/verify_credentials").json().path("statuses_count").asInt();
  }
}
