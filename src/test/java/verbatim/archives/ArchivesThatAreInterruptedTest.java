package verbatim.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Town;
import verbatim.kernel.ArchiveId;
import verbatim.kernel.Refused;
import verbatim.store.Key;
import verbatim.store.Table;

/// What becomes of an archive when the server stops, the account goes, or its time is over.
/// On one engine: its 250 posts would take seconds on the store that misbehaves, and
/// `WhatIsDeletedLeavesArchivesTest` runs on both.
class ArchivesThatAreInterruptedTest {
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;

  @BeforeEach
  void open() {
    town = Town.in(folder, Town.Engine.ROCKS);
    alice = town.person("alice");
    for (int i = 0; i < 250; i++) {
      alice.posts("post " + i);
    }
    town.settle();
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void a_server_that_stops_meanwhile_makes_it_after_its_start() throws Exception {
    ArchiveId id = town.archives().ask(alice.id()).id();
    town.restart();
    town.settle();
    Archive archive = town.archives().get(alice.id(), id);
    assertThat(archive.state()).isEqualTo(Archive.State.READY);
    assertThat(Files.size(town.archives().file(alice.id(), id))).isEqualTo(archive.bytes());
    assertThat(left()).as("no unfinished file").isEqualTo(1);
  }

  /// As its owner would read it at each write of the one who makes it.
  @Test
  void how_far_it_has_come_is_told_meanwhile() {
    List<Integer> percents = new CopyOnWriteArrayList<>();
    town.store()
        .beforeDerived(
            _ ->
                town.archives()
                    .find(alice.id())
                    .filter(archive -> archive.state() == Archive.State.BUILDING)
                    .ifPresent(archive -> percents.add(archive.percent())));
    ArchiveId id = town.archives().ask(alice.id()).id();
    town.settle();
    assertThat(percents).isSorted();
    assertThat(percents.stream().filter(percent -> percent > 0 && percent < 100).distinct())
        .as("of %s", percents)
        .hasSizeGreaterThan(3);
    assertThat(town.archives().get(alice.id(), id).percent()).isEqualTo(100);
  }

  @Test
  void it_goes_with_the_account() throws Exception {
    ArchiveId id = town.archives().ask(alice.id()).id();
    town.settle();
    assertThat(left()).isEqualTo(1);
    town.accounts().delete(alice.id());
    town.settle();
    assertThat(left()).isZero();
    assertThatThrownBy(() -> town.archives().file(alice.id(), id)).isInstanceOf(Refused.class);
  }

  @Test
  void it_can_be_fetched_for_some_days_and_then_is_gone() throws Exception {
    ArchiveId id = town.archives().ask(alice.id()).id();
    town.settle();
    Duration kept = town.limits().house().archiveKept();
    town.later(kept.minusSeconds(60));
    assertThat(town.archives().file(alice.id(), id)).exists();
    town.later(Duration.ofSeconds(61));
    town.settle();
    assertThatThrownBy(() -> town.archives().file(alice.id(), id)).isInstanceOf(Refused.class);
    assertThat(left()).isZero();
  }

  @Test
  void the_next_may_be_asked_for_when_the_last_is_old_enough() {
    town.archives().ask(alice.id());
    town.settle();
    Duration every = town.limits().house().archiveEvery();
    town.later(every.minusSeconds(1));
    assertThatThrownBy(() -> town.archives().ask(alice.id())).isInstanceOf(Refused.class);
    town.later(Duration.ofSeconds(2));
    ArchiveId second = town.archives().ask(alice.id()).id();
    town.settle();
    assertThat(town.archives().get(alice.id(), second).state()).isEqualTo(Archive.State.READY);
  }

  @Test
  void one_that_cannot_be_made_says_so_and_another_may_be_asked_for() throws Exception {
    Table lists = Table.plain("list");
    Key owner = Key.of(alice.id().value());
    town.store().put(lists, owner, Key.of(1), new byte[] {99});
    ArchiveId id = town.archives().ask(alice.id()).id();
    for (int i = 0; i < 5; i++) {
      town.settle();
      town.later(Duration.ofHours(1));
    }
    assertThat(town.archives().get(alice.id(), id).state()).isEqualTo(Archive.State.FAILED);
    town.store().delete(lists, owner, Key.of(1));
    ArchiveId second = town.archives().ask(alice.id()).id();
    town.settle();
    assertThat(town.archives().get(alice.id(), second).state()).isEqualTo(Archive.State.READY);
    assertThat(left()).isEqualTo(1);
  }

  private long left() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("archives"))) {
      return files.count();
    }
  }
}
