package verbatim.http;

import java.util.ArrayList;
import java.util.List;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// The one reading of a path: cut at its slashes, each segment decoded once. What another reader (a
/// proxy, a cache, a log) might read differently is refused: empty and dot segments, parameters
/// after `;`, encoded slashes, backslashes and control characters. So no scope check is passed by
/// spelling.
final class Segments {
  private Segments() {}

  /// `/` gives no segments. One slash at the end says nothing: Mastodon ignores it, and clients
  /// write it (toot asks for `/oauth/authorize/?…`).
  static List<String> read(String rawPath) {
    if (rawPath.isEmpty() || rawPath.charAt(0) != '/') {
      throw ambiguous();
    }
    List<String> segments = new ArrayList<>(8);
    int from = 1;
    while (from < rawPath.length()) {
      int to = rawPath.indexOf('/', from);
      if (to == from) {
        throw ambiguous();
      }
      if (to < 0) {
        segments.add(decoded(rawPath, from, rawPath.length()));
        return segments;
      }
      segments.add(decoded(rawPath, from, to));
      from = to + 1;
    }
    return segments;
  }

  private static String decoded(String path, int from, int to) {
    boolean isPlain = true;
    for (int i = from; i < to; i++) {
      char c = path.charAt(i);
      if (c == ';' || c == '\\' || c < 0x20 || c == 0x7f) {
        throw ambiguous();
      }
      isPlain &= c != '%';
    }
    String segment = path.substring(from, to);
    if (!isPlain) {
      segment = Percent.decoded(segment, false);
      for (int i = 0; i < segment.length(); i++) {
        char c = segment.charAt(i);
        if (c == '/' || c == '\\' || c < 0x20 || c == 0x7f) {
          throw ambiguous();
        }
      }
    }
    if (segment.equals(".") || segment.equals("..")) {
      throw ambiguous();
    }
    return segment;
  }

  private static Refused ambiguous() {
    return Refusal.malformed("The path is ambiguous");
  }
}
