package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Erasure;
import verbatim.accounts.Stats;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.log.EventLog;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.store.Key;
import verbatim.store.Table;

/// Somebody's account is deleted: what others see at once, what is left after a while, and what a
/// kill in between or an event that comes late can do.
@ParameterizedClass
@EnumSource(Town.Engine.class)
final class LeavingTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    bob = town.person("bob");
    bob.follows(alice);
    alice.follows(bob);
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Erasure erasure() {
    return town.accounts().erasure(alice.id()).orElseThrow();
  }

  private long rows(String table, AccountId account) {
    return town.store().scan(Table.plain(table), Key.of(account.value()), 10).size();
  }

  @Test
  void nobody_sees_anything_of_it_before_anything_was_erased() {
    Status words = alice.posts("words");
    town.settle();
    town.jobs().close();
    town.accounts().delete(alice.id());
    assertThat(town.maySee().maySeeProfile(Viewer.ANYBODY, alice.id())).isFalse();
    assertThat(town.maySee().maySee(bob.viewer(), alice.id(), words.audience())).isFalse();
    assertThat(erasure().runs()).isZero();
  }

  @Test
  void it_goes_in_bounded_steps_and_once_more_an_hour_later() {
    for (int n = 0; n < 450; n++) {
      alice.posts("words " + n);
    }
    alice.leaves();
    town.settle();
    assertThat(erasure().ended()).isEmpty();
    assertThat(erasure().pass()).isEqualTo(2);
    assertThat(erasure().runs()).as("450 posts by 200, and 9 kinds").isGreaterThan(11);
    assertThat(town.statuses().outbox(alice.id(), Page.newest(5))).isEmpty();
    assertThat(town.accounts().erasing(10)).containsExactly(alice.id());
    town.later(Duration.ofHours(2));
    town.settle();
    assertThat(erasure().ended()).isPresent();
    assertThat(town.accounts().erasing(10)).isEmpty();
    assertThat(town.accounts().stats(alice.id())).isEqualTo(Stats.none());
  }

  @Test
  void who_is_killed_in_the_midst_goes_on_where_he_was() {
    for (int n = 0; n < 450; n++) {
      alice.posts("words " + n);
    }
    town.settle();
    long before = bobsWords();
    town.accounts().delete(alice.id());
    for (int stop = 0; stop < 4; stop++) {
      town.restart();
    }
    town.settle();
    town.later(Duration.ofHours(2));
    town.settle();
    assertThat(erasure().ended()).isPresent();
    assertThat(town.statuses().outbox(alice.id(), Page.newest(5))).isEmpty();
    assertThat(bobsWords()).isLessThan(before);
    assertThat(bob.wholeHome()).isEmpty();
  }

  private long bobsWords() {
    return bob.wholeHome().size();
  }

  @Test
  void a_dead_job_is_taken_up_again_by_the_daily_one() {
    alice.posts("words");
    alice.leaves();
    town.settle();
    // As if the job of the second pass were lost.
    town.leaving().resume();
    town.later(Duration.ofHours(2));
    town.leaving().resume();
    town.settle();
    assertThat(erasure().ended()).isPresent();
    town.leaving().begin(alice.id());
    town.settle();
    assertThat(erasure().ended()).isPresent();
  }

  @Test
  void an_event_that_comes_late_makes_no_row_anew() {
    List<EventLog.Entry> heard = Collections.synchronizedList(new ArrayList<>());
    town.log().consume("listener", heard::add);
    Status words = alice.posts("words");
    bob.favourites(words);
    bob.replies(words, "@alice answer");
    alice.boosts(bob.posts("his"));
    alice.leaves();
    town.settle();
    town.later(Duration.ofHours(2));
    town.settle();
    assertThat(erasure().ended()).isPresent();
    assertThat(ofAlice()).isEmpty();
    var again =
        new Reactions(
            town.accounts(),
            town.relations(),
            town.statuses(),
            town.conversations(),
            town.excerpts(),
            town.articles(),
            town.reports(),
            town.timelines(),
            town.notifications(),
            town.streams(),
            town.access().credentials(),
            town.leaving(),
            town.moderation(),
            town.stories(),
            town.archives());
    Collections.shuffle(heard, town.random());
    heard.forEach(again::on);
    town.settle();
    assertThat(ofAlice()).as("seed %d", town.seed()).isEmpty();
    assertThat(town.accounts().stats(bob.id()).followers()).isZero();
  }

  /// Tables that hold a row in the partition of her account.
  private List<String> ofAlice() {
    List<String> tables = new ArrayList<>();
    for (String table :
        List.of(
            "account-stats",
            "account-counted",
            "home",
            "feed_state",
            "outbox",
            "notice_months",
            "notice_cause",
            "notice_watchers",
            "tie-known",
            "draft",
            "scheduled",
            "media_of",
            "media_profile",
            "pins",
            "reactions",
            "session_of")) {
      if (rows(table, alice.id()) > 0) {
        tables.add(table);
      }
    }
    return tables;
  }
}
