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
    OWNER
  }

  public static Standing active() {
    return new Standing(State.ACTIVE, Role.USER, false);
  }

  /// Whether others see the account and its posts at all.
  public boolean isVisible() {
    return state == State.ACTIVE || state == State.DISABLED;
  }

  public boolean mayAct() {
    return state == State.ACTIVE;
  }
}
