package verbatim.access;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Secret;

/// How somebody becomes a member: open, by approval or closed. An address is claimed by its hash, so
/// that two people never hold one, and counts once the link in the letter was opened.
public final class Registration {
  // constructor(AccessSettings, Store, EventLog, Accounts, Passwords, Attempts, Letters, SecureRandom,
  // InstantSource, Limits)

  /// Somebody who waits for a moderator.
  public record Waiting(AccountId account, String email, String reason, Instant since) {}

  public AccessSettings.Mode mode() {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @throws verbatim.kernel.Refused Forbidden when closed; TooMany; Invalid with the faults of every
  ///     field: username, email, password, agreement, reason (ERR_BLANK, ERR_TAKEN, ERR_INVALID,
  ///     ERR_TOO_SHORT, ERR_TOO_LONG, ERR_ACCEPTED, ERR_RESERVED)
  public Registered register(NewMember member) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// `account create` of the command line: confirmed and approved at once, with any role.
  public Registered create(String username, String email, Secret password, Standing.Role role) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Opens the link of a confirmation letter (of joining, or of a changed address). Whose it was;
  /// empty for a link that does not count (any more).
  public Optional<AccountId> confirm(Secret link) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Sends the confirmation letter again; `email` "" keeps the address (POST
  /// /api/v1/emails/confirmations).
  ///
  /// @throws verbatim.kernel.Refused Forbidden when confirmed already, TooMany, Invalid
  public void resend(Caller.Pending who, String email, InetAddress address) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The resend form of somebody who is not signed in: alike for known and unknown addresses.
  public void resend(String email, InetAddress address) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Those who wait, the oldest first.
  public List<Waiting> waiting(int rowsMax) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void approve(AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Erases the account.
  public void reject(AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }
}
