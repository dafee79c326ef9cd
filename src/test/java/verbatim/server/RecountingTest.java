package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.config;
import static verbatim.server.CommandLine.create;
import static verbatim.server.CommandLine.type;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.TownClock;
import verbatim.accounts.Handle;
import verbatim.kernel.AccountId;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.store.Key;
import verbatim.store.Table;
import verbatim.timelines.Directs;

/// Derived rows are lost, and `recount` makes them anew from what was said.
class RecountingTest {
  @TempDir Path folder;

  @Test
  void private_mentions_that_were_lost_are_found_again() throws Exception {
    Path data = folder.resolve("data");
    assertThat(create(data, "anna").exit()).isZero();
    assertThat(create(data, "bob").exit()).isZero();
    AccountId bob;
    try (Server server = open(data)) {
      AccountId anna = server.content.accounts.find(Handle.here("anna")).orElseThrow().id();
      bob = server.content.accounts.find(Handle.here("bob")).orElseThrow().id();
      server.content.statuses.post(
          new Draft(
              anna,
              "@bob a word with you",
              "",
              false,
              "",
              Draft.Visibility.DIRECT,
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Status.Application.NONE,
              Origin.HERE));
      assertThat(server.ground.log.settle(Duration.ofSeconds(60))).isTrue();
      assertThat(threads(server, bob)).hasSize(1);
      server.ground.store.deleteRange(
          Table.plain("direct"), Key.of(bob.value()), Key.NONE, Key.NONE.andByte(255).andByte(255));
      assertThat(threads(server, bob)).isEmpty();
    }
    assertThat(type("recount", "--data", data.toString()).exit()).isZero();
    try (Server server = open(data)) {
      assertThat(threads(server, bob)).hasSize(1);
    }
  }

  private static Server open(Path data) throws Exception {
    return Server.openLegible(config(data, true, Map.of()), new TownClock(Instant.now()));
  }

  private static List<Directs.Thread> threads(Server server, AccountId reader) {
    return server.reading.timelines.directs().list(reader, Page.newest(5));
  }
}
