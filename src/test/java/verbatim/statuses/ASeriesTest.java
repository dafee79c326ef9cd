package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.SeriesId;
import verbatim.relations.Viewer;

class ASeriesTest {
  @TempDir Path folder;
  private Scene scene;
  private AccountId alice;

  void open(Scene.Engine engine) {
    scene = new Scene(folder, engine);
    alice = scene.person("alice");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private List<Draft> drafts(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> Draft.of(alice, "part " + i)).toList();
  }

  @ParameterizedTest
  @EnumSource
  void stands_in_order_and_each_part_answers_the_one_before(Scene.Engine engine) {
    open(engine);
    var parts = scene.statuses.postSeries(drafts(25), "");
    scene.settle();
    assertThat(parts).isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()));
    for (int i = 0; i < 25; i++) {
      var words = scene.statuses.find(parts.get(i).id()).orElseThrow().words();
      assertThat(words.text()).isEqualTo("part " + (i + 1));
      assertThat(words.series().orElseThrow().position()).isEqualTo(i + 1);
      assertThat(words.series().orElseThrow().count()).isEqualTo(25);
      assertThat(words.place().root()).isEqualTo(parts.getFirst().id());
      if (i > 0) {
        assertThat(words.place().parent().orElseThrow().status()).isEqualTo(parts.get(i - 1).id());
      }
    }
    assertThat(scene.statuses.series(Viewer.ANYBODY, series(parts))).isEqualTo(parts);
    assertThat(scene.statuses.outbox(alice, Page.newest(40))).isEqualTo(parts.reversed());
    assertThat(posted().stream().distinct().toList())
        .isEqualTo(parts.stream().map(Status::id).toList());
  }

  @ParameterizedTest
  @EnumSource
  void its_own_parts_are_no_replies_and_what_others_say_to_one_is(Scene.Engine engine) {
    open(engine);
    var parts = scene.statuses.postSeries(drafts(3), "");
    Status own = scene.answers(alice, parts.getLast(), "and one more");
    AccountId bob = scene.person("bob");
    Status answer = scene.answers(bob, parts.get(1), "really?");
    scene.settle();
    assertThat(parts)
        .extracting(part -> scene.statuses.counts(part.id()).replies())
        .as("what she says to it later is one")
        .containsExactly(0L, 1L, 1L);
    scene.statuses.delete(bob, answer.id());
    scene.statuses.delete(alice, own.id());
    scene.settle();
    assertThat(parts)
        .extracting(part -> scene.statuses.counts(part.id()).replies())
        .containsOnly(0L);
  }

  private List<verbatim.kernel.StatusId> posted() {
    List<verbatim.kernel.StatusId> posted = new ArrayList<>();
    for (var event : scene.events) {
      if (event instanceof StatusEvent.Posted(var id, _) && !posted.contains(id)) {
        posted.add(id);
      }
    }
    return posted;
  }

  private static SeriesId series(List<Status> parts) {
    return parts.getFirst().words().series().orElseThrow().id();
  }

  @ParameterizedTest
  @EnumSource
  void has_two_to_twenty_five_parts(Scene.Engine engine) {
    open(engine);
    for (int count : List.of(0, 1, 26)) {
      assertThat(Scene.refusal(() -> scene.statuses.postSeries(drafts(count), "")))
          .isInstanceOf(Refusal.Invalid.class);
    }
    assertThat(scene.statuses.postSeries(drafts(2), "")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void one_bad_part_stops_all(Scene.Engine engine) {
    open(engine);
    var drafts = new ArrayList<>(drafts(4));
    drafts.set(3, Draft.of(alice, "x".repeat(501)));
    assertThat(Scene.refusal(() -> scene.statuses.postSeries(drafts, "key")))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(scene.statuses.outbox(alice, Page.newest(40))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void parts_without_their_row_are_not_there_and_asking_again_completes_them(Scene.Engine engine)
      throws Exception {
    open(engine);
    scene.store.batchesToDieAt.set(2);
    assertThatThrownBy(() -> scene.statuses.postSeries(drafts(5), "key"))
        .isInstanceOf(WatchedStore.Killed.class);
    scene.restart();
    assertThat(scene.statuses.outbox(alice, Page.newest(40))).isEmpty();
    scene.settle();
    assertThat(posted()).isEmpty();
    var results = Scene.atOnce(20, () -> scene.statuses.postSeries(drafts(5), "key"));
    assertThat(new HashSet<>(results)).hasSize(1);
    scene.settle();
    assertThat(Scene.texts(scene.statuses.outbox(alice, Page.newest(40)).reversed()))
        .containsExactly("part 1", "part 2", "part 3", "part 4", "part 5");
  }

  @ParameterizedTest
  @EnumSource
  void one_that_was_scheduled_comes_whole_although_a_kill_came_between(Scene.Engine engine) {
    open(engine);
    var scheduled = scene.statuses.scheduled();
    var post = scheduled.schedule(drafts(5), scene.now.get().plus(Duration.ofHours(1)), "");
    scene.store.batchesToDieAt.set(2);
    // As the job does.
    assertThatThrownBy(() -> scene.statuses.postSeries(post.drafts(), "scheduled\0" + post.id()))
        .isInstanceOf(WatchedStore.Killed.class);
    scene.restart();
    assertThat(scene.statuses.outbox(alice, Page.newest(40))).isEmpty();
    scene.later(Duration.ofHours(2));
    scene.settle();
    assertThat(Scene.texts(scene.statuses.outbox(alice, Page.newest(40)).reversed()))
        .containsExactly("part 1", "part 2", "part 3", "part 4", "part 5");
    assertThat(scheduled(post)).isEmpty();
  }

  private List<Scheduled.Post> scheduled(Scheduled.Post post) {
    return scene.statuses.scheduled().list(alice, Page.newest(40)).stream()
        .filter(p -> p.id().equals(post.id()))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void a_reader_sees_all_or_nothing(Scene.Engine engine) throws Exception {
    open(engine);
    var done = new AtomicBoolean();
    var seen = new HashSet<Integer>();
    var reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!done.get()) {
                    seen.add(scene.statuses.outbox(alice, Page.newest(200)).size() % 5);
                  }
                });
    for (int i = 0; i < 20; i++) {
      scene.statuses.postSeries(drafts(5), "");
    }
    done.set(true);
    reader.join();
    assertThat(seen).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_deleted_leaves_a_gap_and_the_last_part_ends_it(Scene.Engine engine) {
    open(engine);
    var parts = scene.statuses.postSeries(drafts(3), "");
    scene.statuses.delete(alice, parts.get(1).id());
    assertThat(scene.statuses.series(Viewer.ANYBODY, series(parts)))
        .containsExactly(parts.get(0), parts.get(2));
    scene.statuses.delete(alice, parts.get(0).id());
    scene.statuses.delete(alice, parts.get(2).id());
    assertThat(Scene.refusal(() -> scene.statuses.series(Viewer.ANYBODY, series(parts))))
        .isInstanceOf(Refusal.NotFound.class);
  }
}
