package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.config;
import static verbatim.server.CommandLine.type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.LiveFiles;
import verbatim.Ports;
import verbatim.TownClock;
import verbatim.accounts.Handle;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.statuses.Draft;
import verbatim.store.Key;
import verbatim.store.Table;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

/// A server in a process of its own is killed with SIGKILL while it erases an account. After the
/// next start the erasing goes on where it was and ends, and the words are in no file of the store.
class KilledWhileErasingTest {
  private static final int POSTS = 1_200;
  private static final int TRIES_MAX = 5;
  private static final Duration SETTLED_MAX = Duration.ofSeconds(120);

  @TempDir Path folder;
  private final Random random = new Random();
  private final List<String> planted = new ArrayList<>();

  @Test
  void the_erasing_ends_after_the_next_start_and_no_word_is_left() throws Exception {
    Path data = folder.resolve("data");
    List<AccountId> ids = new ArrayList<>();
    TownClock clock = new TownClock(Instant.now());
    for (int n = 0; n < TRIES_MAX; n++) {
      assertThat(CommandLine.create(data, "leaver" + n).exit()).isZero();
    }
    assertThat(CommandLine.create(data, "bob").exit()).isZero();
    try (Server server = Server.openLegible(config(data, true, Map.of()), clock)) {
      for (int n = 0; n < TRIES_MAX; n++) {
        AccountId leaver = id(server, "leaver" + n);
        fill(server, leaver, clock);
        ids.add(leaver);
      }
      server.content.statuses.post(Draft.of(id(server, "bob"), "zqstays"));
      settle(server);
    }
    assertThat(found(data)).as("the search can find").isNotEmpty();

    boolean wasInTheMidst = false;
    int killed = 0;
    while (!wasInTheMidst && killed < TRIES_MAX) {
      eraseAndKill(data, "leaver" + killed, killed == 0 ? random.nextInt(60) : 0);
      wasInTheMidst = hasPosts(data, ids.get(killed));
      killed++;
    }
    assertThat(wasInTheMidst).as("a kill in the midst of erasing").isTrue();

    // Those who were not needed go too, so that no planted word may stay.
    for (int n = killed; n < TRIES_MAX; n++) {
      assertThat(type("account", "delete", "leaver" + n, "--data", data.toString()).exit())
          .isZero();
    }
    clock.advance(Duration.between(clock.instant(), Instant.now()).plusMinutes(1));
    try (Server server = Server.openLegible(config(data, true, Map.of()), clock)) {
      settle(server);
      clock.advance(Duration.ofHours(2));
      settle(server);
      for (int n = 0; n < TRIES_MAX; n++) {
        AccountId id = id(server, "leaver" + n);
        assertThat(server.content.accounts.erasure(id).orElseThrow().ended())
            .as("leaver%d", n)
            .isPresent();
        assertThat(server.content.statuses.outbox(id, Page.newest(1))).isEmpty();
      }
      server.ground.rocks().eraseDeleted();
      assertThat(found(data)).isEmpty();
      assertThat(server.content.statuses.outbox(id(server, "bob"), Page.newest(9))).hasSize(1);
    }
  }

  private void fill(Server server, AccountId account, TownClock clock) {
    for (int n = 0; n < POSTS; n++) {
      String words = "words " + n;
      if (n % 100 == 0) {
        String word = word();
        planted.add(word);
        words = word + " #" + word;
      }
      clock.advance(Duration.ofMillis(2));
      server.content.statuses.post(Draft.of(account, words));
    }
  }

  private String word() {
    var word = new StringBuilder("zq");
    for (int i = 0; i < 10; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }

  /// @param afterMs once the account is gone for others: the moment of the kill
  private void eraseAndKill(Path data, String name, int afterMs) throws Exception {
    int port = Ports.free();
    Process process = ServerProcess.start(port, data, folder.resolve("server.log"));
    // The command waits until all is erased, which it does not live to see.
    Thread command =
        Thread.ofVirtual().start(() -> type("account", "delete", name, "--data", data.toString()));
    try (Wire wire = new Wire(port)) {
      long end = System.nanoTime() + SETTLED_MAX.toNanos();
      while (wire.get("/api/v1/accounts/lookup?acct=" + name, "").status() == 200) {
        assertThat(System.nanoTime() - end).as("deleted").isNegative();
        TimeUnit.MILLISECONDS.sleep(1); // polling
      }
      TimeUnit.MILLISECONDS.sleep(afterMs);
    } finally {
      process.destroyForcibly().waitFor();
      command.join();
    }
  }

  /// Looks into the store itself: where a server is, the erasing goes on.
  private static boolean hasPosts(Path data, AccountId account) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    try (RocksStore store =
        RocksStore.open(data.resolve(Backup.STORE), RocksOptions.usual(), InstantSource.system())) {
      return Stream.of(today, today.minusDays(1))
          .map(day -> day.getYear() * 12L + day.getMonthValue() - 1)
          .anyMatch(
              month ->
                  !store
                      .scan(Table.plain("outbox"), Key.of(account.value()).and(month), 1)
                      .isEmpty());
    }
  }

  private static AccountId id(Server server, String name) {
    return server.content.accounts.find(Handle.here(name)).orElseThrow().id();
  }

  private static void settle(Server server) {
    for (int i = 0; i < 3; i++) {
      assertThat(server.ground.log.settle(SETTLED_MAX)).isTrue();
      server.ground.jobs.wake();
      assertThat(server.ground.jobs.settle(SETTLED_MAX)).isTrue();
    }
  }

  private List<String> found(Path data) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : LiveFiles.in(data.resolve(Backup.STORE))) {
      String text = new String(LiveFiles.bytes(file), StandardCharsets.ISO_8859_1);
      planted.stream()
          .filter(text::contains)
          .forEach(word -> found.add(word + " in " + file.getFileName()));
    }
    return found;
  }
}
