package verbatim.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.accounts.Standing.Role;
import verbatim.accounts.Standing.State;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;

/// Whoever deletes a post does not decide by that what moderators know of it.
class WhatWasReportedStaysTest {
  private static final Page FIRST = Page.newest(40);
  private static final Duration APPEAL = Duration.ofDays(30);

  @TempDir Path folder;
  private Town town;
  private Town.Person mia;
  private Town.Person max;
  private Town.Person alice;
  private Town.Person bob;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine);
    mia = town.person("mia", new Standing(State.ACTIVE, Role.MODERATOR, false));
    max = town.person("max", new Standing(State.ACTIVE, Role.MODERATOR, false));
    alice = town.person("alice");
    bob = town.person("bob");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Report reports(Town.Person who, StatusId... posts) {
    return town.moderation()
        .report(
            who.id(),
            new Moderation.Told(
                bob.id(), List.of(posts), "look", Report.Category.SPAM, List.of(), false));
  }

  private static List<String> words(List<Evidence.Held> held) {
    return held.stream().map(one -> one.post().words().text()).toList();
  }

  private List<String> held(Report report) {
    return words(town.moderation().evidence().of(report));
  }

  private List<String> held(Deed deed) {
    return words(town.moderation().evidence().of(deed));
  }

  private Deed acts(Deed.Kind kind, Report report) {
    return town.moderation()
        .acts()
        .act(
            mia.id(),
            new Acts.Order(kind, bob.id(), report.statuses(), report.id(), "Against rule 1"));
  }

  private Deed removes(Status post) {
    return town.moderation()
        .acts()
        .act(mia.id(), Acts.Order.onStatus(Deed.Kind.REMOVED, post, "Against rule 1"));
  }

  private void swept() {
    town.settle();
    town.moderation().sweep();
  }

  @ParameterizedTest
  @EnumSource
  void whoever_deletes_what_was_reported_leaves_it_to_the_moderators_until_the_report_ends(
      Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Report report = reports(alice, rude.id());
    town.statuses().delete(bob.id(), rude.id());
    town.later(Duration.ofDays(40));
    swept();
    assertThat(held(report)).containsExactly("rude");
    assertThat(town.statuses().find(rude.id())).isEmpty();
    town.moderation().cases().resolve(mia.id(), report.id(), "");
    town.settle();
    assertThat(held(report)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whoever_rewrites_what_was_reported_does_not_rewrite_what_was_reported(Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Report report = reports(alice, rude.id());
    bob.edits(rude, "kind");
    assertThat(held(report)).containsExactly("rude");
  }

  @ParameterizedTest
  @EnumSource
  void each_report_holds_for_itself(Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Report first = reports(alice, rude.id());
    Report second = reports(max, rude.id());
    town.statuses().delete(bob.id(), rude.id());
    town.moderation().cases().resolve(mia.id(), first.id(), "");
    swept();
    assertThat(held(first)).isEmpty();
    assertThat(held(second)).containsExactly("rude");
  }

  @ParameterizedTest
  @EnumSource
  void removed_words_stay_for_the_time_of_an_appeal(Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Report report = reports(alice, rude.id());
    Deed deed = acts(Deed.Kind.REMOVED, report);
    swept();
    assertThat(held(deed)).containsExactly("rude");
    assertThat(held(report)).as("also on the report that it ended").containsExactly("rude");
    Appeals appeals = town.moderation().appeals();
    assertThat(words(appeals.removed(bob.id(), deed))).containsExactly("rude");
    assertThat(appeals.removed(alice.id(), deed)).isEmpty();
    town.later(APPEAL.minusMinutes(1));
    swept();
    assertThat(held(deed)).containsExactly("rude");
    assertThat(appeals.told(bob.id(), FIRST).getFirst().mayAppeal()).isTrue();
    town.later(Duration.ofMinutes(2));
    swept();
    assertThat(held(deed)).isEmpty();
    assertThat(appeals.told(bob.id(), FIRST).getFirst().mayAppeal()).isFalse();
    Refused late =
        catchThrowableOfType(Refused.class, () -> appeals.appeal(bob.id(), deed.id(), "too late"));
    assertThat(late.refusal()).isInstanceOf(Refusal.NotFound.class);
  }

  @ParameterizedTest
  @EnumSource
  void who_waits_for_an_answer_does_not_lose_what_it_is_about(Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Deed deed = removes(rude);
    Appeals appeals = town.moderation().appeals();
    appeals.appeal(bob.id(), deed.id(), "It was a joke");
    town.later(APPEAL.plusDays(1));
    swept();
    assertThat(held(deed)).containsExactly("rude");
    appeals.answer(max.id(), deed.id(), false, "A bad one");
    swept();
    assertThat(held(deed)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void who_decides_about_a_warning_reads_what_it_was_about(Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Report report = reports(alice, rude.id());
    town.statuses().delete(bob.id(), rude.id());
    Deed deed = acts(Deed.Kind.WARNED, report);
    swept();
    assertThat(held(deed)).containsExactly("rude");
    assertThat(town.moderation().appeals().removed(bob.id(), deed))
        .as("he is not told what was reported")
        .isEmpty();
    town.later(APPEAL.plusMinutes(1));
    swept();
    assertThat(held(deed)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_report_that_is_opened_again_holds_what_is_still_there(Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Report report = reports(alice, rude.id());
    town.moderation().cases().resolve(mia.id(), report.id(), "");
    town.settle();
    town.moderation().cases().reopen(mia.id(), report.id());
    town.settle();
    town.statuses().delete(bob.id(), rude.id());
    assertThat(held(report)).containsExactly("rude");
  }

  @ParameterizedTest
  @EnumSource
  void with_an_account_goes_what_was_held_against_it_or_because_it_told(Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Report hers = reports(alice, rude.id());
    Report his = reports(max, rude.id());
    while (town.moderation().forgetSome(alice.id(), 10)) {}
    assertThat(held(hers)).isEmpty();
    assertThat(held(his)).containsExactly("rude");
    while (town.moderation().forgetSome(bob.id(), 10)) {}
    assertThat(held(his)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_report_about_long_posts_can_be_acted_on_and_opened_again(Town.Engine engine) {
    open(engine);
    String link = " https://example.org/" + "a".repeat(3000);
    List<Status> posts =
        Stream.of("one", "two", "three", "four", "five", "six", "seven")
            .map(word -> bob.posts(word + link.repeat(5)))
            .toList();
    Report report = reports(alice, posts.stream().map(Status::id).toArray(StatusId[]::new));
    Deed deed = acts(Deed.Kind.WARNED, report);
    swept();
    assertThat(held(deed)).hasSize(7);
    town.moderation().cases().reopen(mia.id(), report.id());
    swept();
    assertThat(held(report)).hasSize(7);
    Deed removal = acts(Deed.Kind.REMOVED, report);
    swept();
    assertThat(held(removal)).hasSize(7);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_removed_is_known_as_it_was_reported(Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Status gone = bob.posts("gone");
    Status fine = bob.posts("fine");
    Report report = reports(alice, rude.id(), gone.id(), fine.id());
    bob.edits(rude, "kind");
    town.statuses().delete(bob.id(), gone.id());
    Deed deed =
        town.moderation()
            .acts()
            .act(
                mia.id(),
                new Acts.Order(
                    Deed.Kind.REMOVED, bob.id(), List.of(rude.id()), report.id(), "Rule 1"));
    swept();
    assertThat(held(deed)).containsExactly("rude", "gone");
    assertThat(words(town.moderation().appeals().removed(bob.id(), deed)))
        .as("what he deleted himself was not removed")
        .containsExactly("rude");
  }

  @ParameterizedTest
  @EnumSource
  void a_report_that_is_opened_again_knows_what_was_reported_and_not_what_it_became(
      Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Report report = reports(alice, rude.id());
    bob.edits(rude, "kind");
    acts(Deed.Kind.WARNED, report);
    swept();
    town.moderation().cases().reopen(mia.id(), report.id());
    swept();
    assertThat(held(report)).containsExactly("rude");
    acts(Deed.Kind.WARNED, report);
    town.moderation().cases().reopen(mia.id(), report.id());
    assertThat(held(report)).as("also before anything was let go").containsExactly("rude");
  }

  @ParameterizedTest
  @EnumSource
  void who_is_found_to_be_right_late_has_a_month_to_take_his_words(Town.Engine engine) {
    open(engine);
    Status rude = bob.posts("rude");
    Deed deed = removes(rude);
    Appeals appeals = town.moderation().appeals();
    appeals.appeal(bob.id(), deed.id(), "It was a joke");
    town.later(APPEAL.plusDays(5));
    appeals.answer(max.id(), deed.id(), true, "A good one");
    town.later(APPEAL.minusMinutes(1));
    swept();
    assertThat(held(deed)).containsExactly("rude");
    assertThat(
            appeals.told(bob.id(), FIRST).stream()
                .filter(told -> told.deed().equals(deed))
                .map(Appeals.Told::heldUntil))
        .hasSize(1)
        .allMatch(deed.at().plus(APPEAL).plus(APPEAL)::isBefore);
    town.later(Duration.ofMinutes(2));
    swept();
    assertThat(held(deed)).isEmpty();
  }
}
