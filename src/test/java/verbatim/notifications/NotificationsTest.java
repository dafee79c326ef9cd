package verbatim.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.kernel.ReportId;
import verbatim.notifications.Notification.Type;
import verbatim.notifications.Notifications.Group;
import verbatim.notifications.Notifications.Held;
import verbatim.notifications.Notifications.Policy;
import verbatim.notifications.Notifications.Query;
import verbatim.relations.FollowOptions;
import verbatim.statuses.Draft.Visibility;
import verbatim.statuses.Status;

@ParameterizedClass
@EnumSource(Town.Engine.class)
final class NotificationsTest {
  private static final Set<Type> GROUPED = Set.of(Type.FAVOURITE, Type.REBLOG, Type.FOLLOW);
  private static final Query WITH_HELD = new Query(Set.of(), Set.of(), Optional.empty(), true);

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
    town.settle();
  }

  @AfterEach
  void close() {
    town.close();
  }

  // ---- exactly the right people

  @Test
  void whoever_is_named_is_told_once_and_nobody_else() {
    alice.posts("@bob hello @bob and @nobody and @alice");
    assertThat(bob.notifications()).containsExactly("mention alice");
    assertThat(alice.notifications()).isEmpty();
    assertThat(carol.notifications()).isEmpty();
  }

  @Test
  void an_edit_tells_whom_it_newly_names() {
    Status status = alice.posts("@bob hello");
    alice.edits(status, "@bob hello @carol");
    assertThat(bob.notifications()).containsExactly("mention alice");
    assertThat(carol.notifications()).containsExactly("mention alice");
  }

  @Test
  void favourites_boosts_and_follows_are_told_and_taken_back() {
    Status status = alice.posts("hello");
    bob.favourites(status);
    bob.boosts(status);
    bob.follows(alice);
    assertThat(alice.notifications()).containsExactly("follow bob", "reblog bob", "favourite bob");
    bob.unfavourites(status);
    bob.unboosts(status);
    bob.unfollows(alice);
    assertThat(alice.notifications()).isEmpty();
    bob.favourites(status);
    assertThat(alice.notifications()).containsExactly("favourite bob");
    assertThat(bob.notifications()).isEmpty();
  }

  @Test
  void a_request_is_told_until_it_is_answered() {
    alice.locks();
    bob.follows(alice);
    carol.follows(alice);
    assertThat(alice.notifications()).containsExactly("follow_request carol", "follow_request bob");
    alice.accepts(bob);
    alice.rejects(carol);
    assertThat(alice.notifications()).isEmpty();
  }

  @Test
  void who_asked_for_it_hears_of_each_new_status_but_not_of_answers_and_boosts() {
    alice.posts("to nobody");
    town.settle();
    bob.follows(alice, new FollowOptions(true, true, List.of()));
    carol.follows(alice);
    town.settle();
    Status first = alice.posts("one");
    alice.replies(first, "two");
    alice.replies(carol.posts("question"), "@carol answer");
    alice.boosts(carol.posts("words"));
    assertThat(bob.notifications()).containsExactly("status alice", "status alice");
    assertThat(carol.notifications()).doesNotContain("status alice");
    bob.follows(alice, FollowOptions.usual());
    town.settle();
    alice.posts("three");
    assertThat(bob.notifications()).hasSize(2);
    carol.follows(alice, new FollowOptions(true, true, List.of()));
    town.settle();
    alice.posts("four");
    assertThat(bob.notifications()).hasSize(2);
    assertThat(carol.notifications()).contains("status alice");
  }

  @Test
  void boosters_hear_of_an_edit_once() {
    Status status = alice.posts("hello");
    bob.boosts(status);
    town.settle();
    alice.edits(status, "hello there");
    alice.edits(status, "hello there all");
    assertThat(bob.notifications()).containsExactly("update alice");
    assertThat(carol.notifications()).isEmpty();
  }

  @Test
  void the_end_of_a_poll_is_told_to_its_author_and_to_those_who_voted() {
    Status poll = alice.asks("tea or coffee?", Duration.ofHours(1), "tea", "coffee");
    bob.votes(poll, 0);
    assertThat(bob.notifications()).isEmpty();
    town.later(Duration.ofHours(2));
    assertThat(bob.notifications()).containsExactly("poll alice");
    assertThat(alice.notifications()).containsExactly("poll alice");
    assertThat(carol.notifications()).isEmpty();
  }

  @Test
  void those_who_run_the_server_hear_of_a_newcomer() {
    // Who came before has been told of to those who looked after the server then: to nobody.
    town.settle();
    Town.Person owner =
        town.person("olga", new Standing(Standing.State.ACTIVE, Standing.Role.OWNER, false));
    town.settle();
    town.person("dave");
    assertThat(owner.notifications()).containsExactly("admin.sign_up dave");
    assertThat(alice.notifications()).isEmpty();
  }

  @Test
  void those_who_run_the_server_hear_of_an_applicant_and_of_reports_by_those_who_blocked_them() {
    // Who came before has been told of to those who looked after the server then: to nobody.
    town.settle();
    Town.Person owner =
        town.person("olga", new Standing(Standing.State.ACTIVE, Standing.Role.OWNER, false));
    town.settle();
    town.person("dave", new Standing(Standing.State.PENDING, Standing.Role.USER, false));
    assertThat(owner.notifications()).containsExactly("admin.sign_up dave");
    alice.blocks(owner);
    assertThat(
            town.notifications().reported(town.ids().next(), new ReportId(5), alice.id(), bob.id()))
        .containsExactly(owner.id());
    assertThat(owner.notifications())
        .containsExactlyInAnyOrder("admin.sign_up dave", "admin.report alice");
    owner.isNow(Standing.active());
    assertThat(owner.notifications()).as("no longer one of them").isEmpty();
  }

  @Test
  void a_muted_thread_tells_nothing_more() {
    Status question = alice.posts("question");
    alice.mutesThread(question);
    bob.replies(question, "@alice answer");
    bob.favourites(question);
    assertThat(alice.notifications()).isEmpty();
  }

  @Test
  void nothing_from_the_blocked_and_muted_before_and_after() {
    bob.posts("@alice before");
    assertThat(alice.notifications()).hasSize(1);
    alice.mutes(bob);
    bob.posts("@alice after");
    assertThat(alice.notifications()).isEmpty();
    alice.unmutes(bob);
    assertThat(alice.notifications()).containsExactly("mention bob");
    alice.blocks(bob);
    bob.posts("@alice blocked");
    assertThat(alice.notifications()).isEmpty();
  }

  @Test
  void a_deleted_status_takes_what_it_told_with_it() {
    Status status = alice.posts("@bob hello");
    bob.favourites(status);
    assertThat(bob.notifications()).hasSize(1);
    assertThat(alice.notifications()).hasSize(1);
    alice.deletes(status);
    assertThat(bob.notifications()).isEmpty();
    assertThat(alice.notifications()).isEmpty();
  }

  @Test
  void whoever_is_suspended_is_heard_of_no_more() {
    bob.posts("@alice hello");
    assertThat(alice.notifications()).hasSize(1);
    bob.isNow(new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false));
    assertThat(alice.notifications()).isEmpty();
  }

  @Test
  void a_flood_from_one_account_is_cut_off() {
    int max = town.limits().people().notificationsFromOneMax();
    for (int i = 0; i <= max; i++) {
      bob.posts("@alice number " + i);
    }
    carol.posts("@alice hello");
    town.settle();
    Query fromBob = new Query(Set.of(), Set.of(), Optional.of(bob.id()), false);
    assertThat(town.notifications().unread(alice.id(), fromBob, 1_000)).isEqualTo(max);
    assertThat(alice.notifications()).startsWith("mention carol");
    town.later(town.limits().people().notificationsFromOneWindow());
    bob.posts("@alice later");
    town.settle();
    assertThat(town.notifications().unread(alice.id(), fromBob, 1_000)).isEqualTo(max + 1);
  }

  // ---- reading

  @Test
  void types_and_senders_can_be_chosen() {
    Status status = alice.posts("hello");
    bob.favourites(status);
    carol.favourites(status);
    carol.posts("@alice hi");
    assertThat(alice.notifications(query(Set.of(Type.FAVOURITE), Set.of())))
        .containsExactly("favourite carol", "favourite bob");
    assertThat(alice.notifications(query(Set.of(), Set.of(Type.FAVOURITE))))
        .containsExactly("mention carol");
    assertThat(alice.notifications(new Query(Set.of(), Set.of(), Optional.of(carol.id()), false)))
        .containsExactly("mention carol", "favourite carol");
  }

  private static Query query(Set<Type> types, Set<Type> without) {
    return new Query(types, without, Optional.empty(), false);
  }

  @Test
  void pages_join_over_months() {
    for (int i = 0; i < 9; i++) {
      if (i % 3 == 2) {
        town.later(Duration.ofDays(16));
      }
      bob.posts("@alice number " + i);
    }
    town.settle();
    var all = town.notifications().list(alice.id(), Query.ALL, Page.newest(40));
    assertThat(all).hasSize(9);
    long third = all.get(2).id().value();
    assertThat(town.notifications().list(alice.id(), Query.ALL, Page.below(third, 4)))
        .isEqualTo(all.subList(3, 7));
    assertThat(
            town.notifications()
                .list(
                    alice.id(),
                    Query.ALL,
                    new Page(Long.MAX_VALUE, all.get(7).id().value(), true, 2)))
        .isEqualTo(all.subList(5, 7));
  }

  @Test
  void alike_ones_stand_together() {
    Status one = alice.posts("one");
    Status two = alice.posts("two");
    bob.favourites(one);
    bob.posts("@alice between");
    carol.favourites(one);
    bob.favourites(two);
    bob.follows(alice);
    carol.follows(alice);
    town.settle();
    List<Group> groups =
        town.notifications().groups(alice.id(), Query.ALL, GROUPED, Page.newest(10));
    assertThat(groups)
        .extracting(g -> g.newest().type().word() + " " + g.count())
        .containsExactly("follow 2", "favourite 1", "favourite 2", "mention 1");
    assertThat(groups.get(2).from()).containsExactly(carol.id(), bob.id());
    assertThat(town.notifications().group(alice.id(), groups.get(2).key()))
        .isEqualTo(groups.get(2));
    var next =
        town.notifications()
            .groups(
                alice.id(),
                Query.ALL,
                GROUPED,
                Page.below(groups.get(2).newest().id().value(), 10));
    assertThat(next).extracting(g -> g.newest().type()).containsExactly(Type.MENTION);
    town.notifications().dismissGroup(alice.id(), groups.get(0).key());
    assertThat(alice.notifications()).noneMatch(said -> said.startsWith("follow"));
    assertThatThrownBy(() -> town.notifications().group(alice.id(), groups.get(0).key()))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> town.notifications().group(alice.id(), "favourite--x"))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> town.notifications().group(alice.id(), "follow-0-9223372036854775807"))
        .isInstanceOf(Refused.class);
  }

  @Test
  void what_is_dismissed_or_cleared_stays_away() {
    bob.posts("@alice one");
    bob.posts("@alice two");
    town.settle();
    var all = town.notifications().list(alice.id(), Query.ALL, Page.newest(9));
    town.notifications().dismiss(alice.id(), all.getFirst().id());
    assertThat(alice.notifications()).hasSize(1);
    assertThatThrownBy(() -> town.notifications().get(alice.id(), all.getFirst().id()))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> town.notifications().get(bob.id(), all.getLast().id()))
        .isInstanceOf(Refused.class);
    town.notifications().clear(alice.id());
    assertThat(alice.notifications()).isEmpty();
    bob.posts("@alice three");
    assertThat(alice.notifications()).hasSize(1);
  }

  @Test
  void what_is_unread_is_counted_from_the_marker() {
    for (int i = 0; i < 5; i++) {
      bob.posts("@alice " + i);
    }
    town.settle();
    var all = town.notifications().list(alice.id(), Query.ALL, Page.newest(9));
    assertThat(town.notifications().unread(alice.id(), Query.ALL, 3)).isEqualTo(3);
    assertThat(town.notifications().unread(alice.id(), Query.ALL, 100)).isEqualTo(5);
    var first = town.notifications().mark(alice.id(), "notifications", all.get(1).id().toString());
    assertThat(town.notifications().unread(alice.id(), Query.ALL, 100)).isEqualTo(1);
    var second = town.notifications().mark(alice.id(), "notifications", all.get(0).id().toString());
    assertThat(second.version()).isEqualTo(first.version() + 1);
    assertThat(town.notifications().markers(alice.id(), Set.of("home", "notifications", "x")))
        .containsExactly(second);
    assertThatThrownBy(() -> town.notifications().mark(alice.id(), "public", "1"))
        .isInstanceOf(Refused.class);
  }

  // ---- policy

  @Test
  void strangers_can_be_set_aside_and_let_in() {
    town.notifications()
        .change(
            alice.id(),
            new Policy(Held.FILTER, Held.ACCEPT, Held.ACCEPT, Held.ACCEPT, Held.ACCEPT));
    alice.follows(carol);
    bob.posts("@alice one");
    bob.posts("@alice two");
    carol.posts("@alice from carol");
    assertThat(alice.notifications()).containsExactly("mention carol");
    assertThat(alice.notifications(WITH_HELD)).hasSize(3);
    var requests = town.notifications().requests(alice.id(), Page.newest(10));
    assertThat(requests).hasSize(1);
    assertThat(requests.getFirst().from()).isEqualTo(bob.id());
    assertThat(requests.getFirst().count()).isEqualTo(2);
    town.notifications().acceptRequest(alice.id(), requests.getFirst().id());
    assertThat(alice.notifications()).hasSize(3);
    assertThat(town.notifications().requests(alice.id(), Page.newest(10))).isEmpty();
    bob.posts("@alice three");
    assertThat(alice.notifications()).hasSize(4);
  }

  @Test
  void a_dismissed_request_comes_back_with_the_next_word() {
    town.notifications()
        .change(
            alice.id(),
            new Policy(Held.FILTER, Held.ACCEPT, Held.ACCEPT, Held.ACCEPT, Held.ACCEPT));
    bob.posts("@alice one");
    town.settle();
    var request = town.notifications().requests(alice.id(), Page.newest(10)).getFirst();
    town.notifications().dismissRequest(alice.id(), request.id());
    assertThat(town.notifications().requests(alice.id(), Page.newest(10))).isEmpty();
    bob.posts("@alice two");
    town.settle();
    assertThat(town.notifications().requests(alice.id(), Page.newest(10))).hasSize(1);
  }

  @Test
  void unasked_direct_words_are_set_aside_at_first_and_may_be_dropped() {
    bob.posts("@alice psst", Visibility.DIRECT);
    assertThat(alice.notifications()).isEmpty();
    assertThat(alice.notifications(WITH_HELD)).hasSize(1);
    town.notifications()
        .change(
            alice.id(), new Policy(Held.ACCEPT, Held.ACCEPT, Held.ACCEPT, Held.DROP, Held.ACCEPT));
    carol.posts("@alice psst", Visibility.DIRECT);
    assertThat(alice.notifications(WITH_HELD)).containsExactly("mention bob");
  }
}
