package verbatim.trends;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Profile;
import verbatim.accounts.Standing;
import verbatim.kernel.Page;
import verbatim.relations.Viewer;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;
import verbatim.timelines.Timelines;

/// Trends are made by people and show nothing that was withdrawn (attack api-18).
class WhatIsTalkedAboutTest {
  @TempDir Path folder;
  private Town town;
  private Trends trends;
  private Town.Person alice;
  private List<Town.Person> people;

  /// Twice as many as are counted.
  private static final int FLOOD_ROWS = 4_000;

  private final List<Status> flood = new ArrayList<>();
  private int flooded;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine);
    trends =
        new Trends(
            this::publicStatuses,
            town.statuses(),
            town.accounts(),
            town.maySee(),
            town.clock(),
            town.limits());
    alice = town.person("alice");
    wantsToBeFound(alice);
    people = IntStream.range(0, Trends.ACCOUNTS_MIN).mapToObj(i -> town.person("p" + i)).toList();
    town.later(Trends.ACCOUNT_AGE_MIN.plusHours(1));
  }

  @AfterEach
  void close() {
    town.close();
  }

  /// As if there were as many more of the flood.
  private List<Status> publicStatuses(Page page) {
    if (!flood.isEmpty() && flooded < FLOOD_ROWS) {
      flooded += page.rowsMax();
      return Collections.nCopies(page.rowsMax(), flood.getFirst());
    }
    return town.timelines().everybody(Viewer.ANYBODY, Timelines.Scope.ALL, false, page);
  }

  @ParameterizedTest
  @EnumSource
  void who_posts_thousands_does_not_push_out_what_the_others_talk_about(Town.Engine engine) {
    open(engine);
    people.forEach(p -> p.posts("today #heron"));
    flood.add(alice.posts("and again #mine"));
    assertThat(tags()).containsExactly("heron");
    assertThat(flooded).isEqualTo(FLOOD_ROWS);
  }

  private void wantsToBeFound(Town.Person person) {
    Profile p = person.account().profile();
    town.accounts()
        .change(
            person.id(),
            account ->
                account.with(
                    new Profile(
                        p.displayName(),
                        p.bio(),
                        p.fields(),
                        p.avatar(),
                        p.header(),
                        p.bot(),
                        p.locked(),
                        true,
                        p.indexable(),
                        p.hidesCollections())));
  }

  private List<String> tags() {
    settleAndWait();
    return tagsNow();
  }

  private List<String> tagsNow() {
    return trends.tags(0, 20);
  }

  private List<String> statuses() {
    settleAndWait();
    return statusesNow(Viewer.ANYBODY);
  }

  private List<String> statusesNow(Viewer viewer) {
    return town.words(trends.statuses(viewer, 0, 20));
  }

  private void settleAndWait() {
    town.settle();
    town.later(Trends.KEPT.plusSeconds(1));
  }

  @ParameterizedTest
  @EnumSource
  void a_tag_that_several_use_is_talked_about_and_fresher_ones_first(Town.Engine engine) {
    open(engine);
    people.forEach(p -> p.posts("yesterday #old"));
    town.later(Duration.ofHours(24));
    people.forEach(p -> p.posts("today #Fresh"));
    people.subList(1, people.size()).forEach(p -> p.posts("a few #few"));
    assertThat(tags()).containsExactly("Fresh", "old");
  }

  @ParameterizedTest
  @EnumSource
  void a_flood_by_one_author_weighs_what_one_post_does(Town.Engine engine) {
    open(engine);
    for (int i = 0; i < 30; i++) {
      alice.posts("again and again #flood");
    }
    people.forEach(p -> p.posts("once #real"));
    assertThat(tags()).containsExactly("real");
  }

  @ParameterizedTest
  @EnumSource
  void accounts_made_today_or_limited_do_not_count(Town.Engine engine) {
    open(engine);
    Status status = alice.posts("look at me #mine");
    for (int i = 0; i < 30; i++) {
      Town.Person puppet = town.person("puppet" + i);
      puppet.posts("bought #puppets");
      puppet.boosts(status);
      puppet.favourites(status);
    }
    people.forEach(p -> p.isNow(new Standing(Standing.State.ACTIVE, Standing.Role.USER, true)));
    people.forEach(p -> p.posts("hushed #limited"));
    people.forEach(p -> p.favourites(status));
    assertThat(tags()).isEmpty();
    assertThat(statuses()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void private_and_unlisted_use_of_a_tag_never_counts(Town.Engine engine) {
    open(engine);
    people.forEach(p -> p.posts("among us #hidden", Draft.Visibility.FOLLOWERS));
    people.forEach(p -> p.posts("between us #hidden", Draft.Visibility.DIRECT));
    people.forEach(p -> p.posts("quietly #hidden", Draft.Visibility.UNLISTED));
    assertThat(tags()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_tag_goes_at_once_with_the_posts_that_carried_it(Town.Engine engine) {
    open(engine);
    List<Status> posts = people.stream().map(p -> p.posts("now #brief")).toList();
    assertThat(tags()).containsExactly("brief");
    people.getFirst().deletes(posts.getFirst());
    assertThat(tagsNow()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_status_that_several_liked_is_talked_about_until_it_is_withdrawn(Town.Engine engine) {
    open(engine);
    Status liked = alice.posts("worth reading");
    alice.favourites(liked);
    alice.posts("nobody read this");
    people.forEach(p -> p.favourites(liked));
    people.forEach(p -> p.boosts(liked));
    assertThat(statuses()).containsExactly("worth reading");
    alice.deletes(liked);
    assertThat(statusesNow(Viewer.ANYBODY)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_status_deleted_while_trends_are_worked_out_weighs_nothing(Town.Engine engine) {
    open(engine);
    Status liked = alice.posts("worth reading");
    people.forEach(p -> p.favourites(liked));
    town.settle();
    Trends late =
        new Trends(
            page -> {
              List<Status> listed =
                  town.timelines().everybody(Viewer.ANYBODY, Timelines.Scope.ALL, false, page);
              if (listed.isEmpty() && town.statuses().find(liked.id()).isPresent()) {
                alice.deletes(liked);
              }
              return listed;
            },
            town.statuses(),
            town.accounts(),
            town.maySee(),
            town.clock(),
            town.limits());
    assertThat(late.statuses(Viewer.ANYBODY, 0, 20)).isEmpty();
    assertThat(town.statuses().find(liked.id())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void limiting_suspending_or_blocking_the_author_takes_it_away_at_once(Town.Engine engine) {
    open(engine);
    Status liked = alice.posts("worth reading");
    people.forEach(p -> p.favourites(liked));
    assertThat(statuses()).containsExactly("worth reading");
    Town.Person bob = people.getFirst();
    bob.blocks(alice);
    assertThat(statusesNow(bob.viewer())).isEmpty();
    alice.isNow(new Standing(Standing.State.ACTIVE, Standing.Role.USER, true));
    assertThat(statusesNow(Viewer.ANYBODY)).isEmpty();
    alice.isNow(Standing.active());
    assertThat(statusesNow(Viewer.ANYBODY)).containsExactly("worth reading");
    alice.isNow(new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false));
    assertThat(statusesNow(Viewer.ANYBODY)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void who_does_not_want_to_be_found_is_not_shown_to_strangers(Town.Engine engine) {
    open(engine);
    Status shy = people.getFirst().posts("for those who know me");
    people.forEach(p -> p.favourites(shy));
    alice.favourites(shy);
    assertThat(statuses()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void of_one_author_there_are_only_a_few_however_much_is_liked(Town.Engine engine) {
    open(engine);
    Town.Person bob = people.getFirst();
    wantsToBeFound(bob);
    Status once = bob.posts("said once");
    people.forEach(p -> p.favourites(once));
    alice.favourites(once);
    for (int i = 0; i < 12; i++) {
      Status again = alice.posts("again " + i);
      people.forEach(p -> p.favourites(again));
      people.forEach(p -> p.boosts(again));
    }
    List<String> shown = statuses();
    assertThat(shown).contains("said once");
    assertThat(shown)
        .filteredOn(words -> words.startsWith("again"))
        .hasSize(Trends.OF_ONE_AUTHOR_MAX);
  }
}
