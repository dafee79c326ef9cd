package verbatim.relations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Hamlet;
import verbatim.accounts.Account;
import verbatim.accounts.AccountEvent;
import verbatim.accounts.Handle;
import verbatim.accounts.Posting;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;

/// The process dies before its first write, before its second … : each time all of the deed has
/// happened, with what is said of it, or nothing.
@ParameterizedClass
@EnumSource(Hamlet.Engine.class)
class DyingInTheMiddleTest {
  private static final int WRITES_MAX = 40;
  private static final FollowOptions USUAL = FollowOptions.usual();
  private final Hamlet.Engine engine;
  @TempDir Path folder;

  DyingInTheMiddleTest(Hamlet.Engine engine) {
    this.engine = engine;
  }

  private interface Scene {
    void play(Hamlet hamlet);
  }

  /// @return how often it died
  private int dying(Scene before, Scene deed, Consumer<Hamlet> after) {
    for (int write = 0; write < WRITES_MAX; write++) {
      try (var hamlet = new Hamlet(folder.resolve("at" + write), engine)) {
        before.play(hamlet);
        hamlet.dieBefore(write);
        boolean died = false;
        try {
          deed.play(hamlet);
        } catch (Hamlet.Died e) {
          died = true;
        }
        hamlet.restart();
        after.accept(hamlet);
        if (!died) {
          return write;
        }
      }
    }
    throw new AssertionError("it never came to an end");
  }

  private static AccountId id(Hamlet hamlet, String name) {
    return hamlet.accounts.find(Handle.here(name)).map(Account::id).orElseThrow();
  }

  @Test
  void a_follow_is_there_with_its_lists_and_event_or_not_at_all() {
    int died =
        dying(
            hamlet -> {
              hamlet.person("alice");
              hamlet.person("bob");
            },
            hamlet -> hamlet.relations.follow(id(hamlet, "bob"), id(hamlet, "alice"), USUAL),
            hamlet -> {
              AccountId alice = id(hamlet, "alice");
              AccountId bob = id(hamlet, "bob");
              int count = hamlet.relations.follows(bob, alice) ? 1 : 0;
              assertThat(hamlet.said()).hasSize(count);
              assertThat(hamlet.relations.followers(alice, Page.newest(40))).hasSize(count);
              assertThat(hamlet.relations.following(bob, Page.newest(40))).hasSize(count);
              hamlet.relations.follow(bob, alice, USUAL);
              assertThat(hamlet.said()).containsExactly(new RelationEvent.Followed(bob, alice));
              assertThat(hamlet.relations.followers(alice, Page.newest(40))).hasSize(1);
            });
    assertThat(died).isGreaterThanOrEqualTo(3);
  }

  @Test
  void a_block_ends_everything_or_nothing() {
    dying(
        hamlet -> {
          AccountId alice = hamlet.person("alice");
          AccountId bob = hamlet.person("bob");
          hamlet.relations.follow(bob, alice, USUAL);
          hamlet.relations.follow(alice, bob, USUAL);
        },
        hamlet -> hamlet.relations.block(id(hamlet, "alice"), id(hamlet, "bob")),
        hamlet -> {
          AccountId alice = id(hamlet, "alice");
          AccountId bob = id(hamlet, "bob");
          boolean blocked = hamlet.relations.blocks(alice, bob);
          assertThat(hamlet.relations.follows(alice, bob)).isNotEqualTo(blocked);
          assertThat(hamlet.relations.follows(bob, alice)).isNotEqualTo(blocked);
          assertThat(hamlet.said()).hasSize(blocked ? 5 : 2);
          assertThat(hamlet.relations.followers(alice, Page.newest(40))).hasSize(blocked ? 0 : 1);
          assertThat(hamlet.relations.blocked(alice, Page.newest(40))).hasSize(blocked ? 1 : 0);
        });
  }

  @Test
  void an_account_is_there_with_its_event_or_its_name_is_free() {
    dying(
        hamlet -> {},
        hamlet -> hamlet.person("alice"),
        hamlet -> {
          boolean made = hamlet.accounts.find(Handle.here("alice")).isPresent();
          assertThat(hamlet.saidOfAccounts()).hasSize(made ? 1 : 0);
          assertThat(hamlet.accounts.localCount()).isEqualTo(made ? 1 : 0);
          assertThat(hamlet.accounts.named("al", 5)).hasSize(made ? 1 : 0);
          if (!made) {
            hamlet.person("alice");
          }
          assertThat(hamlet.accounts.local(new AccountId(0), 10)).hasSize(1);
          assertThat(hamlet.saidOfAccounts())
              .containsExactly(new AccountEvent.Created(id(hamlet, "alice")));
        });
  }

  @Test
  void a_deletion_happens_and_is_said_or_not() {
    dying(
        hamlet -> hamlet.person("alice"),
        hamlet -> hamlet.accounts.delete(id(hamlet, "alice")),
        hamlet -> {
          Account alice = hamlet.accounts.find(Handle.here("alice")).orElseThrow();
          boolean gone = alice.standing().state() == Standing.State.DELETED;
          assertThat(hamlet.saidOfAccounts())
              .isEqualTo(
                  gone
                      ? List.of(
                          new AccountEvent.Created(alice.id()),
                          new AccountEvent.Deleted(alice.id()))
                      : List.of(new AccountEvent.Created(alice.id())));
        });
  }

  @Test
  void two_deeds_of_which_the_first_was_cut_short_are_both_said() {
    dying(
        hamlet -> {
          hamlet.person("alice");
          hamlet.accounts.create("bob", Standing.active(), Posting.usual());
        },
        hamlet -> {
          AccountId alice = id(hamlet, "alice");
          AccountId bob = id(hamlet, "bob");
          hamlet.relations.follow(bob, alice, USUAL);
          hamlet.relations.unfollow(bob, alice);
          hamlet.relations.follow(bob, alice, USUAL);
        },
        hamlet -> {
          AccountId alice = id(hamlet, "alice");
          AccountId bob = id(hamlet, "bob");
          long begun =
              hamlet.said().stream().filter(RelationEvent.Followed.class::isInstance).count();
          long ended =
              hamlet.said().stream().filter(RelationEvent.Unfollowed.class::isInstance).count();
          assertThat(begun - ended).isEqualTo(hamlet.relations.follows(bob, alice) ? 1 : 0);
        });
  }
}
