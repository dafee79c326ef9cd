package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// An account that stands for several people, kept by programs.
class NewsroomsThroughClientsTest {
  private static final String ALL = "/api/v1/newsrooms";
  @TempDir static Path folder;
  static Clients clients;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  private static JsonNode ok(Clients.Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void it_asks_people_in_who_answer_for_themselves_and_its_editors_keep_it() {
    Clients.Person post = clients.person("thepost");
    Clients.Person editor = clients.person("editor");
    Clients.Person author = clients.person("author");
    Clients.Person stranger = clients.person("stranger");
    String one = ALL + "/" + post.id();
    assertThat(post.get(one).status()).isEqualTo(404);
    assertThat(ok(post.get(ALL))).isEmpty();
    assertThat(ok(post.post(ALL, Map.of())).path("role").asString()).isEqualTo("newsroom");
    ok(post.post(one + "/members", Map.of("account_id", editor.id(), "role", "editor")));
    JsonNode asked = ok(editor.get(ALL)).get(0);
    assertThat(asked.path("account").path("acct").asString()).isEqualTo("thepost");
    assertThat(asked.path("role").asString()).isEqualTo("editor");
    assertThat(asked.path("agreed").asBoolean()).isFalse();
    assertThat(asked.path("members")).isEmpty();
    assertThat(
            editor
                .post(one + "/members", Map.of("account_id", author.id(), "role", "author"))
                .status())
        .isEqualTo(403);
    assertThat(ok(editor.post(one + "/join", Map.of())).path("agreed").asBoolean()).isTrue();
    JsonNode both =
        ok(editor.post(one + "/members", Map.of("account_id", author.id(), "role", "author")));
    assertThat(both.path("members")).hasSize(2);
    ok(author.post(one + "/join", Map.of()));
    assertThat(
            author.post("/api/v1/articles", Map.of("title", "t", "account_id", post.id())).status())
        .isEqualTo(200);
    ok(post.post(one + "/members", Map.of("account_id", author.id(), "role", "editor")));
    assertThat(ok(author.get(one)).path("role").asString()).isEqualTo("editor");
    assertThat(author.delete(one + "/members/" + author.id()).status()).isEqualTo(200);
    assertThat(author.get(one).status()).isEqualTo(404);
    assertThat(ok(author.get(ALL))).isEmpty();
    for (String path : new String[] {one, one + "/join", one + "/members"}) {
      int status =
          path.equals(one)
              ? stranger.get(path).status()
              : stranger.post(path, Map.of("account_id", stranger.id())).status();
      assertThat(status).as(path).isEqualTo(404);
    }
    assertThat(stranger.delete(one + "/members/" + editor.id()).status()).isEqualTo(404);
    assertThat(editor.delete(one).status()).isEqualTo(403);
    assertThat(post.delete(one).status()).isEqualTo(200);
    assertThat(ok(editor.get(ALL))).isEmpty();
    assertThat(clients.get(ALL).status()).isEqualTo(401);
  }

  @Test
  void what_makes_no_sense_is_refused_with_a_sentence() {
    Clients.Person room = clients.person("aroom");
    Clients.Person other = clients.person("otherroom");
    String members = ALL + "/" + room.id() + "/members";
    ok(room.post(ALL, Map.of()));
    ok(room.post(ALL, Map.of()));
    ok(other.post(ALL, Map.of()));
    for (Object what :
        new Object[] {
          Map.of(),
          Map.of("account_id", other.id(), "role", "author"),
          Map.of("account_id", room.id(), "role", "author"),
          Map.of("account_id", clients.person("somebody").id(), "role", "owner")
        }) {
      assertThat(room.post(members, what).status()).as(what.toString()).isBetween(400, 422);
    }
    assertThat(room.post(members, Map.of("account_id", "123", "role", "author")).status())
        .isEqualTo(404);
  }
}
