package verbatim.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
import verbatim.relations.Viewer;
import verbatim.statuses.Draft.Visibility;
import verbatim.statuses.Status;
import verbatim.timelines.Timelines.Scope;
import verbatim.timelines.Timelines.TagQuery;

@ParameterizedClass
@EnumSource(Town.Engine.class)
final class PublicAndTagTest {
  @Parameter Town.Engine engine;
  @TempDir Path folder;
  private Town town;
  private Town.Person alice;
  private Town.Person bob;

  @BeforeEach
  void open() {
    town = Town.in(folder, engine, Town.smallLimits(20, 20_000));
    alice = town.person("alice");
    bob = town.person("bob");
  }

  @AfterEach
  void close() {
    town.close();
  }

  private List<String> everybody(Viewer viewer, Scope scope) {
    town.settle();
    return town.words(town.timelines().everybody(viewer, scope, false, Page.newest(40)));
  }

  private List<String> tag(Viewer viewer, TagQuery query) {
    town.settle();
    return town.words(town.timelines().tag(viewer, query, Page.newest(40)));
  }

  private static TagQuery tagged(String tag) {
    return new TagQuery(tag, List.of(), List.of(), List.of(), Scope.ALL, false);
  }

  @Test
  void public_words_only_without_boosts_and_replies_to_others() {
    Status first = alice.posts("for all");
    alice.posts("not listed", Visibility.UNLISTED);
    alice.posts("for followers", Visibility.FOLLOWERS);
    alice.posts("@bob for you", Visibility.DIRECT);
    bob.replies(first, "@alice an answer");
    bob.boosts(first);
    alice.replies(first, "going on");
    assertThat(everybody(Viewer.ANYBODY, Scope.LOCAL)).containsExactly("going on", "for all");
    assertThat(everybody(bob.viewer(), Scope.ALL)).containsExactly("going on", "for all");
    assertThat(everybody(bob.viewer(), Scope.REMOTE)).isEmpty();
  }

  @Test
  void blocked_muted_limited_and_suspended_people_are_left_out_at_once() {
    Town.Person carol = town.person("carol");
    alice.posts("from alice");
    carol.posts("from carol");
    assertThat(everybody(bob.viewer(), Scope.LOCAL)).hasSize(2);
    bob.blocks(alice);
    bob.mutes(carol);
    assertThat(town.timelines().everybody(bob.viewer(), Scope.LOCAL, false, Page.newest(9)))
        .isEmpty();
    assertThat(town.timelines().everybody(alice.viewer(), Scope.LOCAL, false, Page.newest(9)))
        .hasSize(2);
    alice.isNow(new Standing(Standing.State.ACTIVE, Standing.Role.USER, true));
    carol.isNow(new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false));
    assertThat(everybody(Viewer.ANYBODY, Scope.LOCAL)).isEmpty();
  }

  @Test
  void what_somebody_limited_posts_is_for_followers_at_home_and_for_all_when_the_limit_has_ended() {
    bob.follows(alice);
    alice.isNow(new Standing(Standing.State.ACTIVE, Standing.Role.USER, true));
    alice.posts("meanwhile #garden");
    for (Viewer viewer : List.of(Viewer.ANYBODY, bob.viewer(), town.person("carol").viewer())) {
      assertThat(everybody(viewer, Scope.LOCAL)).isEmpty();
      assertThat(tag(viewer, tagged("garden"))).isEmpty();
    }
    assertThat(town.timelines().history("garden").getFirst())
        .extracting(Timelines.TagUse::uses, Timelines.TagUse::accounts)
        .containsExactly(0L, 0L);
    assertThat(bob.home()).containsExactly("meanwhile #garden");
    alice.isNow(Standing.active());
    town.later(Duration.ofMinutes(2));
    assertThat(everybody(Viewer.ANYBODY, Scope.LOCAL)).containsExactly("meanwhile #garden");
    assertThat(tag(Viewer.ANYBODY, tagged("garden"))).containsExactly("meanwhile #garden");
    assertThat(town.timelines().history("garden").getFirst().uses()).isEqualTo(1);
  }

  @Test
  void it_is_read_over_hours_and_beyond_what_lies_in_memory() {
    for (int i = 0; i < 50; i++) {
      alice.posts("number " + i);
      town.later(Duration.ofMinutes(40));
    }
    town.settle();
    var newest = town.timelines().everybody(Viewer.ANYBODY, Scope.ALL, false, Page.newest(40));
    assertThat(newest).hasSize(40);
    long last = newest.getLast().id().value();
    assertThat(
            town.words(
                town.timelines().everybody(Viewer.ANYBODY, Scope.ALL, false, Page.below(last, 40))))
        .hasSize(10)
        .endsWith("number 0");
    assertThat(
            town.words(
                town.timelines()
                    .everybody(Viewer.ANYBODY, Scope.LOCAL, false, new Page(last, 0, true, 2))))
        .containsExactly("number 1", "number 0");
  }

  @Test
  void a_deleted_status_is_gone_from_everywhere() {
    Status status = alice.posts("roses #garden");
    assertThat(tag(Viewer.ANYBODY, tagged("garden"))).hasSize(1);
    alice.deletes(status);
    assertThat(town.timelines().tag(Viewer.ANYBODY, tagged("garden"), Page.newest(5))).isEmpty();
    assertThat(town.timelines().everybody(Viewer.ANYBODY, Scope.ALL, false, Page.newest(5)))
        .isEmpty();
    town.settle();
    assertThat(town.timelines().history("garden").getFirst().uses()).isZero();
  }

  @Test
  void tags_are_the_same_without_case_and_may_be_joined_and_excluded() {
    alice.posts("1 #Garden");
    alice.posts("2 #garden #rain");
    alice.posts("3 #rain");
    alice.posts("4 #garden #snow");
    alice.posts("5 #garden", Visibility.UNLISTED);
    assertThat(tag(bob.viewer(), tagged("GARDEN")))
        .containsExactly("4 #garden #snow", "2 #garden #rain", "1 #Garden");
    assertThat(
            tag(
                bob.viewer(),
                new TagQuery(
                    "garden", List.of("Rain"), List.of(), List.of("snow"), Scope.ALL, false)))
        .containsExactly("3 #rain", "2 #garden #rain", "1 #Garden");
    assertThat(
            tag(
                bob.viewer(),
                new TagQuery("garden", List.of(), List.of("Rain"), List.of(), Scope.LOCAL, false)))
        .containsExactly("2 #garden #rain");
  }

  @Test
  void an_edit_moves_a_status_from_one_tag_to_another() {
    Status status = alice.posts("1 #garden");
    town.settle();
    alice.edits(status, "1 #kitchen");
    assertThat(tag(bob.viewer(), tagged("garden"))).isEmpty();
    assertThat(tag(bob.viewer(), tagged("kitchen"))).containsExactly("1 #kitchen");
  }

  @Test
  void uses_are_counted_by_day_and_people_once() {
    alice.posts("1 #garden");
    alice.posts("2 #garden");
    town.later(Duration.ofDays(1));
    alice.posts("3 #garden");
    bob.posts("4 #garden");
    town.settle();
    var history = town.timelines().history("Garden");
    assertThat(history).hasSize(7);
    assertThat(history.get(0).uses()).isEqualTo(2);
    assertThat(history.get(0).accounts()).isEqualTo(2);
    assertThat(history.get(1).uses()).isEqualTo(2);
    assertThat(history.get(1).accounts()).isEqualTo(1);
  }
}
