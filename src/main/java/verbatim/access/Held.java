package verbatim.access;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.AppId;
import verbatim.kernel.SessionId;
import verbatim.store.Key;

/// A session or token as it lies on disk.
///
/// @param person 0 for an app's own token
/// @param app [#BROWSER] for a browser session
record Held(
    Key hash,
    SessionId id,
    long person,
    AppId app,
    Scopes scopes,
    String userAgent,
    Instant createdAt,
    Instant until,
    long generation) {
  static final AppId BROWSER = new AppId(0);

  boolean isBrowser() {
    return app.equals(BROWSER);
  }

  boolean isOfApp() {
    return person == 0;
  }

  AccountId account() {
    return new AccountId(person);
  }

  /// In whose list it stands; ids of accounts and apps never meet.
  long owner() {
    return isOfApp() ? app.value() : person;
  }

  Held with(Key made) {
    return new Held(made, id, person, app, scopes, userAgent, createdAt, until, generation);
  }

  Sessions.Session shown(Map<Long, Instant> used) {
    return new Sessions.Session(
        id,
        isBrowser() ? Optional.empty() : Optional.of(app),
        scopes,
        userAgent,
        createdAt,
        used.getOrDefault(id.value(), createdAt));
  }

  @Override
  public String toString() {
    return "Held " + id;
  }
}
