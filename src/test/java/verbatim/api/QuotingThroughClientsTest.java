package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.Waiting;
import verbatim.kernel.Limits;

/// Texts that are checked, words that are registered, and questions whose they are.
class QuotingThroughClientsTest {
  private static final String CHECK = "/api/v1/quotecheck";
  private static final String STATEMENTS = "/api/v1/statements";
  private static final String QUESTIONS = "/api/v1/word_questions";
  private static final Limits.Statements LIMITS = Limits.usual().statements();

  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;
  static Clients.Person carla;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
    carla = clients.person("carla");
    clients.send(
        "PATCH", "/api/v1/accounts/update_credentials", alice.token, Map.of("indexable", true));
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  private static String id(Clients.Person person) {
    return person.get("/api/v1/accounts/verify_credentials").text("id");
  }

  /// The index follows a moment later.
  static JsonNode until(Supplier<JsonNode> asked, Predicate<JsonNode> is) {
    return Waiting.until("it follows", asked, is);
  }

  private static JsonNode checked(Object text) {
    Clients.Reply reply = bob.post(CHECK, Map.of("text", text));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static Predicate<JsonNode> says(String verdict) {
    return check -> check.path("spans").path(0).path("verdict").asString().equals(verdict);
  }

  @Test
  void a_text_is_checked_against_what_was_posted() {
    String posted =
        alice
            .post(
                "/api/v1/statuses",
                Map.of("status", "The ferry cant wait for the last baker of the night."))
            .text("id");
    String text = "She wrote: “The ferry can't wait for the last baker of the night.” It was late.";
    JsonNode check = until(() -> checked(text), says("altered"));
    JsonNode span = check.path("spans").path(0);
    assertThat(span.path("severity").asString()).isEqualTo("slight");
    assertThat(span.path("source").path("id").asString()).isEqualTo(posted);
    assertThat(span.path("source").path("confidence").asString()).isEqualTo("signed_post");
    assertThat(span.path("source").path("url").asString()).endsWith("/@alice/" + posted);
    assertThat(span.path("diff").toString()).contains("cant", "can't");
    assertThat(text.substring(span.path("utf16_start").asInt(), span.path("utf16_end").asInt()))
        .isEqualTo(span.path("text").asString());
    assertThat(check.path("counts").path("altered").asInt()).isEqualTo(1);
    assertThat(check.path("sha256").asString()).hasSize(64);

    alice.delete("/api/v1/statuses/" + posted);
    JsonNode after = until(() -> checked(text), says("not_found"));
    JsonNode never = checked(text.replace("baker", "miller"));
    assertThat(after.path("spans").path(0).path("source").isNull()).isTrue();
    assertThat(after.path("spans").path(0).path("flags"))
        .isEqualTo(never.path("spans").path(0).path("flags"));
  }

  @Test
  void a_text_is_checked_against_what_it_shows() {
    Clients.Reply reply =
        bob.post(
            CHECK,
            Map.of(
                "markdown",
                "“My dream is not the dream of the mill,” he wrote.",
                "embeds",
                List.of(
                    Map.of("text", "my dream is not the dream of the mill", "author", "@miller"))));
    JsonNode source = reply.json().path("spans").path(0).path("source");
    assertThat(source.path("kind").asString()).isEqualTo("embed");
    assertThat(source.path("confidence").asString()).isEqualTo("copy_in_article");
  }

  @Test
  void whoever_writes_an_article_gets_its_report_and_others_once_it_is_published() {
    Clients.Reply begun =
        bob.post(
            "/api/v1/articles",
            Map.of(
                "title",
                "Eels",
                "format",
                "text",
                "body",
                "“Nobody heard these few quiet words,” somebody said."));
    assertThat(begun.status()).as(begun.body()).isEqualTo(200);
    String report = "/api/v1/articles/" + begun.text("id") + "/quotecheck";
    JsonNode check = bob.get(report).json();
    assertThat(check.path("spans")).hasSize(1);
    assertThat(check.path("counts").path("not_found").asInt()).isEqualTo(1);
    assertThat(check.path("too_long").asBoolean()).isFalse();
    String use = report + "/1/use";
    Map<String, String> seen = Map.of("sha256", check.path("sha256").asString());
    assertThat(bob.post(use, Map.of("sha256", "0")).status()).as("another text").isEqualTo(422);
    assertThat(bob.post(use, seen).status()).as("it has no source").isEqualTo(404);
    assertThat(carla.post(use, seen).status()).as("not hers").isEqualTo(404);
    assertThat(carla.get(report).status()).isEqualTo(404);
    assertThat(bob.get(report + "?published=true").status()).isEqualTo(404);
    bob.put("/api/v1/articles/" + begun.text("id"), Map.of("state", "published"));
    assertThat(carla.get(report).json().path("spans")).hasSize(1);
  }

  @Test
  void whoever_is_quoted_says_beside_it_what_he_said_and_takes_it_back() {
    Clients.Reply begun =
        bob.post(
            "/api/v1/articles",
            Map.of(
                "title",
                "Carps",
                "format",
                "text",
                "body",
                "@carla wrote: “Carps never sing these very quiet songs” and left."));
    String article = "/api/v1/articles/" + begun.text("id");
    bob.put(article, Map.of("state", "published"));
    JsonNode check = carla.get(article + "/quotecheck").json();
    assertThat(check.path("spans").path(0).path("said").isNull()).isTrue();
    Map<String, String> said =
        Map.of("sha256", check.path("sha256").asString(), "text", "They hum, I said.");
    String say = article + "/quotecheck/1/said";
    assertThat(bob.post(say, said).status()).as("not his words").isEqualTo(403);
    assertThat(carla.post(article + "/quotecheck/2/said", said).status()).isEqualTo(404);
    assertThat(carla.post(say, Map.of("text", "They hum.")).status()).isEqualTo(422);
    Clients.Reply stands = carla.post(say, said);
    assertThat(stands.status()).as(stands.body()).isEqualTo(200);
    assertThat(stands.text("proof", "signature")).isNotEmpty();
    JsonNode read = bob.get(article + "/quotecheck?published=true").json();
    assertThat(read.path("spans").path(0).path("said").path("text").asString())
        .isEqualTo("They hum, I said.");
    String one = article + "/said/" + stands.text("id");
    String itself = one.replace("/api/v1", "");
    JsonNode checkable = clients.send("GET", itself, "", null, "Accept", "application/json").json();
    assertThat(checkable.path("quotation").asString())
        .isEqualTo("Carps never sing these very quiet songs");
    assertThat(checkable.path("signed").asString())
        .isEqualTo(stands.text("signed"))
        .contains(checkable.path("sha256").asString(), checkable.path("article_id").asString());
    assertThat(checkable.path("account").path("uri").asString()).endsWith("/users/carla");
    assertThat(bob.delete(one).status()).isEqualTo(404);
    assertThat(carla.delete(one).status()).isEqualTo(200);
    assertThat(
            carla.get(article + "/quotecheck").json().path("spans").path(0).path("said").isNull())
        .isTrue();
  }

  @Test
  void what_is_no_text_or_too_many_texts_is_refused() {
    assertThat(bob.post(CHECK, Map.of()).status()).isEqualTo(422);
    assertThat(bob.post(CHECK, Map.of("text", "a", "html", "b")).status()).isEqualTo(422);
    List<Map<String, String>> embeds =
        java.util.Collections.nCopies(
            LIMITS.embedsMax(), Map.of("text", "some words", "author", "@x"));
    assertThat(bob.post(CHECK, Map.of("text", "a", "embeds", embeds)).status()).isEqualTo(200);
    List<Map<String, String>> more = new java.util.ArrayList<>(embeds);
    more.add(Map.of("text", "some words", "author", "@x"));
    assertThat(bob.post(CHECK, Map.of("text", "a", "embeds", more)).status()).isEqualTo(422);
    String long1 = "a ".repeat(LIMITS.textCharactersMax());
    Map<String, Object> one =
        Map.of("text", "a", "embeds", List.of(Map.of("text", long1 + "a", "author", "@x")));
    assertThat(bob.post(CHECK, one).status()).isEqualTo(422);
    assertThat(clients.send("POST", CHECK, "", Map.of("text", "a")).status()).isEqualTo(401);
  }

  @Test
  void words_are_registered_read_compared_with_and_taken_out() {
    Clients.Reply reply =
        bob.post(
            STATEMENTS,
            Map.of(
                "speaker",
                id(carla),
                "text",
                "Nobody counts the eels before the tide is out.",
                "said_at",
                "2026-10-30T12:00:00Z",
                "channel",
                "spoken",
                "source",
                "in the town hall"));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.text("vouched_by", "username")).isEqualTo("bob");
    assertThat(reply.text("speaker", "account_id")).isEqualTo(id(carla));
    assertThat(reply.text("channel")).isEqualTo("spoken");
    String text = "“Nobody counts the eels before the tide is out,” she said.";
    JsonNode check =
        until(
            () -> checked(text),
            c -> c.path("spans").path(0).path("flags").toString().contains("unconfirmed"));
    assertThat(check.path("spans").path(0).path("verdict").asString()).isEqualTo("not_found");
    assertThat(check.path("spans").path(0).path("source").path("where").asString())
        .isEqualTo("@bob");
    assertThat(carla.get(STATEMENTS).json()).hasSize(1);
    assertThat(alice.get(STATEMENTS).json()).isEmpty();
    String one = STATEMENTS + "/" + reply.text("id");
    assertThat(alice.delete(one).status()).isEqualTo(404);
    assertThat(carla.delete(one).status()).isEqualTo(200);
    until(() -> checked(text), says("not_found"));
    clients.server().settle();
    assertThat(carla.get("/api/v1/notifications?types[]=statement").json()).hasSize(1);
    assertThat(carla.get("/api/v1/notifications").json().toString()).doesNotContain("statement");
  }

  @Test
  void what_is_registered_has_bounds() {
    assertBounded("text", LIMITS.textCharactersMax());
    assertBounded("speaker", LIMITS.nameCharactersMax());
    assertBounded("source", LIMITS.whereCharactersMax());
    assertThat(bob.post(STATEMENTS, Map.of("speaker", "", "text", "a word")).status())
        .isEqualTo(422);
    assertThat(bob.post(STATEMENTS, Map.of("speaker", "X", "text", "…")).status()).isEqualTo(422);
    Clients.Person diligent = clients.person("diligent");
    for (int i = 0; i < LIMITS.perDayMax(); i++) {
      assertThat(registered(diligent, Map.of()).status()).isEqualTo(200);
    }
    assertThat(registered(diligent, Map.of()).status()).isEqualTo(429);
  }

  private static void assertBounded(String field, int max) {
    assertThat(registered(bob, Map.of(field, "x".repeat(max))).status()).as(field).isEqualTo(200);
    assertThat(registered(bob, Map.of(field, "x".repeat(max + 1))).status())
        .as(field)
        .isEqualTo(422);
  }

  private static Clients.Reply registered(Clients.Person by, Map<String, Object> changed) {
    Map<String, Object> body = new java.util.HashMap<>(Map.of("speaker", "X", "text", "a word"));
    body.putAll(changed);
    return by.post(STATEMENTS, body);
  }

  @Test
  void somebody_is_asked_and_answers() {
    Clients.Reply asked =
        bob.post(
            QUESTIONS,
            Map.of("account_id", id(alice), "text", "I counted them", "where", "The Tide"));
    assertThat(asked.status()).as(asked.body()).isEqualTo(200);
    String one = QUESTIONS + "/" + asked.text("id");
    assertThat(asked.json().path("answer").isNull()).isTrue();
    assertThat(carla.get(one).status()).isEqualTo(404);
    assertThat(alice.get(QUESTIONS).json().path(0).path("text").asString())
        .isEqualTo("I counted them");
    assertThat(alice.post(one + "/answer", Map.of("answer", "perhaps")).status()).isEqualTo(422);
    assertThat(bob.post(one + "/answer", Map.of("answer", "mine")).status()).isEqualTo(404);
    String note = "x".repeat(LIMITS.noteCharactersMax());
    assertThat(
            alice.post(one + "/answer", Map.of("answer", "not_mine", "note", note + "x")).status())
        .isEqualTo(422);
    Clients.Reply answered =
        alice.post(one + "/answer", Map.of("answer", "not_mine", "note", note));
    assertThat(answered.text("answer", "answer")).isEqualTo("not_mine");
    assertThat(bob.get(one).text("answer", "note")).isEqualTo(note);
    // Everybody can check it, and the words are not spread by it.
    String page = "/word_questions/" + asked.text("id");
    JsonNode read = clients.send("GET", page, "", null, "Accept", "application/json").json();
    assertThat(read.path("text").asString()).isEmpty();
    assertThat(read.path("signed").asString())
        .startsWith("verbatim word answer 1\n" + asked.text("id") + "\n")
        .contains("\nnot_mine\n" + verbatim.kernel.Sha256.hex("I counted them") + "\n");
    assertThat(read.path("answer").path("signature").path("signature").asString()).startsWith("z");
    JsonNode told =
        until(
            () -> bob.get("/api/v1/notifications?types[]=word_answer").json(),
            rows -> rows.size() == 1);
    assertThat(told.path(0).path("subject_id").asString()).isEqualTo(asked.text("id"));
    JsonNode grouped = bob.get("/api/v2/notifications?types[]=word_answer").json();
    assertThat(grouped.path("notification_groups").path(0).path("subject_id").asString())
        .isEqualTo(asked.text("id"));
  }

  @Test
  void questions_have_bounds_and_are_put_away_in_silence() {
    String longest = "x ".repeat(LIMITS.questionCharactersMax() / 2 - 1) + "xx";
    Map<String, Object> most = Map.of("account_id", id(alice), "text", longest);
    Clients.Reply asked = carla.post(QUESTIONS, most);
    assertThat(asked.status()).as(asked.body()).isEqualTo(200);
    Map<String, Object> more = Map.of("account_id", id(alice), "text", longest + "x");
    assertThat(carla.post(QUESTIONS, more).status()).isEqualTo(422);
    assertThat(carla.post(QUESTIONS, Map.of("account_id", "1", "text", "x")).status())
        .isEqualTo(404);
    String one = QUESTIONS + "/" + asked.text("id");
    assertThat(carla.post(one + "/dismiss", Map.of()).status()).isEqualTo(404);
    assertThat(alice.post(one + "/dismiss", Map.of()).status()).isEqualTo(200);
    assertThat(carla.get(one).json().path("answer").isNull()).isTrue();
    assertThat(alice.get(QUESTIONS).json().toString()).doesNotContain(asked.text("id"));
  }
}
