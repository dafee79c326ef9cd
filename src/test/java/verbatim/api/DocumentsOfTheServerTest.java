package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.kernel.Limits;

/// What the server says of itself to whoever asks.
class DocumentsOfTheServerTest {
  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static String root;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    root = clients.server().url();
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  @Test
  void both_forms_of_the_instance_name_the_same_host_stream_and_limits() {
    JsonNode v2 = clients.get("/api/v2/instance").json();
    JsonNode v1 = clients.get("/api/v1/instance").json();
    String host = root.substring("http://".length());
    assertThat(v2.path("domain").asString()).isEqualTo(host);
    assertThat(v1.path("uri").asString()).isEqualTo(host);
    assertThat(v2.path("configuration").path("urls").path("streaming").asString())
        .isEqualTo("ws://" + host);
    assertThat(v1.path("urls").path("streaming_api").asString()).isEqualTo("ws://" + host);
    for (JsonNode instance : List.of(v1, v2)) {
      JsonNode statuses = instance.path("configuration").path("statuses");
      assertThat(statuses.path("max_characters").asInt())
          .isEqualTo(Limits.usual().text().statusCharactersMax());
      assertThat(statuses.path("characters_reserved_per_url").asInt()).isEqualTo(23);
    }
  }

  @Test
  void the_issuer_is_the_same_everywhere_and_announced() {
    JsonNode metadata = clients.get("/.well-known/oauth-authorization-server").json();
    assertThat(metadata.path("issuer").asString()).isEqualTo(root);
    assertThat(metadata.path("authorization_response_iss_parameter_supported").asBoolean())
        .isTrue();
    assertThat(metadata.path("code_challenge_methods_supported").toString())
        .isEqualTo("[\"S256\"]");
    assertThat(metadata.path("response_types_supported").toString()).isEqualTo("[\"code\"]");
    assertThat(alice.get("/oauth/userinfo").text("iss")).isEqualTo(root);
  }

  @Test
  void webfinger_finds_who_is_here_and_nobody_else() {
    String host = root.substring("http://".length());
    Clients.Reply found = clients.get("/.well-known/webfinger?resource=acct:alice@" + host);
    assertThat(found.text("subject")).isEqualTo("acct:alice@" + host);
    assertThat(clients.get("/.well-known/webfinger?resource=" + root + "/@alice").status())
        .isEqualTo(200);
    assertThat(clients.get("/.well-known/webfinger?resource=acct:nobody1@" + host).status())
        .isEqualTo(404);
    assertThat(clients.get("/.well-known/webfinger?resource=acct:alice@other.example").status())
        .isEqualTo(404);
    assertThat(clients.get("/.well-known/webfinger?resource=acct:alice").status()).isEqualTo(404);
    assertThat(clients.get("/.well-known/webfinger").status()).isEqualTo(400);
  }

  @Test
  void nodeinfo_and_host_meta_lead_on() {
    JsonNode links = clients.get("/.well-known/nodeinfo").json().path("links");
    for (JsonNode link : links) {
      String path = link.path("href").asString().substring(root.length());
      assertThat(clients.get(path).text("software", "name")).isEqualTo("verbatim");
      assertThat(clients.get(path).json().path("protocols").toString())
          .as("the format wants one, and so do those who read it")
          .isEqualTo("[\"activitypub\"]");
    }
    assertThat(clients.get("/.well-known/host-meta").body()).contains("lrdd").contains("{uri}");
    assertThat(clients.get("/.well-known/host-meta.json").body()).contains("lrdd");
    assertThat(clients.get("/.well-known/change-password").whole().headers().firstValue("location"))
        .hasValueSatisfying(l -> assertThat(l).startsWith(root));
  }

  @Test
  void what_is_not_there_yet_is_an_empty_list() {
    for (String path :
        List.of(
            "/api/v1/custom_emojis",
            "/api/v1/instance/peers",
            "/api/v1/instance/activity",
            "/api/v1/instance/domain_blocks")) {
      assertThat(clients.get(path).body()).as(path).isEqualTo("[]");
    }
    for (String path : List.of("/api/v1/announcements", "/api/v1/conversations")) {
      assertThat(alice.get(path).body()).as(path).isEqualTo("[]");
    }
    assertThat(clients.get("/api/v1/instance/translation_languages").body()).isEqualTo("{}");
    assertThat(clients.get("/api/v1/instance/terms_of_service").status()).isEqualTo(404);
  }

  @Test
  void texts_languages_and_rules_are_there() {
    assertThat(clients.get("/api/v1/instance/rules").json().isArray()).isTrue();
    assertThat(clients.get("/api/v1/instance/languages").body()).contains("\"de\"");
    assertThat(clients.get("/api/v1/instance/extended_description").json().has("content")).isTrue();
    assertThat(clients.get("/api/v1/instance/privacy_policy").json().has("content")).isTrue();
    assertThat(clients.get("/pictures/avatar.png").status()).isEqualTo(200);
    assertThat(clients.get("/pictures/header.png").status()).isEqualTo(200);
  }

  @Test
  void a_public_post_can_be_embedded_without_a_script_and_a_private_one_cannot() {
    String open = alice.posts("embed <me> & \"me\"");
    Clients.Reply embed = clients.get("/api/oembed?url=" + root + "/@alice/" + open);
    assertThat(embed.text("html"))
        .startsWith("<blockquote")
        .contains("&lt;me&gt;")
        .doesNotContain("<script")
        .doesNotContain("<iframe");
    String hidden = alice.posts(java.util.Map.of("status", "for few", "visibility", "private"));
    assertThat(clients.get("/api/oembed?url=" + root + "/@alice/" + hidden).body())
        .isEqualTo(clients.get("/api/oembed?url=" + root + "/@alice/117000000000000001").body());
  }
}
