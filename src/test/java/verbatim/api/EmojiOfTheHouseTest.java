package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Whoever runs the server puts up emoji, and people write them.
class EmojiOfTheHouseTest {
  private static final String ALL = "/api/v1/custom_emojis";
  private static final String ADMIN = "/api/v1/admin/custom_emojis";
  @TempDir Path folder;
  private Clients clients;
  private Clients.Person anna;
  private Clients.Person bob;

  @BeforeEach
  void open() throws IOException {
    clients = Clients.of(folder);
    anna = clients.person("anna");
    bob = clients.person("bob");
    clients.server().command("", "account", "role", "anna", "admin");
  }

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void an_administrator_puts_one_up_and_everybody_finds_it() throws Exception {
    Clients.Reply added = add(anna, "heron_1", png(300, 200), "birds");
    assertThat(added.status()).as(added.body()).isEqualTo(200);
    JsonNode all = clients.get(ALL).json();
    assertThat(all).hasSize(1);
    assertThat(all.get(0).path("shortcode").asString()).isEqualTo("heron_1");
    assertThat(all.get(0).path("category").asString()).isEqualTo("birds");
    assertThat(all.get(0).path("visible_in_picker").asBoolean()).isTrue();
    HttpResponse<byte[]> file = file(all.get(0).path("url").asString());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    assertThat(file.headers().firstValue("Content-Type").orElse("")).isEqualTo("image/png");
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file.body()));
    assertThat(Math.max(picture.getWidth(), picture.getHeight())).isEqualTo(128);
    assertThat(anna.get(ADMIN).json()).hasSize(1);
  }

  @Test
  void words_names_fields_and_polls_tell_which_they_use() throws Exception {
    add(anna, "heron", png(20, 20), "");
    add(anna, "tern", png(20, 20), "");
    JsonNode status =
        bob.post(
                "/api/v1/statuses",
                Map.of(
                    "status",
                    "look :heron: and a:tern:b and :nothing: https://x.example/:tern:",
                    "spoiler_text",
                    ":tern:",
                    "poll",
                    Map.of("options", List.of(":heron:", "none"), "expires_in", 3600)))
            .json();
    assertThat(codes(status.path("emojis"))).containsExactlyInAnyOrder("heron", "tern");
    assertThat(codes(status.path("poll").path("emojis"))).containsExactly("heron");
    assertThat(status.path("content").asString()).contains(":heron:");
    JsonNode plain = bob.post("/api/v1/statuses", Map.of("status", "a:tern:b")).json();
    assertThat(plain.path("emojis")).isEmpty();

    JsonNode me =
        bob.patch(
                "/api/v1/accounts/update_credentials",
                Map.of(
                    "display_name",
                    "Bob :heron:",
                    "fields_attributes",
                    List.of(Map.of("name", "bird", "value", ":tern:"))))
            .json();
    assertThat(codes(me.path("emojis"))).containsExactlyInAnyOrder("heron", "tern");
  }

  @Test
  void pages_show_the_picture_and_copying_gives_the_words() throws Exception {
    add(anna, "heron", png(20, 20), "");
    String url = clients.get(ALL).json().get(0).path("url").asString();
    JsonNode status =
        bob.post("/api/v1/statuses", Map.of("status", "look :heron: and :nothing:")).json();
    assertThat(status.path("content").asString()).as("programs").doesNotContain("<img");
    String page = clients.get("/@bob/" + status.path("id").asString()).body();
    assertThat(page)
        .contains("<img class=\"emoji\" src=\"" + url + "\" alt=\":heron:\"")
        .contains(":nothing:")
        .doesNotContain("alt=\":nothing:\"");
    bob.patch("/api/v1/accounts/update_credentials", Map.of("display_name", ":heron: <b> #x @bob"));
    assertThat(clients.get("/@bob").body())
        .contains(
            "<bdi><img class=\"emoji\" src=\""
                + url
                + "\" alt=\":heron:\" title=\":heron:\" /> &lt;b&gt; #x @bob</bdi>");
  }

  @Test
  void what_was_said_before_shows_it_from_then_on_and_no_longer_when_it_is_gone() throws Exception {
    String id = bob.post("/api/v1/statuses", Map.of("status", "a :heron:")).text("id");
    assertThat(bob.get("/api/v1/statuses/" + id).json().path("emojis")).isEmpty();
    add(anna, "heron", png(20, 20), "");
    JsonNode emoji = bob.get("/api/v1/statuses/" + id).json().path("emojis");
    assertThat(codes(emoji)).containsExactly("heron");
    String url = emoji.get(0).path("url").asString();
    assertThat(anna.delete(ADMIN + "/heron").status()).isEqualTo(200);
    assertThat(bob.get("/api/v1/statuses/" + id).json().path("emojis")).isEmpty();
    assertThat(clients.get(ALL).json()).isEmpty();
    assertThat(file(url).statusCode()).isEqualTo(404);
    assertThat(anna.delete(ADMIN + "/heron").status()).isEqualTo(404);
  }

  @Test
  void who_does_not_run_the_server_puts_up_none() throws Exception {
    assertThat(add(bob, "heron", png(20, 20), "").status()).isEqualTo(403);
    assertThat(bob.get(ADMIN).status()).isEqualTo(403);
    assertThat(bob.delete(ADMIN + "/heron").status()).isEqualTo(403);
    String reader = clients.token(anna, "read write");
    assertThat(
            clients
                .upload("POST", ADMIN, reader, "image", png(9, 9), Map.of("shortcode", "heron"))
                .status())
        .isEqualTo(403);
    assertThat(clients.get(ALL).json()).isEmpty();
  }

  @Test
  void what_is_no_picture_or_has_no_name_is_refused() throws Exception {
    for (String wrong : List.of("a", "two words", "über", "x".repeat(65), "a-b", "../etc")) {
      assertThat(add(anna, wrong, png(9, 9), "").status()).as(wrong).isEqualTo(422);
    }
    assertThat(add(anna, "x".repeat(64), png(9, 9), "").status()).isEqualTo(200);
    assertThat(add(anna, "svg", "<svg xmlns='x'/>".getBytes(), "").status()).isEqualTo(422);
    assertThat(add(anna, "none", new byte[0], "").status()).isEqualTo(422);
    assertThat(add(anna, "long", png(9, 9), "c".repeat(51)).status()).isEqualTo(422);
    assertThat(add(anna, "fits", padded((256 << 10)), "").status()).isEqualTo(200);
    assertThat(add(anna, "large", padded((256 << 10) + 1), "").status()).isEqualTo(422);
  }

  @Test
  void the_command_line_does_the_same() throws Exception {
    String bytes = java.util.Base64.getEncoder().encodeToString(png(30, 30));
    clients.server().command(bytes, "emoji", "add", "tern", "ignored.png", "--category", "sea");
    assertThat(clients.get(ALL).json().get(0).path("category").asString()).isEqualTo("sea");
    clients.server().command("", "emoji", "list");
    clients.server().command("", "emoji", "remove", "tern");
    assertThat(clients.get(ALL).json()).isEmpty();
  }

  private Clients.Reply add(Clients.Person by, String shortcode, byte[] file, String category) {
    return clients.upload(
        "POST",
        ADMIN,
        by.token,
        "image",
        file,
        Map.of("shortcode", shortcode, "category", category));
  }

  private static List<String> codes(JsonNode emojis) {
    return emojis.valueStream().map(e -> e.path("shortcode").asString()).toList();
  }

  static byte[] picture() {
    try {
      return png(12, 12);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] png(int width, int height) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(width / 2, height / 2, 0xFF108080);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }

  /// A picture with a comment that makes it just so long.
  private static byte[] padded(int length) throws IOException {
    byte[] plain = png(9, 9);
    int end = plain.length - 12;
    int room = length - plain.length - 12;
    java.nio.ByteBuffer all = java.nio.ByteBuffer.allocate(length);
    all.put(plain, 0, end).putInt(room).put("tEXt".getBytes());
    byte[] text = new byte[room];
    java.util.Arrays.fill(text, (byte) 'x');
    text[1] = 0;
    all.put(text);
    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
    sum.update("tEXt".getBytes());
    sum.update(text);
    all.putInt((int) sum.getValue()).put(plain, end, 12);
    return all.array();
  }

  private static HttpResponse<byte[]> file(String url) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
