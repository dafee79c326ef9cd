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
      int newline = raw.indexOf('\n', at);
      int lineEnd = newline < 0 ? raw.length() : newline;
      int from = first(raw, at, lineEnd);
      if (from == lineEnd) {
        add(all, raw, start, end);
        start = -1;
      } else {
        start = start < 0 ? from : start;
        end = last(raw, from, lineEnd);
      }
      at = lineEnd + 1;
    }
    add(all, raw, start, end);
    return all;
  }

  private static void add(List<Block> all, String raw, int start, int end) {
    if (start >= 0) {
      Blocks.refuseMany(all.size() + 1);
      var run = new Run(raw.substring(start, end), start, end, Set.of(), "");
      all.add(new Block(Block.Kind.PARAGRAPH, 0, 0, 0, List.of(run), ""));
    }
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
