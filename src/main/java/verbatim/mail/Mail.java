package verbatim.mail;

import java.time.Duration;
import verbatim.kernel.Secret;

/// Sends one letter over SMTP and waits for the answer. Whoever calls it retries.
public final class Mail {
  /// How the connection is kept private.
  public enum Security {
    /// TLS from the first byte (port 465).
    TLS,
    /// Starts plain, then must turn to TLS (port 587).
    STARTTLS,
    /// None: for a relay on the same machine.
    PLAIN
  }

  /// @param username "" for a relay that asks for none
  /// @param from what letters are sent from
  /// @param fromName shown beside it
  public record Settings(
      String host,
      int port,
      Security security,
      String username,
      Secret password,
      Address from,
      String fromName,
      Duration patience) {}

  /// What came of it.
  public enum Outcome {
    SENT,
    /// Try again later.
    DELAYED,
    /// Never will be: the server refused this address or this letter.
    REFUSED
  }

  public Mail(Settings settings) {}

  public Outcome send(Letter letter) {
    throw new UnsupportedOperationException("skeleton");
  }
}
