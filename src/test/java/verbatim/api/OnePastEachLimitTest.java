package verbatim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.accounts.Posting;
import verbatim.accounts.Standing;
import verbatim.kernel.Limits;

/// For every figure of `Limits` a test goes to it and one past it. `limits.tsv` says which: a new
/// figure wants a line there. Those marked "http" are tried here, as a client would.
class OnePastEachLimitTest {
  private static final Path TABLE = Path.of("src/test/resources/limits.tsv");
  private static final Limits LIMITS = Limits.usual();
  private static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";
  private static int names;

  @TempDir static Path folder;
  static Clients clients;
  static Clients.Person alice;
  static Clients.Person bob;

  @BeforeAll
  static void open() throws IOException {
    clients = Clients.of(folder);
    alice = clients.person("alice");
    bob = clients.person("bob");
  }

  @AfterAll
  static void close() {
    clients.close();
  }

  // ---- the table

  private static Map<String, String> table() throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (!line.startsWith("#") && !line.isBlank()) {
        String[] parts = line.split("\t", 2);
        rows.put(parts[0], parts[1]);
      }
    }
    return rows;
  }

  private static List<String> figures() {
    List<String> figures = new ArrayList<>();
    for (RecordComponent part : Limits.class.getRecordComponents()) {
      for (RecordComponent figure : part.getType().getRecordComponents()) {
        figures.add(part.getName() + "." + figure.getName());
      }
    }
    return figures;
  }

  @Test
  void every_figure_has_its_test() throws IOException {
    Map<String, String> rows = table();
    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(figures());
    Map<String, String> sources = sources();
    rows.forEach(
        (figure, test) -> {
          if (test.contains("#")) {
            String[] parts = test.split("#");
            assertThat(sources.getOrDefault(parts[0], ""))
                .as(figure)
                .contains("void " + parts[1] + "(");
          } else {
            assertThat(test).as(figure).matches("http|- .+");
          }
        });
    assertThat(
            rows.entrySet().stream()
                .filter(r -> r.getValue().equals("http"))
                .map(Map.Entry::getKey))
        .as("tried here")
        .containsExactlyInAnyOrderElementsOf(probes().keySet());
  }

  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Map<String, String> sources = new HashMap<>();
      for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
      return sources;
    }
  }

  // ---- the probes

  private interface Probe {
    void run() throws IOException;
  }

  @Test
  void at_each_figure_it_is_done_and_one_past_it_is_not() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (var probe : probes().entrySet()) {
      try {
        probe.getValue().run();
      } catch (AssertionError e) {
        wrong.add(probe.getKey() + ": " + e.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Map<String, Probe> probes() {
    Map<String, Probe> all = new TreeMap<>();
    text(all);
    rows(all);
    people(all);
    Limits.Http http = LIMITS.http();
    all.put(
        "http.jsonDepthMax",
        () ->
            sent(
                n -> "{\"x\":" + "[".repeat(n - 1) + "]".repeat(n - 1) + ",\"status\":\"x\"}",
                http.jsonDepthMax()));
    all.put(
        "http.jsonNamesMax",
        () ->
            sent(
                n ->
                    IntStream.range(1, n)
                        .mapToObj(i -> "\"n" + i + "\":1")
                        .collect(Collectors.joining(",", "{", ",\"status\":\"x\"}")),
                http.jsonNamesMax()));
    all.put(
        "http.numberCharactersMax",
        () ->
            sent(
                n -> "{\"x\":" + "9".repeat(n) + ",\"status\":\"x\"}", http.numberCharactersMax()));
    Limits.Media media = LIMITS.media();
    all.put(
        "media.attachmentsMax",
        () ->
            bound(
                media.attachmentsMax(),
                n ->
                    status(
                        Map.of(
                            "media_ids",
                            IntStream.range(0, n).mapToObj(_ -> uploaded().text("id")).toList()))));
    all.put(
        "media.descriptionCharactersMax",
        () ->
            bound(
                media.descriptionCharactersMax(),
                n -> uploaded(Map.of("description", letters(n)))));
    all.put(
        "media.creditCharactersMax",
        () -> bound(media.creditCharactersMax(), n -> uploaded(Map.of("credit", letters(n)))));
    Limits.Later later = LIMITS.later();
    all.put(
        "later.reportCommentCharactersMax",
        () -> bound(later.reportCommentCharactersMax(), n -> report("comment", letters(n))));
    all.put(
        "later.reportStatusesMax",
        () ->
            bound(
                later.reportStatusesMax(),
                n ->
                    report(
                        "status_ids",
                        IntStream.range(0, n)
                            .mapToObj(i -> "11700000000000" + (1000 + i))
                            .toList())));
    all.put(
        "later.reportRulesMax",
        () ->
            bound(
                later.reportRulesMax(),
                n ->
                    report(
                        "rule_ids", IntStream.range(0, n).mapToObj(Integer::toString).toList())));
    all.put(
        "later.scheduledAheadMin",
        () -> {
          refused(scheduled(later.scheduledAheadMin().minusSeconds(30)));
          done(scheduled(later.scheduledAheadMin().plusSeconds(90)));
        });
    all.put(
        "later.scheduledAheadMax",
        () -> {
          refused(scheduled(later.scheduledAheadMax().plusDays(1)));
          done(scheduled(later.scheduledAheadMax().minusDays(1)));
        });
    return all;
  }

  private static void text(Map<String, Probe> all) {
    Limits.Text text = LIMITS.text();
    all.put(
        "text.statusCharactersMax",
        () -> bound(text.statusCharactersMax(), n -> status(Map.of("status", letters(n)))));
    all.put(
        "text.linkCharacters",
        () -> {
          String link = " https://example.org/" + letters(100);
          int room = text.statusCharactersMax() - text.linkCharacters() - 1;
          bound(room, n -> status(Map.of("status", letters(n) + link)));
        });
    all.put(
        "text.statusBytesMax",
        () ->
            bound(
                text.statusBytesMax(),
                n ->
                    status(
                        Map.of(
                            "status",
                            letters(n % 2 == 0 ? 2 : 1) + "\u0301".repeat((n - 1) / 2)))));
    all.put(
        "text.tagCharactersMax",
        () ->
            bound(
                text.tagCharactersMax(),
                n -> alice.post("/api/v1/featured_tags", Map.of("name", letters(n)))));
    all.put(
        "text.pollOptionsMax",
        () -> bound(text.pollOptionsMax(), n -> poll(options(n), Duration.ofHours(1))));
    all.put(
        "text.pollOptionsMin",
        () -> {
          done(poll(options(text.pollOptionsMin()), Duration.ofHours(1)));
          refused(poll(options(text.pollOptionsMin() - 1), Duration.ofHours(1)));
        });
    all.put(
        "text.pollOptionCharactersMax",
        () ->
            bound(
                text.pollOptionCharactersMax(),
                n -> poll(List.of(letters(n), "b"), Duration.ofHours(1))));
    all.put(
        "text.pollMin",
        () -> {
          done(poll(options(2), text.pollMin()));
          refused(poll(options(2), text.pollMin().minusSeconds(1)));
        });
    all.put(
        "text.pollMax",
        () -> {
          done(poll(options(2), text.pollMax()));
          refused(poll(options(2), text.pollMax().plusSeconds(1)));
        });
    all.put("text.seriesMax", () -> bound(text.seriesMax(), OnePastEachLimitTest::series));
    all.put(
        "text.seriesMin",
        () -> {
          done(series(text.seriesMin()));
          refused(series(text.seriesMin() - 1));
        });
    all.put(
        "text.pinsMax",
        () -> {
          Clients.Person carol = newcomer();
          for (int i = 0; i < text.pinsMax(); i++) {
            done(carol.post("/api/v1/statuses/" + carol.posts("pin " + i) + "/pin", Map.of()));
          }
          refused(carol.post("/api/v1/statuses/" + carol.posts("more") + "/pin", Map.of()));
        });
    all.put(
        "text.languageCharactersMax",
        () ->
            bound(
                text.languageCharactersMax(),
                n -> status(Map.of("status", "x", "language", "en-abcdefgh-" + letters(n - 12)))));
  }

  private static void rows(Map<String, Probe> all) {
    Limits.Rows rows = LIMITS.rows();
    all.put(
        "rows.listTitleCharactersMax",
        () ->
            bound(
                rows.listTitleCharactersMax(),
                n -> alice.post("/api/v1/lists", Map.of("title", letters(n)))));
    all.put(
        "rows.filterTitleCharactersMax",
        () ->
            bound(
                rows.filterTitleCharactersMax(),
                n ->
                    alice.post(
                        "/api/v2/filters",
                        Map.of("title", letters(n), "context", List.of("home")))));
    all.put(
        "rows.filterKeywordCharactersMax",
        () ->
            bound(
                rows.filterKeywordCharactersMax(),
                n ->
                    alice.post(
                        "/api/v2/filters",
                        Map.of(
                            "title", "t",
                            "context", List.of("home"),
                            "keywords_attributes", List.of(Map.of("keyword", letters(n)))))));
    all.put(
        "rows.idsInOneRequestMax",
        () -> {
          for (String path : List.of("/api/v1/statuses", "/api/v1/accounts")) {
            bound(
                rows.idsInOneRequestMax(),
                n ->
                    alice.get(
                        path
                            + "?"
                            + IntStream.range(0, n)
                                .mapToObj(i -> "id[]=11700000000000" + (1000 + i))
                                .collect(Collectors.joining("&"))));
          }
        });
    all.put(
        "rows.pageMax",
        () -> {
          Clients.Person carol = newcomer();
          for (int i = 0; i <= rows.pageMax(); i++) {
            carol.posts("row " + i);
          }
          clients.server().settle();
          String path = "/api/v1/accounts/" + carol.id() + "/statuses";
          assertThat(carol.get(path).json().size()).isEqualTo(rows.pageDefault());
          assertThat(carol.get(path + "?limit=" + rows.pageMax()).json().size())
              .isEqualTo(rows.pageMax());
          assertThat(carol.get(path + "?limit=" + (rows.pageMax() + 1)).json().size())
              .isEqualTo(rows.pageMax());
        });
    all.put("rows.pageDefault", all.get("rows.pageMax"));
    all.put(
        "rows.accountsPageMax",
        () -> {
          Clients.Person carol = newcomer();
          for (int i = 0; i <= rows.accountsPageMax(); i++) {
            var account =
                clients
                    .server()
                    .accounts()
                    .create("extra" + i + carol.name, Standing.active(), Posting.usual());
            done(carol.post("/api/v1/accounts/" + account.id() + "/block", Map.of()));
          }
          String path = "/api/v1/blocks";
          assertThat(carol.get(path).json().size()).isEqualTo(rows.accountsPageDefault());
          assertThat(carol.get(path + "?limit=" + rows.accountsPageMax()).json().size())
              .isEqualTo(rows.accountsPageMax());
          assertThat(carol.get(path + "?limit=" + (rows.accountsPageMax() + 1)).json().size())
              .isEqualTo(rows.accountsPageMax());
        });
    all.put("rows.accountsPageDefault", all.get("rows.accountsPageMax"));
    all.put(
        "rows.threadAncestorsSignedOutMax",
        () -> {
          int deep = rows.threadAncestorsSignedOutMax() + 2;
          String first = alice.posts("the first of a chain");
          String last = first;
          for (int i = 1; i < deep; i++) {
            last = alice.posts(Map.of("status", "link " + i, "in_reply_to_id", last));
          }
          clients.server().settle();
          String path = "/api/v1/statuses/" + last + "/context";
          assertThat(clients.get(path).json().path("ancestors").size())
              .isEqualTo(rows.threadAncestorsSignedOutMax());
          assertThat(alice.get(path).json().path("ancestors").size()).isEqualTo(deep - 1);
          String below = "/api/v1/statuses/" + first + "/context";
          assertThat(clients.get(below).json().path("descendants").size())
              .isEqualTo(rows.threadDepthSignedOutMax());
          assertThat(alice.get(below).json().path("descendants").size()).isEqualTo(deep - 1);
        });
    all.put("rows.threadDepthSignedOutMax", all.get("rows.threadAncestorsSignedOutMax"));
    all.put(
        "rows.threadDescendantsSignedOutMax",
        () -> {
          String root = alice.posts("a root with many answers");
          for (int i = 0; i <= rows.threadDescendantsSignedOutMax(); i++) {
            alice.posts(Map.of("status", "answer " + i, "in_reply_to_id", root));
          }
          clients.server().settle();
          String path = "/api/v1/statuses/" + root + "/context";
          assertThat(clients.get(path).json().path("descendants").size())
              .isEqualTo(rows.threadDescendantsSignedOutMax());
          assertThat(alice.get(path).json().path("descendants").size())
              .isEqualTo(rows.threadDescendantsSignedOutMax() + 1);
        });
  }

  private static void people(Map<String, Probe> all) {
    Limits.People people = LIMITS.people();
    all.put(
        "people.usernameCharactersMax",
        () -> bound(people.usernameCharactersMax(), n -> joins("username", name(n))));
    all.put(
        "people.passwordCharactersMax",
        () -> bound(people.passwordCharactersMax(), n -> joins("password", varied(n))));
    all.put(
        "people.passwordCharactersMin",
        () -> {
          done(joins("password", varied(people.passwordCharactersMin())));
          refused(joins("password", varied(people.passwordCharactersMin() - 1)));
        });
    all.put(
        "people.reasonCharactersMax",
        () -> bound(people.reasonCharactersMax(), n -> joins("reason", letters(n))));
    all.put(
        "people.displayNameCharactersMax",
        () -> bound(people.displayNameCharactersMax(), n -> profile("display_name", letters(n))));
    all.put(
        "people.bioCharactersMax",
        () -> bound(people.bioCharactersMax(), n -> profile("note", letters(n))));
    all.put(
        "people.fieldsMax",
        () ->
            bound(
                people.fieldsMax(),
                n ->
                    profile(
                        "fields_attributes",
                        Collections.nCopies(n, Map.of("name", "n", "value", "v")))));
    all.put(
        "people.fieldNameCharactersMax",
        () -> bound(people.fieldNameCharactersMax(), n -> field(letters(n), "v")));
    all.put(
        "people.fieldValueCharactersMax",
        () -> bound(people.fieldValueCharactersMax(), n -> field("n", letters(n))));
    all.put(
        "people.privateNoteCharactersMax",
        () ->
            bound(
                people.privateNoteCharactersMax(),
                n ->
                    alice.post(
                        "/api/v1/accounts/" + bob.id() + "/note", Map.of("comment", letters(n)))));
    all.put(
        "people.appNameCharactersMax",
        () -> bound(people.appNameCharactersMax(), n -> app("client_name", letters(n))));
    all.put(
        "people.appWebsiteCharactersMax",
        () ->
            bound(
                people.appWebsiteCharactersMax(),
                n -> app("website", "https://example.org/" + letters(n - 20))));
    all.put(
        "people.redirectUriCharactersMax",
        () ->
            bound(
                people.redirectUriCharactersMax(),
                n -> app("redirect_uris", "https://example.org/" + letters(n - 20))));
    all.put(
        "people.redirectUrisMax",
        () ->
            bound(
                people.redirectUrisMax(),
                n ->
                    app(
                        "redirect_uris",
                        IntStream.range(0, n)
                            .mapToObj(i -> "https://example.org/" + i)
                            .collect(Collectors.joining("\n")))));
  }

  // ---- how

  private static void bound(int figure, IntFunction<Clients.Reply> deed) {
    done(deed.apply(figure));
    refused(deed.apply(figure + 1));
  }

  private static void sent(IntFunction<String> body, int figure) {
    bound(figure, n -> clients.send("POST", "/api/v1/statuses", alice.token, body.apply(n)));
  }

  private static void done(Clients.Reply reply) {
    assertThat(reply.status()).as(cut(reply.body())).isIn(200, 202);
  }

  private static void refused(Clients.Reply reply) {
    assertThat(reply.status()).as(cut(reply.body())).isIn(400, 413, 422);
    assertThat(reply.text("error")).isNotBlank();
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(300, text.length()));
  }

  private static String letters(int count) {
    return "a".repeat(count);
  }

  private static Clients.Reply status(Map<String, Object> status) {
    return alice.post("/api/v1/statuses", status);
  }

  private static List<String> options(int count) {
    return IntStream.range(0, count).mapToObj(i -> "option " + i).toList();
  }

  private static Clients.Reply poll(List<String> options, Duration runs) {
    return status(
        Map.of(
            "status",
            "which?",
            "poll",
            Map.of("options", options, "expires_in", runs.toSeconds())));
  }

  private static Clients.Reply series(int parts) {
    return alice.post(
        "/api/v1/statuses/series",
        Map.of(
            "statuses",
            IntStream.range(0, parts).mapToObj(i -> Map.of("status", "part " + i)).toList()));
  }

  private static Clients.Reply scheduled(Duration ahead) {
    return status(Map.of("status", "later", "scheduled_at", Instant.now().plus(ahead).toString()));
  }

  private static Clients.Reply report(String name, Object value) {
    return alice.post("/api/v1/reports", Map.of("account_id", bob.id(), name, value));
  }

  private static Clients.Reply profile(String name, Object value) {
    return alice.patch("/api/v1/accounts/update_credentials", Map.of(name, value));
  }

  private static Clients.Reply field(String name, String value) {
    return profile("fields_attributes", List.of(Map.of("name", name, "value", value)));
  }

  private static Clients.Reply app(String name, String value) {
    Map<String, Object> body = new HashMap<>();
    body.put("client_name", "app");
    body.put("redirect_uris", OUT_OF_BAND);
    body.put(name, value);
    return clients.send("POST", "/api/v1/apps", "", body);
  }

  private static String name(int characters) {
    String number = Integer.toString(1_000 + names++);
    return "n" + letters(characters - 1 - number.length()) + number;
  }

  /// A password that is none of the common ones.
  private static String varied(int characters) {
    return "x7!qK2#mZ".repeat(characters / 9 + 1).substring(0, characters);
  }

  private static Clients.Person newcomer() {
    return clients.person("p" + (1_000 + names++));
  }

  private static Clients.Reply joins(String name, String value) {
    Map<String, Object> body = new HashMap<>(Clients.newcomer(name(8)));
    body.put(name, value);
    return clients.send("POST", "/api/v1/accounts", clients.appToken(), body);
  }

  private static Clients.Reply uploaded() {
    return uploaded(Map.of());
  }

  private static Clients.Reply uploaded(Map<String, String> said) {
    try {
      byte[] picture =
          Files.readAllBytes(Path.of("src/test/resources/fuzz/FuzzedPictures/small.png"));
      return clients.upload("POST", "/api/v2/media", alice.token, "file", picture, said);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
