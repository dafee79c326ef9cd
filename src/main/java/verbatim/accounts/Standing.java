package verbatim.accounts;

/// Whether an account may act here, and as what.
public record Standing(State state, Role role, boolean limited) {
  public enum State {
    /// Has not opened the link in the mail.
    UNCONFIRMED,
    /// Waits for a moderator.
    PENDING,
    ACTIVE,
    /// Cannot sign in; its posts stand.
    DISABLED,
    /// Gone from every view, can be taken back.
    SUSPENDED,
    /// Erased; the name stays reserved.
    DELETED
  }

  public enum Role {
    USER,
    MODERATOR,
    ADMIN,
    OWNER;

    /// Each may what those below it may.
    public boolean isAtLeast(Role other) {
      return compareTo(other) >= 0;
    }
  }

  public static Standing active() {
    return new Standing(State.ACTIVE, Role.USER, false);
  }

  /// Whether the account and its posts are shown to whoever asks for them, signed in or not: the
  /// ground on which `MaySee` decides, and all there is to ask where no reader is known.
  public boolean isShownToStrangers() {
    return isThere();
  }

  /// Whether it is also shown to those who did not ask for it: in public timelines, among what is
  /// found and talked about, in the directory. The one place that says what "limited" takes away;
  /// `MaySee` adds that its followers want it all the same.
  public boolean isOfferedToStrangers() {
    return isThere() && !limited;
  }

  /// Whether others may follow it, name it and tell it something. Whether one of them may do so is
  /// what `MayDo` says.
  public boolean canBeReached() {
    return isThere();
  }

  // Who cannot sign in is still there for others.
  private boolean isThere() {
    return state == State.ACTIVE || state == State.DISABLED;
  }

  public boolean mayAct() {
    return state == State.ACTIVE;
  }
}
