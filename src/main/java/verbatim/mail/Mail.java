package verbatim.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;
import java.util.function.Supplier;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.Secret;

/// Sends one letter over SMTP and waits for the answer. Whoever calls it retries. The envelope
/// names exactly one recipient, made by [Address#parse]; no header holds text from outside.
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
  /// @param fromName shown beside it, as it is now
  /// @param patience for connecting, and for each answer
  public record Settings(
      String host,
      int port,
      Security security,
      String username,
      Secret password,
      Address from,
      Supplier<String> fromName,
      Duration patience) {}

  /// What came of it.
  public sealed interface Outcome {
    record Sent() implements Outcome {}

    /// Try again later.
    ///
    /// @param why for a log: see [Refused]
    record Delayed(String why) implements Outcome {}

    /// Never will be: the server refused this address or this letter.
    ///
    /// @param why for a log: the server's code and the kinds of what was thrown, never their
    ///     messages, for these name the address
    record Refused(String why) implements Outcome {}
  }

  // SMTP answers from here on say no; the second are final.
  private static final int NO = 400;
  private static final int PERMANENT = 500;
  private static final int CAUSES_MAX = 4;

  private final Settings settings;
  private final InstantSource clock;
  private final Session session;

  public Mail(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.session = Session.getInstance(properties(settings));
  }

  public Outcome send(Letter letter) {
    try (Transport transport = session.getTransport("smtp")) {
      try {
        MimeMessage message = message(letter);
        if (settings.username().isEmpty()) {
          transport.connect();
        } else {
          transport.connect(settings.username(), settings.password().reveal());
        }
        transport.sendMessage(message, message.getAllRecipients());
        return new Outcome.Sent();
      } catch (MessagingException e) {
        int code = code(e);
        boolean isFinal = e instanceof SendFailedException && code >= PERMANENT;
        String why = why(e, code > 0 ? code : lastCode(transport));
        return isFinal ? new Outcome.Refused(why) : new Outcome.Delayed(why);
      }
    } catch (MessagingException e) {
      return new Outcome.Delayed(why(e, 0));
    }
  }

  private MimeMessage message(Letter letter) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(sender());
    InternetAddress to = new InternetAddress();
    to.setAddress(letter.to().reveal());
    message.setRecipient(Message.RecipientType.TO, to);
    message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
    message.setText(letter.text(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(clock.instant()));
    // Told to answering machines: there is nobody to answer to.
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
  }

  private InternetAddress sender() {
    try {
      return new InternetAddress(
          settings.from().reveal(), settings.fromName().get(), StandardCharsets.UTF_8.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the server answered to sender, recipient or letter: the gravest; 0 for nothing.
  private static int code(MessagingException failure) {
    int gravest = 0;
    for (Exception e = failure; e != null; e = next(e)) {
      int code =
          switch (e) {
            case SMTPAddressFailedException a -> a.getReturnCode();
            case SMTPSenderFailedException s -> s.getReturnCode();
            case SMTPSendFailedException s -> s.getReturnCode();
            default -> 0;
          };
      gravest = Math.max(gravest, code);
    }
    return gravest;
  }

  /// What it answered before anything was sent: to a wrong password, say.
  private static int lastCode(Transport transport) {
    int code = transport instanceof SMTPTransport smtp ? smtp.getLastReturnCode() : 0;
    return code >= NO ? code : 0;
  }

  private static String why(MessagingException failure, int code) {
    StringBuilder why = new StringBuilder(code > 0 ? "SMTP " + code + ", " : "");
    why.append(failure.getClass().getSimpleName());
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++, cause = cause.getCause()) {
      why.append(", ").append(cause.getClass().getSimpleName());
    }
    return why.toString();
  }

  private static @Nullable Exception next(Exception e) {
    return e instanceof MessagingException m ? m.getNextException() : null;
  }

  private static Properties properties(Settings settings) {
    Properties properties = new Properties();
    String patience = Long.toString(settings.patience().toMillis());
    properties.setProperty("mail.smtp.host", settings.host());
    properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
    properties.setProperty("mail.smtp.connectiontimeout", patience);
    properties.setProperty("mail.smtp.timeout", patience);
    properties.setProperty("mail.smtp.writetimeout", patience);
    properties.setProperty("mail.smtp.auth", Boolean.toString(!settings.username().isEmpty()));
    // Our own host name is nobody's business; the domain of the sender is known anyway.
    String from = settings.from().reveal();
    properties.setProperty("mail.smtp.localhost", from.substring(from.indexOf('@') + 1));
    properties.setProperty("mail.smtp.from", from);
    switch (settings.security()) {
      case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case PLAIN -> properties.setProperty("mail.smtp.starttls.enable", "false");
    }
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    return properties;
  }
}
