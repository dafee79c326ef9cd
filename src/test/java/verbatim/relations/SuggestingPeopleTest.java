package verbatim.relations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Profile;
import verbatim.accounts.Standing;

class SuggestingPeopleTest {
  @TempDir Path folder;
  private Town town;
  private Suggestions suggestions;
  private Town.Person alice;
  private Town.Person bob;
  private Town.Person carol;
  private Town.Person dave;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine);
    suggestions =
        new Suggestions(
            town.store(),
            town.relations(),
            town.accounts(),
            town.maySee(),
            town.clock(),
            town.limits());
    alice = town.person("alice");
    bob = town.person("bob");
    carol = town.person("carol");
    dave = town.person("dave");
    for (Town.Person person : List.of(carol, dave)) {
      profile(person, true, false);
    }
    alice.follows(bob);
    bob.follows(carol);
    town.settle();
  }

  @AfterEach
  void close() {
    town.close();
  }

  private void profile(Town.Person person, boolean discoverable, boolean hidesCollections) {
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
                        discoverable,
                        p.indexable(),
                        hidesCollections)));
  }

  private List<String> suggested() {
    return suggestions.to(alice.id(), 40).stream()
        .map(
            s -> s.source() + " " + town.accounts().find(s.account()).orElseThrow().handle().acct())
        .toList();
  }

  private List<String> suggestedLater() {
    town.later(Duration.ofMinutes(11));
    return suggested();
  }

  @ParameterizedTest
  @EnumSource
  void whom_a_friend_follows_comes_first_then_who_wants_to_be_found(Town.Engine engine) {
    open(engine);
    assertThat(suggested()).containsExactly("FRIENDS_OF_FRIENDS carol", "DIRECTORY dave");
  }

  @ParameterizedTest
  @EnumSource
  void following_blocking_or_muting_ends_it_at_once(Town.Engine engine) {
    open(engine);
    suggested();
    alice.follows(carol);
    assertThat(suggested()).containsExactly("DIRECTORY dave");
    alice.mutes(dave);
    assertThat(suggested()).isEmpty();
    alice.unmutes(dave);
    dave.blocks(alice);
    assertThat(suggested()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void who_is_limited_or_does_not_want_to_be_found_is_not_suggested(Town.Engine engine) {
    open(engine);
    suggested();
    carol.isNow(new Standing(Standing.State.ACTIVE, Standing.Role.USER, true));
    profile(dave, false, false);
    assertThat(suggested()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_friend_who_hides_whom_he_follows_is_no_source(Town.Engine engine) {
    open(engine);
    profile(bob, false, true);
    // Somebody follows her, and nobody him, who is newer.
    assertThat(suggested()).containsExactly("DIRECTORY carol", "DIRECTORY dave");
  }

  @ParameterizedTest
  @EnumSource
  void whom_she_sent_away_does_not_come_again(Town.Engine engine) {
    open(engine);
    suggestions.dismiss(alice.id(), carol.id());
    assertThat(suggested()).containsExactly("DIRECTORY dave");
    town.restart();
    suggestions =
        new Suggestions(
            town.store(),
            town.relations(),
            town.accounts(),
            town.maySee(),
            town.clock(),
            town.limits());
    assertThat(suggestedLater()).containsExactly("DIRECTORY dave");
    while (town.relations().forgetSome(alice.id(), 2)) {}
    assertThat(
            town.store()
                .scan(
                    verbatim.store.Table.plain("suggestion_dismissed"),
                    verbatim.store.Key.of(alice.id().value()),
                    10))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void the_oldest_dismissal_is_forgotten_first(Town.Engine engine) {
    open(engine);
    suggestions.dismiss(alice.id(), carol.id());
    town.later(java.time.Duration.ofSeconds(1));
    for (int i = 1; i <= 1_000; i++) {
      suggestions.dismiss(alice.id(), new verbatim.kernel.AccountId(i));
    }
    assertThat(
            town
                .store()
                .scan(
                    verbatim.store.Table.plain("suggestion_dismissed"),
                    verbatim.store.Key.of(alice.id().value()),
                    2_000)
                .stream()
                .map(row -> row.sk().longAt(0)))
        .hasSize(1_000)
        .contains(1L)
        .doesNotContain(carol.id().value());
  }

  @ParameterizedTest
  @EnumSource
  void there_are_never_more_than_the_bound(Town.Engine engine) {
    open(engine);
    int max = town.limits().later().suggestionsMax();
    for (int i = 0; i < max; i++) {
      profile(town.person("q" + i), true, false);
    }
    assertThat(suggestions.to(alice.id(), 1_000)).hasSize(max);
  }
}
