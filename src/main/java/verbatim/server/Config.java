package verbatim.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import verbatim.mail.Address;

/// The settings as the program uses them. Read once, by [ConfigFile]; checked here.
///
/// @param places where each that is set stands, like `verbatim.conf:3`: what is found wrong only
///     when the data is opened is told with its place, too
record Config(
    Public publicUrl,
    Listen listen,
    Path data,
    About about,
    Registrations registrations,
    Inviting inviting,
    Smtp smtp,
    int statusCharactersMax,
    boolean searchSignedOut,
    String conversationsKeyFile,
    boolean excerptsEnabled,
    boolean logsAddresses,
    Metrics metrics,
    boolean testMode,
    Map<Setting, String> places) {

  private static final int PORT_MAX = 65_535;

  /// Whether nothing says where people reach it.
  boolean isAnywhere() {
    return listen.port() == 0 && !places.containsKey(Setting.PUBLIC_URL);
  }

  Config with(About other) {
    return new Config(
        publicUrl,
        listen,
        data,
        other,
        registrations,
        inviting,
        smtp,
        statusCharactersMax,
        searchSignedOut,
        conversationsKeyFile,
        excerptsEnabled,
        logsAddresses,
        metrics,
        testMode,
        places);
  }

  /// Where people reach the server.
  ///
  /// @param url without a slash at its end
  /// @param host with the port where it is not the scheme's own: the domain of our accounts
  record Public(String url, String host, boolean isHttps) {
    static Public of(String text) {
      try {
        URI uri = new URI(text);
        String scheme = uri.getScheme();
        boolean isHttps = "https".equals(scheme);
        if (!isHttps && !"http".equals(scheme)) {
          throw new Wrong(Setting.PUBLIC_URL, "must begin with https:// or http://");
        }
        boolean hasMore =
            uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null;
        if (uri.getHost() == null || hasMore || uri.getPort() > PORT_MAX) {
          throw new Wrong(
              Setting.PUBLIC_URL, "must be scheme and host only, like https://example.org");
        }
        if (!uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
          throw new Wrong(
              Setting.PUBLIC_URL, "must have no path: Verbatim lives at the root of its host");
        }
        String host = uri.getHost().toLowerCase(java.util.Locale.ROOT);
        boolean isUsualPort = uri.getPort() < 0 || uri.getPort() == (isHttps ? 443 : 80);
        String withPort = isUsualPort ? host : host + ":" + uri.getPort();
        return new Public(scheme + "://" + withPort, withPort, isHttps);
      } catch (URISyntaxException e) {
        throw new Wrong(Setting.PUBLIC_URL, "is not a URL: " + e.getReason());
      }
    }

    boolean isLoopback() {
      String name = host.replaceFirst(":\\d+$", "");
      return name.equals("localhost")
          || name.endsWith(".localhost")
          || name.equals("[::1]")
          || name.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }
  }

  record Listen(String bind, int port, List<String> trustedProxies) {
    Listen {
      if (port < 0 || port > PORT_MAX) {
        throw new Wrong(Setting.PORT, "must be 0 to 65535, is " + port);
      }
      if (!bind.equals("localhost") && !isAddress(bind)) {
        throw new Wrong(Setting.BIND, "must be an IP address or localhost, is '" + bind + "'");
      }
      for (String proxy : trustedProxies) {
        if (!isNetwork(proxy)) {
          throw new Wrong(
              Setting.TRUSTED_PROXIES,
              "must be addresses or ranges like 10.0.0.0/8, '" + proxy + "' is neither");
        }
      }
    }

    private static boolean isAddress(String text) {
      try {
        return text.indexOf('%') < 0 && !InetAddress.ofLiteral(text).getHostAddress().isEmpty();
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    private static boolean isNetwork(String text) {
      int slash = text.indexOf('/');
      String address = slash < 0 ? text : text.substring(0, slash);
      if (!isAddress(address)) {
        return false;
      }
      int bitsMax = InetAddress.ofLiteral(address).getAddress().length * 8;
      String bits = slash < 0 ? "0" : text.substring(slash + 1);
      return bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= bitsMax;
    }

    boolean isLoopback() {
      return bind.equals("localhost") || bind.equals("::1") || bind.startsWith("127.");
    }
  }

  /// Where `/metrics` answers.
  ///
  /// @param address "" for nowhere
  record Metrics(String address, int port) {
    /// @param text `ADDRESS:PORT`, `[ADDRESS]:PORT`, or ""
    static Metrics of(String text) {
      if (text.isEmpty()) {
        return new Metrics("", 0);
      }
      int colon = text.lastIndexOf(':');
      String address = colon < 0 ? "" : text.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1");
      String port = text.substring(colon + 1);
      if (!(address.equals("localhost") || Listen.isAddress(address))
          || !port.matches("\\d{1,5}")
          || Integer.parseInt(port) > PORT_MAX) {
        throw new Wrong(
            Setting.METRICS_BIND,
            "must be an IP address and a port, like 127.0.0.1:9100, is '" + text + "'");
      }
      return new Metrics(address, Integer.parseInt(port));
    }

    boolean isOff() {
      return address.isEmpty();
    }
  }

  record About(
      String name,
      String description,
      String contactEmail,
      String contactAccount,
      List<String> languages,
      List<String> rules) {
    About {
      if (name.isBlank()) {
        throw new Wrong(Setting.NAME, "must not be empty");
      }
      if (!contactEmail.isEmpty() && Address.parse(contactEmail).isEmpty()) {
        throw new Wrong(Setting.CONTACT_EMAIL, "is not a mail address: " + contactEmail);
      }
      for (String language : languages) {
        if (!language.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")) {
          throw new Wrong(
              Setting.LANGUAGES, "must be codes like en or pt-BR, '" + language + "' is none");
        }
      }
    }
  }

  enum Registrations {
    OPEN,
    APPROVAL,
    CLOSED
  }

  enum Inviting {
    ADMINS,
    MEMBERS
  }

  /// @param host "" when no mail is sent
  /// @param passwordFile "" for none
  record Smtp(
      String host, int port, Security security, String user, String passwordFile, String from) {
    enum Security {
      STARTTLS,
      TLS,
      NONE
    }

    Smtp {
      if (port < 1 || port > PORT_MAX) {
        throw new Wrong(Setting.SMTP_PORT, "must be 1 to 65535, is " + port);
      }
      if (!passwordFile.isEmpty() && !Files.isReadable(Path.of(passwordFile))) {
        throw new Wrong(
            Setting.SMTP_PASSWORD_FILE, "names a file that cannot be read: " + passwordFile);
      }
      if (!from.isEmpty() && Address.parse(from).isEmpty()) {
        throw new Wrong(Setting.MAIL_FROM, "is not a mail address: " + from);
      }
    }
  }

  Config {
    if (statusCharactersMax < 1 || statusCharactersMax > 5_000) {
      throw new Wrong(
          Setting.STATUS_CHARACTERS_MAX, "must be 1 to 5000, is " + statusCharactersMax);
    }
    if (!metrics.isOff() && metrics.port() != 0 && metrics.port() == listen.port()) {
      throw new Wrong(
          Setting.METRICS_BIND, "must have a port of its own, is the public one: " + listen.port());
    }
    requireKeyFile(conversationsKeyFile, data);
    if (testMode && !(listen.isLoopback() && publicUrl.isLoopback())) {
      throw new Wrong(
          Setting.BIND,
          "test mode confirms everybody and lifts limits, so it only runs on loopback: bind "
              + listen.bind()
              + " and public-url "
              + publicUrl.url()
              + " are not both loopback");
    }
  }

  /// A key beside what it seals would be in the hands of whoever takes the folder.
  private static void requireKeyFile(String name, Path data) {
    if (name.isEmpty()) {
      return;
    }
    Path file = Path.of(name);
    if (!Files.isReadable(file)) {
      throw new Wrong(Setting.CONVERSATIONS_KEY_FILE, "names a file that cannot be read: " + name);
    }
    if (file.toAbsolutePath().normalize().startsWith(data.toAbsolutePath().normalize())) {
      throw new Wrong(
          Setting.CONVERSATIONS_KEY_FILE, "must lie outside the data folder, not in " + data);
    }
  }

  /// One line for whoever started the program: where the setting stands, and what is wrong.
  String line(Wrong wrong) {
    return line(places, wrong);
  }

  static String line(Map<Setting, String> places, Wrong wrong) {
    Setting setting = wrong.setting();
    return places.getOrDefault(setting, "default")
        + ": "
        + setting.key()
        + " "
        + wrong.getMessage();
  }

  /// A setting that cannot be used.
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Setting setting;

    Wrong(Setting setting, String why) {
      super(why, null, false, false);
      this.setting = setting;
    }

    Setting setting() {
      return setting;
    }
  }
}
