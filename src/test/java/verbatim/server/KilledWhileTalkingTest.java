package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.Ports;
import verbatim.TownClock;
import verbatim.accounts.Handle;
import verbatim.conversations.Message;
import verbatim.conversations.Seen;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Page;
import verbatim.sx1.Chain;
import verbatim.sx1.Verifier.Digest;

/// Sixty-four write into one conversation when the server is killed with SIGKILL. Whatever it had
/// acknowledged stands afterwards where it was said to stand, once; what nobody was told of and is
/// sent again stands once too; and from the first message to the last there is one chain.
class KilledWhileTalkingTest {
  private static final int WRITERS = 64;
  private static final int MEMBERS = 8;
  private static final String ALL = "/api/v1/private/conversations";

  @TempDir Path folder;

  /// @param key under which it is sent, and sent again
  private record Sent(int writer, String key, String words) {}

  private final List<String> tokens = new ArrayList<>();
  private final Map<Long, Sent> acknowledged = new ConcurrentHashMap<>();
  private final Map<String, Sent> unanswered = new ConcurrentHashMap<>();
  private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
  private String talk = "";

  @Test
  void once_no_acknowledged_message_is_lost_and_there_is_one_chain() throws Exception {
    killed(1, new Random().nextLong());
  }

  @Test
  @Tag("long")
  void fifty_times_no_acknowledged_message_is_lost_and_there_is_one_chain() throws Exception {
    killed(50, new Random().nextLong());
  }

  private void killed(int times, long seed) throws Exception {
    System.err.println("KilledWhileTalkingTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < times; round++) {
      int port = Ports.free();
      Process process = ServerProcess.start(port, data(), folder.resolve("server.log"));
      try {
        if (round == 0) {
          begin(port);
        } else {
          sendAgain(port);
        }
        int before = acknowledged.size();
        List<Thread> writers = writers(port, round);
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (acknowledged.size() < before + WRITERS && wrong.isEmpty()) {
          assertThat(process.isAlive()).as("the server is alive").isTrue();
          assertThat(System.nanoTime() - until)
              .as("acknowledged: %d", acknowledged.size())
              .isNegative();
          TimeUnit.MILLISECONDS.sleep(5); // polling: all of them are under way
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(400)); // the random moment of the kill
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
    Process process = ServerProcess.start(port, data(), folder.resolve("server.log"));
    try {
      sendAgain(port);
      assertThat(unanswered).isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(times * WRITERS);
    everythingStandsInOneChain();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void begin(int port) throws IOException {
    try (Wire wire = new Wire(port)) {
      String app = SigningUp.app(wire);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < MEMBERS; i++) {
        tokens.add(SigningUp.join(wire, app, "talker" + i).orElseThrow());
        JsonNode self = wire.get("/api/v1/accounts/verify_credentials", tokens.getLast()).json();
        ids.add(self.get("id").asString());
      }
      talk = wire.post(ALL, tokens.getFirst(), Map.of("members", ids)).json().get("id").asString();
      for (String token : tokens.subList(1, MEMBERS)) {
        wire.post(ALL + "/" + talk + "/accept", token, Map.of());
      }
    }
  }

  private List<Thread> writers(int port, int round) {
    List<Thread> threads = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      threads.add(Thread.ofVirtual().start(() -> write(port, round, number)));
    }
    return threads;
  }

  private void write(int port, int round, int writer) {
    try (Wire wire = new Wire(port)) {
      for (int n = 0; ; n++) {
        String key = round + "-" + writer + "-" + n;
        Sent sent = new Sent(writer, key, "Message " + n + " of " + writer + " in " + round);
        unanswered.put(key, sent);
        say(wire, sent);
      }
    } catch (IOException e) {
      // The server was killed: what was under way has no answer.
    } catch (RuntimeException | AssertionError e) {
      wrong.add(e);
    }
  }

  private void say(Wire wire, Sent sent) throws IOException {
    Wire.Reply reply =
        wire.postOnce(
            ALL + "/" + talk + "/messages",
            tokens.get(sent.writer() % MEMBERS),
            sent.key(),
            Map.of("text", sent.words()));
    assertThat(reply.status()).isEqualTo(200);
    Sent other = acknowledged.put(reply.json().get("n").asLong(), sent);
    assertThat(other).as("two messages at one place").isNull();
    unanswered.remove(sent.key());
  }

  /// What the server may have, or not: nobody was told.
  private void sendAgain(int port) throws IOException {
    try (Wire wire = new Wire(port)) {
      for (Sent sent : List.copyOf(unanswered.values())) {
        say(wire, sent);
      }
    }
  }

  /// Read by the last of the members, in the store itself.
  private void everythingStandsInOneChain() throws Exception {
    try (Server server =
        Server.openLegible(config(data(), true, Map.of()), new TownClock(Instant.now()))) {
      AccountId reader =
          server.content.accounts.find(Handle.here("talker" + (MEMBERS - 1))).orElseThrow().id();
      List<Message> all = all(server, reader);
      List<String> words = all.stream().map(Message::text).toList();
      assertThat(words).doesNotHaveDuplicates().hasSameSizeAs(acknowledged.values());
      acknowledged.forEach(
          (n, sent) -> assertThat(words.get((int) (n - 1))).isEqualTo(sent.words()));
      assertThat(all.stream().map(Message::n))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, all.size()).boxed().toList());
      for (int i = 0; i < all.size(); i++) {
        Message.Commitment link = all.get(i).commitment();
        Digest entry = Chain.entry(i + 1L, all.get(i).at().toEpochMilli(), Digest.of(link.m()));
        assertThat(entry.bytes()).isEqualTo(link.e());
        if (i > 0) {
          Message before = all.get(i - 1);
          assertThat(Chain.next(Digest.of(before.commitment().chain()), entry).bytes())
              .isEqualTo(link.chain());
          assertThat(all.get(i).at()).isAfterOrEqualTo(before.at());
        }
      }
      eachWriterReadsHisOwnInTheirOrder(all);
    }
  }

  private List<Message> all(Server server, AccountId reader) {
    ConversationId id = ConversationId.parse(talk).orElseThrow();
    List<Message> all = new ArrayList<>();
    List<Seen> page = page(server, reader, id, 0);
    while (!page.isEmpty()) {
      page.forEach(seen -> all.add(seen.message()));
      page = page(server, reader, id, all.getLast().n());
    }
    return all;
  }

  private static List<Seen> page(Server server, AccountId reader, ConversationId id, long above) {
    return server
        .content
        .conversations
        .messages(reader, id, new Page(Long.MAX_VALUE, above, true, 200))
        .reversed();
  }

  private void eachWriterReadsHisOwnInTheirOrder(List<Message> all) {
    Map<String, Integer> last = new HashMap<>();
    for (Message message : all) {
      // Message N of WRITER in ROUND
      String[] parts = message.text().split(" ");
      String who = parts[3] + " in " + parts[5];
      int number = Integer.parseInt(parts[1]);
      Integer before = last.put(who, number);
      assertThat(before == null ? -1 : before).as(who).isLessThan(number);
    }
  }
}
