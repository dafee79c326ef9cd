package verbatim.relations;

import verbatim.kernel.AccountId;

/// A list of accounts that an account has, ordered by when each was put there.
enum Roll {
  FOLLOWING(1),
  FOLLOWERS(2),
  REQUESTS(3),
  BLOCKED(4),
  MUTED(5),
  ENDORSED(6);

  private final int number;

  Roll(int number) {
    this.number = number;
  }

  /// Stable on disk.
  int number() {
    return number;
  }

  /// Where `other` stands in this list of `owner` by the truth; 0 for nowhere.
  long position(Tie tie, AccountId owner, AccountId other) {
    return switch (this) {
      case FOLLOWING -> tie.of(owner).follow().map(Tie.Follow::position).orElse(0L);
      case FOLLOWERS -> tie.of(other).follow().map(Tie.Follow::position).orElse(0L);
      case REQUESTS -> tie.of(other).request().map(Tie.Request::position).orElse(0L);
      case BLOCKED -> tie.of(owner).blockedAt();
      case MUTED -> tie.of(owner).mute().map(Tie.Mute::position).orElse(0L);
      case ENDORSED -> tie.of(owner).endorsedAt();
    };
  }
}
