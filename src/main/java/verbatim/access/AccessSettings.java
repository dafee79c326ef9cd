package verbatim.access;

import java.net.URI;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// How people come in.
///
/// @param publicUrl where the server is reached, without a slash at the end: the OAuth issuer and
///     the origin of every link in a letter
/// @param joining who may sign up now: it changes while the server runs
/// @param membersInvite whether members let others in now; admins always do
/// @param confirmsByMail false where no SMTP is configured: addresses then count at once
/// @param testMode registrations confirm themselves, the password grant is on, limits are lifted
public record AccessSettings(
    URI publicUrl,
    Supplier<Mode> joining,
    BooleanSupplier membersInvite,
    boolean confirmsByMail,
    boolean testMode) {
  public AccessSettings(URI publicUrl, Mode always, boolean confirmsByMail, boolean testMode) {
    this(publicUrl, () -> always, () -> false, confirmsByMail, testMode);
  }

  public enum Mode {
    OPEN,
    APPROVAL,
    CLOSED
  }
}
