package verbatim.access;

import java.net.URI;

/// How people come in.
///
/// @param publicUrl where the server is reached, without a slash at the end: the OAuth issuer and
///     the origin of every link in a letter
/// @param confirmsByMail false where no SMTP is configured: addresses then count at once
/// @param testMode registrations confirm themselves, the password grant is on, limits are lifted
public record AccessSettings(
    URI publicUrl, Mode registrations, boolean confirmsByMail, boolean testMode) {
  public enum Mode {
    OPEN,
    APPROVAL,
    CLOSED
  }
}
