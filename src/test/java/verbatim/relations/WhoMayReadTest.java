package verbatim.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.Refusing.assertForbidden;
import static verbatim.Refusing.assertNotFound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Hamlet;
import verbatim.accounts.Posting;
import verbatim.accounts.Profile;
import verbatim.accounts.Standing;
import verbatim.accounts.Standing.Role;
import verbatim.accounts.Standing.State;
import verbatim.kernel.AccountId;

/// Each kind of audience, for each relation that a reader can have to the author.
class WhoMayReadTest {
  @TempDir Path folder;
  private Hamlet hamlet;
  private AccountId alice;
  private AccountId bob;

  @BeforeEach
  void open() {
    hamlet = new Hamlet(folder, Hamlet.Engine.ROCKS);
    alice = hamlet.person("alice");
    bob = hamlet.person("bob");
  }

  @AfterEach
  void close() {
    hamlet.close();
  }

  /// What bob may read of alice: public, unlisted, followers, followers with him mentioned, direct
  /// to somebody else, direct to him; a letter for each that he may.
  private String bobReads() {
    return reads(Viewer.of(bob));
  }

  private String reads(Viewer viewer) {
    AccountId carol = new AccountId(77);
    return letter("p", viewer, new Audience.Everyone(true))
        + letter("u", viewer, new Audience.Everyone(false))
        + letter("f", viewer, new Audience.Followers(Set.of(carol)))
        + letter("m", viewer, new Audience.Followers(Set.of(carol, bob)))
        + letter("o", viewer, new Audience.Only(Set.of(carol)))
        + letter("d", viewer, new Audience.Only(Set.of(carol, bob)));
  }

  private String letter(String letter, Viewer viewer, Audience audience) {
    return hamlet.maySee.maySee(viewer, alice, audience) ? letter : "-";
  }

  @Test
  void somebody_signed_out_reads_what_is_for_everyone() {
    assertThat(reads(Viewer.ANYBODY)).isEqualTo("pu----");
  }

  @Test
  void a_member_without_relation_reads_what_is_for_everyone_and_for_him() {
    assertThat(bobReads()).isEqualTo("pu-m-d");
  }

  @Test
  void a_follower_reads_what_is_for_followers_too() {
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    assertThat(bobReads()).isEqualTo("pufm-d");
  }

  @Test
  void whom_she_follows_is_not_her_follower() {
    hamlet.relations.follow(alice, bob, FollowOptions.usual());
    assertThat(bobReads()).isEqualTo("pu-m-d");
  }

  @Test
  void who_only_asks_to_follow_reads_no_more_than_before() {
    hamlet.lock(alice);
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    assertThat(bobReads()).isEqualTo("pu-m-d");
  }

  @Test
  void who_no_longer_follows_reads_no_more_than_before() {
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    hamlet.relations.unfollow(bob, alice);
    assertThat(bobReads()).isEqualTo("pu-m-d");
  }

  @Test
  void a_follower_whom_she_lets_go_reads_no_more_than_before() {
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    hamlet.relations.removeFollower(alice, bob);
    assertThat(bobReads()).isEqualTo("pu-m-d");
  }

  @Test
  void somebody_she_blocked_reads_nothing_not_even_what_was_for_him() {
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    hamlet.relations.block(alice, bob);
    assertThat(bobReads()).isEqualTo("------");
  }

  @Test
  void somebody_who_blocked_her_reads_what_he_asks_for_but_does_not_want_it() {
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    hamlet.relations.block(bob, alice);
    assertThat(bobReads()).isEqualTo("pu-m-d");
    assertThat(hamlet.maySee.wants(Viewer.of(bob), alice)).isFalse();
  }

  @Test
  void after_an_unblock_he_reads_again_but_follows_no_more() {
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    hamlet.relations.block(alice, bob);
    hamlet.relations.unblock(alice, bob);
    assertThat(bobReads()).isEqualTo("pu-m-d");
  }

  @Test
  void somebody_who_muted_her_may_read_but_does_not_want_to() {
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    hamlet.relations.mute(bob, alice, true, Duration.ZERO);
    assertThat(bobReads()).isEqualTo("pufm-d");
    assertThat(hamlet.maySee.wants(Viewer.of(bob), alice)).isFalse();
    assertThat(hamlet.maySee.wants(Viewer.of(alice), bob)).isTrue();
  }

  @Test
  void she_herself_reads_all_of_it() {
    assertThat(reads(Viewer.of(alice))).isEqualTo("pufmod");
    assertThat(hamlet.maySee.wants(Viewer.of(alice), alice)).isTrue();
  }

  @Test
  void nobody_reads_a_suspended_author() {
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    hamlet.stand(alice, new Standing(State.SUSPENDED, Role.USER, false));
    assertThat(bobReads()).isEqualTo("------");
    assertThat(reads(Viewer.ANYBODY)).isEqualTo("------");
    assertThat(hamlet.maySee.wants(Viewer.of(bob), alice)).isFalse();
    assertThat(hamlet.maySee.maySeeProfile(Viewer.of(bob), alice)).isFalse();
    assertThat(hamlet.maySee.mayNotify(bob, alice)).isFalse();
  }

  @Test
  void an_author_taken_back_is_read_again() {
    hamlet.stand(alice, new Standing(State.SUSPENDED, Role.USER, false));
    hamlet.stand(alice, Standing.active());
    assertThat(bobReads()).isEqualTo("pu-m-d");
  }

  @Test
  void an_author_who_may_not_sign_in_is_still_read() {
    hamlet.stand(alice, new Standing(State.DISABLED, Role.USER, false));
    assertThat(bobReads()).isEqualTo("pu-m-d");
  }

  @Test
  void nobody_reads_a_deleted_author() {
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    hamlet.accounts.delete(alice);
    assertThat(bobReads()).isEqualTo("------");
    assertThat(reads(Viewer.ANYBODY)).isEqualTo("------");
    assertThat(hamlet.maySee.maySeeProfile(Viewer.ANYBODY, alice)).isFalse();
  }

  @Test
  void nobody_reads_an_author_who_was_never_there() {
    alice = new AccountId(4711);
    assertThat(bobReads()).isEqualTo("------");
    assertThat(hamlet.maySee.maySeeProfile(Viewer.of(bob), alice)).isFalse();
    assertThat(hamlet.maySee.wants(Viewer.of(bob), alice)).isFalse();
  }

  @Test
  void an_unconfirmed_account_is_seen_by_itself_only() {
    AccountId fresh =
        hamlet
            .accounts
            .create("fresh", new Standing(State.UNCONFIRMED, Role.USER, false), Posting.usual())
            .id();
    assertThat(hamlet.maySee.maySeeProfile(Viewer.of(fresh), fresh)).isTrue();
    assertThat(hamlet.maySee.maySeeProfile(Viewer.of(bob), fresh)).isFalse();
    assertThat(hamlet.maySee.maySeeProfile(Viewer.ANYBODY, fresh)).isFalse();
  }

  @Test
  void a_stranger_of_a_domain_that_she_blocked_reads_nothing() {
    bob = hamlet.stranger("bob", "away.example");
    assertThat(bobReads()).isEqualTo("pu-m-d");
    hamlet.relations.blockDomain(alice, "Away.example");
    assertThat(bobReads()).isEqualTo("------");
    assertThat(hamlet.maySee.wants(Viewer.of(alice), bob)).isFalse();
    assertThat(hamlet.maySee.mayNotify(alice, bob)).isFalse();
    hamlet.relations.unblockDomain(alice, "away.example");
    assertThat(bobReads()).isEqualTo("pu-m-d");
    assertThat(hamlet.maySee.wants(Viewer.of(alice), bob)).isTrue();
  }

  @Test
  void a_block_hides_words_and_collections_but_not_the_profile() {
    hamlet.relations.block(alice, bob);
    assertThat(hamlet.maySee.maySeeProfile(Viewer.of(bob), alice)).isTrue();
    assertThat(hamlet.maySee.maySeeCollections(Viewer.of(bob), alice)).isFalse();
    assertThat(hamlet.maySee.maySeeCollections(Viewer.ANYBODY, alice)).isTrue();
    assertThat(hamlet.maySee.maySeeCollections(Viewer.of(alice), alice)).isTrue();
  }

  @Test
  void hidden_collections_are_seen_by_their_owner_only() {
    hamlet.accounts.change(
        alice,
        a -> a.with(new Profile("", "", List.of(), "", "", false, false, false, false, true)));
    assertThat(hamlet.maySee.maySeeCollections(Viewer.of(bob), alice)).isFalse();
    assertThat(hamlet.maySee.maySeeCollections(Viewer.ANYBODY, alice)).isFalse();
    assertThat(hamlet.maySee.maySeeCollections(Viewer.of(alice), alice)).isTrue();
  }

  @Test
  void a_blocked_author_is_wanted_by_neither() {
    hamlet.relations.block(alice, bob);
    assertThat(hamlet.maySee.wants(Viewer.of(alice), bob)).isFalse();
    assertThat(hamlet.maySee.wants(Viewer.of(bob), alice)).isFalse();
    assertThat(hamlet.maySee.mayNotify(alice, bob)).isFalse();
    assertThat(hamlet.maySee.mayNotify(bob, alice)).isFalse();
  }

  @Test
  void a_limited_author_is_wanted_by_followers_only() {
    hamlet.stand(alice, new Standing(State.ACTIVE, Role.USER, true));
    assertThat(hamlet.maySee.wants(Viewer.ANYBODY, alice)).isFalse();
    assertThat(hamlet.maySee.wants(Viewer.of(bob), alice)).isFalse();
    assertThat(hamlet.maySee.mayNotify(bob, alice)).isFalse();
    assertThat(hamlet.maySee.mayTell(bob, alice)).as("held aside").isTrue();
    assertThat(bobReads()).isEqualTo("pu-m-d");
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    assertThat(hamlet.maySee.wants(Viewer.of(bob), alice)).isTrue();
    assertThat(hamlet.maySee.mayNotify(bob, alice)).isTrue();
  }

  @Test
  void a_mute_without_notifications_lets_them_through() {
    hamlet.relations.mute(alice, bob, false, Duration.ZERO);
    assertThat(hamlet.maySee.mayNotify(alice, bob)).isTrue();
    hamlet.relations.mute(alice, bob, true, Duration.ZERO);
    assertThat(hamlet.maySee.mayNotify(alice, bob)).isFalse();
  }

  @Test
  void nobody_is_notified_of_himself() {
    assertThat(hamlet.maySee.mayNotify(alice, alice)).isFalse();
    assertThat(hamlet.maySee.mayNotify(alice, bob)).isTrue();
  }

  @Test
  void boosts_are_wanted_of_whom_one_follows_with_boosts() {
    AccountId carol = hamlet.person("carol");
    assertThat(hamlet.maySee.wantsBoost(Viewer.ANYBODY, alice, carol)).isTrue();
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    assertThat(hamlet.maySee.wantsBoost(Viewer.of(bob), alice, carol)).isTrue();
    hamlet.relations.follow(bob, alice, new FollowOptions(false, false, List.of()));
    assertThat(hamlet.maySee.wantsBoost(Viewer.of(bob), alice, carol)).isFalse();
    assertThat(hamlet.maySee.wants(Viewer.of(bob), alice)).isTrue();
  }

  @Test
  void the_boost_of_a_muted_author_is_not_wanted() {
    AccountId carol = hamlet.person("carol");
    hamlet.relations.mute(bob, carol, true, Duration.ZERO);
    assertThat(hamlet.maySee.wantsBoost(Viewer.of(bob), alice, carol)).isFalse();
    assertThat(hamlet.maySee.wantsBoost(Viewer.of(bob), carol, alice)).isFalse();
  }

  @Test
  void who_may_not_see_cannot_reply_or_boost_and_learns_nothing() {
    hamlet.relations.block(alice, bob);
    Audience all = new Audience.Everyone(true);
    assertNotFound(() -> hamlet.mayDo.reply(bob, alice, all, ReplyPolicy.PUBLIC, List.of()));
    assertNotFound(() -> hamlet.mayDo.boost(bob, alice, all));
  }

  @Test
  void boosting_follows_the_audience() {
    Audience followers = new Audience.Followers(Set.of());
    Audience direct = new Audience.Only(Set.of(bob));
    hamlet.relations.follow(bob, alice, FollowOptions.usual());
    hamlet.mayDo.boost(bob, alice, new Audience.Everyone(true));
    hamlet.mayDo.boost(bob, alice, new Audience.Everyone(false));
    hamlet.mayDo.boost(alice, alice, followers);
    assertForbidden(() -> hamlet.mayDo.boost(bob, alice, followers));
    assertForbidden(() -> hamlet.mayDo.boost(bob, alice, direct));
    assertForbidden(() -> hamlet.mayDo.boost(alice, alice, direct));
    hamlet.relations.block(bob, alice);
    assertForbidden(() -> hamlet.mayDo.boost(bob, alice, new Audience.Everyone(true)));
  }

  @Test
  void who_may_not_act_does_nothing() {
    for (State state : State.values()) {
      if (state != State.DELETED && state != State.ACTIVE) {
        hamlet.stand(bob, new Standing(state, Role.USER, false));
        assertForbidden(() -> hamlet.mayDo.act(bob));
      }
    }
    hamlet.stand(bob, Standing.active());
    hamlet.mayDo.act(bob);
  }

  @Test
  void a_page_of_twenty_authors_is_decided_from_memory() {
    Viewer reader = Viewer.of(bob);
    var authors = new ArrayList<AccountId>();
    for (int n = 0; n < 20; n++) {
      AccountId author = hamlet.person("author" + n);
      hamlet.relations.follow(bob, author, FollowOptions.usual());
      authors.add(author);
    }
    Audience audience = new Audience.Followers(Set.of());
    authors.forEach(a -> assertThat(hamlet.maySee.maySee(reader, a, audience)).isTrue());
    authors.forEach(a -> assertThat(hamlet.maySee.wants(reader, a)).isTrue());
    long before = hamlet.reads();
    authors.forEach(a -> assertThat(hamlet.maySee.maySee(reader, a, audience)).isTrue());
    authors.forEach(a -> assertThat(hamlet.maySee.wants(reader, a)).isTrue());
    assertThat(hamlet.reads()).isEqualTo(before);
  }
}
