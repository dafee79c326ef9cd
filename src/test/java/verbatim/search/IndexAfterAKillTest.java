package verbatim.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.statuses.Status;

@ParameterizedClass
@EnumSource(Town.Engine.class)
final class IndexAfterAKillTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    town.search();
    alice = town.person("alice");
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void nothing_is_lost_that_came_after_the_last_commit() {
    alice.posts("heron one");
    town.settle();
    town.search().commit();
    Status two = alice.posts("heron two");
    alice.posts("heron three");
    alice.deletes(two);
    town.settle();
    town.isKilled();
    town.settle();
    assertThat(town.search().progress().statuses()).as("not made anew, but followed").isZero();
    assertThat(alice.finds("heron")).containsExactly("heron three", "heron one");
  }

  @Test
  void parts_of_the_log_that_nobody_wrote_to_were_not_missed() {
    town.settle();
    town.search().commit();
    town.known().commit();
    town.isKilled();
    town.settle();
    assertThat(town.search().progress().accounts()).as("not made anew, but followed").isZero();
  }

  @Test
  void an_index_that_is_gone_or_damaged_is_made_anew() throws IOException {
    alice.posts("heron");
    town.settle();
    town.search().commit();
    town.isKilled();
    town.settle();
    town.search().close();
    Path index = folder.resolve("search");
    int damaged = 0;
    try (Stream<Path> files = Files.list(index)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("segments")) {
          Files.write(file, new byte[] {1, 2, 3});
          damaged++;
        }
      }
    }
    assertThat(damaged).isPositive();
    town.restart();
    assertThat(alice.finds("heron")).containsExactly("heron");
    assertThat(town.search().progress().statuses()).isPositive();
  }

  @Test
  void made_anew_it_is_what_it_was() {
    Status gone = alice.posts("heron gone");
    alice.posts("heron");
    alice.deletes(gone);
    assertThat(alice.finds("heron")).containsExactly("heron");
    town.search().rebuild();
    assertThat(alice.finds("heron")).containsExactly("heron");
    assertThat(town.search().progress().statuses()).isPositive();
    assertThat(town.search().accounts(alice.viewer(), "ali", false, 0, 5)).hasSize(1);
  }
}
