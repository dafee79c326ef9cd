package verbatim.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.kernel.Page;

/// What waits is counted on every page of a moderator: with one read for each list.
class CountingWhatWaitsTest {
  private static final int MAX = 100;

  @TempDir Path folder;
  private Town town;
  private Moderation moderation;
  private Town.Person mia;
  private Town.Person max;
  private Town.Person alice;
  private Town.Person bob;

  @BeforeEach
  void open() {
    town = Town.in(folder, Town.Engine.ROCKS);
    moderation = town.moderation();
    mia = town.person("mia", new Standing(Standing.State.ACTIVE, Standing.Role.MODERATOR, false));
    max = town.person("max", new Standing(Standing.State.ACTIVE, Standing.Role.MODERATOR, false));
    alice = town.person("alice");
    bob = town.person("bob");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Report reports(Town.Person who, Town.Person about) {
    return moderation.report(
        who.id(),
        new Moderation.Told(
            about.id(), List.of(), "rude", Report.Category.OTHER, List.of(), false));
  }

  private List<String> readsForCounting(Town.Person who) {
    return town.store()
        .readsOf(
            () -> {
              var _ = moderation.cases().countOpen(who.id(), MAX);
              var _ = moderation.appeals().countOpen(who.id(), MAX);
            });
  }

  @Test
  void reports_and_appeals_are_counted_with_one_read_each() {
    for (int i = 0; i < 5; i++) {
      reports(alice, bob);
    }
    Deed deed =
        moderation.acts().act(mia.id(), Acts.Order.of(Deed.Kind.WARNED, alice.id(), "softly"));
    moderation.appeals().appeal(alice.id(), deed.id(), "I was soft");
    assertThat(moderation.cases().countOpen(max.id(), MAX)).isEqualTo(5);
    assertThat(moderation.cases().countOpen(max.id(), 3)).isEqualTo(3);
    assertThat(moderation.appeals().countOpen(max.id(), MAX)).isEqualTo(1);
    assertThat(readsForCounting(max)).containsExactly("report_open 5", "appeal_open 1");
  }

  @Test
  void the_count_is_that_of_the_list() {
    Report first = reports(alice, bob);
    Report second = reports(alice, bob);
    reports(bob, mia);
    reports(alice, max);
    for (Town.Person who : List.of(mia, max)) {
      assertThat(moderation.cases().countOpen(who.id(), MAX))
          .isEqualTo(moderation.cases().open(who.id(), Page.newest(MAX)).size())
          .isEqualTo(3);
    }
    moderation.cases().resolve(mia.id(), first.id(), "");
    assertThat(moderation.cases().countOpen(mia.id(), MAX)).isEqualTo(2);
    moderation.cases().reopen(mia.id(), first.id());
    moderation.cases().resolve(mia.id(), second.id(), "");
    assertThat(moderation.cases().countOpen(mia.id(), MAX)).isEqualTo(2);
    town.accounts().delete(bob.id());
    assertThat(moderation.cases().countOpen(mia.id(), MAX))
        .as("of an erased account there is nothing left to decide")
        .isEqualTo(moderation.cases().open(mia.id(), Page.newest(MAX)).size())
        .isEqualTo(1);
  }
}
