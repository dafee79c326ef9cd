package verbatim.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;

class KeepingWhatOthersSaidTest {
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
  void favourites_and_bookmarks_stand_in_the_order_of_keeping(Scene.Engine engine) {
    open(engine);
    var said = new ArrayList<StatusId>();
    for (int i = 0; i < 30; i++) {
      said.add(scene.posts(alice, "n" + i).id());
    }
    for (StatusId id : said.reversed()) {
      scene.statuses.favourite(bob, id);
      scene.statuses.bookmark(bob, id);
      scene.now.updateAndGet(time -> time.plus(Duration.ofHours(30)));
    }
    var favourites = scene.statuses.favourites(bob, Page.newest(40));
    assertThat(favourites).extracting(Statuses.Shelved::status).isEqualTo(said);
    var page = scene.statuses.bookmarks(bob, Page.newest(10));
    var rest = scene.statuses.bookmarks(bob, Page.below(page.getLast().position(), 40));
    assertThat(page).extracting(Statuses.Shelved::status).isEqualTo(said.subList(0, 10));
    assertThat(rest).extracting(Statuses.Shelved::status).isEqualTo(said.subList(10, 30));
    scene.statuses.unfavourite(bob, said.get(3));
    scene.statuses.unbookmark(bob, said.get(4));
    scene.restart();
    assertThat(scene.statuses.favourites(bob, Page.newest(40)))
        .extracting(Statuses.Shelved::status)
        .hasSize(29)
        .doesNotContain(said.get(3));
    assertThat(scene.statuses.bookmarks(bob, Page.newest(40))).hasSize(29);
  }

  @ParameterizedTest
  @EnumSource
  void a_page_is_full_though_some_are_gone(Scene.Engine engine) {
    open(engine);
    var said = new ArrayList<StatusId>();
    for (int i = 0; i < 30; i++) {
      said.add(scene.posts(alice, "n" + i).id());
      scene.statuses.favourite(bob, said.getLast());
    }
    for (int i = 10; i < 25; i++) {
      scene.statuses.delete(alice, said.get(i));
    }
    assertThat(scene.statuses.favourites(bob, Page.newest(10)))
        .extracting(Statuses.Shelved::status)
        .containsExactly(
            said.get(29),
            said.get(28),
            said.get(27),
            said.get(26),
            said.get(25),
            said.get(9),
            said.get(8),
            said.get(7),
            said.get(6),
            said.get(5));
  }

  @ParameterizedTest
  @EnumSource
  void twenty_favourites_at_once_are_one(Scene.Engine engine) throws Exception {
    open(engine);
    var said = scene.posts(alice, "said");
    Scene.atOnce(20, () -> scene.statuses.favourite(bob, said.id()));
    scene.settle();
    assertThat(scene.statuses.favouritedBy(Viewer.ANYBODY, said.id(), Page.newest(40)))
        .extracting(Statuses.By::account)
        .containsExactly(bob);
    assertThat(scene.statuses.favourites(bob, Page.newest(40))).hasSize(1);
    assertThat(scene.statuses.counts(said.id()).favourites()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void counts_equal_what_stands_though_events_come_twice_and_late(Scene.Engine engine)
      throws Exception {
    open(engine);
    var said = scene.posts(alice, "said");
    var people = new ArrayList<AccountId>();
    for (int i = 0; i < 12; i++) {
      people.add(scene.person("p" + i));
    }
    var turn = new java.util.concurrent.atomic.AtomicInteger();
    Scene.atOnce(
        12,
        () -> {
          int n = turn.getAndIncrement();
          var who = people.get(n);
          scene.statuses.favourite(who, said.id());
          scene.statuses.boost(who, said.id(), Draft.Visibility.PUBLIC);
          var answer = scene.answers(who, said, "answer");
          if (n % 3 == 0) {
            scene.statuses.unfavourite(who, said.id());
            scene.statuses.unboost(who, said.id());
            scene.statuses.delete(who, answer.id());
          }
          if (n % 6 == 0) {
            scene.statuses.favourite(who, said.id());
          }
          return n;
        });
    scene.settle();
    assertThat(scene.statuses.counts(said.id())).isEqualTo(new Counts(8, 8, 10));
    scene.restart();
    assertThat(scene.statuses.counts(said.id())).isEqualTo(new Counts(8, 8, 10));
    assertThat(scene.statuses.localCount()).isEqualTo(1 + 8);
  }

  @ParameterizedTest
  @EnumSource
  void whoever_waits_sees_his_own_count(Scene.Engine engine) {
    open(engine);
    var said = scene.posts(alice, "said");
    scene.statuses.favourite(bob, said.id());
    assertThat(scene.statuses.awaitCounts(said.id(), Scene.LONG)).isTrue();
    assertThat(scene.statuses.counts(said.id()).favourites()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void marks_tell_what_the_viewer_did_and_nothing_of_others(Scene.Engine engine) {
    open(engine);
    var said = scene.posts(alice, "said");
    var answer = scene.answers(alice, said, "more");
    scene.statuses.favourite(bob, said.id());
    scene.statuses.boost(bob, said.id(), Draft.Visibility.PUBLIC);
    scene.statuses.bookmark(bob, said.id());
    scene.statuses.muteThread(bob, answer.id());
    assertThat(scene.statuses.marks(bob, said.id()))
        .isEqualTo(new Marks(true, true, true, true, false));
    assertThat(scene.statuses.marks(bob, answer.id()))
        .isEqualTo(new Marks(false, false, false, true, false));
    assertThat(scene.statuses.marks(alice, said.id())).isEqualTo(Marks.NONE);
    scene.restart();
    assertThat(scene.statuses.marks(bob, said.id()).boosted()).isTrue();
    scene.statuses.unfavourite(bob, said.id());
    scene.statuses.unboost(bob, said.id());
    scene.statuses.unbookmark(bob, said.id());
    scene.statuses.unmuteThread(bob, said.id());
    assertThat(scene.statuses.marks(bob, said.id())).isEqualTo(Marks.NONE);
    assertThat(scene.statuses.hasMutedThread(bob, said.id())).isFalse();
  }

  @Test
  void a_warm_page_costs_no_read() {
    open(Scene.Engine.ROCKS);
    var ids = new ArrayList<StatusId>();
    for (int i = 0; i < 20; i++) {
      ids.add(scene.posts(alice, "n" + i).id());
    }
    scene.statuses.favourite(bob, ids.get(7));
    scene.settle();
    scene.statuses.load(ids);
    ids.forEach(id -> scene.statuses.marks(bob, id));
    ids.forEach(scene.statuses::counts);
    long before = scene.store.reads.get();
    List<Status> loaded = scene.statuses.load(ids);
    assertThat(loaded).hasSize(20);
    Statuses.Marked marked = scene.statuses.marks(bob);
    assertThat(loaded.stream().map(marked::of).filter(Marks::favourited)).hasSize(1);
    assertThat(marked.of(loaded.get(7)).favourited()).isTrue();
    ids.forEach(scene.statuses::counts);
    assertThat(scene.store.reads.get() - before).isZero();
  }

  @Test
  @Tag("long")
  void somebody_who_keeps_more_than_is_cached_is_read_row_by_row() {
    open(Scene.Engine.ROCKS);
    var said = new ArrayList<StatusId>();
    for (int i = 0; i < 2_510; i++) {
      said.add(scene.posts(alice, "n").id());
      scene.statuses.favourite(bob, said.getLast());
      scene.statuses.bookmark(bob, said.getLast());
    }
    scene.statuses.unbookmark(bob, said.get(2_400));
    assertThat(scene.statuses.marks(bob, said.get(2_400)))
        .isEqualTo(new Marks(true, false, false, false, false));
    assertThat(scene.statuses.marks(bob, said.get(1)))
        .isEqualTo(new Marks(true, false, true, false, false));
  }

  @ParameterizedTest
  @EnumSource
  void a_mark_that_was_just_set_is_never_read_as_unset(Scene.Engine engine) throws Exception {
    open(engine);
    var said = scene.posts(alice, "said");
    for (int i = 0; i < 30; i++) {
      Thread reader = Thread.ofVirtual().start(() -> scene.statuses.marks(bob, said.id()));
      scene.statuses.favourite(bob, said.id());
      assertThat(scene.statuses.marks(bob, said.id()).favourited()).isTrue();
      reader.join();
      assertThat(scene.statuses.marks(bob, said.id()).favourited()).isTrue();
      scene.statuses.unfavourite(bob, said.id());
      assertThat(scene.statuses.marks(bob, said.id()).favourited()).isFalse();
    }
  }

  // ---- pins

  @ParameterizedTest
  @EnumSource
  void five_may_be_pinned_and_one_more_may_not(Scene.Engine engine) {
    open(engine);
    var pinned = new ArrayList<StatusId>();
    for (int i = 0; i < Limits.usual().text().pinsMax(); i++) {
      pinned.addFirst(scene.posts(alice, "n" + i).id());
      scene.statuses.pin(alice, pinned.getFirst());
      scene.statuses.pin(alice, pinned.getFirst());
    }
    assertThat(scene.statuses.pinned(alice)).isEqualTo(pinned);
    var more = scene.posts(alice, "more").id();
    assertThat(Scene.refusal(() -> scene.statuses.pin(alice, more)))
        .isInstanceOf(Refusal.Invalid.class);
    scene.statuses.unpin(alice, pinned.getLast());
    scene.statuses.pin(alice, more);
    assertThat(scene.statuses.pinned(alice)).first().isEqualTo(more);
    assertThat(scene.statuses.marks(alice, more).pinned()).isTrue();
  }

  @Test
  void only_ones_own_public_words_are_pinned() {
    open(Scene.Engine.ROCKS);
    var hers = scene.posts(alice, "hers");
    assertThat(Scene.refusal(() -> scene.statuses.pin(bob, hers.id())))
        .isInstanceOf(Refusal.Invalid.class);
    var secret = scene.posts(alice, "secret", Draft.Visibility.FOLLOWERS);
    assertThat(Scene.refusal(() -> scene.statuses.pin(alice, secret.id())))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(Scene.refusal(() -> scene.statuses.pin(bob, secret.id())))
        .isInstanceOf(Refusal.NotFound.class);
  }

  // ---- boosts

  @ParameterizedTest
  @EnumSource
  void twenty_boosts_at_once_are_one(Scene.Engine engine) throws Exception {
    open(engine);
    var said = scene.posts(alice, "said");
    var boosts =
        Scene.atOnce(20, () -> scene.statuses.boost(bob, said.id(), Draft.Visibility.PUBLIC));
    assertThat(new HashSet<>(boosts)).hasSize(1);
    scene.settle();
    assertThat(scene.statuses.outbox(bob, Page.newest(40))).hasSize(1);
    assertThat(scene.statuses.boostedBy(Viewer.ANYBODY, said.id(), Page.newest(40)))
        .extracting(Statuses.By::account)
        .containsExactly(bob);
    assertThat(scene.statuses.unboost(bob, said.id())).isEqualTo(said);
    scene.settle();
    assertThat(scene.statuses.outbox(bob, Page.newest(40))).isEmpty();
    assertThat(scene.statuses.counts(said.id()).boosts()).isZero();
    assertThat(scene.statuses.boost(bob, said.id(), Draft.Visibility.PUBLIC)).isNotIn(boosts);
  }

  @Test
  void followers_only_words_are_boosted_by_their_author_alone_and_stay_so() {
    open(Scene.Engine.ROCKS);
    scene.follows(bob, alice);
    var secret = scene.posts(alice, "secret", Draft.Visibility.FOLLOWERS);
    assertThat(scene.statuses.get(Viewer.of(bob), secret.id())).isEqualTo(secret);
    assertThat(Scene.refusal(() -> scene.statuses.boost(bob, secret.id(), Draft.Visibility.PUBLIC)))
        .isInstanceOf(Refusal.Forbidden.class);
    var own = scene.statuses.boost(alice, secret.id(), Draft.Visibility.PUBLIC);
    assertThat(own.audience().visibility()).isEqualTo("private");
    assertThat(Scene.refusal(() -> scene.statuses.get(Viewer.ANYBODY, own.id())))
        .isInstanceOf(Refusal.NotFound.class);
    var direct = scene.posts(alice, "@bob", Draft.Visibility.DIRECT);
    assertThat(Scene.refusal(() -> scene.statuses.boost(bob, direct.id(), Draft.Visibility.PUBLIC)))
        .isInstanceOf(Refusal.Forbidden.class);
  }

  @Test
  void what_is_done_with_a_boost_is_done_with_the_words() {
    open(Scene.Engine.ROCKS);
    var said = scene.posts(alice, "said");
    var boost = scene.statuses.boost(bob, said.id(), Draft.Visibility.UNLISTED);
    assertThat(scene.statuses.favourite(alice, boost.id())).isEqualTo(said);
    assertThat(scene.statuses.marks(alice, said.id()).favourited()).isTrue();
    assertThat(scene.statuses.unboost(bob, boost.id())).isEqualTo(said);
    assertThat(scene.statuses.marks(bob, said.id()).boosted()).isFalse();
  }

  // ---- votes

  @ParameterizedTest
  @EnumSource
  void fifty_votes_at_once_by_one_person_are_one(Scene.Engine engine) throws Exception {
    open(engine);
    var poll = scene.statuses.post(Scene.poll(alice, "?", Scene.tea())).id();
    var results = Scene.atOnce(50, () -> scene.statuses.vote(bob, poll, List.of(1)));
    assertThat(results).filteredOn(Tally.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(Refusal.Invalid.class::isInstance).hasSize(49);
    assertThat(scene.statuses.tally(Viewer.of(bob), poll))
        .isEqualTo(new Tally(List.of(0L, 1L, 0L), 1, 1, true, List.of(1)));
    assertThat(scene.statuses.voters(poll, 0, 10)).containsExactly(bob);
  }

  @ParameterizedTest
  @EnumSource
  void a_vote_that_may_not_be_is_refused(Scene.Engine engine) {
    open(engine);
    var poll = scene.statuses.post(Scene.poll(alice, "?", Scene.tea())).id();
    for (List<Integer> bad :
        List.of(List.<Integer>of(), List.of(3), List.of(-1), List.of(1, 1), List.of(0, 1))) {
      assertThat(Scene.refusal(() -> scene.statuses.vote(bob, poll, bad)))
          .isInstanceOf(Refusal.Invalid.class);
    }
    assertThat(Scene.refusal(() -> scene.statuses.vote(alice, poll, List.of(0))))
        .isInstanceOf(Refusal.Invalid.class);
    scene.later(Duration.ofHours(1));
    assertThat(Scene.refusal(() -> scene.statuses.vote(bob, poll, List.of(0))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(scene.statuses.tally(Viewer.ANYBODY, poll).voters()).isZero();
    var none = scene.posts(alice, "no poll").id();
    assertThat(Scene.refusal(() -> scene.statuses.vote(bob, none, List.of(0))))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @ParameterizedTest
  @EnumSource
  void several_options_and_hidden_totals(Scene.Engine engine) {
    open(engine);
    var asked = new Draft.NewPoll(List.of("a", "b", "c"), true, true, Duration.ofHours(1));
    var poll = scene.statuses.post(Scene.poll(alice, "?", asked)).id();
    var open = scene.statuses.vote(bob, poll, List.of(0, 2));
    assertThat(open).isEqualTo(new Tally(List.of(), 2, 1, true, List.of(0, 2)));
    scene.later(Duration.ofHours(1));
    assertThat(scene.statuses.tally(Viewer.ANYBODY, poll))
        .isEqualTo(new Tally(List.of(1L, 0L, 1L), 2, 1, false, List.of()));
  }

  @ParameterizedTest
  @EnumSource
  void the_end_is_told_once(Scene.Engine engine) {
    open(engine);
    var poll = scene.statuses.post(Scene.poll(alice, "?", Scene.tea())).id();
    scene.settle();
    assertThat(scene.events).noneMatch(StatusEvent.PollEnded.class::isInstance);
    scene.later(Duration.ofHours(1));
    scene.settle();
    assertThat(new HashSet<>(scene.events)).contains(new StatusEvent.PollEnded(poll));
    if (scene.events.stream().filter(StatusEvent.PollEnded.class::isInstance).count() > 1) {
      // Only a log that misbehaves may say it again.
      assertThat(engine).isEqualTo(Scene.Engine.FAULTY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tallies_equal_a_recount(Scene.Engine engine) throws Exception {
    open(engine);
    var poll = scene.statuses.post(Scene.poll(alice, "?", Scene.tea())).id();
    var people = new ArrayList<AccountId>();
    for (int i = 0; i < 30; i++) {
      people.add(scene.person("p" + i));
    }
    var turn = new java.util.concurrent.atomic.AtomicInteger();
    Scene.atOnce(
        60,
        () -> {
          int n = turn.getAndIncrement();
          scene.statuses.tally(Viewer.ANYBODY, poll);
          return scene.statuses.vote(people.get(n % 30), poll, List.of(n % 3));
        });
    assertThat(scene.statuses.tally(Viewer.ANYBODY, poll).votes()).containsExactly(10L, 10L, 10L);
  }
}
