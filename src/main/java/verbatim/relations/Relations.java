package verbatim.relations;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;

/// Follows, requests, blocks, mutes, private notes and blocked domains.
public final class Relations {
  // constructor(Store store, EventLog log, Accounts accounts, Ids ids, InstantSource clock, RandomGenerator random, Limits limits)

  /// Follows, or asks to if the other is locked; following again changes the options.
  ///
  /// @throws verbatim.kernel.Refused NotFound, Forbidden (blocked either way, or oneself), Invalid (limit)
  public Relationship follow(AccountId from, AccountId to, FollowOptions options) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Relationship unfollow(AccountId from, AccountId to) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// `me` lets `follower` go.
  public Relationship removeFollower(AccountId me, AccountId follower) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Relationship accept(AccountId me, AccountId asker) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Relationship reject(AccountId me, AccountId asker) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Ends follows and requests both ways.
  public Relationship block(AccountId from, AccountId to) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Relationship unblock(AccountId from, AccountId to) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @param max zero for no end
  public Relationship mute(AccountId from, AccountId to, boolean notificationsToo, Duration max) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Relationship unmute(AccountId from, AccountId to) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Relationship note(AccountId from, AccountId to, String text) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Relationship endorse(AccountId from, AccountId to, boolean endorsed) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Relationship relationship(AccountId from, AccountId to) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<Relationship> relationships(AccountId from, Collection<AccountId> to) {
    throw new UnsupportedOperationException("skeleton");
  }

  public boolean follows(AccountId from, AccountId to) {
    throw new UnsupportedOperationException("skeleton");
  }

  public boolean blocks(AccountId from, AccountId to) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// True while the mute runs.
  public boolean mutes(AccountId from, AccountId to) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// An account in a list, with the id that pages the list (when it was put there).
  public record Entry(long position, AccountId account) {}

  public List<Entry> followers(AccountId of, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<Entry> following(AccountId of, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<Entry> requests(AccountId to, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<Entry> blocked(AccountId by, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<Entry> muted(AccountId by, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<AccountId> endorsements(AccountId by) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// How many follow; folded, as [verbatim.accounts.Stats].
  public long followersCount(AccountId of) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Every local follower in slices of at most `rowsMax`; resumable: `after` is the last position of the
  /// slice before.
  public List<Entry> followerSlice(AccountId of, long after, int rowsMax) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void blockDomain(AccountId by, String domain) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void unblockDomain(AccountId by, String domain) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<String> blockedDomains(AccountId by) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Ends every relation of an account that was deleted, in bounded steps.
  public void forget(AccountId account, Consumer<RelationEvent> each) {
    throw new UnsupportedOperationException("skeleton");
  }
}
