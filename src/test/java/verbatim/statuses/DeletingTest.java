package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.store.Key;
import verbatim.store.Table;

class DeletingTest {
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

  @ParameterizedTest
  @EnumSource
  void answers_what_it_was_and_leaves_no_word(Scene.Engine engine) {
    open(engine);
    var status = scene.posts(alice, "xylophone");
    scene.later(Duration.ofMinutes(1));
    var edited = scene.statuses.edit(alice, status.id(), Draft.of(alice, "glockenspiel"));
    assertThat(stored(status.id())).contains("xylophone").contains("glockenspiel");
    assertThat(scene.statuses.delete(alice, status.id())).isEqualTo(edited);
    assertThat(stored(status.id())).doesNotContain("xylophone").doesNotContain("glockenspiel");
    assertThat(scene.statuses.find(status.id())).isEmpty();
    assertThat(scene.statuses.outbox(alice, Page.newest(20))).isEmpty();
    scene.restart();
    assertThat(scene.statuses.find(status.id())).isEmpty();
  }

  /// All that stands in the partition of a status.
  private String stored(StatusId id) {
    var all = new StringBuilder();
    scene
        .store
        .scan(Table.plain("status"), Key.of(id.value()), 1_000)
        .forEach(row -> all.append(new String(row.value(), StandardCharsets.UTF_8)));
    return all.toString();
  }

  @Test
  void nobody_deletes_anothers() {
    open(Scene.Engine.ROCKS);
    var status = scene.posts(alice, "hers");
    assertThat(Scene.refusal(() -> scene.statuses.delete(bob, status.id())))
        .isInstanceOf(Refusal.NotFound.class);
    scene.statuses.delete(alice, status.id());
    assertThat(Scene.refusal(() -> scene.statuses.delete(alice, status.id())))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @ParameterizedTest
  @EnumSource
  void what_hung_on_it_vanishes_at_once_and_is_cleared_away(Scene.Engine engine) {
    open(engine);
    var status = scene.statuses.post(Scene.poll(alice, "?", Scene.tea()));
    scene.statuses.vote(bob, status.id(), List.of(0));
    var boost = scene.statuses.boost(bob, status.id(), Draft.Visibility.PUBLIC);
    scene.statuses.favourite(bob, status.id());
    scene.statuses.bookmark(bob, status.id());
    scene.statuses.pin(alice, status.id());
    scene.settle();
    scene.statuses.delete(alice, status.id());
    assertThat(scene.statuses.find(boost.id())).isEmpty();
    assertThat(scene.statuses.outbox(bob, Page.newest(20))).isEmpty();
    assertThat(scene.statuses.favourites(bob, Page.newest(20))).isEmpty();
    assertThat(scene.statuses.bookmarks(bob, Page.newest(20))).isEmpty();
    assertThat(scene.statuses.pinned(alice)).isEmpty();
    scene.settle();
    for (String table : List.of("favourite", "boosts", "counts", "counted")) {
      assertThat(scene.store.scan(Table.plain(table), Key.of(status.id().value()), 10))
          .as(table)
          .isEmpty();
    }
    assertThat(scene.store.scan(Table.claimed("votes"), Key.of(status.id().value()).and(0), 10))
        .isEmpty();
    assertThat(scene.events)
        .anyMatch(e -> e instanceof StatusEvent.Deleted d && d.status().equals(boost.id()));
  }

  @ParameterizedTest
  @EnumSource
  void an_edit_at_the_same_time_does_not_bring_it_back(Scene.Engine engine) throws Exception {
    open(engine);
    for (int round = 0; round < 10; round++) {
      var status = scene.posts(alice, "start");
      var turn = new java.util.concurrent.atomic.AtomicInteger();
      Scene.atOnce(
          8,
          () ->
              turn.incrementAndGet() == 4
                  ? scene.statuses.delete(alice, status.id())
                  : scene.statuses.edit(alice, status.id(), Draft.of(alice, "edit " + turn)));
      assertThat(scene.statuses.find(status.id())).isEmpty();
      assertThat(stored(status.id())).doesNotContain("edit").doesNotContain("start");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_person_who_goes_leaves_nothing(Scene.Engine engine) {
    open(engine);
    var hers = scene.posts(alice, "hers");
    var poll = scene.statuses.post(Scene.poll(alice, "?", Scene.tea()));
    for (int i = 0; i < 230; i++) {
      scene.posts(bob, "his " + i);
    }
    scene.statuses.post(Draft.of(bob, "keyed"), "key");
    scene.statuses.favourite(bob, hers.id());
    scene.statuses.boost(bob, hers.id(), Draft.Visibility.PUBLIC);
    scene.statuses.bookmark(bob, hers.id());
    scene.statuses.muteThread(bob, hers.id());
    scene.statuses.vote(bob, poll.id(), List.of(2));
    scene.settle();
    assertThat(scene.statuses.counts(hers.id())).isEqualTo(new Counts(0, 1, 1));
    assertThat(scene.statuses.localCount()).isEqualTo(233);
    while (scene.statuses.forgetSome(bob, 100)) {}
    scene.settle();
    assertThat(scene.statuses.outbox(bob, Page.newest(20))).isEmpty();
    assertThat(scene.statuses.counts(hers.id())).isEqualTo(Counts.NONE);
    assertThat(scene.statuses.marks(bob, hers.id())).isEqualTo(Marks.NONE);
    assertThat(scene.statuses.tally(Viewer.ANYBODY, poll.id()).voters()).isZero();
    assertThat(scene.statuses.localCount()).isEqualTo(2);
    assertThat(scene.store.scan(Table.claimed("idempotency"), Key.of(bob.value()), 10)).isEmpty();
    while (scene.statuses.forgetSome(bob, 100)) {}
    assertThat(scene.statuses.find(hers.id())).contains(hers);
  }
}
