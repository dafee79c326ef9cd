package verbatim.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Text without marks: what stands between empty lines is a paragraph, to the letter.
final class PlainBlocks {
  private PlainBlocks() {}

  static List<Block> read(String raw) {
    List<Block> all = new ArrayList<>();
    int start = -1;
    int end = -1;
    int at = 0;
    while (at <= raw.length()) {
      int lineEnd = lineEnd(raw, at);
      int from = first(raw, at, lineEnd);
      if (from == lineEnd) {
        add(all, raw, start, end);
        start = -1;
      } else {
        start = start < 0 ? from : start;
        end = last(raw, from, lineEnd);
      }
      at = afterLineEnd(raw, lineEnd);
    }
    add(all, raw, start, end);
    return all;
  }

  /// Where the line ends, be it as on Unix, on Windows or on an old Macintosh.
  static int lineEnd(String raw, int from) {
    int at = from;
    while (at < raw.length() && raw.charAt(at) != '\n' && raw.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  private static int afterLineEnd(String raw, int lineEnd) {
    return raw.startsWith("\r\n", lineEnd) ? lineEnd + 2 : lineEnd + 1;
  }

  private static void add(List<Block> all, String raw, int start, int end) {
    if (start >= 0) {
      Blocks.refuseMany(all.size() + 1);
      all.add(new Block(Block.Kind.PARAGRAPH, 0, 0, 0, runs(raw, start, end), ""));
    }
  }

  private static List<Run> runs(String raw, int start, int end) {
    if (raw.indexOf('\r', start, end) < 0) {
      return List.of(new Run(raw.substring(start, end), start, end, Set.of(), ""));
    }
    var runs = new Runs(raw);
    for (int at = start; at < end; ) {
      if (raw.charAt(at) == '\r') {
        int next = afterLineEnd(raw, at);
        runs.instead("\n", at, next);
        at = next;
      } else {
        runs.letter(at);
        at++;
      }
    }
    return runs.done();
  }

  static int first(String raw, int from, int to) {
    int at = from;
    while (at < to && isBlank(raw.charAt(at))) {
      at++;
    }
    return at;
  }

  static int last(String raw, int from, int to) {
    int at = to;
    while (at > from && isBlank(raw.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
  }
}
