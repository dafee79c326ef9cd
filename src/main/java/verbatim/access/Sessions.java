package verbatim.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.AppId;
import verbatim.kernel.Secret;
import verbatim.kernel.SessionId;

/// Browser sessions and access tokens: opaque 256 random bits, kept by their SHA-256. Listing and
/// ending them; and who is behind one.
public final class Sessions {
  // constructor(Store, EventLog, Members, Accounts, Ids, SecureRandom, InstantSource, Limits)

  /// One session as its owner sees it.
  ///
  /// @param app empty for a browser
  /// @param lastUsedAt to the hour
  public record Session(
      SessionId id,
      Optional<AppId> app,
      Scopes scopes,
      String userAgent,
      Instant createdAt,
      Instant lastUsedAt) {}

  /// Whose access token this is.
  ///
  /// @throws verbatim.kernel.Refused NotSignedIn for one that does not count
  public Caller token(Secret bearer) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Whose browser session this is; [Caller.Anonymous] for one that does not count.
  public Caller browser(Secret cookie) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The newest first: browsers and tokens.
  public List<Session> of(AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Ends one; nothing happens if it is not his.
  public void end(AccountId account, SessionId session) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Ends every token that this app holds of the account.
  public void end(AccountId account, AppId app) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Ends all but one.
  public void endOthers(Caller.SignedIn kept) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Ends all: suspension, deletion, the command line.
  public void endAll(AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// What a form of this browser must carry (against forged requests). Also for somebody who is not
  /// signed in: over the random cookie that the sign-in page sets.
  public static String formToken(Secret cookie) {
    throw new UnsupportedOperationException("skeleton");
  }

  public static boolean isFormToken(Secret cookie, String sent) {
    throw new UnsupportedOperationException("skeleton");
  }
}
