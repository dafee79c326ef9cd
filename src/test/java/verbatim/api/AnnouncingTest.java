package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The house announces something, and members read it and answer with a sign.
class AnnouncingTest {
  private static final String ALL = "/api/v1/announcements";
  private static final String ADMIN = "/api/v1/admin/announcements";
  @TempDir Path folder;
  private Clients clients;
  private Clients.Person anna;
  private Clients.Person bob;

  @BeforeEach
  void open() throws IOException {
    clients = Clients.of(folder);
    anna = clients.person("anna");
    bob = clients.person("bob");
    clients.server().command("", "account", "role", "anna", "owner");
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void members_read_it_as_words_and_put_it_aside() {
    String id =
        announced(
            Map.of(
                "text",
                "@bob waters the #garden https://x.example/",
                "starts_at",
                "2026-01-01T10:00:00Z",
                "ends_at",
                "2999-01-01T10:00:00+01:00",
                "all_day",
                true));
    JsonNode shown = bob.get(ALL).json();
    assertThat(shown).hasSize(1);
    JsonNode one = shown.get(0);
    assertThat(one.path("id").asString()).isEqualTo(id);
    assertThat(one.path("content").asString()).startsWith("<p>").contains("u-url mention");
    assertThat(one.path("starts_at").asString()).startsWith("2026-01-01T10:00:00");
    assertThat(one.path("ends_at").asString()).startsWith("2999-01-01T09:00:00");
    assertThat(one.path("all_day").asBoolean()).isTrue();
    assertThat(one.path("read").asBoolean()).isFalse();
    assertThat(one.path("mentions").get(0).path("username").asString()).isEqualTo("bob");
    assertThat(one.path("tags").get(0).path("name").asString()).isEqualTo("garden");

    assertThat(bob.post(ALL + "/" + id + "/dismiss", Map.of()).status()).isEqualTo(200);
    assertThat(bob.get(ALL).json()).isEmpty();
    assertThat(bob.get(ALL + "?with_dismissed=true").json().get(0).path("read").asBoolean())
        .isTrue();
    assertThat(anna.get(ALL).json()).as("anna has not put it aside").hasSize(1);
  }

  @Test
  void it_is_shown_in_its_time_only() {
    announced(Map.of("text", "to come", "published_at", "2999-01-01T00:00:00Z"));
    announced(Map.of("text", "over", "ends_at", "2001-01-01T00:00:00Z"));
    assertThat(bob.get(ALL).json()).isEmpty();
    assertThat(anna.get(ADMIN).json()).hasSize(2);
  }

  @Test
  void signs_are_counted_once_each_and_of_few_kinds() {
    String id = announced(Map.of("text", "hello"));
    clients
        .server()
        .command(
            java.util.Base64.getEncoder().encodeToString(EmojiOfTheHouseTest.picture()),
            "emoji",
            "add",
            "heron",
            "x.png");
    for (String sign : new String[] {"🎉", "❤️", "heron", "👩‍🚀", "🇫🇴", "1️⃣", "👍🏽", "☕"}) {
      assertThat(bob.put(reaction(id, sign), Map.of()).status()).as(sign).isEqualTo(200);
    }
    assertThat(bob.put(reaction(id, "🎈"), Map.of()).status()).as("a ninth").isEqualTo(422);
    assertThat(bob.put(reaction(id, "🎉"), Map.of()).status()).as("again").isEqualTo(200);
    assertThat(anna.put(reaction(id, "🎉"), Map.of()).status()).isEqualTo(200);
    for (String wrong : new String[] {"a", "🎉🎉", "tern", "1", "x".repeat(65)}) {
      assertThat(bob.put(reaction(id, wrong), Map.of()).status()).as(wrong).isEqualTo(422);
    }
    JsonNode reactions = anna.get(ALL).json().get(0).path("reactions");
    assertThat(reactions).hasSize(8);
    assertThat(reactions.get(0).path("name").asString()).isEqualTo("🎉");
    assertThat(reactions.get(0).path("count").asInt()).isEqualTo(2);
    assertThat(reactions.get(0).path("me").asBoolean()).isTrue();
    JsonNode heron =
        reactions
            .valueStream()
            .filter(r -> r.path("name").asString().equals("heron"))
            .findFirst()
            .orElseThrow();
    assertThat(heron.path("me").asBoolean()).isFalse();
    assertThat(heron.path("url").asString()).contains("/media/");

    assertThat(anna.delete(reaction(id, "🎉")).status()).isEqualTo(200);
    assertThat(anna.delete(reaction(id, "🎉")).status()).isEqualTo(404);
    bob.delete(reaction(id, "heron"));
    assertThat(bob.get(ALL).json().get(0).path("reactions")).hasSize(7);
  }

  @Test
  void who_looks_on_hears_of_it() {
    try (Stream home =
        Stream.socket(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                clients.server().url(),
                "",
                "Sec-WebSocket-Protocol",
                bob.token)
            .subscribes("user")) {
      String id = announced(Map.of("text", "hear"));
      JsonNode came = home.next();
      assertThat(came.path("event").asString()).isEqualTo("announcement");
      JsonNode payload = Clients.JSON.readTree(came.path("payload").asString());
      assertThat(payload.path("id").asString()).isEqualTo(id);
      assertThat(payload.has("read")).isFalse();
      anna.put(reaction(id, "🎉"), Map.of());
      JsonNode reacted = home.next();
      assertThat(reacted.path("event").asString()).isEqualTo("announcement.reaction");
      JsonNode sign = Clients.JSON.readTree(reacted.path("payload").asString());
      assertThat(sign.path("announcement_id").asString()).isEqualTo(id);
      assertThat(sign.path("name").asString()).isEqualTo("🎉");
      assertThat(sign.path("count").asInt()).isEqualTo(1);
      anna.put(ADMIN + "/" + id, Map.of("text", "hear, hear"));
      assertThat(home.next().path("payload").asString()).contains("hear, hear");
      anna.delete(ADMIN + "/" + id);
      JsonNode gone = home.next();
      assertThat(gone.path("event").asString()).isEqualTo("announcement.delete");
      assertThat(gone.path("payload").asString()).isEqualTo(id);
    }
  }

  @Test
  void only_who_runs_the_server_announces() {
    assertThat(bob.post(ADMIN, Map.of("text", "mine")).status()).isEqualTo(403);
    assertThat(bob.get(ADMIN).status()).isEqualTo(403);
    String id = announced(Map.of("text", "hers"));
    assertThat(bob.put(ADMIN + "/" + id, Map.of("text", "mine")).status()).isEqualTo(403);
    assertThat(bob.delete(ADMIN + "/" + id).status()).isEqualTo(403);
    assertThat(clients.get(ALL).status()).isEqualTo(401);
  }

  @Test
  void what_cannot_be_is_refused() {
    assertThat(anna.post(ADMIN, Map.of("text", " ")).status()).isEqualTo(422);
    assertThat(anna.post(ADMIN, Map.of("text", "x".repeat(4_001))).status()).isEqualTo(422);
    assertThat(anna.post(ADMIN, Map.of("text", "x".repeat(4_000))).status()).isEqualTo(200);
    assertThat(anna.post(ADMIN, Map.of("text", "x", "ends_at", "soon")).status()).isEqualTo(422);
    assertThat(
            anna.post(
                    ADMIN,
                    Map.of(
                        "text",
                        "x",
                        "starts_at",
                        "2026-01-02T00:00:00Z",
                        "ends_at",
                        "2026-01-01T00:00:00Z"))
                .status())
        .isEqualTo(422);
    assertThat(bob.post(ALL + "/1/dismiss", Map.of()).status()).isEqualTo(404);
    assertThat(bob.put(reaction("1", "🎉"), Map.of()).status()).isEqualTo(404);
  }

  @Test
  void the_command_line_does_the_same() {
    clients.server().command("", "announcement", "add", "from the shell", "--all-day");
    JsonNode one = bob.get(ALL).json().get(0);
    assertThat(one.path("content").asString()).contains("from the shell");
    clients.server().command("", "announcement", "list");
    clients.server().command("", "announcement", "remove", one.path("id").asString());
    assertThat(bob.get(ALL).json()).isEmpty();
  }

  private String announced(Map<String, Object> draft) {
    Clients.Reply reply = anna.post(ADMIN, draft);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.text("id");
  }

  private static String reaction(String id, String sign) {
    return ALL + "/" + id + "/reactions/" + URLEncoder.encode(sign, StandardCharsets.UTF_8);
  }
}
