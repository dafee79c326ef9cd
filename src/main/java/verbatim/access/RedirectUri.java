package verbatim.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/// Which redirect URIs an app may register. Afterwards they are compared letter for letter only.
final class RedirectUri {
  // What a browser would run, open on the user's own machine, or hand to another program with
  // content.
  private static final Set<String> REFUSED =
      Set.of(
          "javascript",
          "vbscript",
          "data",
          "file",
          "blob",
          "filesystem",
          "about",
          "view-source",
          "jar",
          "ws",
          "wss",
          "ftp",
          "mailto",
          "tel",
          "sms",
          "intent",
          "chrome",
          "resource",
          "urn");

  private RedirectUri() {}

  static boolean mayBeRegistered(String text) {
    if (text.equals(Apps.OUT_OF_BAND)) {
      return true;
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c == '\\' || c > '~')) {
      return false;
    }
    try {
      // A scheme alone (`app://`) is what some apps have: no URI by itself, but with the query that
      // every answer has.
      URI uri = new URI(text.endsWith("://") ? text + "/" : text);
      return uri.isAbsolute()
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null
          && isSafe(uri);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isSafe(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "https" -> uri.getHost() != null;
      // A code that travels unprotected is anybody's, but for programs on the same machine.
      case "http" -> uri.getHost() != null && isLoopback(uri.getHost());
      default -> !REFUSED.contains(scheme);
    };
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
