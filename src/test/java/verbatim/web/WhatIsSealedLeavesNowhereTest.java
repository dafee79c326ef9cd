package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.Ports;

/// Words that are sealed, declined, withdrawn, sealed by an edit or erased, sought in every answer
/// to every GET of the route table however they are written there; in what streams tell, in the
/// log, in the figures and in the files. With them the seeds that would open them.
class WhatIsSealedLeavesNowhereTest {
  private static final String TALKS = "/api/v1/private/conversations";
  private static final String EXCERPTS = "/api/v1/excerpts";

  // No word of any language, each with a letter that addresses and JSON may write otherwise.
  private static final String DECLINED = "drask\u00F6mir";
  private static final String WITHDRAWN = "belfont\u00FCde";
  private static final String EDITED = "yorvik\u00E2ne";
  private static final String ERASED = "ostrel\u00E5nd";
  private static final String SEALED = "quilv\u00E4ren";
  private static final String OPEN = "sternb\u00E9lle";
  private static final List<String> ALL = List.of(DECLINED, WITHDRAWN, EDITED, ERASED, SEALED);
  private static final String LAST = "The last of all posts";
  private static final Path ROUTES = Path.of("src/main/resources/route-tests.tsv");

  /// They never end; two of them are listened to apart.
  private static boolean isStream(String route) {
    return route.endsWith("/live") || route.contains("/streaming");
  }

  /// What these routes show a member of the conversation is the conversation.
  private static final Set<String> OF_MEMBERS =
      Set.of(
          "/conversations",
          "/conversations/:id",
          "/conversations/:id/excerpt",
          "/api/v1/conversations",
          TALKS,
          TALKS + "/:id",
          TALKS + "/:id/messages",
          TALKS + "/:id/messages/:n",
          EXCERPTS,
          EXCERPTS + "/:id",
          "/excerpts/:id/look",
          "/api/v1/notifications",
          "/api/v2/notifications",
          "/notifications");

  private record Looker(String name, String token, Visitor visitor) {}

  @TempDir static Path folder;
  private static Doorstep doorstep;
  private static int metrics;

  private String talk = "";
  private String publisher = "";
  private final List<String> excerpts = new ArrayList<>();
  private final List<String> posts = new ArrayList<>();

  @BeforeAll
  static void open() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "5b".repeat(32) + "\n");
    metrics = Ports.free();
    doorstep =
        Doorstep.open(
            true,
            Map.of(
                "VERBATIM_NAME",
                "Ternhaven",
                "VERBATIM_CONVERSATIONS_KEY_FILE",
                key.toString(),
                "VERBATIM_METRICS_BIND",
                "127.0.0.1:" + metrics));
  }

  @AfterAll
  static void close() {
    doorstep.close();
  }

  @Test
  void what_nobody_may_read_is_in_no_answer_no_stream_no_log_and_no_file() throws Exception {
    Looker she = looker("walkpub");
    Looker quoted = looker("walkquo");
    Looker reader = looker("walkread");
    Looker desk = looker("walkdesk");
    assertThat(doorstep.command("account", "role", "walkdesk", "owner")).contains("now owner");
    publisher = id(she);
    doorstep.post("/api/v1/accounts/" + publisher + "/follow", reader.token(), Map.of());
    doorstep.post("/api/v1/accounts/" + publisher + "/follow", quoted.token(), Map.of());
    doorstep.post("/api/v1/accounts/" + id(quoted) + "/follow", she.token(), Map.of());
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      StringBuffer asApp =
          listening(client, "/api/v1/streaming/user", "Authorization", "Bearer " + reader.token());
      StringBuffer asPage = listening(client, "/live", "Cookie", cookies(reader.visitor()));
      talk(she, quoted);
      List<String> closed = all(seeds(quoted));

      shown(she, 2, 2);
      answers(quoted, Map.of("decision", "decline"));
      for (int n = 3; n <= 5; n++) {
        shown(she, n, n);
        answers(quoted, Map.of("decision", "consent"));
        // Read meanwhile, so that whatever is kept of it was made.
        assertThat(document()).contains(ALL.get(n - 2));
        readOnce(posts.getLast(), reader);
      }
      shown(she, 6, 7);
      answers(quoted, Map.of("decision", "consent", "open[6][]", "0"));
      // That it would be found: what is open is.
      assertThat(document()).contains(OPEN);

      doorstep.json(
          "DELETE", EXCERPTS + "/" + excerpts.get(1) + "/authorization", quoted.token(), Map.of());
      doorstep.json(
          "PUT", "/api/v1/statuses/" + posts.get(2), she.token(), Map.of("status", "Another text"));
      doorstep.json("DELETE", TALKS + "/" + talk + "/messages/5?for=all", quoted.token(), Map.of());
      for (String id : excerpts) {
        Doorstep.until("sealed", () -> ALL.stream().noneMatch(w -> found(document(id), w)));
      }
      String report =
          doorstep
              .post(
                  "/api/v1/reports",
                  reader.token(),
                  Map.of("account_id", publisher, "status_ids[]", posts.getLast()))
              .get("id")
              .asString();

      List<String> wordsAndSeeds = new ArrayList<>(ALL);
      wordsAndSeeds.addAll(closed);
      atOnce(
          () -> walk(new Looker("anybody", "", new Visitor(doorstep)), report, wordsAndSeeds),
          () -> walk(reader, report, wordsAndSeeds),
          () -> walk(desk, report, wordsAndSeeds),
          () -> walk(she, report, wordsAndSeeds));
      // Seeds of another's words are shown to no member, and what is erased is erased for all.
      List<String> forNoMember = new ArrayList<>(closed);
      forNoMember.add(ERASED);
      for (String route : OF_MEMBERS) {
        look(she, route, report, forNoMember);
      }

      doorstep.post("/api/v1/statuses", she.token(), Map.of("status", LAST));
      Doorstep.until("it is told as it happens", () -> asApp.indexOf(LAST) >= 0);
      assertThat(asApp).contains(OPEN);
      nowhere("the stream of an app", asApp.toString(), List.of(DECLINED, SEALED));
      nowhere("the stream of the pages", asPage.toString(), List.of(DECLINED, SEALED));
    } finally {
      // Closing it would wait for streams, which do not end.
      client.shutdownNow();
    }
    nowhere("the log", doorstep.log(), ALL);
    nowhere("the figures", figures(), ALL);
    // What was shown once was published. The others never left their talk, and lie sealed.
    for (Map.Entry<String, String> file : doorstep.files().entrySet()) {
      for (String word : List.of(DECLINED, SEALED)) {
        String bytes = latin(word);
        assertThat(file.getValue().contains(bytes)).as("%s in %s", word, file.getKey()).isFalse();
      }
    }
    assertThat(doorstep.files().values()).anyMatch(bytes -> bytes.contains(latin(LAST)));
  }

  private static String latin(String word) {
    return new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String figures() {
    String told =
        doorstep
            .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metrics + "/metrics")))
            .body();
    assertThat(told).contains("verbatim_http_requests_total");
    return told;
  }

  private static Looker looker(String name) {
    String token = doorstep.person(name);
    return new Looker(name, token, Visitor.signedIn(doorstep, name));
  }

  private static String id(Looker who) {
    return doorstep
        .json("GET", "/api/v1/accounts/verify_credentials", who.token(), Map.of())
        .get("id")
        .asString();
  }

  private static String cookies(Visitor visitor) {
    StringBuilder line = new StringBuilder();
    visitor.cookies().forEach((name, value) -> line.append(name).append('=').append(value + "; "));
    return line.toString();
  }

  /// Whatever comes, until the client is closed.
  private static StringBuffer listening(HttpClient client, String path, String header, String value)
      throws Exception {
    HttpResponse<InputStream> opened =
        client.send(
            HttpRequest.newBuilder(URI.create(doorstep.url + path)).header(header, value).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(opened.statusCode()).as(path).isEqualTo(200);
    StringBuffer heard = new StringBuffer();
    Thread.ofVirtual()
        .start(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(opened.body(), StandardCharsets.UTF_8))) {
                lines.lines().forEach(line -> heard.append(line).append('\n'));
              } catch (IOException | UncheckedIOException e) {
                // The end of it.
              }
            });
    return heard;
  }

  // ---- talking

  private void talk(Looker she, Looker quoted) {
    talk = doorstep.post(TALKS, she.token(), Map.of("members[]", id(quoted))).get("id").asString();
    says(she, "Shall we begin?");
    says(quoted, "I say " + DECLINED + " to that");
    says(quoted, "And " + WITHDRAWN + " too");
    says(quoted, "But " + EDITED + " again");
    says(quoted, "Then " + ERASED + " went");
    says(quoted, OPEN + " and " + SEALED);
    says(she, "So be it");
  }

  private void says(Looker who, String text) {
    doorstep.post(TALKS + "/" + talk + "/messages", who.token(), Map.of("text", text));
  }

  private List<byte[]> seeds(Looker author) {
    List<byte[]> seeds = new ArrayList<>();
    for (JsonNode message :
        doorstep.json("GET", TALKS + "/" + talk + "/messages", author.token(), Map.of())) {
      JsonNode proof = message.get("proof");
      if (proof.hasNonNull("seed")) {
        seeds.add(Base64.getUrlDecoder().decode(proof.get("seed").asString()));
      }
    }
    assertThat(seeds).hasSize(5);
    return seeds;
  }

  private static List<String> all(List<byte[]> seeds) {
    return seeds.stream()
        .flatMap(
            seed ->
                List.of(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(seed),
                    Base64.getEncoder().withoutPadding().encodeToString(seed),
                    HexFormat.of().formatHex(seed))
                    .stream())
        .toList();
  }

  /// Published at once, and asked.
  private void shown(Looker she, int from, int to) {
    Map<String, String> choice = new LinkedHashMap<>();
    choice.put("conversation", talk);
    choice.put("from", Integer.toString(from));
    choice.put("to", Integer.toString(to));
    choice.put("status", "Look at number " + from);
    String id = doorstep.post(EXCERPTS, she.token(), choice).get("id").asString();
    posts.add(
        doorstep
            .post(
                EXCERPTS + "/" + id + "/publish",
                she.token(),
                Map.of("status", "Look at number " + from))
            .get("id")
            .asString());
    excerpts.add(id);
  }

  private void answers(Looker who, Map<String, String> answer) {
    String path = EXCERPTS + "/" + excerpts.getLast();
    Map<String, String> all = new LinkedHashMap<>(answer);
    all.put("seen", doorstep.json("GET", path, who.token(), Map.of()).get("seen").asString());
    doorstep.post(path + "/answer", who.token(), all);
  }

  private String document() {
    return document(excerpts.getLast());
  }

  private static String document(String id) {
    return doorstep
        .send(
            HttpRequest.newBuilder(URI.create(doorstep.url + "/excerpts/" + id))
                .header("Accept", "application/json"))
        .body();
  }

  private static void readOnce(String post, Looker reader) {
    doorstep.post("/api/v1/statuses/" + post + "/reblog", reader.token(), Map.of());
    for (String path : List.of("/@walkpub", "/@walkpub.rss", "/@walkpub/" + post)) {
      reader.visitor().get(path);
    }
  }

  // ---- walking

  @SafeVarargs
  private static void atOnce(Callable<Integer>... walks) throws Exception {
    try (var walking = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> asked : walking.invokeAll(List.of(walks))) {
        assertThat(asked.get()).isGreaterThan(250);
      }
    }
  }

  /// @return how many answers he read
  private int walk(Looker who, String report, List<String> secrets) throws IOException {
    Set<String> but = who.name().equals("walkpub") ? OF_MEMBERS : Set.of();
    int asked = 0;
    for (String line : Files.readAllLines(ROUTES)) {
      String route = line.split("\t")[0];
      String path = route.substring(route.indexOf(' ') + 1);
      // Signing in and out would make somebody else of him.
      boolean isLeftOut = path.startsWith("/auth/") || path.startsWith("/oauth/");
      if (route.startsWith("GET ") && !isStream(route) && !isLeftOut && !but.contains(path)) {
        asked += look(who, path, report, secrets);
      }
    }
    return asked;
  }

  /// Programs ask for JSON, with a token; a browser for a page.
  private int look(Looker who, String path, String report, List<String> secrets) {
    int asked = 0;
    boolean isApi = path.startsWith("/api/");
    boolean isBoth = path.contains("excerpt") || path.startsWith("/@:acct");
    for (String address : addresses(path, report)) {
      if (isApi || isBoth) {
        nowhere(who.name() + " at " + address, asProgram(who, address), secrets);
        asked++;
      }
      if (!isApi) {
        nowhere(who.name() + " sees " + address, told(who.visitor().get(address)), secrets);
        asked++;
      }
    }
    return asked;
  }

  private static String asProgram(Looker who, String address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(doorstep.url + address))
            .header("Accept", "application/json");
    if (!who.token().isEmpty()) {
      request.header("Authorization", "Bearer " + who.token());
    }
    return told(doorstep.send(request));
  }

  private static String told(HttpResponse<String> answer) {
    // Else nothing was asked.
    assertThat(answer.statusCode()).isNotEqualTo(429).isLessThan(500);
    return answer.headers().map() + answer.body();
  }

  /// The path with everything that it could be about. What is sought is the open word: pages say
  /// again what they were asked for.
  private Set<String> addresses(String path, String report) {
    List<String> ids = posts;
    if (path.contains("excerpts")) {
      ids = excerpts;
    } else if (path.contains("conversations")) {
      ids = List.of(talk);
    } else if (path.contains("accounts") || path.contains("people")) {
      ids = List.of(publisher);
    } else if (path.contains("reports")) {
      ids = List.of(report);
    } else if (!path.contains("statuses") && !path.contains("@") && !path.contains("posts")) {
      ids = posts.subList(0, 1);
    }
    Set<String> all = new LinkedHashSet<>();
    for (String id : ids) {
      all.add(
          path.replace(":acct", "walkpub")
                  .replace("/users/:name", "/users/walkpub")
                  .replace(":name", "walkpub")
                  .replace(":n", "5")
                  .replaceAll("[:*][a-z_]+", id)
              + asked(path));
    }
    if (path.equals("/api/oembed")) {
      posts.forEach(id -> all.add(path + "?url=" + encoded(doorstep.url + "/@walkpub/" + id)));
    }
    return all;
  }

  private String asked(String path) {
    return path.endsWith("search") || path.endsWith("suggest")
        ? "?q=" + encoded(OPEN)
        : path.equals("/report") ? "?account=" + publisher + "&status=" + posts.getLast() : "";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void nowhere(String what, String text, List<String> secrets) {
    for (String secret : secrets) {
      if (found(text, secret)) {
        throw new AssertionError(secret + " in " + what);
      }
    }
  }

  /// However it is written: letters, an address, JSON, HTML, hexadecimal digits, base64.
  private static boolean found(String text, String secret) {
    int odd = 0;
    while (odd < secret.length() && secret.charAt(odd) < 128) {
      odd++;
    }
    if (odd == secret.length()) {
      return text.contains(secret);
    }
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    // Whatever is done to its odd letter, those before it are letters of all writings.
    return text.toLowerCase(Locale.ROOT).contains(secret.substring(0, odd))
        || text.contains(HexFormat.of().formatHex(bytes))
        || text.contains(Base64.getEncoder().withoutPadding().encodeToString(bytes));
  }
}
