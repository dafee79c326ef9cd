package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.store.Key;

class PostingOnceTest {
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
  void fifty_at_once_get_the_first_result(Scene.Engine engine) throws Exception {
    open(engine);
    for (int round = 0; round < 5; round++) {
      String key = "key " + round;
      var draft = Draft.of(alice, "once " + round);
      var results = Scene.atOnce(50, () -> scene.statuses.post(draft, key));
      assertThat(new HashSet<>(results)).hasSize(1);
      assertThat(results.getFirst()).isInstanceOf(Status.class);
    }
    scene.settle();
    assertThat(scene.statuses.outbox(alice, Page.newest(40))).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource
  void asking_later_and_after_a_restart_gets_it_again(Scene.Engine engine) {
    open(engine);
    var first = scene.statuses.post(Draft.of(alice, "once"), "key");
    scene.later(Duration.ofHours(1));
    assertThat(scene.statuses.post(Draft.of(alice, "once"), "key")).isEqualTo(first);
    scene.restart();
    assertThat(scene.statuses.post(Draft.of(alice, "once"), "key")).isEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource
  void other_content_under_the_same_key_is_refused(Scene.Engine engine) {
    open(engine);
    scene.statuses.post(Draft.of(alice, "once"), "key");
    assertThat(Scene.refusal(() -> scene.statuses.post(Draft.of(alice, "twice"), "key")))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(
            Scene.refusal(
                () ->
                    scene.statuses.post(
                        Scene.draft(alice, "once", Draft.Visibility.DIRECT), "key")))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(
            Scene.refusal(
                () ->
                    scene.statuses.postSeries(
                        List.of(Draft.of(alice, "once"), Draft.of(alice, "once")), "key")))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @ParameterizedTest
  @EnumSource
  void two_texts_racing_under_one_key_give_one_status(Scene.Engine engine) throws Exception {
    open(engine);
    var turn = new java.util.concurrent.atomic.AtomicInteger();
    var results =
        Scene.atOnce(
            40,
            () ->
                scene.statuses.post(Draft.of(alice, "text " + turn.incrementAndGet() % 2), "key"));
    scene.settle();
    var there = scene.statuses.outbox(alice, Page.newest(40));
    assertThat(there).hasSize(1);
    assertThat(results)
        .allMatch(result -> result.equals(there.getFirst()) || result instanceof Refusal.Invalid);
  }

  @ParameterizedTest
  @EnumSource
  void another_persons_key_is_another_key(Scene.Engine engine) {
    open(engine);
    var hers = scene.statuses.post(Draft.of(alice, "hers"), "key");
    var his = scene.statuses.post(Draft.of(bob, "his"), "key");
    assertThat(his.author()).isEqualTo(bob);
    assertThat(hers.words().text()).isEqualTo("hers");
    assertThat(his.words().text()).isEqualTo("his");
  }

  @ParameterizedTest
  @EnumSource
  void whoever_finds_a_claim_without_its_status_writes_it(Scene.Engine engine) throws Exception {
    open(engine);
    scene.store.batchesToDieAt.set(1);
    assertThatThrownBy(() -> scene.statuses.post(Draft.of(alice, "once"), "key"))
        .isInstanceOf(WatchedStore.Killed.class);
    scene.restart();
    var results = Scene.atOnce(50, () -> scene.statuses.post(Draft.of(alice, "once"), "key"));
    assertThat(new HashSet<>(results)).hasSize(1);
    assertThat(results.getFirst()).isInstanceOf(Status.class);
    scene.settle();
    assertThat(scene.statuses.outbox(alice, Page.newest(40))).hasSize(1);
    assertThat(scene.events).filteredOn(e -> e instanceof StatusEvent.Posted).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void what_was_refused_does_not_use_up_the_key(Scene.Engine engine) {
    open(engine);
    Scene.refusal(() -> scene.statuses.post(Draft.of(alice, ""), "key"));
    assertThat(scene.statuses.post(Draft.of(alice, "now"), "key").words().text()).isEqualTo("now");
  }

  @Test
  void the_claims_of_days_before_go_faster_than_new_ones_come() {
    open(Scene.Engine.ROCKS);
    int each = 200;
    for (int i = 0; i < each; i++) {
      scene.statuses.post(Draft.of(alice, "old " + i), "old " + i);
    }
    scene.later(Duration.ofDays(2));
    for (int i = 0; i < each; i++) {
      scene.statuses.post(Draft.of(alice, "new " + i), "new " + i);
    }
    assertThat(scene.store.scan(Claims.IDEMPOTENCY, Key.of(alice.value()), 2 * each).size())
        .isBetween(each, each + each / 2);
  }

  @ParameterizedTest
  @EnumSource
  void what_was_deleted_does_not_come_back(Scene.Engine engine) {
    open(engine);
    var first = scene.statuses.post(Draft.of(alice, "once"), "key");
    scene.statuses.delete(alice, first.id());
    assertThat(Scene.refusal(() -> scene.statuses.post(Draft.of(alice, "once"), "key")))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(scene.statuses.outbox(alice, Page.newest(40))).isEmpty();
  }
}
