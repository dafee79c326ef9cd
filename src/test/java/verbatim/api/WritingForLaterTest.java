package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Scheduled posts and drafts, through clients; nobody else comes near them (attack api-20).
class WritingForLaterTest {
  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person mallory;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    mallory = clients.person("mallory");
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  private static String in(Duration time) {
    return Instant.now().plus(time).toString();
  }

  private static String picture() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB), "png", png);
    return clients
        .upload("POST", "/api/v2/media", alice.token, "file", png.toByteArray(), Map.of())
        .text("id");
  }

  @Test
  void a_post_is_scheduled_moved_and_taken_back_with_its_picture() throws IOException {
    String picture = picture();
    Clients.Reply made =
        alice.post(
            "/api/v1/statuses",
            Map.of(
                "status",
                "later in the day",
                "visibility",
                "private",
                "media_ids",
                List.of(picture),
                "scheduled_at",
                in(Duration.ofHours(1))));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.text("params", "text")).isEqualTo("later in the day");
    assertThat(made.text("params", "visibility")).isEqualTo("private");
    assertThat(made.json().path("media_attachments").get(0).path("id").asString())
        .isEqualTo(picture);
    assertThat(alice.delete("/api/v1/media/" + picture).status()).as("it is held").isEqualTo(422);
    String one = "/api/v1/scheduled_statuses/" + made.text("id");
    String next = in(Duration.ofHours(2));
    assertThat(Instant.parse(alice.put(one, Map.of("scheduled_at", next)).text("scheduled_at")))
        .isEqualTo(Instant.ofEpochMilli(Instant.parse(next).toEpochMilli()));
    assertThat(alice.put(one, Map.of("scheduled_at", in(Duration.ofMinutes(1)))).status())
        .isEqualTo(422);
    assertThat(alice.put(one, Map.of("scheduled_at", "tomorrow")).status()).isEqualTo(422);
    assertThat(alice.get("/api/v1/scheduled_statuses").json().size()).isEqualTo(1);
    assertThat(alice.get(one).text("id")).isEqualTo(made.text("id"));
    assertThat(alice.get("/api/v1/accounts/" + alice.id() + "/statuses").body())
        .doesNotContain("later in the day");
    assertThat(alice.delete(one).body()).isEqualTo("{}");
    assertThat(alice.get(one).status()).isEqualTo(404);
    assertThat(alice.delete("/api/v1/media/" + picture).status()).as("it is loose").isEqualTo(200);
  }

  @Test
  void a_series_waits_as_one_is_changed_and_is_taken_back() throws IOException {
    String picture = picture();
    Map<String, Object> first = Map.of("status", "one");
    Map<String, Object> second = Map.of("status", "two", "media_ids", List.of(picture));
    Map<String, Object> body =
        Map.of("statuses", List.of(first, second), "scheduled_at", in(Duration.ofHours(1)));
    Clients.Reply made = alice.post("/api/v1/statuses/series", body);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.text("params", "text")).isEqualTo("one");
    JsonNode parts = made.json().path("statuses");
    assertThat(parts.size()).isEqualTo(2);
    assertThat(parts.get(1).path("status").asString()).isEqualTo("two");
    assertThat(parts.get(1).path("media_attachments").get(0).path("id").asString())
        .isEqualTo(picture);
    assertThat(alice.delete("/api/v1/media/" + picture).status()).as("it is held").isEqualTo(422);
    String one = "/api/v1/scheduled_statuses/" + made.text("id");
    assertThat(alice.get("/api/v1/scheduled_statuses").body()).contains(made.text("id"));
    String next = in(Duration.ofHours(2));
    Clients.Reply moved = alice.put(one, Map.of("scheduled_at", next));
    assertThat(moved.json().path("statuses").size()).isEqualTo(2);
    Clients.Reply changed =
        alice.put(one, Map.of("statuses", List.of(first, Map.of("status", "second"), first)));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.text("scheduled_at")).isEqualTo(moved.text("scheduled_at"));
    assertThat(alice.get(one).json().path("statuses").get(1).path("status").asString())
        .isEqualTo("second");
    assertThat(alice.delete("/api/v1/media/" + picture).status()).as("it is loose").isEqualTo(200);
    List<Map<String, Object>> tooMany = java.util.Collections.nCopies(26, first);
    assertThat(alice.put(one, Map.of("statuses", tooMany)).status()).isEqualTo(422);
    assertThat(mallory.put(one, Map.of("statuses", List.of(first))).status()).isEqualTo(404);
    assertThat(alice.delete(one).body()).isEqualTo("{}");
    assertThat(alice.get(one).status()).isEqualTo(404);
  }

  @Test
  void an_edit_is_not_scheduled_and_a_part_of_a_series_not_by_itself() {
    String status = alice.posts("now");
    assertThat(
            alice
                .put(
                    "/api/v1/statuses/" + status,
                    Map.of("status", "then", "scheduled_at", in(Duration.ofHours(1))))
                .status())
        .isEqualTo(422);
    Map<String, String> part = Map.of("status", "x", "scheduled_at", in(Duration.ofHours(1)));
    assertThat(
            alice.post("/api/v1/statuses/series", Map.of("statuses", List.of(part, part))).status())
        .isEqualTo(422);
  }

  @Test
  void a_draft_goes_on_elsewhere() {
    Clients.Reply begun =
        alice.post(
            "/api/v1/drafts",
            Map.of(
                "statuses",
                List.of(
                    Map.of("status", "first", "spoiler_text", "warned", "visibility", "private"),
                    Map.of("status", ""))));
    assertThat(begun.status()).as(begun.body()).isEqualTo(200);
    String one = "/api/v1/drafts/" + begun.text("id");
    JsonNode read = alice.get(one).json();
    assertThat(read.path("statuses").size()).isEqualTo(2);
    assertThat(read.path("statuses").get(0).path("spoiler_text").asString()).isEqualTo("warned");
    assertThat(read.path("statuses").get(0).path("visibility").asString()).isEqualTo("private");
    String seen = read.path("updated_at").asString();
    Map<String, Object> more =
        Map.of("statuses", List.of(Map.of("status", "first and more")), "updated_at", seen);
    assertThat(alice.put(one, more).body()).contains("first and more");
    assertThat(alice.put(one, more).status()).as("changed since").isEqualTo(422);
    assertThat(alice.get("/api/v1/drafts").body()).contains("first and more");
    assertThat(alice.delete(one).body()).isEqualTo("{}");
    assertThat(alice.get(one).status()).isEqualTo(404);
    assertThat(alice.post("/api/v1/drafts", Map.of("statuses", List.of())).status()).isEqualTo(422);
  }

  @Test
  void neither_is_anybody_elses() {
    String draft =
        alice
            .post("/api/v1/drafts", Map.of("statuses", List.of(Map.of("status", "hers alone"))))
            .text("id");
    String later =
        alice
            .post(
                "/api/v1/statuses",
                Map.of("status", "hers alone", "scheduled_at", in(Duration.ofHours(3))))
            .text("id");
    for (String one : List.of("/api/v1/drafts/" + draft, "/api/v1/scheduled_statuses/" + later)) {
      String before = alice.get(one).body();
      assertThat(mallory.get(one).status()).as(one).isEqualTo(404);
      Map<String, Object> body =
          Map.of(
              "statuses", List.of(Map.of("status", "mine")),
              "scheduled_at", in(Duration.ofHours(9)));
      assertThat(mallory.put(one, body).status()).as(one).isEqualTo(404);
      assertThat(mallory.delete(one).status()).as(one).isEqualTo(404);
      assertThat(alice.get(one).body()).isEqualTo(before);
    }
    assertThat(mallory.get("/api/v1/drafts").body()).isEqualTo("[]");
    assertThat(mallory.get("/api/v1/scheduled_statuses").body()).isEqualTo("[]");
  }
}
