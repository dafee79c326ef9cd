package verbatim.access;

import java.net.InetAddress;
import java.time.Duration;
import verbatim.kernel.AccountId;
import verbatim.kernel.Secret;
import verbatim.kernel.SessionId;

/// Checks a password and opens a browser session. Costs the same for names that exist and names that
/// do not.
public final class SignIn {
  // constructor(Members, Accounts, Passwords, Attempts, Sessions, …)

  /// @param login an e-mail address or a username
  /// @param userAgent as the browser names itself; cut to a sane length
  public record Attempt(String login, Secret password, InetAddress address, String userAgent) {
    @Override
    public String toString() {
      return "Attempt";
    }
  }

  public sealed interface Answer {
    /// A new session: the cookie's value is given out this once.
    record Welcome(AccountId account, SessionId session, Secret cookie) implements Answer {}

    /// Name or password: it does not say which.
    record Wrong() implements Answer {}

    /// Too many wrong guesses; told whether or not the name exists.
    record Locked(Duration after) implements Answer {}

    /// The right password of somebody who has not opened the link; the session may only ask for
    /// another letter.
    record NeedsConfirmation(AccountId account, SessionId session, Secret cookie)
        implements Answer {}

    /// The right password of somebody who waits for a moderator.
    record NeedsApproval() implements Answer {}

    /// The right password of an account that may not sign in.
    record Disabled() implements Answer {}
  }

  public Answer signIn(Attempt attempt) {
    throw new UnsupportedOperationException("skeleton");
  }
}
