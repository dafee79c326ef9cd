package verbatim.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.Refusing.assertForbidden;
import static verbatim.Refusing.assertNotFound;
import static verbatim.Refusing.fault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import verbatim.Hamlet;
import verbatim.accounts.Counted;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;

@ParameterizedClass
@EnumSource(Hamlet.Engine.class)
class FollowingTest {
  private static final FollowOptions USUAL = FollowOptions.usual();
  private final Hamlet.Engine engine;
  @TempDir Path folder;
  private Hamlet hamlet;
  private AccountId alice;
  private AccountId bob;

  FollowingTest(Hamlet.Engine engine) {
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

  private List<AccountId> followers(AccountId of) {
    return accounts(hamlet.relations.followers(of, Page.newest(80)));
  }

  private List<AccountId> following(AccountId by) {
    return accounts(hamlet.relations.following(by, Page.newest(80)));
  }

  private static List<AccountId> accounts(List<Relations.Entry> entries) {
    return entries.stream().map(Relations.Entry::account).toList();
  }

  @Test
  void a_follow_is_seen_from_both_sides_and_said_once() {
    Relationship seen = hamlet.relations.follow(bob, alice, USUAL);
    assertThat(seen.following()).isTrue();
    assertThat(hamlet.relations.relationship(alice, bob).followedBy()).isTrue();
    assertThat(hamlet.relations.relationship(alice, bob).following()).isFalse();
    assertThat(followers(alice)).containsExactly(bob);
    assertThat(following(bob)).containsExactly(alice);
    assertThat(hamlet.said()).containsExactly(new RelationEvent.Followed(bob, alice));
  }

  @Test
  void following_again_changes_the_options_and_has_the_followers_timelines_looked_at() {
    hamlet.relations.follow(bob, alice, USUAL);
    var options = new FollowOptions(false, true, List.of("de", "en"));
    assertThat(hamlet.relations.follow(bob, alice, options).options()).isEqualTo(options);
    assertThat(hamlet.relations.following(bob, alice)).contains(options);
    assertThat(hamlet.said())
        .containsExactly(
            new RelationEvent.Followed(bob, alice), new RelationEvent.ShelvesChanged(bob, alice));
  }

  @Test
  void an_unfollow_takes_effect_at_once() {
    hamlet.relations.follow(bob, alice, USUAL);
    assertThat(hamlet.relations.unfollow(bob, alice).following()).isFalse();
    assertThat(followers(alice)).isEmpty();
    assertThat(following(bob)).isEmpty();
    assertThat(hamlet.said())
        .containsExactly(
            new RelationEvent.Followed(bob, alice), new RelationEvent.Unfollowed(bob, alice));
  }

  @Test
  void to_unfollow_whom_one_does_not_follow_changes_nothing() {
    hamlet.relations.unfollow(bob, alice);
    assertThat(hamlet.said()).isEmpty();
  }

  @Test
  void a_locked_account_is_asked() {
    hamlet.lock(alice);
    Relationship seen = hamlet.relations.follow(bob, alice, USUAL);
    assertThat(seen.following()).isFalse();
    assertThat(seen.requested()).isTrue();
    assertThat(hamlet.relations.relationship(alice, bob).requestedBy()).isTrue();
    assertThat(accounts(hamlet.relations.requests(alice, Page.newest(40)))).containsExactly(bob);
    assertThat(followers(alice)).isEmpty();
    assertThat(hamlet.relations.accept(alice, bob).followedBy()).isTrue();
    assertThat(hamlet.relations.requests(alice, Page.newest(40))).isEmpty();
    assertThat(followers(alice)).containsExactly(bob);
    assertThat(hamlet.said())
        .containsExactly(
            new RelationEvent.Requested(bob, alice), new RelationEvent.Followed(bob, alice));
  }

  @Test
  void an_accepted_request_keeps_its_options() {
    hamlet.lock(alice);
    var options = new FollowOptions(false, true, List.of("fr"));
    hamlet.relations.follow(bob, alice, options);
    hamlet.relations.accept(alice, bob);
    assertThat(hamlet.relations.following(bob, alice)).contains(options);
  }

  @Test
  void a_rejected_request_is_over_and_may_be_made_again() {
    hamlet.lock(alice);
    hamlet.relations.follow(bob, alice, USUAL);
    hamlet.relations.reject(alice, bob);
    assertThat(hamlet.relations.relationship(bob, alice).requested()).isFalse();
    assertNotFound(() -> hamlet.relations.reject(alice, bob));
    assertNotFound(() -> hamlet.relations.accept(alice, bob));
    assertThat(hamlet.relations.follow(bob, alice, USUAL).requested()).isTrue();
    assertThat(hamlet.said())
        .containsExactly(
            new RelationEvent.Requested(bob, alice),
            new RelationEvent.RequestEnded(bob, alice),
            new RelationEvent.Requested(bob, alice));
  }

  @Test
  void a_request_taken_back_cannot_be_accepted() {
    hamlet.lock(alice);
    hamlet.relations.follow(bob, alice, USUAL);
    hamlet.relations.unfollow(bob, alice);
    assertNotFound(() -> hamlet.relations.accept(alice, bob));
    assertThat(hamlet.relations.requests(alice, Page.newest(40))).isEmpty();
  }

  @Test
  void somebody_who_unlocks_accepts_all_who_ask() {
    hamlet.lock(alice);
    List<AccountId> askers = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      AccountId asker = hamlet.person("asker" + n);
      hamlet.relations.follow(asker, alice, USUAL);
      askers.add(asker);
    }
    hamlet.relations.acceptAll(alice);
    assertThat(followers(alice)).containsExactlyInAnyOrderElementsOf(askers);
    assertThat(hamlet.relations.requests(alice, Page.newest(40))).isEmpty();
  }

  @Test
  void somebody_limited_asks_also_the_unlocked() {
    hamlet.stand(bob, new Standing(Standing.State.ACTIVE, Standing.Role.USER, true));
    assertThat(hamlet.relations.follow(bob, alice, USUAL).requested()).isTrue();
  }

  @Test
  void somebody_elsewhere_is_asked() {
    AccountId carol = hamlet.stranger("carol", "away.example");
    assertThat(hamlet.relations.follow(bob, carol, USUAL).requested()).isTrue();
  }

  @Test
  void what_cannot_be_followed_is_refused() {
    assertForbidden(() -> hamlet.relations.follow(bob, bob, USUAL));
    assertNotFound(() -> hamlet.relations.follow(bob, new AccountId(5), USUAL));
    hamlet.stand(alice, new Standing(Standing.State.SUSPENDED, Standing.Role.USER, false));
    assertNotFound(() -> hamlet.relations.follow(bob, alice, USUAL));
    hamlet.accounts.delete(alice);
    assertNotFound(() -> hamlet.relations.follow(bob, alice, USUAL));
  }

  @Test
  void the_blocked_and_the_blocker_cannot_follow() {
    hamlet.relations.block(alice, bob);
    assertForbidden(() -> hamlet.relations.follow(bob, alice, USUAL));
    assertForbidden(() -> hamlet.relations.follow(alice, bob, USUAL));
  }

  @Test
  void languages_have_bounds() {
    String long16 = "en-abcdefgh-abcd"; // Exactly as long as a code may be.
    hamlet.relations.follow(bob, alice, new FollowOptions(true, false, List.of(long16)));
    assertThat(
            fault(
                () ->
                    hamlet.relations.follow(
                        bob, alice, new FollowOptions(true, false, List.of(long16 + "e")))))
        .isEqualTo("languages ERR_INVALID");
  }

  @Test
  void a_block_ends_follows_and_requests_both_ways() {
    hamlet.relations.follow(bob, alice, USUAL);
    hamlet.relations.endorse(bob, alice, true);
    hamlet.lock(bob);
    hamlet.relations.follow(alice, bob, USUAL);
    Relationship seen = hamlet.relations.block(alice, bob);
    assertThat(seen.blocking()).isTrue();
    assertThat(seen.followedBy()).isFalse();
    assertThat(seen.requested()).isFalse();
    assertThat(hamlet.relations.relationship(bob, alice).blockedBy()).isTrue();
    assertThat(followers(alice)).isEmpty();
    assertThat(hamlet.relations.endorsements(bob)).isEmpty();
    assertThat(hamlet.relations.requests(bob, Page.newest(40))).isEmpty();
    assertThat(accounts(hamlet.relations.blocked(alice, Page.newest(40)))).containsExactly(bob);
    assertThat(hamlet.said())
        .containsExactlyInAnyOrder(
            new RelationEvent.Followed(bob, alice),
            new RelationEvent.Requested(alice, bob),
            new RelationEvent.Unfollowed(bob, alice),
            new RelationEvent.RequestEnded(alice, bob),
            new RelationEvent.Blocked(alice, bob));
    hamlet.relations.unblock(alice, bob);
    assertThat(hamlet.relations.blocked(alice, Page.newest(40))).isEmpty();
    assertThat(hamlet.relations.relationship(bob, alice).blockedBy()).isFalse();
  }

  @Test
  void both_may_block_each_other_and_each_lifts_his_own() {
    hamlet.relations.block(alice, bob);
    hamlet.relations.block(bob, alice);
    hamlet.relations.unblock(alice, bob);
    assertThat(hamlet.relations.blocks(alice, bob)).isFalse();
    assertThat(hamlet.relations.blocks(bob, alice)).isTrue();
  }

  @Test
  void a_mute_runs_for_as_long_as_asked() {
    Relationship seen = hamlet.relations.mute(alice, bob, true, Duration.ofHours(1));
    assertThat(seen.muting()).isTrue();
    assertThat(seen.mutingNotifications()).isTrue();
    assertThat(seen.mutedUntil()).contains(hamlet.now().plus(Duration.ofHours(1)));
    assertThat(accounts(hamlet.relations.muted(alice, Page.newest(40)))).containsExactly(bob);
    hamlet.pass(Duration.ofHours(1).minusMillis(1));
    assertThat(hamlet.relations.relationship(alice, bob).muting()).isTrue();
    hamlet.pass(Duration.ofMillis(1));
    assertThat(hamlet.relations.relationship(alice, bob).muting()).isFalse();
    Relationship after = hamlet.relations.relationship(alice, bob);
    assertThat(after.muting()).isFalse();
    assertThat(after.mutingNotifications()).isFalse();
    assertThat(after.mutedUntil()).isEmpty();
    assertThat(hamlet.relations.muted(alice, Page.newest(40))).isEmpty();
    assertThat(hamlet.relations.mute(alice, bob, false, Duration.ZERO).muting()).isTrue();
    hamlet.pass(Duration.ofDays(10_000));
    assertThat(hamlet.relations.relationship(alice, bob).muting()).isTrue();
    assertThat(hamlet.relations.unmute(alice, bob).muting()).isFalse();
  }

  @Test
  void a_mute_longer_than_time_is_taken() {
    hamlet.relations.mute(alice, bob, true, Duration.ofSeconds(Long.MAX_VALUE));
    hamlet.pass(Duration.ofDays(10_000));
    assertThat(hamlet.relations.relationship(alice, bob).muting()).isTrue();
    assertThat(fault(() -> hamlet.relations.mute(alice, bob, true, Duration.ofSeconds(-1))))
        .isEqualTo("duration ERR_INVALID");
  }

  @Test
  void a_mute_leaves_the_follow() {
    hamlet.relations.follow(alice, bob, USUAL);
    hamlet.relations.mute(alice, bob, true, Duration.ZERO);
    assertThat(hamlet.relations.follows(alice, bob)).isTrue();
  }

  @Test
  void a_private_note_is_seen_by_its_writer_only_and_has_a_bound() {
    String note = "é".repeat(Limits.usual().people().privateNoteCharactersMax());
    assertThat(hamlet.relations.note(alice, bob, note).note()).isEqualTo(note);
    assertThat(hamlet.relations.relationship(bob, alice).note()).isEmpty();
    assertThat(fault(() -> hamlet.relations.note(alice, bob, note + "é")))
        .isEqualTo("comment ERR_TOO_LONG");
    assertThat(fault(() -> hamlet.relations.note(alice, bob, "x".repeat(1 << 20))))
        .isEqualTo("comment ERR_TOO_LONG");
    assertThat(hamlet.relations.relationship(alice, bob).note()).isEqualTo(note);
    assertThat(hamlet.relations.note(alice, bob, "").note()).isEmpty();
  }

  @Test
  void only_whom_one_follows_one_can_recommend() {
    assertThat(fault(() -> hamlet.relations.endorse(alice, bob, true)))
        .isEqualTo("base ERR_INVALID");
    hamlet.relations.follow(alice, bob, USUAL);
    assertThat(hamlet.relations.endorse(alice, bob, true).endorsed()).isTrue();
    assertThat(hamlet.relations.endorsements(alice)).containsExactly(bob);
    hamlet.relations.unfollow(alice, bob);
    assertThat(hamlet.relations.endorsements(alice)).isEmpty();
    hamlet.relations.follow(alice, bob, USUAL);
    assertThat(hamlet.relations.relationship(alice, bob).endorsed()).isFalse();
  }

  @Test
  void the_lists_are_paged_from_both_ends() {
    List<AccountId> fans = new ArrayList<>();
    for (int n = 0; n < 7; n++) {
      AccountId fan = hamlet.person("fan" + n);
      hamlet.relations.follow(fan, alice, USUAL);
      fans.add(fan);
    }
    var first = hamlet.relations.followers(alice, Page.newest(3));
    assertThat(accounts(first)).containsExactly(fans.get(6), fans.get(5), fans.get(4));
    var second = hamlet.relations.followers(alice, Page.below(first.getLast().position(), 3));
    assertThat(accounts(second)).containsExactly(fans.get(3), fans.get(2), fans.get(1));
    var up =
        hamlet.relations.followers(
            alice, new Page(Long.MAX_VALUE, second.getFirst().position(), true, 2));
    assertThat(accounts(up)).containsExactly(fans.get(5), fans.get(4));
    var since =
        hamlet.relations.followers(
            alice, new Page(Long.MAX_VALUE, second.getFirst().position(), false, 2));
    assertThat(accounts(since)).containsExactly(fans.get(6), fans.get(5));
  }

  @Test
  void local_followers_come_in_slices_each_once() {
    List<AccountId> fans = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      AccountId fan = hamlet.person("fan" + n);
      hamlet.relations.follow(fan, alice, USUAL);
      fans.add(fan);
      AccountId stranger = hamlet.stranger("fan" + n, "away.example");
      hamlet.relations.follow(stranger, alice, USUAL);
    }
    assertThat(localFollowers(2)).containsExactlyInAnyOrderElementsOf(fans);
    assertThat(localFollowers(10)).containsExactlyInAnyOrderElementsOf(fans);
    assertThat(localFollowers(11)).containsExactlyInAnyOrderElementsOf(fans);
    assertThat(followers(alice)).hasSize(10);
  }

  @Test
  void with_many_followers_the_list_lies_in_buckets_and_reads_the_same() {
    crowd(9_999);
    AccountId early = hamlet.person("early");
    hamlet.relations.follow(early, alice, USUAL);
    List<AccountId> fans = new ArrayList<>(List.of(early));
    crowd(209_999);
    for (int n = 0; n < 12; n++) {
      AccountId fan = hamlet.person("fan" + n);
      hamlet.relations.follow(fan, alice, USUAL);
      fans.add(fan);
    }
    assertThat(followers(alice)).containsExactlyElementsOf(fans.reversed());
    assertThat(localFollowers(100)).containsExactlyInAnyOrderElementsOf(fans);
    assertThat(localFollowers(3)).containsExactlyInAnyOrderElementsOf(fans);
    hamlet.relations.unfollow(fans.get(3), alice);
    fans.remove(3);
    assertThat(localFollowers(100)).containsExactlyInAnyOrderElementsOf(fans);
    assertThat(localFollowers(3)).containsExactlyInAnyOrderElementsOf(fans);
  }

  /// All of alice's, slice by slice, as the fan-out walks over them.
  private List<AccountId> localFollowers(int rowsMax) {
    List<AccountId> seen = new ArrayList<>();
    Relations.FollowerSlice slice;
    Relations.FollowersFrom next = Relations.FollowersFrom.START;
    do {
      slice = hamlet.relations.followerSlice(alice, next, rowsMax);
      assertThat(slice.accounts().size()).isLessThanOrEqualTo(rowsMax);
      seen.addAll(slice.accounts());
      next = slice.next();
    } while (!slice.isLast());
    return seen;
  }

  /// Followers that are counted and no more.
  private void crowd(int count) {
    hamlet.accounts.recount(
        alice,
        (kind, slice) -> {
          for (long from = 1; kind == Counted.FOLLOWER && from <= count; from += 9_999) {
            slice.accept(
                LongStream.range(from, Math.min(from + 9_999, count + 1)).boxed().toList());
          }
        });
  }

  @Test
  void blocking_a_domain_ends_its_follows_both_ways() {
    AccountId carol = hamlet.stranger("carol", "away.example");
    AccountId dave = hamlet.stranger("dave", "other.example");
    hamlet.relations.follow(carol, alice, USUAL);
    hamlet.relations.follow(dave, alice, USUAL);
    hamlet.relations.follow(alice, carol, USUAL);
    hamlet.relations.accept(carol, alice);
    hamlet.relations.blockDomain(alice, "AWAY.example");
    assertThat(followers(alice)).containsExactly(dave);
    assertThat(following(alice)).isEmpty();
    assertThat(hamlet.relations.blockedDomains(alice)).containsExactly("away.example");
    assertThat(hamlet.relations.relationship(alice, carol).domainBlocking()).isTrue();
    assertThat(hamlet.relations.relationship(alice, dave).domainBlocking()).isFalse();
    assertForbidden(() -> hamlet.relations.follow(alice, carol, USUAL));
    assertThat(fault(() -> hamlet.relations.blockDomain(alice, " ")))
        .isEqualTo("domain ERR_INVALID");
    assertThat(fault(() -> hamlet.relations.blockDomain(alice, "a".repeat(1 << 20))))
        .isEqualTo("domain ERR_INVALID");
  }

  @Test
  void everything_is_there_after_a_restart() {
    AccountId carol = hamlet.person("carol");
    hamlet.relations.follow(bob, alice, new FollowOptions(false, true, List.of("nl")));
    hamlet.relations.block(alice, carol);
    hamlet.relations.mute(bob, carol, true, Duration.ofHours(1));
    hamlet.relations.note(bob, carol, "met in the market");
    hamlet.relations.blockDomain(bob, "away.example");
    Relationship before = hamlet.relations.relationship(bob, alice);
    Relationship muted = hamlet.relations.relationship(bob, carol);
    hamlet.restart();
    assertThat(hamlet.relations.relationship(bob, alice)).isEqualTo(before);
    assertThat(hamlet.relations.relationship(bob, carol)).isEqualTo(muted);
    assertThat(hamlet.relations.blocks(alice, carol)).isTrue();
    assertThat(hamlet.relations.blockedDomains(bob)).containsExactly("away.example");
    assertThat(followers(alice)).containsExactly(bob);
  }

  @Test
  void of_a_deleted_account_nothing_is_left() {
    AccountId carol = hamlet.person("carol");
    hamlet.relations.follow(bob, alice, USUAL);
    hamlet.relations.follow(alice, bob, USUAL);
    hamlet.relations.block(carol, alice);
    hamlet.relations.note(carol, alice, "private");
    hamlet.accounts.delete(alice);
    while (hamlet.relations.forgetSome(alice, 2)) {}
    while (hamlet.relations.forgetSome(alice, 2)) {}
    assertThat(followers(bob)).isEmpty();
    assertThat(following(bob)).isEmpty();
    assertThat(hamlet.relations.blocked(carol, Page.newest(40))).isEmpty();
    assertThat(hamlet.relations.relationship(carol, alice).note()).isEmpty();
    assertThat(hamlet.said())
        .contains(
            new RelationEvent.Unfollowed(bob, alice),
            new RelationEvent.Unfollowed(alice, bob),
            new RelationEvent.Unblocked(carol, alice))
        .hasSize(6);
  }

  @Test
  void the_lists_made_anew_are_the_lists_that_were() {
    for (int n = 0; n < 6; n++) {
      AccountId other = hamlet.person("other" + n);
      hamlet.relations.follow(other, alice, USUAL);
      hamlet.relations.follow(alice, other, USUAL);
      if (n % 2 == 0) {
        hamlet.relations.unfollow(other, alice);
      }
    }
    var followers = hamlet.relations.followers(alice, Page.newest(80));
    var following = hamlet.relations.following(alice, Page.newest(80));
    hamlet.relations.rebuild(alice);
    assertThat(hamlet.relations.followers(alice, Page.newest(80))).isEqualTo(followers);
    assertThat(hamlet.relations.following(alice, Page.newest(80))).isEqualTo(following);
  }
}
