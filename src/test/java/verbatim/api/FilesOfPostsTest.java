package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.Waiting;
import verbatim.kernel.Limits;

/// Who may open the files of posts and until when, and what posts may use.
class FilesOfPostsTest {
  private static final String SECRET = "Tidemill-Lane-7";
  private static final Duration GONE_MAX = Waiting.PATIENCE;

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
    bob.follows(alice);
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  private static byte[] picture(String format) {
    try {
      var out = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(12, 9, BufferedImage.TYPE_INT_RGB), format, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Clients.Reply sent(Clients.Person by, byte[] file) {
    return clients.upload("POST", "/api/v2/media", by.token, "file", file, Map.of());
  }

  private static String uploaded(Clients.Person by) {
    return sent(by, picture("png")).text("id");
  }

  private static Clients.Reply post(Map<String, Object> status) {
    return alice.post("/api/v1/statuses", status);
  }

  private static JsonNode posted(String visibility) {
    Clients.Reply reply =
        post(Map.of("media_ids", List.of(uploaded(alice)), "visibility", visibility));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static String path(JsonNode medium) {
    return medium.path("url").asString().substring(clients.server().url().length());
  }

  private static String bare(JsonNode medium) {
    return path(medium).replaceFirst("\\?.*", "");
  }

  private static int status(String path, String token) {
    return clients.send("GET", path, token, null).status();
  }

  @Test
  void a_photo_says_no_more_where_it_was_taken() {
    byte[] plain = picture("jpg");
    byte[] said = ("Exif\0\0" + SECRET).getBytes(StandardCharsets.ISO_8859_1);
    var telling = new ByteArrayOutputStream();
    telling.write(plain, 0, 2);
    telling.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, (byte) (said.length + 2)});
    telling.writeBytes(said);
    telling.write(plain, 2, plain.length - 2);
    telling.writeBytes(SECRET.getBytes(StandardCharsets.ISO_8859_1));
    Clients.Reply upload = sent(alice, telling.toByteArray());
    assertThat(upload.status()).as(upload.body()).isEqualTo(200);
    Clients.Reply file = clients.get(path(upload.json()));
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.whole().headers().firstValue("content-type")).hasValue("image/jpeg");
    assertThat(file.body()).doesNotContain(SECRET);
    assertThat(sent(alice, picture("gif")).text("type")).isEqualTo("image");
  }

  @Test
  void files_of_followers_open_for_them_and_for_nobody_else() {
    JsonNode status = posted("private");
    JsonNode medium = status.path("media_attachments").get(0);
    assertThat(status(bare(medium), bob.token)).isEqualTo(200);
    assertThat(status(bare(medium), carol.token)).isEqualTo(404);
    assertThat(status(bare(medium), "")).isEqualTo(404);
    Clients.Reply known =
        clients.send(
            "GET", bare(medium), carol.token, null, "If-None-Match", "*", "Range", "bytes=0-3");
    assertThat(known.status()).isEqualTo(404);
    assertThat(status(path(medium), "")).isEqualTo(200);
    alice.blocks(bob);
    assertThat(status(bare(medium), bob.token)).isEqualTo(404);
    alice.post("/api/v1/accounts/" + bob.id() + "/unblock", Map.of());
    bob.follows(alice);
  }

  @Test
  void with_the_post_its_addresses_end() {
    for (String visibility : List.of("public", "private", "direct")) {
      JsonNode status = posted(visibility);
      JsonNode medium = status.path("media_attachments").get(0);
      assertThat(status(path(medium), "")).as(visibility).isEqualTo(200);
      alice.delete("/api/v1/statuses/" + status.path("id").asString());
      assertThat(status(path(medium), "")).as(visibility).isEqualTo(404);
      assertThat(status(path(medium), bob.token)).as(visibility).isEqualTo(404);
      String again = medium.path("id").asString();
      assertThat(post(Map.of("status", "anew", "media_ids", List.of(again))).status())
          .isEqualTo(200);
    }
  }

  @Test
  void a_shared_cache_may_not_keep_them_for_long() {
    JsonNode medium = posted("public").path("media_attachments").get(0);
    Clients.Reply file = clients.get(path(medium));
    assertThat(file.whole().headers().firstValue("cache-control")).hasValue("public, max-age=60");
    String tag = file.whole().headers().firstValue("etag").orElseThrow();
    assertThat(clients.send("GET", path(medium), "", null, "If-None-Match", tag).status())
        .isEqualTo(304);
    Clients.Reply part = clients.send("GET", path(medium), "", null, "Range", "bytes=0-3");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.whole().headers().firstValue("content-length")).hasValue("4");
  }

  @Test
  void a_post_uses_four_files_of_its_authors_own_and_no_poll_beside_them() {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < Limits.usual().media().attachmentsMax(); i++) {
      files.add(uploaded(alice));
    }
    assertThat(post(Map.of("media_ids", files)).json().path("media_attachments").size())
        .isEqualTo(files.size());
    files.add(uploaded(alice));
    assertThat(post(Map.of("media_ids", files)).status()).isEqualTo(422);
    assertThat(post(Map.of("status", "mine", "media_ids", List.of(uploaded(carol)))).status())
        .isEqualTo(422);
    Map<String, Object> poll = Map.of("options", List.of("a", "b"), "expires_in", 3_600);
    assertThat(
            post(Map.of("status", "both", "media_ids", List.of(uploaded(alice)), "poll", poll))
                .status())
        .isEqualTo(422);
  }

  @Test
  void an_edit_says_better_what_is_shown() {
    JsonNode status = posted("public");
    String file = status.path("media_attachments").get(0).path("id").asString();
    Clients.Reply edited =
        alice.put(
            "/api/v1/statuses/" + status.path("id").asString(),
            Map.of(
                "status",
                "look",
                "media_ids",
                List.of(file),
                "media_attributes",
                List.of(Map.of("id", file, "description", "a lamp", "credit", "by hand"))));
    JsonNode medium = edited.json().path("media_attachments").get(0);
    assertThat(medium.path("description").asString()).isEqualTo("a lamp");
    assertThat(medium.path("credit").asString()).isEqualTo("by hand");
    String page = clients.get("/@alice/" + status.path("id").asString()).body();
    assertThat(page).contains("alt=\"a lamp\"").contains(bare(medium).replaceFirst("/[^/]*$", ""));
    assertThat(alice.get("/api/v1/accounts/" + alice.id() + "/statuses?only_media=true").body())
        .contains(status.path("id").asString());
  }

  @Test
  void with_an_account_its_files_end() {
    Clients.Person dora = clients.person("dora");
    String file = uploaded(dora);
    String shown =
        dora.post("/api/v1/statuses", Map.of("media_ids", List.of(file)))
            .json()
            .path("media_attachments")
            .get(0)
            .path("url")
            .asString()
            .substring(clients.server().url().length());
    String avatar =
        clients
            .upload(
                "PATCH",
                "/api/v1/accounts/update_credentials",
                dora.token,
                "avatar",
                picture("png"),
                Map.of())
            .text("avatar")
            .substring(clients.server().url().length());
    assertThat(status(shown, "")).isEqualTo(200);
    assertThat(status(avatar, "")).isEqualTo(200);
    clients.server().command("", "account", "delete", "dora");
    clients.server().settle();
    assertThat(status(shown, "")).isEqualTo(404);
    assertThat(status(avatar, "")).isEqualTo(404);
    Path media = folder.resolve("data/media");
    for (String path : List.of(shown, avatar)) {
      String key = path.split("/", -1)[2];
      assertThat(media.resolve(key.substring(0, 2)).resolve(key.substring(2))).doesNotExist();
    }
  }

  @Test
  void a_video_is_waited_for_in_the_older_form() throws Exception {
    assertThat(Files.isExecutable(Path.of("/usr/bin/ffmpeg")))
        .as("ffmpeg, which ./verbatim test installs")
        .isTrue();
    Path made = folder.resolve("made.mp4");
    Process ffmpeg =
        new ProcessBuilder(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=64x48:rate=5:duration=1",
                "-pix_fmt",
                "yuv420p",
                "-metadata",
                "title=" + SECRET,
                made.toString())
            .inheritIO()
            .start();
    assertThat(ffmpeg.waitFor(GONE_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
    byte[] video = Files.readAllBytes(made);
    Clients.Reply first = sent(alice, video);
    assertThat(first.status()).isIn(200, 202);
    Clients.Reply whole =
        clients.upload("POST", "/api/v1/media", alice.token, "file", video, Map.of());
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    assertThat(whole.text("type")).isEqualTo("video");
    Clients.Reply file = clients.get(path(whole.json()));
    assertThat(file.whole().headers().firstValue("content-type")).hasValue("video/mp4");
    assertThat(file.body()).doesNotContain(SECRET);
    List<String> two = List.of(whole.text("id"), uploaded(alice));
    assertThat(post(Map.of("media_ids", two)).status()).isEqualTo(422);
    assertThat(post(Map.of("media_ids", List.of(whole.text("id")))).status()).isEqualTo(200);
  }
}
