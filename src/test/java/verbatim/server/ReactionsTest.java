package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.accounts.Stats;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Secret;
import verbatim.kernel.StatusId;
import verbatim.log.Event;
import verbatim.log.EventLog;
import verbatim.relations.Lists;
import verbatim.statuses.Counts;
import verbatim.statuses.Status;

@ParameterizedClass
@EnumSource(Town.Engine.class)
final class ReactionsTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine);
    alice = town.person("alice");
    bob = town.person("bob");
    carol = town.person("carol");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Reactions reactions() {
    return new Reactions(
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
  }

  @Test
  void whose_account_was_deleted_by_somebody_who_was_killed_then_leaves_no_sign_in_data() {
    var registration = town.access().registration();
    AccountId dave =
        registration
            .create(
                "dave", "dave@people.test", new Secret("correct horse battery"), Standing.Role.USER)
            .account()
            .id();
    assertThat(town.access().credentials().own(dave)).isPresent();
    town.accounts().delete(dave);
    town.settle();
    assertThat(town.access().credentials().own(dave)).isEmpty();
    registration.create(
        "erna", "dave@people.test", new Secret("correct horse battery"), Standing.Role.USER);
  }

  private void something() {
    bob.follows(alice);
    carol.follows(alice);
    Status first = alice.posts("@carol one #tea");
    Status second = alice.replies(first, "two");
    bob.favourites(first);
    carol.favourites(first);
    carol.unfavourites(first);
    bob.boosts(second);
    carol.boosts(second);
    carol.unboosts(second);
    bob.replies(second, "@alice three");
    Status gone = alice.posts("@bob gone");
    alice.deletes(gone);
    carol.unfollows(alice);
    carol.follows(bob);
  }

  /// All that people see of it.
  private record View(
      Map<String, List<StatusId>> homes,
      Map<String, List<String>> told,
      Map<String, Stats> stats,
      Map<StatusId, Counts> counts) {}

  private View view() {
    town.settle();
    var view = new View(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    for (Town.Person person : town.people()) {
      view.homes().put(person.name(), person.wholeHome());
      view.told().put(person.name(), person.notifications());
      view.stats().put(person.name(), town.accounts().stats(person.id()));
      town.statuses()
          .outbox(person.id(), Page.newest(40))
          .forEach(s -> view.counts().put(s.id(), town.statuses().counts(s.id())));
    }
    return view;
  }

  @Test
  void counts_follow_what_happened() {
    something();
    town.settle();
    Stats stats = town.accounts().stats(alice.id());
    assertThat(stats.statuses()).isEqualTo(2);
    assertThat(stats.followers()).isEqualTo(1);
    assertThat(town.accounts().stats(carol.id()).following()).isEqualTo(1);
    assertThat(town.accounts().stats(bob.id()).followers()).isEqualTo(1);
    var outbox = town.statuses().outbox(alice.id(), Page.newest(9));
    assertThat(town.statuses().counts(outbox.get(1).id())).isEqualTo(new Counts(1, 0, 1));
    assertThat(town.statuses().counts(outbox.get(0).id())).isEqualTo(new Counts(1, 1, 0));
  }

  @Test
  void everything_heard_again_in_any_order_changes_nothing() {
    List<EventLog.Entry> heard = Collections.synchronizedList(new ArrayList<>());
    town.log().consume("listener", heard::add);
    something();
    View before = view();
    var again = reactions();
    heard.forEach(again::on);
    assertThat(view()).isEqualTo(before);
    Collections.shuffle(heard, town.random());
    heard.forEach(again::on);
    assertThat(view()).as("seed %d", town.seed()).isEqualTo(before);
  }

  @Test
  void whoever_leaves_leaves_nothing() {
    something();
    bob.follows(carol);
    alice.follows(bob);
    alice.follows(carol);
    alice.lists("people", Lists.Replies.LIST, false, bob);
    town.settle();
    AccountId left = alice.id();
    alice.leaves();
    assertThat(bob.home()).allMatch(words -> words.contains("three"));
    assertThat(bob.notifications()).containsExactly("follow carol");
    assertThat(town.accounts().stats(bob.id()).following()).isEqualTo(1);
    assertThat(town.accounts().stats(bob.id()).followers()).isEqualTo(1);
    assertThat(town.accounts().stats(carol.id()).followers()).isEqualTo(1);
    assertThat(town.statuses().outbox(left, Page.newest(9))).isEmpty();
    assertThat(town.lists().of(left)).isEmpty();
    assertThat(town.relations().following(left, Page.newest(9))).isEmpty();
  }

  @Test
  void events_of_an_unknown_family_are_a_bug() {
    var entry = new EventLog.Entry(1, new Event("gossip", 1, new byte[0]), 0, 1);
    assertThatThrownBy(() -> reactions().on(entry)).isInstanceOf(IllegalStateException.class);
  }
}
