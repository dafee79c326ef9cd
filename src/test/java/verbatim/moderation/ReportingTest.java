package verbatim.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.SmallLimits;
import verbatim.Town;
import verbatim.accounts.Standing;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;
import verbatim.notifications.Notifications;
import verbatim.statuses.Draft;

class ReportingTest {
  @TempDir Path folder;
  private Town town;
  private Moderation moderation;
  private Town.Person mia;
  private Town.Person alice;
  private Town.Person bob;

  private void open(Town.Engine engine) {
    town = Town.in(folder, engine, SmallLimits.with(Map.of("reportsPerAccountMax", 3)));
    moderation = town.moderation();
    mia = town.person("mia", new Standing(Standing.State.ACTIVE, Standing.Role.MODERATOR, false));
    alice = town.person("alice");
    bob = town.person("bob");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private Report reports(Town.Person who, Town.Person about, String comment, StatusId... statuses) {
    return moderation.report(
        who.id(),
        new Moderation.Told(
            about.id(), List.of(statuses), comment, Report.Category.OTHER, List.of(), false));
  }

  private static Refusal refusal(Runnable act) {
    return catchThrowableOfType(Refused.class, act::run).refusal();
  }

  @ParameterizedTest
  @EnumSource
  void the_moderators_are_told_and_nobody_else(Town.Engine engine) {
    open(engine);
    var first = reports(alice, bob, "rude", bob.posts("rude words").id());
    var second = reports(alice, bob, "again");
    assertThat(mia.notifications()).filteredOn("admin.report alice"::equals).hasSize(2);
    assertThat(alice.notifications()).isEmpty();
    assertThat(bob.notifications()).isEmpty();
    assertThat(moderation.find(first.id())).contains(first);
    assertThat(moderation.reports(Page.newest(40))).containsExactly(second, first);
  }

  @ParameterizedTest
  @EnumSource
  void a_moderator_is_not_told_of_a_report_on_himself(Town.Engine engine) {
    open(engine);
    var ben = town.person("ben", new Standing(Standing.State.ACTIVE, Standing.Role.ADMIN, false));
    reports(alice, ben, "he too");
    assertThat(ben.notifications()).doesNotContain("admin.report alice");
    assertThat(mia.notifications()).contains("admin.report alice");
  }

  @ParameterizedTest
  @EnumSource
  void who_was_a_moderator_sees_no_reports(Town.Engine engine) {
    open(engine);
    reports(alice, bob, "rude");
    assertThat(mia.notifications()).contains("admin.report alice");
    mia.isNow(Standing.active());
    assertThat(mia.notifications()).doesNotContain("admin.report alice");
    assertThat(town.notifications().list(mia.id(), Notifications.Query.ALL, Page.newest(40)))
        .allMatch(n -> n.report().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void what_the_reporter_may_not_see_is_left_out_like_what_is_not_there(Town.Engine engine) {
    open(engine);
    var seen = bob.posts("seen");
    var hidden = bob.posts("hidden", Draft.Visibility.FOLLOWERS);
    var report =
        reports(alice, bob, "", seen.id(), hidden.id(), mia.posts("hers").id(), new StatusId(7));
    assertThat(report.statuses()).containsExactly(seen.id());
  }

  @ParameterizedTest
  @EnumSource
  void one_past_each_bound_is_refused(Town.Engine engine) {
    open(engine);
    assertThat(refusal(() -> reports(alice, alice, "me"))).isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> reports(alice, bob, "x".repeat(1_001))))
        .isInstanceOf(Refusal.Invalid.class);
    reports(alice, bob, "x".repeat(1_000));
    reports(alice, bob, "two");
    reports(alice, mia, "three");
    assertThat(refusal(() -> reports(alice, bob, "four"))).isInstanceOf(Refusal.TooMany.class);
    town.later(Duration.ofDays(1));
    reports(alice, bob, "the day after");
  }

  @ParameterizedTest
  @EnumSource
  void with_the_account_goes_what_it_told(Town.Engine engine) {
    open(engine);
    var hers = reports(alice, bob, "her words");
    var his = reports(bob, alice, "his words");
    alice.leaves();
    town.settle();
    assertThat(moderation.find(hers.id())).isEmpty();
    // Of what was told of her there is a number left, and no words.
    assertThat(moderation.reports(Page.newest(40)))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.id()).isEqualTo(his.id());
              assertThat(left.comment()).isEmpty();
            });
  }
}
