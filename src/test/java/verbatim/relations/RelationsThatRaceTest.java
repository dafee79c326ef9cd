package verbatim.relations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Hamlet;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;

@ParameterizedClass
@EnumSource(Hamlet.Engine.class)
class RelationsThatRaceTest {
  private static final FollowOptions USUAL = FollowOptions.usual();
  private final Hamlet.Engine engine;
  @TempDir Path folder;
  private Hamlet hamlet;
  private AccountId alice;
  private AccountId bob;

  RelationsThatRaceTest(Hamlet.Engine engine) {
    this.engine = engine;
  }

  @BeforeEach
  void open() {
    hamlet = new Hamlet(folder, engine);
    alice = hamlet.person("alice");
    bob = hamlet.person("bob");
  }

  @AfterEach
  void close() {
    hamlet.close();
  }

  private static Callable<Boolean> deed(Runnable deed) {
    return () -> {
      try {
        deed.run();
        return true;
      } catch (Refused e) {
        return false;
      }
    };
  }

  private long said(Class<? extends RelationEvent> kind) {
    return hamlet.said().stream().filter(kind::isInstance).count();
  }

  @Test
  void of_many_follows_at_once_one_is_made_and_said() throws Exception {
    List<Callable<Boolean>> deeds = new ArrayList<>();
    for (int n = 0; n < 16; n++) {
      deeds.add(deed(() -> hamlet.relations.follow(bob, alice, USUAL)));
    }
    assertThat(Hamlet.atOnce(deeds)).containsOnly(true);
    assertThat(said(RelationEvent.Followed.class)).isEqualTo(1);
    assertThat(hamlet.relations.followers(alice, Page.newest(40))).hasSize(1);
  }

  @Test
  void of_many_accepts_at_once_one_follow_is_made() throws Exception {
    hamlet.lock(alice);
    hamlet.relations.follow(bob, alice, USUAL);
    List<Callable<Boolean>> deeds = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      deeds.add(deed(() -> hamlet.relations.accept(alice, bob)));
    }
    assertThat(Hamlet.atOnce(deeds)).containsOnly(true);
    assertThat(said(RelationEvent.Followed.class)).isEqualTo(1);
    assertThat(hamlet.relations.requests(alice, Page.newest(40))).isEmpty();
  }

  @Test
  void accept_and_reject_at_once_have_one_winner() throws Exception {
    hamlet.lock(alice);
    for (int round = 0; round < 5; round++) {
      hamlet.relations.follow(bob, alice, USUAL);
      List<Boolean> done =
          Hamlet.atOnce(
              List.of(
                  deed(() -> hamlet.relations.accept(alice, bob)),
                  deed(() -> hamlet.relations.reject(alice, bob))));
      assertThat(done).containsOnlyOnce(true);
      assertThat(hamlet.relations.follows(bob, alice)).isEqualTo(done.get(0));
      hamlet.relations.unfollow(bob, alice);
    }
    assertThat(said(RelationEvent.Followed.class)).isEqualTo(said(RelationEvent.Unfollowed.class));
  }

  @Test
  void a_follow_that_races_a_block_never_stands_beside_it() throws Exception {
    for (int round = 0; round < 10; round++) {
      Hamlet.atOnce(
          List.of(
              deed(() -> hamlet.relations.follow(bob, alice, USUAL)),
              deed(() -> hamlet.relations.follow(alice, bob, USUAL)),
              deed(() -> hamlet.relations.block(alice, bob))));
      assertThat(hamlet.relations.blocks(alice, bob)).isTrue();
      assertThat(hamlet.relations.follows(bob, alice)).isFalse();
      assertThat(hamlet.relations.follows(alice, bob)).isFalse();
      assertThat(hamlet.relations.followers(alice, Page.newest(40))).isEmpty();
      hamlet.relations.unblock(alice, bob);
    }
    assertThat(said(RelationEvent.Followed.class)).isEqualTo(said(RelationEvent.Unfollowed.class));
  }

  @Test
  void after_any_tumult_lists_and_events_agree_with_the_truth() throws Exception {
    var random = new Random(4);
    List<AccountId> people = new ArrayList<>(List.of(alice, bob));
    for (int n = 0; n < 3; n++) {
      people.add(hamlet.person("person" + n));
    }
    List<Callable<Boolean>> deeds = new ArrayList<>();
    for (int n = 0; n < 120; n++) {
      AccountId from = people.get(random.nextInt(people.size()));
      AccountId to = people.get(random.nextInt(people.size()));
      int kind = random.nextInt(6);
      deeds.add(
          deed(
              () -> {
                switch (kind) {
                  case 0 -> hamlet.relations.unfollow(from, to);
                  case 1 -> hamlet.relations.block(from, to);
                  case 2 -> hamlet.relations.unblock(from, to);
                  default -> hamlet.relations.follow(from, to, USUAL);
                }
              }));
    }
    Hamlet.atOnce(deeds);
    agree(people);
    hamlet.restart();
    agree(people);
  }

  private void agree(List<AccountId> people) {
    List<RelationEvent> said = hamlet.said();
    for (AccountId from : people) {
      List<AccountId> following =
          hamlet.relations.following(from, Page.newest(80)).stream()
              .map(Relations.Entry::account)
              .toList();
      List<AccountId> truly =
          people.stream().filter(to -> hamlet.relations.follows(from, to)).toList();
      assertThat(following).containsExactlyInAnyOrderElementsOf(truly);
      for (AccountId to : people) {
        long begun = said.stream().filter(new RelationEvent.Followed(from, to)::equals).count();
        long ended = said.stream().filter(new RelationEvent.Unfollowed(from, to)::equals).count();
        assertThat(begun - ended).isEqualTo(truly.contains(to) ? 1 : 0);
      }
    }
  }

  @Test
  void whoever_reads_after_a_write_has_returned_reads_what_it_wrote() throws Exception {
    var stop = new AtomicBoolean();
    List<Callable<Boolean>> deeds = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      deeds.add(
          () -> {
            while (!stop.get()) {
              hamlet.relations.follows(bob, alice);
              Thread.yield();
            }
            return true;
          });
    }
    deeds.add(
        () -> {
          try {
            for (int round = 0; round < 60; round++) {
              hamlet.relations.follow(bob, alice, USUAL);
              if (!hamlet.relations.follows(bob, alice)) {
                return false;
              }
              hamlet.relations.unfollow(bob, alice);
              if (hamlet.relations.follows(bob, alice)) {
                return false;
              }
            }
            return true;
          } finally {
            stop.set(true);
          }
        });
    assertThat(Hamlet.atOnce(deeds)).containsOnly(true);
  }
}
