package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;

class AThreadTest {
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
  void each_status_is_followed_by_its_answers_the_authors_own_first(Scene.Engine engine) {
    open(engine);
    var root = scene.posts(alice, "root");
    var early = scene.answers(bob, root, "early");
    var own = scene.answers(alice, root, "own");
    var deeper = scene.answers(alice, early, "deeper");
    var next = scene.answers(alice, own, "next");
    var context = scene.statuses.thread(Viewer.of(bob), root.id());
    assertThat(context.ancestors()).isEmpty();
    assertThat(context.descendants()).containsExactly(own, next, early, deeper);
    assertThat(scene.statuses.thread(Viewer.of(bob), deeper.id()).ancestors())
        .containsExactly(root, early);
  }

  @ParameterizedTest
  @EnumSource
  void the_answers_to_a_deleted_status_keep_their_place(Scene.Engine engine) {
    open(engine);
    var root = scene.posts(alice, "root");
    var middle = scene.answers(bob, root, "middle");
    var last = scene.answers(alice, middle, "last");
    scene.statuses.delete(bob, middle.id());
    assertThat(scene.statuses.thread(Viewer.ANYBODY, root.id()).descendants())
        .containsExactly(last);
    assertThat(scene.statuses.thread(Viewer.ANYBODY, last.id()).ancestors()).containsExactly(root);
    assertThat(scene.statuses.parent(Viewer.ANYBODY, last)).isEmpty();
    scene.statuses.delete(alice, root.id());
    assertThat(scene.statuses.thread(Viewer.ANYBODY, last.id()).ancestors()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void what_the_viewer_may_not_see_is_left_out_and_not_told_of(Scene.Engine engine) {
    open(engine);
    var root = scene.posts(alice, "root");
    var secret = scene.answers(alice, root, "secret", Draft.Visibility.FOLLOWERS);
    var child = scene.answers(alice, secret, "child");
    scene.settle();
    assertThat(scene.statuses.thread(Viewer.of(bob), root.id()).descendants())
        .containsExactly(child);
    assertThat(scene.statuses.thread(Viewer.of(bob), child.id()).ancestors()).containsExactly(root);
    assertThat(scene.statuses.parent(Viewer.of(bob), child)).isEmpty();
    assertThat(scene.statuses.parent(Viewer.of(alice), child).orElseThrow().status())
        .isEqualTo(secret.id());
    assertThat(scene.statuses.counts(root.id()).replies()).isZero();
    assertThat(scene.statuses.counts(secret.id()).replies()).isEqualTo(1);
  }

  @Test
  void people_whom_the_viewer_blocks_or_mutes_are_left_out() {
    open(Scene.Engine.ROCKS);
    var root = scene.posts(alice, "root");
    scene.answers(bob, root, "noise");
    var carol = scene.person("carol");
    scene.relations.block(carol, bob);
    assertThat(scene.statuses.thread(Viewer.of(carol), root.id()).descendants()).isEmpty();
  }

  @Test
  void it_may_be_as_deep_as_it_is_long() {
    open(Scene.Engine.ROCKS);
    var chain = new ArrayList<Status>();
    chain.add(scene.posts(alice, "0"));
    int count = Limits.usual().rows().threadMax();
    for (int i = 1; i <= count; i++) {
      scene.now.updateAndGet(time -> time.plusMillis(1));
      chain.add(scene.answers(i % 2 == 0 ? alice : bob, chain.getLast(), "" + i));
    }
    var below = scene.statuses.thread(Viewer.of(alice), chain.getFirst().id()).descendants();
    assertThat(below).isEqualTo(chain.subList(1, count + 1));
    var above = scene.statuses.thread(Viewer.of(alice), chain.getLast().id()).ancestors();
    assertThat(above).isEqualTo(chain.subList(0, count));
    var signedOut = scene.statuses.thread(Viewer.ANYBODY, chain.get(100).id());
    assertThat(signedOut.ancestors()).isEqualTo(chain.subList(60, 100));
    assertThat(signedOut.descendants()).isEqualTo(chain.subList(101, 121));
    // One past the bound: the scan from the root no longer reaches it.
    var past = scene.answers(alice, chain.getLast(), "past");
    assertThat(scene.statuses.thread(Viewer.of(alice), chain.getFirst().id()).descendants())
        .hasSize(count);
    assertThat(scene.statuses.thread(Viewer.of(alice), chain.getLast().id()).descendants())
        .containsExactly(past);
    assertThat(scene.statuses.thread(Viewer.of(alice), past.id()).ancestors()).hasSize(count);
  }

  /// Against the definition, told by recursion.
  @ParameterizedTest
  @EnumSource
  void any_tree_is_put_in_order(Scene.Engine engine) {
    open(engine);
    var random = new Random(scene.seed);
    var people = List.of(alice, bob, scene.person("carol"));
    for (int round = 0; round < 4; round++) {
      var all = new ArrayList<Status>();
      all.add(scene.posts(alice, "root"));
      for (int i = 0; i < 60; i++) {
        var to = all.get(random.nextInt(all.size()));
        all.add(scene.answers(people.get(random.nextInt(3)), to, "n" + i));
      }
      var gone = new ArrayList<StatusId>();
      for (int i = 0; i < 8; i++) {
        var some = all.get(1 + random.nextInt(60));
        if (!gone.contains(some.id())) {
          scene.statuses.delete(some.author(), some.id());
          gone.add(some.id());
        }
      }
      for (Status status : all) {
        if (gone.contains(status.id())) {
          assertThat(Scene.refusal(() -> scene.statuses.thread(Viewer.of(bob), status.id())))
              .isInstanceOf(Refusal.NotFound.class);
          continue;
        }
        var context = scene.statuses.thread(Viewer.of(bob), status.id());
        assertThat(context.descendants())
            .as("seed " + scene.seed)
            .isEqualTo(without(gone, below(all, status)));
        assertThat(context.ancestors()).isEqualTo(without(gone, above(all, status)));
      }
    }
  }

  private static List<Status> without(List<StatusId> gone, List<Status> some) {
    return some.stream().filter(status -> !gone.contains(status.id())).toList();
  }

  private static List<Status> below(List<Status> all, Status status) {
    var below = new ArrayList<Status>();
    all.stream()
        .filter(other -> parent(other).equals(Optional.of(status.id())))
        .sorted(
            Comparator.comparing((Status other) -> !other.author().equals(status.author()))
                .thenComparing(Status::id))
        .forEach(
            child -> {
              below.add(child);
              below.addAll(below(all, child));
            });
    return below;
  }

  private static List<Status> above(List<Status> all, Status status) {
    var above = new ArrayList<Status>();
    var at = parent(status);
    while (at.isPresent()) {
      var id = at.get();
      var found = all.stream().filter(other -> other.id().equals(id)).findFirst().orElseThrow();
      above.addFirst(found);
      at = parent(found);
    }
    return above;
  }

  private static Optional<StatusId> parent(Status status) {
    return status.words().place().parent().map(Status.Parent::status);
  }
}
