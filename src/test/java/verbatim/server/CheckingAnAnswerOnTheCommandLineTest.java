package verbatim.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.type;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./verbatim words verify`: answers to "are these your words?", and what somebody said beside a
/// quotation, kept as files, and checked when their server is gone.
class CheckingAnAnswerOnTheCommandLineTest {
  private static final String WORDS = "The ferry was late & it is always late";

  @TempDir static Path folder;
  private static final String QUOTED = "The ferry waits for nobody at all";
  private static final String SAID = "It waits for some, I said.";
  private static String open;
  private static String hidden;
  private static String beside;
  private static String keys;

  @BeforeAll
  static void answered() throws Exception {
    try (RunningServer server = RunningServer.in(folder);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Wire wire = new Wire(URI.create(server.url()).getPort())) {
      for (String name : new String[] {"asker", "asked"}) {
        assertThat(CommandLine.create(folder.resolve("data"), name).exit()).isZero();
      }
      String asker = CommandLine.token(wire, "asker", CommandLine.PASSWORD);
      String asked = CommandLine.token(wire, "asked", CommandLine.PASSWORD);
      String of = wire.get("/api/v1/accounts/lookup?acct=asked", "").json().get("id").asString();
      String[] told = new String[2];
      for (int i = 0; i < told.length; i++) {
        String all = "/api/v1/word_questions";
        Map<String, String> question =
            Map.of("account_id", of, "text", i == 0 ? WORDS : "Never said so");
        String id = wire.post(all, asker, question).json().get("id").asString();
        Map<String, String> answer =
            Map.of("answer", i == 0 ? "mine_but_cut" : "not_mine", "note", "So I say.");
        assertThat(wire.post(all + "/" + id + "/answer", asked, answer).status()).isEqualTo(200);
        told[i] = json(client, server, "/word_questions/" + id);
      }
      beside = file("beside.json", json(client, server, said(wire, asker, asked)));
      open = file("open.json", told[0]);
      hidden = file("hidden.json", told[1]);
      CommandLine.Said said = type("excerpt", "keys", server.url() + "/users/asked");
      keys = file("keys.json", said.out());
    }
  }

  private static String json(HttpClient client, RunningServer server, String path)
      throws Exception {
    HttpRequest json =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Accept", "application/json")
            .build();
    return client.send(json, HttpResponse.BodyHandlers.ofString()).body();
  }

  /// Where it stands that somebody says what he said, of a headline.
  private static String said(Wire wire, String writer, String speaker) throws Exception {
    Map<String, String> words =
        Map.of("title", "@asked wrote: “" + QUOTED + "”", "body", "@asked steers it.");
    String id = wire.post("/api/v1/articles", writer, words).json().get("id").asString();
    String path = "/api/v1/articles/" + id;
    wire.ask("PUT", path, writer, "{\"state\":\"published\"}");
    String seen = wire.get(path + "/quotecheck", speaker).json().get("sha256").asString();
    Map<String, String> answer = Map.of("sha256", seen, "text", SAID);
    Wire.Reply said = wire.post(path + "/quotecheck/1/said", speaker, answer);
    assertThat(said.status()).as(new String(said.body(), UTF_8)).isEqualTo(200);
    return "/articles/" + id + "/said/" + said.json().get("id").asString();
  }

  private static String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static CommandLine.Said verify(String... more) {
    String[] words = new String[more.length + 2];
    words[0] = "words";
    words[1] = "verify";
    System.arraycopy(more, 0, words, 2, more.length);
    return type(words);
  }

  @Test
  void what_its_account_signed_fits() {
    CommandLine.Said said = verify(open, "--keys", keys);
    assertThat(said.exit()).as(said.toString()).isZero();
    assertThat(said.out())
        .contains("/users/asked answered on", WORDS, "my words, but cut", "So I say.")
        .contains("confirmed by the author");
  }

  @Test
  void words_that_are_not_shown_are_compared_with_those_that_one_has() throws IOException {
    assertThat(verify(hidden, "--keys", keys).out())
        .contains("words that are not shown", "not my words");
    String same = file("same.txt", "Never said so\n");
    assertThat(verify(hidden, "--keys", keys, "--words", same).exit()).isZero();
    String other = file("other.txt", "Never said no");
    CommandLine.Said said = verify(hidden, "--keys", keys, "--words", other);
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out()).contains("another quotation than was signed");
  }

  @Test
  void whatever_is_changed_does_not_fit() throws IOException {
    String[][] changes = {
      {"is always late", "is never late"},
      {"mine_but_cut", "mine"},
      {"So I say.", "So I said."},
      {"/users/asked\"", "/users/asker\""},
      {"\"signature\":\"z", "\"signature\":\"z1"},
      {"word answer 1\\n", "word answer 1\\n1"}
    };
    for (String[] change : changes) {
      String was = Files.readString(Path.of(open));
      String changed = was.replace(change[0], change[1]);
      assertThat(changed).as(change[0]).isNotEqualTo(was);
      CommandLine.Said said = verify(file("changed.json", changed), "--keys", keys);
      assertThat(said.exit()).as(change[0] + said).isEqualTo(1);
    }
  }

  @Test
  void what_somebody_says_beside_a_quotation_is_checked_too() throws IOException {
    CommandLine.Said said = verify(beside, "--keys", keys);
    assertThat(said.exit()).as(said.toString()).isZero();
    assertThat(said.out())
        .contains("/users/asked said on", "beside: " + QUOTED, "I said: " + SAID)
        .contains("confirmed by the author");
    String was = Files.readString(Path.of(beside));
    String[][] changes = {
      {QUOTED, "The ferry waits for everybody"},
      {SAID, "It waits for all, I said."},
      {"\"sha256\":\"", "\"sha256\":\"0"},
      {"\"article_id\":\"", "\"article_id\":\"1"},
      {"\"at\":\"2", "\"at\":\"3"},
      {"rejoinder 2\\n", "rejoinder 2\\n1"}
    };
    for (String[] change : changes) {
      String changed = was.replace(change[0], change[1]);
      assertThat(changed).as(change[0]).isNotEqualTo(was);
      CommandLine.Said wrong = verify(file("wrong.json", changed), "--keys", keys);
      assertThat(wrong.exit()).as(change[0] + wrong).isEqualTo(1);
    }
    String old = was.replaceAll("\"signed\":\"[^\"]*\"", "\"signed\":\"\"");
    assertThat(verify(file("old.json", old), "--keys", keys).err()).contains("it is not signed");
  }

  @Test
  void without_its_key_it_cannot_be_told() throws IOException {
    assertThat(verify(open).exit()).isEqualTo(2);
    assertThat(verify(open).err()).contains("no key", "excerpt keys");
    assertThat(verify(file("none.json", "{\"answer\":null}")).err()).contains("not answered");
    assertThat(verify(folder.resolve("nowhere").toString()).exit()).isEqualTo(2);
    assertThat(verify(file("broken.json", "{")).exit()).isEqualTo(1);
    assertThat(type("words").exit()).isEqualTo(2);
  }
}
