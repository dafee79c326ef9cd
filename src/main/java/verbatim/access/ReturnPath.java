package verbatim.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// A place on this server to go on to after signing in. Made by parsing, so that no text from
/// outside can lead elsewhere.
public final class ReturnPath {
  public static final ReturnPath FRONT = new ReturnPath("/");
  private static final int CHARACTERS_MAX = 4_096;

  private final String path;

  private ReturnPath(String path) {
    this.path = path;
  }

  /// The front page for anything that is not plainly a path here.
  public static ReturnPath of(String text) {
    return isLocal(text) ? new ReturnPath(text) : FRONT;
  }

  // Browsers read a backslash as a slash, drop tabs and line ends, and some proxies decode %2f and
  // %5c: each of them would turn a path into //host.
  private static boolean isLocal(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (text.length() > CHARACTERS_MAX
        || !text.startsWith("/")
        || text.chars().anyMatch(c -> c <= ' ' || c == '\\' || c > '~')
        || lower.split("[?#]", 2)[0].contains("//")
        || lower.split("[?#]", 2)[0].contains("%2f")
        || lower.split("[?#]", 2)[0].contains("%5c")) {
      return false;
    }
    try {
      URI uri = new URI(text);
      return uri.getScheme() == null
          && uri.getRawAuthority() == null
          && uri.getRawPath() != null
          && uri.getRawPath().startsWith("/");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return path;
  }
}
