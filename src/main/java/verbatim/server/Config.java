package verbatim.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/// The settings as the program uses them. Read once, by [ConfigFile]; checked here.
record Config(
    Public publicUrl,
    Listen listen,
    Path data,
    About about,
    Registrations registrations,
    Smtp smtp,
    int statusCharactersMax,
    boolean logsAddresses,
    boolean testMode) {

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
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
          throw new Wrong(Setting.PUBLIC_URL, "must be scheme and host only, like https://example.org");
        }
        if (!uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
          throw new Wrong(Setting.PUBLIC_URL, "must have no path: Verbatim lives at the root of its host");
        }
        String host = uri.getHost().toLowerCase(java.util.Locale.ROOT);
        String withPort = uri.getPort() < 0 ? host : host + ":" + uri.getPort();
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
      if (port < 0 || port > 65_535) {
        throw new Wrong(Setting.PORT, "must be 0 to 65535, is " + port);
      }
    }

    boolean isLoopback() {
      return bind.equals("localhost") || bind.equals("::1") || bind.startsWith("127.");
    }
  }

  record About(
      String name,
      String description,
      String contactEmail,
      String contactAccount,
      List<String> languages,
      List<String> rules) {}

  enum Registrations {
    OPEN,
    APPROVAL,
    CLOSED
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
  }

  Config {
    if (statusCharactersMax < 1 || statusCharactersMax > 5_000) {
      throw new Wrong(Setting.STATUS_CHARACTERS_MAX, "must be 1 to 5000, is " + statusCharactersMax);
    }
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

  /// A setting that cannot be used. [ConfigFile] adds the line.
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
