package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.Ports;
import verbatim.TownClock;
import verbatim.accounts.Handle;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.moderation.Acts;
import verbatim.moderation.Deed;
import verbatim.moderation.Deeds;

/// Somebody sets the clock of the machine back by hours, while the server runs and between two of
/// its lives.
class ClockStepsBackTest {
  @TempDir Path folder;
  private final TownClock clock = new TownClock(Instant.parse("2026-11-01T08:00:00Z"));
  private String token = "";
  private long last;

  @Test
  void ids_rise_homes_stay_in_order_tokens_and_limits_go_on() throws Exception {
    try (Server server = open()) {
      server.serve();
      token = joined(server, "alice");
      posts(server, "one");
      clock.advance(Duration.ofHours(-5));
      posts(server, "two");
      for (int i = 0; i < 100; i++) {
        posts(server, "many " + i);
      }
      assertThat(server.ground.log.settle(Duration.ofSeconds(60))).isTrue();
      assertThat(newest(server)).isEqualTo("many 99");
      joined(server, "bob");
    }
    clock.advance(Duration.ofHours(-7));
    try (Server server = open()) {
      server.serve();
      posts(server, "three");
      clock.advance(Duration.ofHours(-1));
      posts(server, "four");
      assertThat(server.ground.log.settle(Duration.ofSeconds(60))).isTrue();
      assertThat(server.ground.jobs.settle(Duration.ofSeconds(60))).isTrue();
      assertThat(newest(server)).isEqualTo("four");
      joined(server, "carol");
      clock.advance(Duration.ofDays(1));
      posts(server, "five");
      assertThat(server.ground.log.settle(Duration.ofSeconds(60))).isTrue();
      assertThat(newest(server)).isEqualTo("five");
    }
  }

  @Test
  void what_is_said_after_a_clock_that_was_ahead_bears_the_time_of_the_clock() throws Exception {
    clock.advance(Duration.ofDays(2));
    try (Server server = open()) {
      server.serve();
      token = joined(server, "alice");
      posts(server, "from the future");
    }
    clock.advance(Duration.ofDays(-2));
    try (Server server = open()) {
      server.serve();
      String bob = joined(server, "bob");
      isOfNow(posts(server, "of today"));
      clock.advance(Duration.ofMinutes(3));
      JsonNode said = posts(server, "and a little later");
      isOfNow(said);
      try (Wire wire = new Wire(server.port())) {
        String path = "/api/v1/statuses/" + said.get("id").asString();
        isOfNow(wire.post(path + "/reblog", bob, Map.of()).json());
        assertThat(server.ground.log.settle(Duration.ofSeconds(60))).isTrue();
        String notices = "/api/v1/notifications?types[]=reblog";
        JsonNode told = wire.get(notices, token).json();
        assertThat(told).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(time(wire.get(notices, token).json().get(0)))
            .as("it stays what it is")
            .isEqualTo(time(told.get(0)));
      }
      long account = server.content.accounts.find(Handle.here("bob")).orElseThrow().id().value();
      var deed =
          server
              .reading
              .moderation
              .acts()
              .act(
                  Deed.CONSOLE,
                  Acts.Order.of(Deed.Kind.WARNED, new AccountId(account), "Mind the gap."));
      assertThat(deed.at()).isEqualTo(clock.instant());
      assertThat(server.reading.moderation.deeds().list(Deed.CONSOLE, LOG, Page.newest(1)))
          .extracting(Deed::at)
          .containsExactly(clock.instant());
    }
  }

  private static final Deeds.Wanted LOG =
      new Deeds.Wanted(Deed.NOBODY, Deed.NOBODY, Optional.empty());

  private void isOfNow(JsonNode status) {
    assertThat(time(status)).isEqualTo(clock.instant());
  }

  private static Instant time(JsonNode thing) {
    return Instant.parse(thing.get("created_at").asString());
  }

  private Server open() throws Exception {
    int port = Ports.free();
    return Server.open(
        ConfigFile.read(
            Path.of("none"),
            false,
            Map.of(),
            Map.of(
                Setting.DATA, folder.resolve("data").toString(),
                Setting.PORT, Integer.toString(port),
                Setting.PUBLIC_URL, "http://localhost:" + port),
            true),
        clock);
  }

  private static String joined(Server server, String name) throws IOException {
    try (Wire wire = new Wire(server.port())) {
      JsonNode app =
          wire.post(
                  "/api/v1/apps",
                  "",
                  Map.of(
                      "client_name", "clock",
                      "redirect_uris", "urn:ietf:wg:oauth:2.0:oob",
                      "scopes", "read write"))
              .json();
      String appToken =
          wire.post(
                  "/oauth/token",
                  "",
                  Map.of(
                      "grant_type",
                      "client_credentials",
                      "client_id",
                      app.get("client_id").asString(),
                      "client_secret",
                      app.get("client_secret").asString(),
                      "scope",
                      "read write"))
              .json()
              .get("access_token")
              .asString();
      Wire.Reply reply =
          wire.post(
              "/api/v1/accounts",
              appToken,
              Map.of(
                  "username",
                  name,
                  "email",
                  name + "@example.org",
                  "password",
                  "a long test password",
                  "agreement",
                  true,
                  "locale",
                  "en"));
      assertThat(reply.status()).isEqualTo(200);
      return reply.json().get("access_token").asString();
    }
  }

  private JsonNode posts(Server server, String words) throws IOException {
    try (Wire wire = new Wire(server.port())) {
      Wire.Reply reply = wire.post("/api/v1/statuses", token, Map.of("status", words));
      assertThat(reply.status()).as(new String(reply.body())).isEqualTo(200);
      long id = Long.parseLong(reply.json().get("id").asString());
      assertThat(id).as(words).isGreaterThan(last);
      last = id;
      return reply.json();
    }
  }

  private String newest(Server server) throws IOException {
    try (Wire wire = new Wire(server.port())) {
      JsonNode home = wire.get("/api/v1/timelines/home?limit=2", token).json();
      assertThat(List.of(home.get(0).get("id").asString())).containsExactly(Long.toString(last));
      return home.get(0).get("content").asString().replaceAll("<[^>]+>", "");
    }
  }
}
