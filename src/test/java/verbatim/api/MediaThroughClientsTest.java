package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;

/// Pictures, from the upload to who may open them.
class MediaThroughClientsTest {
  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;
  static byte[] picture;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB), "png", png);
    picture = png.toByteArray();
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  private static Clients.Reply uploaded(String path) {
    return clients.upload(
        "POST",
        path,
        alice.token,
        "file",
        picture,
        Map.of("description", "a dot", "focus", "0.5,-0.5", "credit", "by nobody"));
  }

  @Test
  void a_picture_with_a_wrong_label_is_taken_for_what_it_is() {
    for (String path : List.of("/api/v2/media", "/api/v1/media")) {
      JsonNode medium = uploaded(path).json();
      assertThat(medium.path("type").asString()).isEqualTo("image");
      assertThat(medium.path("description").asString()).isEqualTo("a dot");
      assertThat(medium.path("credit").asString()).isEqualTo("by nobody");
      assertThat(medium.path("meta").path("focus").path("y").asDouble()).isEqualTo(-0.5);
      assertThat(medium.path("meta").path("original").path("width").asInt()).isEqualTo(8);
    }
  }

  @Test
  void an_upload_is_its_owners_alone() {
    String one = "/api/v1/media/" + uploaded("/api/v2/media").text("id");
    assertThat(alice.get(one).status()).isEqualTo(200);
    assertThat(bob.get(one).status()).isEqualTo(404);
    assertThat(bob.put(one, Map.of("description", "mine")).status()).isEqualTo(404);
    assertThat(alice.put(one, Map.of("description", "better")).text("description"))
        .isEqualTo("better");
    int past = Limits.usual().media().descriptionCharactersMax() + 1;
    assertThat(alice.put(one, Map.of("description", "a".repeat(past))).status()).isEqualTo(422);
    assertThat(alice.put(one, Map.of("credit", "a".repeat(past))).status()).isEqualTo(422);
    assertThat(alice.put(one, Map.of("focus", "7,nonsense")).status()).isEqualTo(422);
    assertThat(alice.delete(one).status()).isEqualTo(200);
    assertThat(alice.get(one).status()).isEqualTo(404);
  }

  @Test
  void everybody_opens_the_picture_of_a_public_post() {
    JsonNode medium = posted("public");
    Clients.Reply file = clients.get(path(medium));
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.whole().headers().firstValue("content-security-policy"))
        .hasValue("sandbox; default-src 'none'");
    assertThat(file.whole().headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(file.whole().headers().firstValue("cross-origin-resource-policy"))
        .hasValue("cross-origin");
  }

  @Test
  void the_picture_of_a_private_post_opens_with_its_ticket_only() {
    JsonNode medium = posted("private");
    String withTicket = path(medium);
    String bare = withTicket.substring(0, withTicket.indexOf('?'));
    assertThat(clients.get(withTicket).status()).isEqualTo(200);
    assertThat(clients.get(withTicket).whole().headers().firstValue("cache-control"))
        .hasValueSatisfying(c -> assertThat(c).contains("private"));
    assertThat(alice.get(bare).status()).isEqualTo(200);
    for (String token : List.of("", bob.token)) {
      Clients.Reply refused = clients.send("GET", bare, token, null);
      assertThat(refused.status()).isEqualTo(404);
      assertThat(clients.send("GET", bare + "?ticket=no", token, null).status()).isEqualTo(404);
      assertThat(clients.send("GET", "/media/nothing/like-that.png", token, null).body())
          .isEqualTo(refused.body());
    }
  }

  @Test
  void what_is_no_picture_is_refused_in_words() {
    Clients.Reply reply =
        clients.upload("POST", "/api/v2/media", alice.token, "file", "<svg/>".getBytes(), Map.of());
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("error")).isNotEmpty();
    assertThat(alice.post("/api/v2/media", Map.of()).status()).isEqualTo(422);
  }

  @Test
  void a_portrait_comes_with_the_profile_and_goes_with_it() {
    Clients.Reply changed =
        clients.upload(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            bob.token,
            "avatar",
            picture,
            Map.of("fields_attributes[0][name]", "n", "fields_attributes[0][value]", "v"));
    assertThat(changed.json().path("fields").get(0).path("name").asString()).isEqualTo("n");
    String url = changed.text("avatar").substring(clients.server().url().length());
    assertThat(clients.get(url).status()).isEqualTo(200);
    assertThat(bob.delete("/api/v1/profile/avatar").text("avatar"))
        .endsWith("/pictures/avatar.png");
    assertThat(clients.get(url).status()).isEqualTo(404);
    assertThat(bob.delete("/api/v1/profile/header").status()).isEqualTo(200);
  }

  @Test
  void the_portrait_of_somebody_suspended_opens_for_nobody_else() {
    Clients.Person dora = clients.person("dora");
    String url =
        clients
            .upload(
                "PATCH",
                "/api/v1/accounts/update_credentials",
                dora.token,
                "avatar",
                picture,
                Map.of())
            .text("avatar")
            .substring(clients.server().url().length());
    assertThat(clients.get(url).whole().headers().firstValue("cache-control"))
        .hasValueSatisfying(c -> assertThat(c).contains("max-age=300"));
    clients
        .server()
        .accounts()
        .change(
            AccountId.parse(dora.id()).orElseThrow(),
            account ->
                account.with(new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false)));
    assertThat(clients.get(url).status()).isEqualTo(404);
    assertThat(bob.get(url).status()).isEqualTo(404);
  }

  @Test
  void a_portrait_with_a_name_that_is_refused_leaves_no_file() throws IOException {
    long before = portraits();
    Clients.Reply refused =
        clients.upload(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            alice.token,
            "avatar",
            picture,
            Map.of("display_name", "a".repeat(10_000)));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(portraits()).isEqualTo(before);
  }

  private static long portraits() throws IOException {
    // Not the store and the indexes, which tidy up while we look.
    try (var all = Files.walk(folder.resolve("data/media"))) {
      return all.filter(f -> f.getFileName().toString().startsWith("picture.")).count();
    }
  }

  @Test
  void an_edit_of_what_a_picture_shows_is_an_edit_and_a_refused_one_changes_nothing() {
    String file = uploaded("/api/v2/media").text("id");
    String one =
        "/api/v1/statuses/" + alice.posts(Map.of("status", "look", "media_ids", List.of(file)));
    var better = List.of(Map.of("id", file, "description", "a better dot"));
    assertThat(
            alice
                .put(
                    one,
                    Map.of(
                        "status",
                        "x".repeat(100_000),
                        "media_ids",
                        List.of(file),
                        "media_attributes",
                        better))
                .status())
        .isEqualTo(422);
    assertThat(
            alice.get(one).json().path("media_attachments").get(0).path("description").asString())
        .isEqualTo("a dot");
    var edit =
        Map.<String, Object>of(
            "status", "look", "media_ids", List.of(file), "media_attributes", better);
    JsonNode edited = alice.put(one, edit).json();
    assertThat(edited.path("media_attachments").get(0).path("description").asString())
        .isEqualTo("a better dot");
    assertThat(edited.path("edited_at").asString("")).isNotEmpty();
    assertThat(alice.put(one, edit).json().path("edited_at")).isEqualTo(edited.path("edited_at"));
    List<String> descriptions = new ArrayList<>();
    alice
        .get(one + "/history")
        .json()
        .forEach(
            state ->
                descriptions.add(
                    state.path("media_attachments").get(0).path("description").asString()));
    assertThat(descriptions).containsExactly("a dot", "a better dot");
  }

  @Test
  void what_was_deleted_to_be_written_anew_shows_its_files_to_its_author() {
    for (String visibility : List.of("public", "private")) {
      String file = uploaded("/api/v2/media").text("id");
      String id =
          alice.posts(
              Map.of("status", "look", "media_ids", List.of(file), "visibility", visibility));
      JsonNode medium =
          alice.delete("/api/v1/statuses/" + id).json().path("media_attachments").get(0);
      clients.server().settle();
      assertThat(clients.get(path(medium)).status()).as(visibility).isEqualTo(200);
      String bare = path(medium).substring(0, path(medium).indexOf('?'));
      assertThat(clients.get(bare).status()).isEqualTo(404);
    }
  }

  private static JsonNode posted(String visibility) {
    String id = uploaded("/api/v2/media").text("id");
    Clients.Reply status =
        alice.post(
            "/api/v1/statuses",
            Map.of("status", "look", "media_ids", List.of(id), "visibility", visibility));
    assertThat(status.status()).as(status.body()).isEqualTo(200);
    return status.json().path("media_attachments").get(0);
  }

  private static String path(JsonNode medium) {
    return medium.path("url").asString().substring(clients.server().url().length());
  }
}
