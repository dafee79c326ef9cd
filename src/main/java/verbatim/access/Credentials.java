package verbatim.access;

import java.net.InetAddress;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Secret;

/// What a member may do with his own password, address and account. Whatever could take an account
/// over asks for the password; a new password ends every session, token and pending code.
public final class Credentials {
  /// What an owner may read of his own sign-in data.
  ///
  /// @param email the one that counts
  /// @param awaited a new address that is not confirmed yet, "" for none
  public record Own(String email, boolean isConfirmed, String awaited, String locale) {
    @Override
    public String toString() {
      return "Own";
    }
  }

  public Optional<Own> own(AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Ends all sessions, this one too.
  ///
  /// @return the value of a new cookie for this browser
  /// @throws verbatim.kernel.Refused Invalid with field `current_password` or `password`; TooMany
  public Secret changePassword(
      Caller.SignedIn who, Secret current, Secret wanted, InetAddress address, String userAgent) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Sends a letter with a link, if the address belongs to somebody. Answers alike either way.
  ///
  /// @throws verbatim.kernel.Refused TooMany, alike for known and unknown addresses
  public void askReset(String email, InetAddress address) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @throws verbatim.kernel.Refused Invalid with field `link` or `password`
  public void reset(Secret link, Secret wanted, InetAddress address) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The command line's way.
  public void setPassword(AccountId account, Secret wanted) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The new address counts once its link was opened ([Registration#confirm]); the old one gets a
  /// notice with a link to undo.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `current_password` or `email`; TooMany
  public void changeEmail(
      Caller.SignedIn who, Secret current, String wanted, InetAddress address) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The link in the notice to the old address: puts it back and ends all sessions.
  public boolean undoEmail(Secret link) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Erases the account.
  ///
  /// @throws verbatim.kernel.Refused Invalid with field `current_password`; TooMany
  public void deleteAccount(Caller.SignedIn who, Secret current, InetAddress address) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Erases sign-in data, address and sessions: the reaction to a deleted account. Harmless twice.
  public void erase(AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }
}
