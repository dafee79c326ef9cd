package verbatim.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Markdown as journalists write it: headings, paragraphs, quotations, lists, code, lines,
/// pictures, emphasis, links. What CommonMark says of these holds, with two differences: HTML is
/// letters like any other, and lists are loose. An address alone in a paragraph is an embed, a
/// picture alone is a figure, and its title a caption.
///
/// Each line is looked at a bounded number of times.
final class MarkdownBlocks {
  private static final int DEPTH_MAX = 6;
  private static final int DIGITS_MAX = 6;
  private static final int INDENT = 4;
  private static final Pattern EMBED = Pattern.compile("https?://\\S{3,2000}|embed:[0-9]{1,6}");

  private final String raw;
  private final List<Block> all = new ArrayList<>();
  private final List<int[]> lines = new ArrayList<>();
  private Block.Kind kind = Block.Kind.PARAGRAPH;
  private int level;
  private int group;
  private int number;
  private int groups;
  private int quoted;
  private int itemLevel;
  private boolean inList;

  MarkdownBlocks(String raw) {
    this.raw = raw;
  }

  List<Block> read() {
    int at = 0;
    while (at < raw.length()) {
      int newline = raw.indexOf('\n', at);
      int end = newline < 0 ? raw.length() : newline;
      int next = end + 1;
      int text = PlainBlocks.first(raw, at, end);
      if (text < end && text - at < INDENT && isFence(text, end)) {
        flush();
        next = fence(text, end);
      } else {
        line(at, end);
      }
      at = next;
    }
    flush();
    return all;
  }

  // ---- code

  private boolean isFence(int at, int end) {
    return (raw.startsWith("```", at) && firstTick(at + 3, end) == end)
        || raw.startsWith("~~~", at);
  }

  private int firstTick(int from, int end) {
    int at = from;
    while (at < end && raw.charAt(at) != '`') {
      at++;
    }
    return at;
  }

  private int fence(int at, int end) {
    String mark = raw.substring(at, at + 3);
    int from = end + 1;
    int line = from;
    while (line < raw.length()) {
      int newline = raw.indexOf('\n', line);
      int lineEnd = newline < 0 ? raw.length() : newline;
      int text = PlainBlocks.first(raw, line, lineEnd);
      if (raw.startsWith(mark, text) && text < lineEnd) {
        code(from, line - 1);
        return lineEnd + 1;
      }
      line = lineEnd + 1;
    }
    code(from, raw.length());
    return raw.length();
  }

  private void code(int from, int to) {
    if (from < to) {
      var run = new Run(raw.substring(from, to), from, to, Set.of(), "");
      add(new Block(Block.Kind.CODE, 0, 0, 0, List.of(run), ""));
    }
    inList = false;
    quoted = 0;
  }

  // ---- lines

  private void line(int from, int end) {
    int at = PlainBlocks.first(raw, from, end);
    int depth = 0;
    while (at < end && raw.charAt(at) == '>') {
      depth++;
      at = PlainBlocks.first(raw, at + 1, end);
    }
    int stop = PlainBlocks.last(raw, at, end);
    boolean breaks = end - stop >= 2 && raw.startsWith("  ", stop);
    if (at >= stop) {
      blank(depth);
      return;
    }
    if (depth == 0 && !lines.isEmpty() && isPlain(at, stop)) {
      // Goes on, also a quotation or an item.
      lines.add(new int[] {at, stop, breaks ? 1 : 0});
      return;
    }
    if (depth > 0 && (kind != Block.Kind.QUOTE || level != depth)) {
      flush();
    }
    if (depth == 0) {
      quoted = 0;
    }
    if (isHeading(at, stop)) {
      heading(at, stop);
    } else if (!lines.isEmpty() && depth == 0 && isUnderline(at, stop)) {
      int underlined = raw.charAt(at) == '=' ? 1 : 2;
      kind = Block.Kind.HEADING;
      level = underlined;
      flush();
    } else if (isRule(at, stop)) {
      flush();
      add(new Block(Block.Kind.RULE, 0, 0, 0, List.of(new Run("", at, stop, Set.of(), "")), ""));
    } else if (depth > 0) {
      quote(depth, at, stop, breaks);
    } else {
      words(from, at, stop, breaks);
    }
  }

  private void blank(int depth) {
    flush();
    if (depth == 0) {
      quoted = 0;
    }
  }

  private boolean isPlain(int at, int stop) {
    return !isHeading(at, stop)
        && !isRule(at, stop)
        && !isUnderline(at, stop)
        && itemEnd(at, stop) < 0;
  }

  private boolean isHeading(int at, int stop) {
    int marks = count('#', at, stop);
    return marks >= 1
        && marks <= 6
        && (at + marks == stop || PlainBlocks.isBlank(raw.charAt(at + marks)));
  }

  private void heading(int at, int stop) {
    flush();
    int marks = count('#', at, stop);
    int from = PlainBlocks.first(raw, at + marks, stop);
    int to = stop;
    while (to > from && raw.charAt(to - 1) == '#') {
      to--;
    }
    if (to < stop && to > from && !PlainBlocks.isBlank(raw.charAt(to - 1))) {
      to = stop;
    }
    kind = Block.Kind.HEADING;
    level = marks;
    lines.add(new int[] {from, PlainBlocks.last(raw, from, to), 0});
    flush();
  }

  private boolean isUnderline(int at, int stop) {
    return !lines.isEmpty()
        && kind == Block.Kind.PARAGRAPH
        && (count('=', at, stop) == stop - at || count('-', at, stop) == stop - at);
  }

  private boolean isRule(int at, int stop) {
    char c = raw.charAt(at);
    if (c != '-' && c != '*' && c != '_') {
      return false;
    }
    int marks = 0;
    for (int i = at; i < stop; i++) {
      if (raw.charAt(i) == c) {
        marks++;
      } else if (!PlainBlocks.isBlank(raw.charAt(i))) {
        return false;
      }
    }
    return marks >= 3;
  }

  private int count(char c, int from, int to) {
    int at = from;
    while (at < to && raw.charAt(at) == c) {
      at++;
    }
    return at - from;
  }

  private void quote(int depth, int at, int stop, boolean breaks) {
    if (lines.isEmpty()) {
      if (quoted != depth) {
        groups++;
      }
      quoted = depth;
      kind = Block.Kind.QUOTE;
      level = Math.min(depth, DEPTH_MAX);
      group = groups;
      inList = false;
    }
    level = depth;
    lines.add(new int[] {at, stop, breaks ? 1 : 0});
  }

  private void words(int from, int at, int stop, boolean breaks) {
    int item = itemEnd(at, stop);
    if (item >= 0) {
      flush();
      if (!inList) {
        groups++;
      }
      kind = Block.Kind.ITEM;
      level = Math.min(DEPTH_MAX, 1 + indent(from, at) / 2);
      group = groups;
      number = number(at);
      itemLevel = level;
      inList = true;
      lines.add(new int[] {item, stop, breaks ? 1 : 0});
      return;
    }
    if (lines.isEmpty()) {
      boolean within = inList && at - from >= 2;
      kind = within ? Block.Kind.ITEM : Block.Kind.PARAGRAPH;
      if (within) {
        // A further paragraph of the item before: it stands below it, without a mark of its own.
        level = itemLevel;
        group = groups;
        number = -1;
      } else {
        inList = false;
      }
    }
    lines.add(new int[] {at, stop, breaks ? 1 : 0});
  }

  private int indent(int from, int at) {
    int columns = 0;
    for (int i = from; i < at; i++) {
      columns += raw.charAt(i) == '\t' ? INDENT : 1;
    }
    return columns;
  }

  /// Where the words of an item begin, or -1 where there is none.
  private int itemEnd(int at, int stop) {
    char c = raw.charAt(at);
    int mark = at;
    if (c == '-' || c == '*' || c == '+') {
      mark = at + 1;
    } else {
      while (mark < stop && mark - at < DIGITS_MAX && isDigit(raw.charAt(mark))) {
        mark++;
      }
      if (mark == at || mark == stop || (raw.charAt(mark) != '.' && raw.charAt(mark) != ')')) {
        return -1;
      }
      mark++;
    }
    return mark < stop && PlainBlocks.isBlank(raw.charAt(mark))
        ? PlainBlocks.first(raw, mark, stop)
        : -1;
  }

  private int number(int at) {
    int value = 0;
    for (int i = at; i < raw.length() && isDigit(raw.charAt(i)) && i - at < DIGITS_MAX; i++) {
      value = value * 10 + raw.charAt(i) - '0';
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  // ---- blocks

  private void flush() {
    if (!lines.isEmpty()) {
      Block.Kind is = kind;
      int depth = is == Block.Kind.QUOTE ? Math.min(level, DEPTH_MAX) : level;
      if (is != Block.Kind.PARAGRAPH || !alone()) {
        boolean grouped = is == Block.Kind.QUOTE || is == Block.Kind.ITEM;
        add(
            new Block(
                is,
                is == Block.Kind.PARAGRAPH ? 0 : depth,
                grouped ? group : 0,
                is == Block.Kind.ITEM ? number : 0,
                MarkdownWords.read(raw, lines),
                ""));
      }
      lines.clear();
      if (is != Block.Kind.ITEM) {
        inList = false;
      }
    }
    kind = Block.Kind.PARAGRAPH;
    level = 0;
    number = 0;
  }

  /// An address or a picture that is a paragraph of its own.
  private boolean alone() {
    if (lines.size() != 1) {
      return false;
    }
    int from = lines.getFirst()[0];
    int to = lines.getFirst()[1];
    if (to - from > 4_000) {
      return false;
    }
    String line = raw.substring(from, to);
    if (EMBED.matcher(line).matches()) {
      add(
          new Block(
              Block.Kind.EMBED, 0, 0, 0, List.of(new Run("", from, to, Set.of(), "")), line));
      return true;
    }
    return MarkdownWords.picture(raw, from, to)
        .map(
            picture -> {
              add(picture.figure());
              picture.caption().ifPresent(this::add);
              return true;
            })
        .orElse(false);
  }

  private void add(Block block) {
    Blocks.refuseMany(all.size() + 1);
    all.add(block);
  }
}
