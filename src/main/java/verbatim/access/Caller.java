package verbatim.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.AppId;
import verbatim.kernel.SessionId;

/// Who sent a request. Only `access` can make any of these but [Anonymous], so whoever holds one
/// holds the proof.
public sealed interface Caller {
  /// Nobody: no token and no session was given.
  record Anonymous() implements Caller {}

  /// An application on its own behalf (client credentials).
  final class Application implements Caller {
    private final AppId app;
    private final Scopes scopes;

    Application(AppId app, Scopes scopes) {
      this.app = app;
      this.scopes = scopes;
    }

    public AppId app() {
      return app;
    }

    public Scopes scopes() {
      return scopes;
    }
  }

  /// A person whose account is not (or no longer) free to act: address not confirmed, waiting for
  /// approval, disabled. May only finish signing up.
  final class Pending implements Caller {
    private final AccountId account;
    private final SessionId session;
    private final String why;

    Pending(AccountId account, SessionId session, String why) {
      this.account = account;
      this.session = session;
      this.why = why;
    }

    public AccountId account() {
      return account;
    }

    public SessionId session() {
      return session;
    }

    /// In words that are safe to show to him.
    public String why() {
      return why;
    }
  }

  /// A person with a good token or browser session.
  final class SignedIn implements Caller {
    private final AccountId account;
    private final SessionId session;
    private final Scopes scopes;
    private final Standing.Role role;
    private final @Nullable AppId app;

    /// In a browser of ours: no app, every scope.
    SignedIn(AccountId account, SessionId session, Scopes scopes, Standing.Role role) {
      this.role = role;
      this.account = account;
      this.session = session;
      this.scopes = scopes;
      this.app = null;
    }

    /// Through an app's token.
    SignedIn(AccountId account, SessionId session, Scopes scopes, Standing.Role role, AppId app) {
      this.role = role;
      this.account = account;
      this.session = session;
      this.scopes = scopes;
      this.app = app;
    }

    /// The app whose token this is; empty in a browser of ours.
    public Optional<AppId> app() {
      return Optional.ofNullable(app);
    }

    public AccountId account() {
      return account;
    }

    public SessionId session() {
      return session;
    }

    public Scopes scopes() {
      return scopes;
    }

    /// What he was when the request came.
    public Standing.Role role() {
      return role;
    }
  }
}
