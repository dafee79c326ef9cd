package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.relations.Audience;
import verbatim.relations.Viewer;

class EditingTest {
  @TempDir Path folder;
  private Scene scene;
  private AccountId alice;
  private AccountId bob;

  void open(Scene.Engine engine) {
    scene = new Scene(folder, engine);
    alice = scene.person("alice");
    bob = scene.person("bob");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Status edits(Status status, String text) {
    scene.later(Duration.ofMinutes(1));
    return scene.statuses.edit(alice, status.id(), Draft.of(alice, text));
  }

  @ParameterizedTest
  @EnumSource
  void the_history_keeps_every_state(Scene.Engine engine) {
    open(engine);
    var first = scene.posts(alice, "first");
    var second = edits(first, "second");
    var third = edits(second, "third");
    scene.restart();
    assertThat(scene.statuses.find(first.id())).contains(third);
    var history = scene.statuses.history(Viewer.ANYBODY, first.id());
    assertThat(history)
        .extracting(edit -> edit.words().text())
        .containsExactly("first", "second", "third");
    assertThat(history)
        .extracting(Edit::at)
        .containsExactly(first.createdAt(), second.words().editedAt(), third.words().editedAt());
    assertThat(third.createdAt()).isEqualTo(first.createdAt());
  }

  @ParameterizedTest
  @EnumSource
  void whom_it_newly_mentions_is_told(Scene.Engine engine) {
    open(engine);
    var carol = scene.person("carol");
    var first = scene.posts(alice, "hi @bob");
    edits(first, "hi @bob and @carol");
    scene.settle();
    assertThat(scene.events).contains(new StatusEvent.Edited(first.id(), alice, List.of(carol)));
  }

  @Test
  void without_a_change_nothing_happens() {
    open(Scene.Engine.ROCKS);
    var first = scene.posts(alice, "same");
    assertThat(edits(first, "same")).isEqualTo(first);
    assertThat(first.words().editedAt()).isEqualTo(Instant.EPOCH);
    assertThat(scene.statuses.history(Viewer.ANYBODY, first.id())).hasSize(1);
  }

  @Test
  void nobody_edits_anothers_words() {
    open(Scene.Engine.ROCKS);
    var first = scene.posts(alice, "hers");
    assertThat(Scene.refusal(() -> scene.statuses.edit(bob, first.id(), Draft.of(bob, "his"))))
        .isInstanceOf(Refusal.NotFound.class);
    var boost = scene.statuses.boost(alice, first.id(), Draft.Visibility.PUBLIC);
    assertThat(Scene.refusal(() -> edits(boost, "words"))).isInstanceOf(Refusal.NotFound.class);
    assertThat(scene.statuses.find(first.id())).contains(first);
  }

  @Test
  void whoever_could_read_it_before_still_can() {
    open(Scene.Engine.ROCKS);
    var carol = scene.person("carol");
    var direct = scene.posts(alice, "@bob", Draft.Visibility.DIRECT);
    var edited = edits(direct, "@carol");
    assertThat(edited.audience()).isEqualTo(new Audience.Only(Set.of(bob, carol)));
    assertThat(edited.words().mentioned()).containsExactly(carol);
  }

  @Test
  void a_hundred_edits_may_be_and_one_more_may_not() {
    open(Scene.Engine.ROCKS);
    var status = scene.posts(alice, "0");
    int max = Limits.usual().text().editsMax();
    IntStream.rangeClosed(1, max).forEach(i -> edits(status, "" + i));
    assertThat(Scene.refusal(() -> edits(status, "more"))).isInstanceOf(Refusal.Invalid.class);
    assertThat(scene.statuses.history(Viewer.ANYBODY, status.id())).hasSize(max + 1);
  }

  @ParameterizedTest
  @EnumSource
  void other_options_begin_the_poll_anew_and_the_same_keep_the_votes(Scene.Engine engine) {
    open(engine);
    var status = scene.statuses.post(Scene.poll(alice, "?", Scene.tea()));
    scene.statuses.vote(bob, status.id(), List.of(1));
    scene.statuses.edit(alice, status.id(), Scene.poll(alice, "better?", Scene.tea()));
    assertThat(scene.statuses.tally(Viewer.of(bob), status.id()).votes())
        .containsExactly(0L, 1L, 0L);
    var other = new Draft.NewPoll(List.of("tea", "juice"), false, false, Duration.ofHours(1));
    scene.statuses.edit(alice, status.id(), Scene.poll(alice, "better?", other));
    var tally = scene.statuses.tally(Viewer.of(bob), status.id());
    assertThat(tally.votes()).containsExactly(0L, 0L);
    assertThat(tally.voted()).isFalse();
    scene.statuses.vote(bob, status.id(), List.of(0));
    scene.statuses.edit(alice, status.id(), Draft.of(alice, "no poll"));
    scene.statuses.edit(alice, status.id(), Scene.poll(alice, "again", Scene.tea()));
    assertThat(scene.statuses.tally(Viewer.of(bob), status.id()).voters()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void edits_at_once_lose_no_state(Scene.Engine engine) throws Exception {
    open(engine);
    var status = scene.posts(alice, "start");
    var number = new java.util.concurrent.atomic.AtomicInteger();
    Scene.atOnce(
        20,
        () ->
            scene.statuses.edit(
                alice, status.id(), Draft.of(alice, "edit " + number.incrementAndGet())));
    assertThat(scene.statuses.history(Viewer.ANYBODY, status.id()))
        .extracting(edit -> edit.words().text())
        .hasSize(21)
        .doesNotHaveDuplicates();
  }
}
