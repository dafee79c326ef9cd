package verbatim.accounts;

/// What an account's [Stats] count. Each thing that was counted leaves a row, so that it is counted
/// once however often, late or in whatever order one hears of it.
public enum Counted {
  STATUS,
  FOLLOWER,
  FOLLOWING;

  int number() {
    return switch (this) {
      case STATUS -> 1;
      case FOLLOWER -> 2;
      case FOLLOWING -> 3;
    };
  }
}
