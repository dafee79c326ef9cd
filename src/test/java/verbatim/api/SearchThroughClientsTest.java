package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SearchThroughClientsTest {
  @TempDir Path folder;
  private Clients clients;
  private Clients.Person alice;
  private Clients.Person bob;

  @BeforeEach
  void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
    alice.patch("/api/v1/accounts/update_credentials", Map.of("indexable", true));
  }

  @AfterEach
  void close() {
    clients.close();
  }

  private List<String> found(Clients.Person seeker, String query) {
    clients.server().settleSearch();
    return StreamSupport.stream(
            seeker.get("/api/v2/search?" + query).json().path("statuses").spliterator(), false)
        .map(status -> status.path("id").asString())
        .toList();
  }

  @Test
  void statuses_are_found_by_their_words_newest_first_and_paged() {
    String one = alice.posts("a heron");
    String two = alice.posts("two herons and a heron");
    assertThat(found(bob, "q=heron&type=statuses")).containsExactly(two, one);
    assertThat(found(bob, "q=heron&type=statuses&limit=1")).containsExactly(two);
    assertThat(found(bob, "q=heron&type=statuses&limit=1&offset=1")).containsExactly(one);
    assertThat(found(bob, "q=heron&max_id=" + two)).containsExactly(one);
    assertThat(found(bob, "q=heron&min_id=" + one)).containsExactly(two);
    assertThat(found(bob, "q=heron&account_id=" + bob.id())).isEmpty();
    assertThat(found(bob, "q=heron&type=accounts")).isEmpty();
  }

  @Test
  void our_own_address_of_a_status_finds_it() {
    String id = alice.posts("a heron");
    assertThat(found(bob, "q=" + clients.server().url() + "/@alice/" + id)).containsExactly(id);
  }

  @Test
  void signed_out_names_are_found_and_words_are_not() {
    alice.posts("a heron #wading");
    clients.server().settleSearch();
    Clients.Reply reply = clients.get("/api/v2/search?q=alice");
    assertThat(reply.json().path("accounts").size()).isEqualTo(1);
    assertThat(clients.get("/api/v2/search?q=heron").json().path("statuses").size()).isZero();
    assertThat(clients.get("/api/v2/search?q=wading").json().path("hashtags").size()).isEqualTo(1);
    assertThat(clients.get("/api/v2/search?q=alice&offset=1").status()).isEqualTo(401);
    assertThat(clients.get("/api/v2/search?q=alice&resolve=true").status()).isEqualTo(401);
  }

  @Test
  void what_cannot_be_asked_is_refused_with_a_sentence() {
    assertThat(bob.get("/api/v2/search?q=" + "a".repeat(257)).status()).isEqualTo(422);
    assertThat(bob.get("/api/v2/search?q=" + "a%20".repeat(33)).status()).isEqualTo(422);
    assertThat(bob.get("/api/v2/search?q=before:soon").body()).contains("before: takes a date");
    assertThat(bob.get("/api/v2/search").status()).isBetween(400, 422);
  }

  @Test
  void the_index_is_made_anew_by_a_command_while_people_search() {
    String id = alice.posts("a heron");
    clients.server().settleSearch();
    clients.server().command("", "search", "rebuild");
    assertThat(found(bob, "q=heron")).containsExactly(id);
    clients.server().command("", "search", "progress");
  }

  @Test
  void articles_and_what_they_quote_are_found_beside_statuses() {
    String body = "The harbour was quiet. “We cannot keep the ferry,” said Marta Chen.";
    Clients.Reply made =
        alice.post("/api/v1/articles", Map.of("title", "Sum", "body", body, "state", "published"));
    clients.server().settleSearch();
    var all = bob.get("/api/v2/search?q=ferry").json();
    assertThat(all.path("articles").get(0).path("id").asString()).isEqualTo(made.text("id"));
    var quotation = all.path("quotations").get(0);
    assertThat(quotation.path("text").asString()).isEqualTo("We cannot keep the ferry,");
    assertThat(quotation.path("speaker").asString()).isEqualTo("Marta Chen");
    assertThat(quotation.path("article").path("title").asString()).isEqualTo("Sum");
    var alone = bob.get("/api/v2/search?q=harbour&type=articles").json();
    assertThat(alone.path("articles").size()).isEqualTo(1);
    assertThat(alone.path("quotations").size() + alone.path("statuses").size()).isZero();
    assertThat(bob.get("/api/v2/search?q=harbour&type=quotations").json().path("quotations").size())
        .isZero();
    // Who is not signed in finds no posts here, but what stands on public pages.
    assertThat(clients.get("/api/v2/search?q=ferry").json().path("articles").size()).isEqualTo(1);
    alice.put("/api/v1/articles/" + made.text("id"), Map.of("state", "draft"));
    var after = bob.get("/api/v2/search?q=ferry").json();
    assertThat(after.path("articles").size() + after.path("quotations").size()).isZero();
  }
}
