package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static verbatim.server.CommandLine.PASSWORD;
import static verbatim.server.CommandLine.config;
import static verbatim.server.CommandLine.token;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import verbatim.LiveFiles;
import verbatim.TownClock;
import verbatim.Waiting;
import verbatim.access.SignIn;
import verbatim.accounts.Handle;
import verbatim.house.About;
import verbatim.kernel.Secret;

/// Words that nothing else in the world contains are written wherever a person can write any. They
/// are found in the files of the server, which shows that the search can find. Then they are
/// deleted, the promised time passes, and they are in no file of the data folder, in no backup and
/// in
/// no answer.
///
/// The store is not compressed here; else there would be nothing to find before either.
class WhatIsDeletedIsGoneTest {
  private static final Duration SETTLED_MAX = Waiting.PATIENCE;
  private static final Duration PROMISED = Duration.ofHours(27);

  @TempDir Path folder;
  private final TownClock clock = new TownClock(Instant.parse("2026-11-01T08:00:00Z"));
  private final Random random = new Random(7);
  private final Map<String, byte[]> planted = new LinkedHashMap<>();
  private final Map<String, byte[]> everPlanted = new LinkedHashMap<>();
  private Path data;
  private Server server;
  private Wire wire;
  private String alice = "";
  private String bob = "";

  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final ch.qos.logback.classic.Logger everything =
      (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  @BeforeEach
  void open() throws Exception {
    data = folder.resolve("data");
    said.start();
    everything.addAppender(said);
    start();
    String address = plant("mail address");
    create("alice", address + "@example.org");
    create("bob", "bob@example.org");
    alice = token(wire, address, PASSWORD);
    bob = token(wire, "bob", PASSWORD);
    assertThat(alice).isNotEmpty();
  }

  private void create(String name, String email) {
    var words = List.of("account", "create", name, "--email", email, "--password-stdin");
    var answer = server.commands().run(new ControlSocket.Request(words, PASSWORD));
    assertThat(answer.exit()).as(answer.err()).isZero();
  }

  private void start() throws Exception {
    server = Server.openLegible(config(data, true, Map.of()), clock);
    server.serve();
    wire = new Wire(server.port());
  }

  @AfterEach
  void close() throws IOException {
    wire.close();
    server.close();
    everything.detachAppender(said);
    assertThat(foundInLog()).as("what the server said of itself").isEmpty();
  }

  private List<String> foundInLog() {
    var found = new TreeSet<String>();
    for (ILoggingEvent event : List.copyOf(said.list)) {
      String line = event.getFormattedMessage();
      if (event.getThrowableProxy() != null) {
        line += ThrowableProxyUtil.asString(event.getThrowableProxy());
      }
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      everPlanted.forEach(
          (what, word) -> {
            if (isIn(bytes, word)) {
              found.add(what + " in the log of " + event.getLoggerName());
            }
          });
    }
    return List.copyOf(found);
  }

  /// A word of ten letters that is nowhere else.
  private String plant(String where) {
    var word = new StringBuilder("zq");
    for (int i = 0; i < 10; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    planted.put(where, word.toString().getBytes(StandardCharsets.UTF_8));
    everPlanted.put(where + " " + word, word.toString().getBytes(StandardCharsets.UTF_8));
    return word.toString();
  }

  private JsonNode done(Wire.Reply reply) {
    assertThat(reply.status())
        .as(new String(reply.body(), StandardCharsets.UTF_8))
        .isBetween(200, 299);
    return reply.json();
  }

  private JsonNode says(String path, Map<String, ?> what) throws IOException {
    return done(wire.post(path, alice, what));
  }

  private static String id(JsonNode node) {
    return node.get("id").asString();
  }

  private void settle() {
    for (int i = 0; i < 3; i++) {
      assertThat(server.ground.log.settle(SETTLED_MAX)).isTrue();
      server.ground.jobs.wake();
      assertThat(server.ground.jobs.settle(SETTLED_MAX)).isTrue();
    }
  }

  /// Hour by hour, as it passes for a server that runs.
  private void promisedTimePasses() {
    settle();
    for (Duration gone = Duration.ZERO; gone.compareTo(PROMISED) < 0; gone = gone.plusMinutes(61)) {
      clock.advance(Duration.ofMinutes(61));
      server.ground.jobs.wake();
      assertThat(server.ground.jobs.settle(SETTLED_MAX)).isTrue();
    }
    settle();
  }

  // ---- what alice writes

  private String picture(String description) throws Exception {
    var image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 300; x++) {
      for (int y = 0; y < 200; y++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    var png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    var body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--x\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n"
                + description
                + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + plant("name of a file")
                + ".png\"\r\nContent-Type: image/png\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(png.toByteArray());
    body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://localhost:" + server.port() + "/api/v2/media"))
                  .header("Authorization", "Bearer " + alice)
                  .header("Content-Type", "multipart/form-data; boundary=x")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return id(done(new Wire.Reply(answer.statusCode(), answer.body())));
    }
  }

  /// Bytes out of the middle of each media file that lies there.
  private void plantMediaFiles() throws IOException {
    for (Path file : LiveFiles.in(data.resolve("media")).stream().sorted().toList()) {
      byte[] all = Files.readAllBytes(file);
      planted.put(
          "file " + file.getFileName() + planted.size(),
          Arrays.copyOfRange(all, all.length / 2, all.length / 2 + 40));
    }
  }

  /// @return the ids
  private List<String> posts() throws Exception {
    return posts(List.of());
  }

  /// @param listeners hear the first words before they are edited: a stream tells what stands
  private List<String> posts(List<Listening> listeners) throws Exception {
    String medium = picture(plant("alt text"));
    JsonNode first =
        done(
            wire.postOnce(
                "/api/v1/statuses",
                alice,
                plant("idempotency key"),
                Map.of(
                    "status",
                    plant("text") + " #" + plant("tag"),
                    "spoiler_text",
                    plant("content warning"),
                    "media_ids",
                    List.of(medium))));
    for (Listening listener : listeners) {
      listener.until(heard -> isIn(heard, planted.get("text")));
    }
    clock.advance(Duration.ofMinutes(1));
    done(
        wire.ask(
            "PUT",
            "/api/v1/statuses/" + id(first),
            alice,
            "{\"status\":\""
                + plant("edited text")
                + "\",\"media_ids\":[\""
                + medium
                + "\"],\"media_attributes\":[{\"id\":\""
                + medium
                + "\",\"description\":\""
                + plant("edited alt text")
                + "\"}]}"));
    JsonNode poll =
        says(
            "/api/v1/statuses",
            Map.of(
                "status",
                plant("text of a poll"),
                "visibility",
                "private",
                "poll",
                Map.of("options", List.of(plant("option"), "other"), "expires_in", 3600)));
    done(wire.post("/api/v1/statuses/" + id(first) + "/favourite", bob, Map.of()));
    done(wire.post("/api/v1/statuses/" + id(first) + "/bookmark", bob, Map.of()));
    done(wire.post("/api/v1/statuses/" + id(first) + "/reblog", bob, Map.of()));
    says("/api/v1/statuses/" + id(first) + "/pin", Map.of());
    plantMediaFiles();
    return List.of(id(first), id(poll));
  }

  /// She comes in through an app of her own, with a browser of her own.
  private void signsIn() throws IOException {
    JsonNode app =
        done(
            wire.post(
                "/api/v1/apps",
                "",
                Map.of(
                    "client_name",
                    "her app",
                    "redirect_uris",
                    "urn:ietf:wg:oauth:2.0:oob",
                    "scopes",
                    "read write")));
    var asked =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            app.get("client_id").asString(),
            "client_secret",
            app.get("client_secret").asString(),
            "username",
            new String(planted.get("mail address"), StandardCharsets.UTF_8) + "@example.org",
            "password",
            PASSWORD,
            "scope",
            "read write");
    alice =
        done(wire.ask(
                "POST",
                "/oauth/token",
                "",
                JsonMapper.shared().writeValueAsString(asked),
                "User-Agent: " + plant("browser of a token") + "\r\n"))
            .get("access_token")
            .asString();
    var attempt =
        new SignIn.Attempt(
            new String(planted.get("mail address"), StandardCharsets.UTF_8) + "@example.org",
            new Secret(PASSWORD),
            new Secret(""),
            InetAddress.getLoopbackAddress(),
            plant("browser"));
    assertThat(server.content.access.signIn().signIn(attempt))
        .isInstanceOf(SignIn.Answer.Welcome.class);
  }

  private void fillsAllElse(String bobsId) throws Exception {
    signsIn();
    done(
        wire.ask(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            alice,
            "{\"display_name\":\"%s\",\"note\":\"%s\",\"fields_attributes\":[{\"name\":\"%s\",\"value\":\"%s\"}]}"
                .formatted(
                    plant("display name"),
                    plant("bio"),
                    plant("name of a field"),
                    plant("field"))));
    says("/api/v1/accounts/" + bobsId + "/note", Map.of("comment", plant("note")));
    says("/api/v1/lists", Map.of("title", plant("list")));
    says(
        "/api/v2/filters",
        Map.of(
            "title",
            plant("filter"),
            "context",
            List.of("home"),
            "keywords_attributes",
            List.of(Map.of("keyword", plant("keyword")))));
    says("/api/v1/tags/" + plant("followed tag") + "/follow", Map.of());
    says("/api/v1/featured_tags", Map.of("name", plant("featured tag")));
    String talk = id(says("/api/v1/private/conversations", Map.of("members", List.of(bobsId))));
    String messages = "/api/v1/private/conversations/" + talk + "/messages";
    says(messages, Map.of("text", plant("private message")));
    done(
        wire.ask(
            "PUT",
            messages + "/1",
            alice,
            "{\"text\":\"" + plant("edited private message") + "\"}"));
    done(
        wire.ask(
            "PUT",
            "/api/v1/accounts/" + bobsId + "/contact_name",
            alice,
            "{\"name\":\"" + plant("contact name") + "\"}"));
    says("/api/v1/drafts", Map.of("statuses", List.of(Map.of("status", plant("draft")))));
    says(
        "/api/v1/statuses",
        Map.of(
            "status",
            plant("scheduled"),
            "scheduled_at",
            clock.instant().plus(Duration.ofDays(30)).toString()));
    says("/api/v1/reports", Map.of("account_id", bobsId, "comment", plant("comment of a report")));
    says("/api/v1/domain_blocks", Map.of("domain", plant("blocked domain") + ".example"));
    articles();
    says(
        "/api/v1/stories",
        Map.of(
            "title",
            plant("title of a story"),
            "summary",
            plant("summary of a story"),
            "topics",
            List.of(plant("topic of a story"))));
    says(
        "/api/v1/statements",
        Map.of(
            "speaker",
            "bob",
            "text",
            "Bob said " + plant("registered words") + " to all of us",
            "channel",
            "spoken",
            "source",
            plant("source of registered words")));
    says(
        "/api/v1/word_questions",
        Map.of(
            "account_id",
            bobsId,
            "text",
            "Did you say " + plant("words of a question"),
            "where",
            plant("where they stood")));
    var _ = server.content.house.change(about -> about.withInviting(About.Inviting.MEMBERS));
    var _ =
        server
            .content
            .access
            .invitations()
            .make(
                server.content.accounts.find(Handle.here("alice")).orElseThrow().id(),
                plant("whom an invitation is for"),
                1,
                Duration.ofDays(7));
  }

  /// One that was published, changed and is being changed again; one that is only begun; with words
  /// pasted and embedded.
  ///
  /// @return the published one
  private String articles() throws IOException {
    String post = id(says("/api/v1/statuses", Map.of("status", plant("embedded post"))));
    String url = done(wire.get("/api/v1/statuses/" + post, alice)).get("url").asString();
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("title", plant("title"));
    words.put("standfirst", plant("standfirst"));
    words.put(
        "body",
        plant("body") + " “" + plant("quotation in it") + " and more,” she said.\n\n" + url + "\n");
    words.put("topics", List.of(plant("topic")));
    words.put("canonical", "https://elsewhere.example/" + plant("canonical link"));
    words.put("state", "published");
    String article = id(says("/api/v1/articles", words));
    String one = "/api/v1/articles/" + article;
    says(
        one + "/embeds",
        Map.of(
            "text",
            plant("pasted words"),
            "author",
            plant("pasted author"),
            "said_where",
            plant("pasted place")));
    words.put("body", plant("second version"));
    words.put(
        "corrections", List.of(Map.of("at", "2026-11-01T08:00:00Z", "text", plant("correction"))));
    done(wire.ask("PUT", one, alice, JsonMapper.shared().writeValueAsString(words)));
    done(wire.ask("PUT", one, alice, "{\"body\":\"" + plant("working copy") + "\"}"));
    says("/api/v1/articles", Map.of("title", plant("begun"), "body", plant("begun body")));
    return article;
  }

  // ---- where one looks

  private TreeSet<String> foundIn(Path where) throws IOException {
    var found = new TreeSet<String>();
    for (Path file : LiveFiles.in(where)) {
      byte[] bytes = LiveFiles.bytes(file);
      String name = where.relativize(file).toString();
      planted.forEach(
          (what, word) -> {
            if (isIn(bytes, word) || !what.startsWith("file") && isInWide(bytes, word)) {
              found.add(what + " in " + name);
            }
          });
    }
    return found;
  }

  /// The index packs its words: its own reader tells which it still has, those of deleted entries
  /// too.
  private TreeSet<String> foundInIndex(Path index) throws IOException {
    var found = new TreeSet<String>();
    try (var files = FSDirectory.open(index);
        var reader = DirectoryReader.open(files)) {
      for (var leaf : reader.leaves()) {
        StoredFields kept = leaf.reader().storedFields();
        for (int n = 0; n < leaf.reader().maxDoc(); n++) {
          byte[] bytes = kept.document(n).toString().getBytes(StandardCharsets.UTF_8);
          planted.forEach(
              (what, word) -> {
                if (isIn(bytes, word)) {
                  found.add(what + " kept in the index");
                }
              });
        }
        for (var field : leaf.reader().getFieldInfos()) {
          Terms terms = leaf.reader().terms(field.name);
          if (terms == null) {
            continue;
          }
          TermsEnum each = terms.iterator();
          for (BytesRef term = each.next(); term != null; term = each.next()) {
            byte[] bytes = Arrays.copyOfRange(term.bytes, term.offset, term.offset + term.length);
            planted.forEach(
                (what, word) -> {
                  if (isIn(bytes, word)) {
                    found.add(what + " in the index under " + field.name);
                  }
                });
          }
        }
      }
    }
    return found;
  }

  private static boolean isInWide(byte[] bytes, byte[] word) {
    String text = new String(word, StandardCharsets.UTF_8);
    return Stream.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
        .anyMatch((Charset wide) -> isIn(bytes, text.getBytes(wide)));
  }

  private static boolean isIn(byte[] bytes, byte[] word) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    return all.contains(new String(word, StandardCharsets.ISO_8859_1));
  }

  private List<String> foundInBackup(String name) throws IOException {
    Path backup = folder.resolve(name);
    var answer =
        server.commands().run(new ControlSocket.Request(List.of("backup", backup.toString()), ""));
    assertThat(answer.exit()).as(answer.err()).isZero();
    TreeSet<String> found = foundIn(backup);
    if (Files.isDirectory(backup.resolve(Backup.SEARCH))) {
      found.addAll(foundInIndex(backup.resolve(Backup.SEARCH)));
    }
    return List.copyOf(found);
  }

  /// What others and nobody at all are answered, wherever alice's words could stand.
  private List<String> foundInAnswers(String alicesId, List<String> posts) throws IOException {
    List<String> paths =
        new ArrayList<>(
            List.of(
                "/api/v1/timelines/home",
                "/api/v1/timelines/public",
                "/api/v1/notifications",
                "/api/v2/notifications",
                "/api/v1/favourites",
                "/api/v1/bookmarks",
                "/api/v1/trends/tags",
                "/api/v1/trends/statuses",
                "/api/v1/directory",
                "/api/v2/suggestions",
                "/api/v2/search?q=alice",
                "/api/v1/accounts/lookup?acct=alice",
                "/api/v1/accounts/" + alicesId,
                "/api/v1/accounts/" + alicesId + "/statuses",
                "/api/v1/accounts/" + alicesId + "/articles",
                "/api/v1/accounts/" + alicesId + "/featured_tags",
                "/@alice"));
    for (String post : posts) {
      for (String more : List.of("", "/context", "/history", "/source", "/card")) {
        paths.add("/api/v1/statuses/" + post + more);
      }
      paths.add("/@alice/" + post);
    }
    planted.forEach(
        (what, word) -> {
          if (what.endsWith("tag")) {
            paths.add("/api/v1/timelines/tag/" + new String(word, StandardCharsets.UTF_8));
          }
        });
    var found = new TreeSet<String>();
    for (String path : paths) {
      for (String token : List.of("", bob)) {
        byte[] answer = wire.get(path, path.startsWith("/@") ? "" : token).body();
        // A path may say its own word again.
        planted.forEach(
            (what, word) -> {
              if (isIn(answer, word) && !path.contains(new String(word, StandardCharsets.UTF_8))) {
                found.add(what + " at " + path);
              }
            });
      }
    }
    return List.copyOf(found);
  }

  // ---- the proof

  @Test
  void a_deleted_status_is_in_no_file_no_backup_and_no_answer() throws Exception {
    String alicesId = id(done(wire.get("/api/v1/accounts/verify_credentials", alice)));
    done(wire.post("/api/v1/accounts/" + alicesId + "/follow", bob, Map.of()));
    settle();
    planted.clear();
    var live = new Listening("/api/v1/streaming/user?access_token=" + bob);
    var open = new Listening("/api/v1/streaming/public?access_token=" + bob);
    List<String> posts = posts(List.of(live, open));
    settle();
    // What was edited comes once more; a line of a later post says that all of it has been heard.
    String last = id(says("/api/v1/statuses", Map.of("status", "the last")));
    live.until(heard -> isIn(heard, last.getBytes(StandardCharsets.UTF_8)));
    open.until(heard -> isIn(heard, last.getBytes(StandardCharsets.UTF_8)));
    live.forget();
    open.forget();
    var late = new Listening("/api/v1/streaming/user?access_token=" + bob);
    server.ground.rocks().eraseDeleted();
    assertThat(foundIn(data)).as("the search can find").hasSizeGreaterThanOrEqualTo(8);
    assertThat(foundInAnswers(alicesId, posts)).isNotEmpty();
    server.reading.search.commit();
    assertThat(foundInIndex(data.resolve(Backup.SEARCH))).as("the index has words").isNotEmpty();
    for (String post : posts) {
      done(wire.ask("DELETE", "/api/v1/statuses/" + post, alice, ""));
    }
    settle();
    assertThat(foundInAnswers(alicesId, posts)).isEmpty();
    for (Listening stream : List.of(live, open, late)) {
      stream.until(heard -> isIn(heard, "event: delete".getBytes(StandardCharsets.UTF_8)));
      planted.forEach((what, word) -> assertThat(isIn(stream.heard(), word)).as(what).isFalse());
      stream.close();
    }
    promisedTimePasses();
    assertThat(foundIn(data)).isEmpty();
    assertThat(foundInIndex(data.resolve(Backup.SEARCH))).isEmpty();
    assertThat(foundInBackup("backup")).isEmpty();
  }

  @Test
  void a_post_that_was_reported_goes_when_the_report_has_ended() throws Exception {
    String alicesId = id(done(wire.get("/api/v1/accounts/verify_credentials", alice)));
    planted.clear();
    List<String> posts = posts();
    settle();
    Map<String, ?> told =
        Map.of("account_id", alicesId, "status_ids", posts.subList(0, 1), "comment", "look");
    String report = id(done(wire.post("/api/v1/reports", bob, told)));
    for (String post : posts) {
      done(wire.ask("DELETE", "/api/v1/statuses/" + post, alice, ""));
    }
    settle();
    assertThat(foundInAnswers(alicesId, posts)).isEmpty();
    promisedTimePasses();
    server.ground.rocks().eraseDeleted();
    assertThat(foundIn(data))
        .as("as it was when it was reported, and its file")
        .anyMatch(found -> found.startsWith("edited text in "))
        .anyMatch(found -> found.startsWith("edited alt text in "))
        .anyMatch(found -> found.startsWith("file original"))
        .noneMatch(found -> found.startsWith("text ") || found.startsWith("option "));
    assertThat(foundInAnswers(alicesId, posts)).isEmpty();
    var ended =
        server
            .commands()
            .run(new ControlSocket.Request(List.of("reports", "resolve", report), ""));
    assertThat(ended.exit()).isZero();
    promisedTimePasses();
    assertThat(foundIn(data)).isEmpty();
    assertThat(foundInBackup("backup")).isEmpty();
  }

  /// An open stream, and all that came through it.
  private final class Listening implements AutoCloseable {
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final InputStream in;

    Listening(String path) throws Exception {
      in =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                      .build(),
                  HttpResponse.BodyHandlers.ofInputStream())
              .body();
      Thread.ofVirtual().start(this::listen);
      until(heard -> isIn(heard, ":)".getBytes(StandardCharsets.UTF_8)));
    }

    private void listen() {
      byte[] some = new byte[8 << 10];
      try {
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
          synchronized (heard) {
            heard.write(some, 0, read);
          }
        }
      } catch (IOException e) {
        // Closed.
      }
    }

    byte[] heard() {
      synchronized (heard) {
        return heard.toByteArray();
      }
    }

    void forget() {
      synchronized (heard) {
        heard.reset();
      }
    }

    void until(Predicate<byte[]> holds) throws InterruptedException {
      long end = System.nanoTime() + SETTLED_MAX.toNanos();
      while (!holds.test(heard())) {
        assertThat(System.nanoTime() - end)
            .as("heard: %s", new String(heard(), StandardCharsets.UTF_8))
            .isNegative();
        TimeUnit.MILLISECONDS.sleep(10); // polling
      }
    }

    @Override
    public void close() {
      client.shutdownNow();
    }
  }

  @Test
  void an_erased_message_is_in_no_file_no_backup_and_no_answer() throws Exception {
    planted.clear();
    String bobsId = id(done(wire.get("/api/v1/accounts/verify_credentials", bob)));
    String talk = id(says("/api/v1/private/conversations", Map.of("members", List.of(bobsId))));
    String messages = "/api/v1/private/conversations/" + talk + "/messages";
    server.reading.indexing.begin();
    says("/api/v1/statuses", Map.of("status", "so that there is an index"));
    String medium = picture(plant("private alt text"));
    JsonNode said =
        done(
            wire.postOnce(
                messages,
                alice,
                plant("private key"),
                Map.of("text", plant("private words"), "media_ids", List.of(medium))));
    done(wire.ask("PUT", messages + "/1", alice, "{\"text\":\"" + plant("private edit") + "\"}"));
    plantMediaFiles();
    settle();
    server.ground.rocks().eraseDeleted();
    assertThat(foundIn(data)).as("the search can find").hasSizeGreaterThanOrEqualTo(4);
    server.reading.search.commit();
    assertThat(foundInIndex(data.resolve(Backup.SEARCH))).as("never in the index").isEmpty();
    done(wire.ask("DELETE", messages + "/1?for=all", alice, ""));
    settle();
    for (String path :
        List.of(
            messages,
            "/api/v1/conversations",
            "/api/v1/private/conversations",
            "/api/v1/notifications",
            "/api/v1/statuses/" + said.get("status_id").asString())) {
      byte[] answer = wire.get(path, bob).body();
      planted.forEach((what, word) -> assertThat(isIn(answer, word)).as(what + path).isFalse());
    }
    byte[] found = wire.ask("POST", "/api/v1/private/search", bob, "{\"q\":\"z\"}").body();
    planted.forEach((what, word) -> assertThat(isIn(found, word)).as(what).isFalse());
    promisedTimePasses();
    assertThat(foundIn(data)).isEmpty();
    assertThat(foundInBackup("backup")).isEmpty();
  }

  @Test
  void a_deleted_article_is_in_no_file_no_backup_and_no_answer() throws Exception {
    planted.clear();
    String alicesId = id(done(wire.get("/api/v1/accounts/verify_credentials", alice)));
    server.reading.indexing.begin();
    done(wire.ask("PATCH", "/api/v1/accounts/update_credentials", alice, "{\"indexable\":true}"));
    String article = articles();
    String post = new String(planted.remove("embedded post"), StandardCharsets.UTF_8);
    List.of("begun", "begun body").forEach(planted::remove);
    settle();
    server.ground.rocks().eraseDeleted();
    assertThat(foundIn(data)).as("the search can find").hasSizeGreaterThanOrEqualTo(10);
    server.reading.search.commit();
    assertThat(foundInIndex(data.resolve(Backup.SEARCH))).as("the index has words").isNotEmpty();
    for (JsonNode embed : done(wire.get("/api/v1/articles/" + article, alice)).get("embeds")) {
      if (embed.get("kind").asString().equals("status")) {
        assertThat(embed.get("text").asString()).isEqualTo(post);
      }
    }
    done(wire.ask("DELETE", "/api/v1/articles/" + article, alice, ""));
    settle();
    assertThat(foundInAnswers(alicesId, List.of())).isEmpty();
    promisedTimePasses();
    assertThat(foundIn(data)).isEmpty();
    assertThat(foundInIndex(data.resolve(Backup.SEARCH))).isEmpty();
    assertThat(foundInIndex(data.resolve(Backup.STATEMENTS))).isEmpty();
    assertThat(foundInBackup("backup")).isEmpty();
  }

  @Test
  void words_under_a_key_are_in_no_file_and_without_the_key_nothing_starts() throws Exception {
    planted.clear();
    wire.close();
    server.close();
    Path keys = folder.resolve("keys");
    Files.writeString(keys, "# ours\n" + "0a".repeat(32) + "\n");
    var sealed = Map.of(Setting.CONVERSATIONS_KEY_FILE, keys.toString());
    server = Server.openLegible(config(data, true, sealed), clock);
    server.serve();
    wire = new Wire(server.port());
    String bobsId = id(done(wire.get("/api/v1/accounts/verify_credentials", bob)));
    String talk = id(says("/api/v1/private/conversations", Map.of("members", List.of(bobsId))));
    String messages = "/api/v1/private/conversations/" + talk + "/messages";
    String words = plant("sealed words");
    says(messages, Map.of("text", words));
    settle();
    server.ground.rocks().eraseDeleted();
    assertThat(foundIn(data)).isEmpty();
    excerptsOfItComeAndGo(talk);
    assertThat(foundInBackup("sealed")).isEmpty();
    assertThat(isIn(wire.get(messages, bob).body(), planted.get("sealed words"))).isTrue();
    wire.close();
    server.close();
    assertThatThrownBy(() -> Server.openLegible(config(data, true, Map.of()), clock))
        .isInstanceOf(ConfigFile.Unusable.class)
        .hasMessageContaining("is not set")
        .hasMessageContaining("not in the key file");
    Files.writeString(keys, "0b".repeat(32) + "\n");
    assertThatThrownBy(() -> Server.openLegible(config(data, true, sealed), clock))
        .isInstanceOf(ConfigFile.Unusable.class)
        .hasMessageContaining("not in the key file");
    Path inside = data.resolve("keys");
    Files.writeString(inside, "0a".repeat(32));
    assertThatThrownBy(
            () -> config(data, true, Map.of(Setting.CONVERSATIONS_KEY_FILE, inside.toString())))
        .hasMessageContaining("outside the data folder");
    Files.delete(inside);
    Files.writeString(keys, "no key\n");
    assertThatThrownBy(() -> Server.openLegible(config(data, true, sealed), clock))
        .isInstanceOf(ConfigFile.Unusable.class);
    Files.writeString(keys, "0a".repeat(32) + "\n" + "0b".repeat(32) + "\n");
    server = Server.openLegible(config(data, true, sealed), clock);
    server.serve();
    wire = new Wire(server.port());
    assertThat(isIn(wire.get(messages, bob).body(), planted.get("sealed words"))).isTrue();
  }

  /// Words that are asked for, and declined, are in no file; those that were agreed to and taken
  /// back leave every one.
  private void excerptsOfItComeAndGo(String talk) throws Exception {
    String messages = "/api/v1/private/conversations/" + talk + "/messages";
    done(wire.post(messages, bob, Map.of("text", "and I said yes")));
    Map<String, Object> range = Map.of("conversation", talk, "from", 1, "to", 2);
    String id = id(done(wire.post("/api/v1/excerpts", bob, range)));
    String excerpt = "/api/v1/excerpts/" + id;
    done(wire.post(excerpt + "/publish", bob, Map.of("status", "read for yourselves")));
    done(wire.post(excerpt + "/answer", alice, Map.of("decision", "decline")));
    settle();
    server.ground.rocks().eraseDeleted();
    assertThat(foundIn(data)).isEmpty();
    String seen = done(wire.get(excerpt, alice)).path("seen").asString();
    done(wire.post(excerpt + "/answer", alice, Map.of("decision", "consent", "seen", seen)));
    settle();
    server.ground.rocks().eraseDeleted();
    assertThat(foundIn(data)).as("shown to everybody").isNotEmpty();
    done(wire.ask("DELETE", excerpt + "/authorization", alice, ""));
    settle();
    promisedTimePasses();
    assertThat(foundIn(data)).isEmpty();
  }

  @Test
  void a_backup_made_right_after_deleting_holds_no_word_either() throws Exception {
    planted.clear();
    List<String> posts = posts();
    settle();
    for (String post : posts) {
      done(wire.ask("DELETE", "/api/v1/statuses/" + post, alice, ""));
    }
    settle();
    // Files and what was said of them wait for a redraft, and are there for their author alone.
    var all = new LinkedHashMap<>(planted);
    planted.keySet().removeIf(what -> what.startsWith("file") || what.equals("edited alt text"));
    assertThat(foundInBackup("backup")).isEmpty();
    promisedTimePasses();
    planted.putAll(all);
    assertThat(foundInBackup("later")).as("after the promised time").isEmpty();
  }

  @Test
  void a_deleted_account_is_in_no_file_no_backup_and_no_answer() throws Exception {
    String alicesId = id(done(wire.get("/api/v1/accounts/verify_credentials", alice)));
    String bobsId = id(done(wire.get("/api/v1/accounts/verify_credentials", bob)));
    done(wire.post("/api/v1/accounts/" + alicesId + "/follow", bob, Map.of()));
    done(
        wire.post(
            "/api/v1/accounts/" + alicesId + "/note", bob, Map.of("comment", plant("his note"))));
    fillsAllElse(bobsId);
    List<String> posts = posts();
    settle();
    server.ground.rocks().eraseDeleted();
    assertThat(foundIn(data)).as("the search can find").hasSizeGreaterThanOrEqualTo(20);
    var answer =
        server.commands().run(new ControlSocket.Request(List.of("account", "delete", "alice"), ""));
    assertThat(answer.out()).contains("is deleted");
    assertThat(foundInAnswers(alicesId, posts)).isEmpty();
    promisedTimePasses();
    assertThat(foundInAnswers(alicesId, posts)).isEmpty();
    assertThat(foundIn(data)).isEmpty();
    assertThat(foundInIndex(data.resolve(Backup.SEARCH))).isEmpty();
    assertThat(foundInIndex(data.resolve(Backup.STATEMENTS))).isEmpty();
    assertThat(foundInBackup("backup")).isEmpty();
    wire.close();
    server.close();
    start();
    settle();
    assertThat(foundIn(data)).as("after a restart").isEmpty();
  }
}
