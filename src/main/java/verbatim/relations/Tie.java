package verbatim.relations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;

/// All that two accounts have to do with each other, in one fact: so that a block and a follow, or
/// two accepts, that race are decided by one compare-and-set, and what `MaySee` asks of a pair is
/// one look.
record Tie(AccountId low, AccountId high, Side ofLow, Side ofHigh) {

  /// What one of the two did.
  ///
  /// @param blockedAt position in the list of the blocked, 0 for not blocked
  /// @param endorsedAt likewise
  record Side(
      Optional<Follow> follow,
      Optional<Request> request,
      long blockedAt,
      Optional<Mute> mute,
      long endorsedAt,
      String note) {
    static final Side BLANK =
        new Side(Optional.empty(), Optional.empty(), 0, Optional.empty(), 0, "");

    boolean blocks() {
      return blockedAt != 0;
    }

    boolean mutes(Instant now) {
      return mute.isPresent() && mute.get().runs(now);
    }

    boolean mutesNotifications(Instant now) {
      return mutes(now) && mute.orElseThrow().notificationsToo();
    }

    Side with(Follow made) {
      return new Side(Optional.of(made), Optional.empty(), blockedAt, mute, endorsedAt, note);
    }

    Side with(Request made) {
      return new Side(Optional.empty(), Optional.of(made), blockedAt, mute, endorsedAt, note);
    }

    /// Neither follows nor asks nor recommends.
    Side apart() {
      return new Side(Optional.empty(), Optional.empty(), blockedAt, mute, 0, note);
    }

    Side blocked(long position) {
      return new Side(follow, request, position, mute, endorsedAt, note);
    }

    Side muted(Optional<Mute> made) {
      return new Side(follow, request, blockedAt, made, endorsedAt, note);
    }

    Side endorsed(long position) {
      return new Side(follow, request, blockedAt, mute, position, note);
    }

    Side noted(String text) {
      return new Side(follow, request, blockedAt, mute, endorsedAt, text);
    }
  }

  /// @param position in both lists: an id made for this follow, never used again
  /// @param level how finely the list of followers was divided when this follow was made
  record Follow(long position, FollowOptions options, int level) {
    Follow with(FollowOptions changed) {
      return new Follow(position, changed, level);
    }
  }

  record Request(long position, FollowOptions options) {}

  /// @param until [Instant#EPOCH] for no end
  record Mute(long position, boolean notificationsToo, Instant until) {
    boolean runs(Instant now) {
      return until.equals(Instant.EPOCH) || now.isBefore(until);
    }
  }

  static Tie blank(AccountId one, AccountId other) {
    return one.compareTo(other) <= 0
        ? new Tie(one, other, Side.BLANK, Side.BLANK)
        : new Tie(other, one, Side.BLANK, Side.BLANK);
  }

  /// What `whose` did to the other.
  Side of(AccountId whose) {
    return whose.equals(low) ? ofLow : ofHigh;
  }

  Tie with(AccountId whose, Side changed) {
    return whose.equals(low)
        ? new Tie(low, high, changed, ofHigh)
        : new Tie(low, high, ofLow, changed);
  }

  boolean follows(AccountId from) {
    return of(from).follow().isPresent();
  }

  boolean blocksEitherWay() {
    return ofLow.blocks() || ofHigh.blocks();
  }

  boolean isBlank() {
    return ofLow.equals(Side.BLANK) && ofHigh.equals(Side.BLANK);
  }

  /// What is to be said when this became `after`: endings first.
  List<RelationEvent> becoming(Tie after) {
    List<RelationEvent> events = new ArrayList<>();
    endings(low, high, ofLow, after.ofLow, events);
    endings(high, low, ofHigh, after.ofHigh, events);
    beginnings(low, high, ofLow, after.ofLow, events);
    beginnings(high, low, ofHigh, after.ofHigh, events);
    return events;
  }

  private static void endings(
      AccountId from, AccountId to, Side before, Side after, List<RelationEvent> events) {
    if (before.follow().isPresent() && after.follow().isEmpty()) {
      events.add(new RelationEvent.Unfollowed(from, to));
    }
    if (before.request().isPresent() && after.request().isEmpty() && after.follow().isEmpty()) {
      events.add(new RelationEvent.RequestEnded(from, to));
    }
    if (before.blocks() && !after.blocks()) {
      events.add(new RelationEvent.Unblocked(from, to));
    }
    if (before.mute().isPresent() && after.mute().isEmpty()) {
      events.add(new RelationEvent.Unmuted(from, to));
    }
  }

  private static void beginnings(
      AccountId from, AccountId to, Side before, Side after, List<RelationEvent> events) {
    if (before.follow().isEmpty() && after.follow().isPresent()) {
      events.add(new RelationEvent.Followed(from, to));
    } else if (!before.follow().map(Follow::options).equals(after.follow().map(Follow::options))
        && after.follow().isPresent()) {
      events.add(new RelationEvent.ShelvesChanged(from, to));
    }
    if (before.request().isEmpty() && after.request().isPresent()) {
      events.add(new RelationEvent.Requested(from, to));
    }
    if (!before.blocks() && after.blocks()) {
      events.add(new RelationEvent.Blocked(from, to));
    }
    if (after.mute().isPresent() && !after.mute().equals(before.mute())) {
      events.add(new RelationEvent.Muted(from, to));
    }
  }
}
