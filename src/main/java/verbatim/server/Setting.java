package verbatim.server;

import java.util.Arrays;
import java.util.Optional;

/// Every setting, with its default and what it means. `docs/settings.md` is checked against this
/// list. Each may also come from the environment: `public-url` as `VERBATIM_PUBLIC_URL`.
enum Setting {
  PUBLIC_URL(
      "public-url",
      "",
      "Where people reach the server, like https://example.org. It stands in every address and mail"
          + " and cannot change later. Empty: http://localhost:PORT."),
  BIND("bind", "127.0.0.1", "The address to listen on. Put a TLS proxy (Caddy, nginx) in front."),
  PORT("port", "8080", "The port to listen on; 0 for any free one, which wants a public-url."),
  DATA("data", "data", "The folder that holds everything; made if missing, mode 0700."),
  TRUSTED_PROXIES(
      "trusted-proxies",
      "",
      "Addresses or CIDR ranges, comma-separated, whose word on client addresses is believed:"
          + " X-Forwarded-For, else Forwarded, else X-Real-IP."),
  NAME("name", "Verbatim", "The server's name, as people read it."),
  DESCRIPTION(
      "description",
      "Words keep their author, their letters and their wishes.",
      "One or two sentences on what this server is for."),
  CONTACT_EMAIL("contact-email", "", "Where people reach whoever runs the server."),
  CONTACT_ACCOUNT("contact-account", "", "The name of the account that answers for the server."),
  LANGUAGES("languages", "en", "Languages spoken here, BCP 47, comma-separated."),
  RULES("rules", "", "A text file with one rule on each line."),
  REGISTRATIONS("registrations", "open", "Who may sign up: open, approval or closed."),
  INVITATIONS(
      "invitations",
      "admins",
      "Who may make links that let others in, whatever registrations says: admins or members."),
  SMTP_HOST(
      "smtp-host", "", "The mail server. Empty: no mail is sent and addresses are not confirmed."),
  SMTP_PORT("smtp-port", "587", "Its port."),
  SMTP_SECURITY(
      "smtp-security", "starttls", "How the connection is protected: starttls, tls or none."),
  SMTP_USER("smtp-user", "", "The name to sign in with. Empty: no sign-in."),
  SMTP_PASSWORD_FILE("smtp-password-file", "", "A file that holds the password."),
  MAIL_FROM("mail-from", "", "The sender's address. Empty: verbatim@ the public host."),
  STATUS_CHARACTERS_MAX("status-characters-max", "500", "How long a post may be, 1 to 5000."),
  SEARCH_SIGNED_OUT(
      "search-signed-out",
      "no",
      "Whether people who are signed out may search in words, of authors who let themselves be"
          + " found: yes or no. Names and tags they may."),
  CONVERSATIONS_KEY_FILE(
      "conversations-key-file",
      "",
      "A file outside the data folder whose lines are keys, each 64 hexadecimal digits; the last"
          + " one seals what is said in private conversations. Empty: it lies open in the data"
          + " folder."),
  EXCERPTS_ENABLED(
      "excerpts-enabled",
      "yes",
      "Whether members may publish excerpts of private conversations, with the consent of those"
          + " whose words are in them: yes or no. What is published already stays, and can be"
          + " withdrawn."),
  LOG_ADDRESSES(
      "log-addresses", "no", "Whether request log lines carry client addresses: yes or no."),
  METRICS_BIND(
      "metrics-bind",
      "",
      "Address and port where /metrics answers (Prometheus), like 127.0.0.1:9100; never the public"
          + " one. Empty: nowhere.");

  private final String key;
  private final String defaultValue;
  private final String meaning;

  Setting(String key, String defaultValue, String meaning) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.meaning = meaning;
  }

  String key() {
    return key;
  }

  String defaultValue() {
    return defaultValue;
  }

  String meaning() {
    return meaning;
  }

  String environmentName() {
    return "VERBATIM_" + key.replace('-', '_').toUpperCase(java.util.Locale.ROOT);
  }

  static Optional<Setting> named(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }
}
