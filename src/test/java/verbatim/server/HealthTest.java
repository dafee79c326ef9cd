package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.TownClock;
import verbatim.access.Caller;
import verbatim.http.Answer;
import verbatim.http.Authenticator;
import verbatim.http.ErrorPage;
import verbatim.http.HttpServer;
import verbatim.http.HttpSettings;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Secret;
import verbatim.store.Key;
import verbatim.store.Table;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

/// A watchman asks whether the server is up.
class HealthTest {
  @TempDir Path folder;
  private final TownClock clock = new TownClock(Instant.parse("2026-11-01T08:00:00Z"));

  @Test
  void it_is_up_while_the_store_takes_writes_and_says_no_more() throws Exception {
    try (RocksStore store = store(RocksOptions.small());
        HttpServer http = serving(store, false)) {
      Wire.Reply reply = ask(http);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("{\"status\":\"up\"}");
    }
  }

  @Test
  void it_is_down_when_the_disk_is_full() throws Exception {
    try (RocksStore store = store(RocksOptions.small().withReserveBytes(Long.MAX_VALUE));
        HttpServer http = serving(store, false)) {
      Wire.Reply reply = ask(http);
      assertThat(reply.status()).isEqualTo(503);
      assertThat(new String(reply.body(), StandardCharsets.UTF_8))
          .isEqualTo("{\"status\":\"down\"}");
    }
  }

  /// The thread that writes died: reading goes on, but whoever looks after the server must hear.
  @Test
  void it_is_down_when_nothing_is_written_any_more() throws Exception {
    List<Thread> before = committers();
    try (RocksStore store = store(RocksOptions.small());
        HttpServer http = serving(store, false)) {
      assertThat(ask(http).status()).isEqualTo(200);
      Thread committer =
          committers().stream().filter(t -> !before.contains(t)).findFirst().orElseThrow();
      committer.interrupt();
      committer.join();
      clock.advance(Duration.ofSeconds(2));
      assertThat(ask(http).status()).isEqualTo(503);
      assertThatThrownBy(() -> store.put(Table.plain("t"), Key.NONE, Key.NONE, new byte[] {1}))
          .hasMessageContaining("cannot store anything");
      assertThat(store.get(Table.plain("health"), Key.NONE, Key.NONE)).isPresent();
    }
  }

  private static List<Thread> committers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("store-committer"))
        .toList();
  }

  @Test
  void test_mode_shows() throws Exception {
    try (RocksStore store = store(RocksOptions.small());
        HttpServer http = serving(store, true)) {
      assertThat(ask(http).json().get("test_mode").asBoolean()).isTrue();
    }
  }

  @Test
  void strangers_who_ask_often_cost_one_write_a_second() throws Exception {
    try (RocksStore store = store(RocksOptions.small().withCounts());
        HttpServer http = serving(store, false)) {
      long before = store.walSyncs();
      for (int i = 0; i < 20; i++) {
        assertThat(ask(http).status()).isEqualTo(200);
      }
      assertThat(store.walSyncs() - before).isEqualTo(1);
      clock.advance(Duration.ofMillis(1_001));
      ask(http);
      assertThat(store.walSyncs() - before).isEqualTo(2);
    }
  }

  private RocksStore store(RocksOptions options) {
    return RocksStore.open(folder.resolve("store"), options, InstantSource.system());
  }

  private HttpServer serving(RocksStore store, boolean testMode) {
    HttpServer http =
        new HttpServer(
            new HttpSettings(
                new InetSocketAddress("127.0.0.1", 0),
                URI.create("http://localhost"),
                List.of(),
                folder.resolve("uploads"),
                false,
                Duration.ofSeconds(1),
                Limits.usual().http()),
            new Health(store, clock, testMode).routes(),
            new Strangers(),
            new RateLimits(Limits.usual().people(), clock),
            new NoPages(),
            new Random(1));
    http.start();
    return http;
  }

  private static Wire.Reply ask(HttpServer http) throws IOException {
    try (Wire wire = new Wire(http.port())) {
      return wire.get("/health", "");
    }
  }

  private static final class Strangers implements Authenticator {
    @Override
    public Caller token(Secret bearer) {
      throw new IllegalStateException("health asks for no token");
    }

    @Override
    public Caller session(Secret cookie) {
      throw new IllegalStateException("health asks for no cookie");
    }
  }

  private static final class NoPages implements ErrorPage {
    @Override
    public Answer page(int status, Refusal refusal, Request request) {
      throw new IllegalStateException("no page is asked for");
    }

    @Override
    public Answer fault(Request request) {
      throw new IllegalStateException("no page is asked for");
    }
  }
}
