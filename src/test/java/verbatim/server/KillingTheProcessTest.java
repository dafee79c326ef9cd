package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.Ports;
import verbatim.Waiting;
import verbatim.accounts.Account;
import verbatim.accounts.Handle;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.timelines.PushedRows;

/// A server in a process of its own is killed with SIGKILL while people sign up, follow and post.
/// Whatever it had acknowledged is there afterwards, once; what was sent again with the same key is
/// there once too; and every home holds what was pushed into it as if it were built anew.
class KillingTheProcessTest {
  private static final int WRITERS = 6;
  private static final int MANY = 10_000;

  /// Fewer than a home keeps.
  private static final int ROWS_LOOKED_AT = 400;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path folder;

  private record Follow(String by, String of) {}

  private final Queue<String> acknowledgedPosts = new ConcurrentLinkedQueue<>();
  private final Queue<String> acknowledgedAccounts = new ConcurrentLinkedQueue<>();
  private final Set<Follow> acknowledgedFollows =
      java.util.concurrent.ConcurrentHashMap.newKeySet();
  private final Map<String, String> textOf = new HashMap<>();
  private final Queue<String[]> unanswered = new ConcurrentLinkedQueue<>();
  private final List<String> tokens = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /// Who came while the server was being killed. They follow the writers: to follow makes a home
  /// anew at its next reading, and those of the writers are to be left as they were pushed.
  private final Queue<String> newcomers = new ConcurrentLinkedQueue<>();
  private final Map<String, String> filesOf = new java.util.concurrent.ConcurrentHashMap<>();
  private String appToken = "";
  private int lookedAt;

  /// What the writers met that was neither an answer nor the end of the server.
  private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();

  @Test
  void three_times_nothing_acknowledged_is_lost() throws Exception {
    killed(3, new Random().nextLong());
  }

  @Test
  @Tag("long")
  void a_hundred_times_nothing_acknowledged_is_lost() throws Exception {
    killed(100, new Random().nextLong());
  }

  private void killed(int times, long seed) throws Exception {
    System.err.println("KillingTheProcessTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < times; round++) {
      int port = Ports.free();
      Process process = start(port);
      try {
        if (round == 0) {
          people(port);
        } else {
          acknowledgedIsThere(port, false);
          whatWasSentAgainStandsOnce(port);
        }
        int before = acknowledgedPosts.size();
        List<Thread> writers = writers(port, round);
        Waiting.until(
            "all of them are under way",
            () ->
                acknowledgedPosts.size() > before + WRITERS
                    || !wrong.isEmpty()
                    || !process.isAlive());
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500)); // the random moment of the kill
        process.destroyForcibly().waitFor();
        for (Thread writer : writers) {
          writer.join();
        }
        assertThat(wrong).isEmpty();
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    int port = Ports.free();
    Process process = start(port);
    try {
      acknowledgedIsThere(port, true);
      everyWriterReads(port);
      assertThat(server(port, "/api/v2/search?q=writer&type=accounts")).isEqualTo(200);
    } finally {
      process.destroyForcibly().waitFor();
    }
    everyHomeReadsAsIfItWereBuiltAnew();
    assertThat(filesOf).isNotEmpty();
    assertThat(acknowledgedPosts).hasSizeGreaterThan(times * WRITERS);
    assertThat(acknowledgedAccounts).isNotEmpty();
  }

  private Process start(int port) throws IOException, InterruptedException {
    return ServerProcess.start(port, data(), folder.resolve("server.log"));
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void people(int port) throws IOException {
    try (Wire wire = new Wire(port)) {
      appToken = SigningUp.app(wire);
      for (int i = 0; i < WRITERS; i++) {
        register(wire, "writer" + i).ifPresent(tokens::add);
        names.add("writer" + i);
      }
      register(wire, "newcomer").ifPresent(newcomers::add);
      everybodyFollowsEverybody(wire);
      postPicture(port, wire, "The first picture");
    }
  }

  /// And reads his home until it has what they all said before: then it follows everybody, and
  /// what comes from now on is pushed into it.
  private void everybodyFollowsEverybody(Wire wire) throws IOException {
    Set<String> first = new HashSet<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      String words = "First post of writer " + writer + " in peace";
      Wire.Reply reply = wire.post("/api/v1/statuses", tokens.get(writer), Map.of("status", words));
      acknowledge(text(reply.json(), "id"), words);
      first.add(text(reply.json(), "id"));
    }
    for (String token : tokens) {
      for (int to = 0; to < WRITERS; to++) {
        if (!token.equals(tokens.get(to))) {
          follow(wire, token, to);
        }
      }
    }
    for (String token : tokens) {
      Waiting.until("the home follows them all", () -> homeOf(wire, token).containsAll(first));
    }
  }

  private static Set<String> homeOf(Wire wire, String token) {
    try {
      Set<String> ids = new HashSet<>();
      wire.get("/api/v1/timelines/home", token)
          .json()
          .forEach(status -> ids.add(text(status, "id")));
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> register(Wire wire, String name) throws IOException {
    Optional<String> token = SigningUp.join(wire, appToken, name);
    token.ifPresent(_ -> acknowledgedAccounts.add(name));
    return token;
  }

  private List<Thread> writers(int port, int round) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      threads.add(started(() -> write(port, round, writer)));
    }
    threads.add(started(() -> uploadAndSeek(port, round)));
    return threads;
  }

  private Thread started(Runnable work) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                work.run();
              } catch (RuntimeException | AssertionError e) {
                wrong.add(e);
              }
            });
  }

  /// Posts until the server is gone; now and then follows somebody, or signs somebody up.
  private void write(int port, int round, int writer) {
    try (Wire wire = new Wire(port)) {
      for (int n = 0; ; n++) {
        String key = "key-" + round + "-" + writer + "-" + n;
        String words = "Post " + n + " of writer " + writer + " in round " + round;
        unanswered.add(new String[] {Integer.toString(writer), key, words});
        Wire.Reply reply =
            wire.postOnce("/api/v1/statuses", tokens.get(writer), key, Map.of("status", words));
        assertThat(reply.status()).isEqualTo(200);
        acknowledge(text(reply.json(), "id"), words);
        unanswered.removeIf(sent -> sent[1].equals(key));
        if (n % 5 == 0) {
          follow(wire, newcomers.peek(), (writer + 1 + n / 5) % WRITERS);
        }
        if (writer == 0 && n == 3) {
          register(wire, "new" + round + "n" + n).ifPresent(this::comes);
        }
      }
    } catch (IOException e) {
      // The server was killed: what was under way has no answer.
    }
  }

  /// Pictures are being worked on and people are being looked for when the end comes.
  private void uploadAndSeek(int port, int round) {
    try (Wire wire = new Wire(port)) {
      for (int n = 0; ; n++) {
        postPicture(port, wire, "Picture " + n + " of round " + round);
        assertThat(wire.get("/api/v2/search?q=writer", tokens.getFirst()).status()).isEqualTo(200);
      }
    } catch (IOException e) {
      // The server was killed: what was under way has no answer.
    }
  }

  private void postPicture(int port, Wire wire, String words) throws IOException {
    Wire.Reply upload = upload(port, tokens.getFirst());
    assertThat(upload.status()).isIn(200, 202);
    Wire.Reply reply =
        wire.post(
            "/api/v1/statuses",
            tokens.getFirst(),
            Map.of("status", words, "media_ids", List.of(text(upload.json(), "id"))));
    assertThat(reply.status()).isEqualTo(200);
    JsonNode status = reply.json();
    String url = text(status.get("media_attachments").get(0), "url");
    filesOf.put(text(status, "id"), URI.create(url).getRawPath());
    acknowledge(text(status, "id"), words);
  }

  private static Wire.Reply upload(int port, String token) throws IOException {
    var picture = new java.io.ByteArrayOutputStream();
    javax.imageio.ImageIO.write(
        new java.awt.image.BufferedImage(640, 480, java.awt.image.BufferedImage.TYPE_INT_RGB),
        "png",
        picture);
    var body = new java.io.ByteArrayOutputStream();
    body.writeBytes(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(picture.toByteArray());
    body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v2/media"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    try {
      HttpResponse<byte[]> reply = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Wire.Reply(reply.statusCode(), reply.body());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int server(int port, String path) throws IOException {
    try (Wire wire = new Wire(port)) {
      return wire.get(path, "").status();
    }
  }

  private void acknowledge(String id, String words) {
    synchronized (textOf) {
      textOf.put(id, words);
    }
    acknowledgedPosts.add(id);
  }

  /// The newest is who follows next.
  private void comes(String token) {
    newcomers.add(token);
    newcomers.poll();
  }

  private void follow(Wire wire, String from, int to) throws IOException {
    String id = text(wire.get("/api/v1/accounts/lookup?acct=" + names.get(to), from).json(), "id");
    Wire.Reply reply = wire.post("/api/v1/accounts/" + id + "/follow", from, Map.of());
    if (reply.status() == 200) {
      acknowledgedFollows.add(new Follow(from, id));
    }
  }

  /// @param all else only what came since the last look: a hundred lives would be too long a
  ///     list to go through a hundred times
  private void acknowledgedIsThere(int port, boolean all) throws IOException {
    try (Wire wire = new Wire(port)) {
      for (String path : filesOf.values()) {
        assertThat(wire.get(path, "").status()).as(path).isEqualTo(200);
      }
      for (String name : acknowledgedAccounts) {
        assertThat(wire.get("/api/v1/accounts/lookup?acct=" + name, "").status())
            .as("account " + name)
            .isEqualTo(200);
      }
      for (Follow follow : acknowledgedFollows) {
        JsonNode relationship =
            wire.get("/api/v1/accounts/relationships?id[]=" + follow.of(), follow.by()).json();
        assertThat(relationship.get(0).get("following").asBoolean())
            .as("follow of " + follow.of())
            .isTrue();
      }
      List<String> posts = List.copyOf(acknowledgedPosts);
      List<String> looked = all ? posts : posts.subList(lookedAt, posts.size());
      lookedAt = posts.size();
      for (String id : looked) {
        Wire.Reply reply = wire.get("/api/v1/statuses/" + id + "/source", tokens.getFirst());
        if (reply.status() == 200) {
          assertThat(text(reply.json(), "text")).isEqualTo(textOf.get(id));
        } else {
          Wire.Reply status = wire.get("/api/v1/statuses/" + id, "");
          assertThat(status.status()).as("post " + id).isEqualTo(200);
          assertThat(text(status.json(), "content")).contains(textOf.get(id));
        }
      }
    }
  }

  /// A client that got no answer sends again with the same key. Whether the first had arrived or
  /// not, there is one.
  private void whatWasSentAgainStandsOnce(int port) throws IOException {
    try (Wire wire = new Wire(port)) {
      for (String[] sent : unanswered) {
        Wire.Reply reply =
            wire.postOnce(
                "/api/v1/statuses",
                tokens.get(Integer.parseInt(sent[0])),
                sent[1],
                Map.of("status", sent[2]));
        assertThat(reply.status()).isEqualTo(200);
        acknowledge(text(reply.json(), "id"), sent[2]);
      }
      unanswered.clear();
    }
    if (acknowledgedPosts.size() < MANY) {
      everyWriterReads(port);
    }
  }

  private void everyWriterReads(int port) throws IOException {
    try (Wire wire = new Wire(port)) {
      for (int writer = 0; writer < WRITERS; writer++) {
        List<String> words = wordsOf(wire, writer);
        assertThat(words).doesNotHaveDuplicates();
        assertThat(words).containsAll(textOf.values().stream().filter(mine(writer)).toList());
      }
    }
  }

  private static java.util.function.Predicate<String> mine(int writer) {
    return words -> words.contains("of writer " + writer + " in");
  }

  private List<String> wordsOf(Wire wire, int writer) throws IOException {
    String id =
        text(wire.get("/api/v1/accounts/lookup?acct=" + names.get(writer), "").json(), "id");
    List<String> words = new ArrayList<>();
    String below = "";
    while (true) {
      JsonNode page = wire.get("/api/v1/accounts/" + id + "/statuses?limit=40" + below, "").json();
      if (page.isEmpty()) {
        return words;
      }
      for (JsonNode status : page) {
        words.add(text(status, "content").replaceAll("<[^>]+>", ""));
        below = "&max_id=" + text(status, "id");
      }
    }
  }

  private void everyHomeReadsAsIfItWereBuiltAnew() throws Exception {
    Config config =
        ConfigFile.read(
            Path.of("none"),
            false,
            Map.of(),
            Map.of(Setting.DATA, data().toString(), Setting.PORT, "0"),
            false);
    try (Server server = Server.open(config)) {
      assertThat(server.ground.log.settle(Waiting.PATIENCE)).isTrue();
      for (String name : names) {
        Account owner = server.content.accounts.find(Handle.here(name)).orElseThrow();
        PushedRows home = PushedRows.ofHome(server.ground.store, owner.id());
        assertThat(home.isDue()).as("home of " + name + " is made anew when it is read").isFalse();
        List<StatusId> pushed = home.newest(ROWS_LOOKED_AT);
        assertThat(pushed).as("home of " + name).hasSizeGreaterThan(WRITERS);
        server.reading.timelines.rebuild(owner.id());
        assertThat(pushed).as("home of " + name).isEqualTo(home.newest(ROWS_LOOKED_AT));
        assertThat(home(server, owner)).as("home of " + name).startsWith(pushed.getFirst());
      }
    }
  }

  private static List<StatusId> home(Server server, Account owner) {
    List<StatusId> ids = new ArrayList<>();
    Page page = Page.newest(40);
    while (true) {
      List<Status> statuses = server.reading.timelines.home(owner.id(), page);
      if (statuses.isEmpty()) {
        return ids;
      }
      statuses.forEach(status -> ids.add(status.id()));
      page = Page.below(statuses.getLast().id().value(), 40);
    }
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).asString();
  }
}
