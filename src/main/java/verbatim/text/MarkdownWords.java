package verbatim.text;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.owasp.html.Encoding;

/// The marks within one block of Markdown. The letters are laid side by side with their places in
/// the raw text; marks are found on them and struck out, and what remains becomes runs. Each search
/// for the other half of a mark is bounded or remembered, so that no text takes more than linear
/// time.
final class MarkdownWords {
  private static final int ADDRESS_MAX = 2_048;
  private static final int TITLE_MAX = 1_000;
  private static final int ENTITY_MAX = 32;
  private static final int OPEN_MAX = 1_000;
  private static final String MARKS = "\\`*_~[]()<>&!#+-.{}|\"'";

  /// What a letter of the block is.
  private static final byte PLAIN = 0;

  private static final byte HIDDEN = 1;
  private static final byte SPACE = 2;
  private static final byte BREAK = 3;

  private final String raw;
  private final int[] places;
  private final char[] letters;
  private final byte[] what;
  private final int[][] depth;
  private final Map<Integer, Meant> instead = new HashMap<>();
  private final String[] links;
  private final int length;
  private final int[] open = new int[128];

  /// @param end after what the letters stand for
  private record Meant(String letters, int end) {}

  /// A mark that may open, and how many signs of it are left.
  private static final class Opener {
    final char sign;
    final int at;
    int left;

    Opener(char sign, int at, int left) {
      this.sign = sign;
      this.at = at;
      this.left = left;
    }
  }

  private MarkdownWords(String raw, List<int[]> lines) {
    this.raw = raw;
    int total = 0;
    for (int[] line : lines) {
      total += line[1] - line[0] + 1;
    }
    places = new int[total];
    letters = new char[total];
    what = new byte[total];
    links = new String[total];
    depth = new int[Run.Mark.values().length][total + 1];
    int size = 0;
    for (int l = 0; l < lines.size(); l++) {
      int[] line = lines.get(l);
      for (int i = line[0]; i < line[1]; i++) {
        places[size] = i;
        letters[size++] = raw.charAt(i);
      }
      if (l + 1 < lines.size()) {
        boolean backslash = letters[size - 1] == '\\';
        if (backslash) {
          what[size - 1] = HIDDEN;
        }
        places[size] = line[1];
        letters[size] = '\n';
        what[size++] = line[2] == 1 || backslash ? BREAK : SPACE;
      }
    }
    length = size;
  }

  static List<Run> read(String raw, List<int[]> lines) {
    var words = new MarkdownWords(raw, lines);
    words.mark();
    return words.runs();
  }

  // ---- finding marks

  private void mark() {
    var ticks = closingTicks();
    Deque<Opener> openers = new ArrayDeque<>();
    Deque<Integer> brackets = new ArrayDeque<>();
    int at = 0;
    while (at < length) {
      char c = letters[at];
      if (what[at] != PLAIN) {
        at++;
        continue;
      }
      at =
          switch (c) {
            case '\\' -> escape(at);
            case '`' -> code(at, ticks);
            case '*', '_', '~' -> emphasis(at, openers);
            case '[' -> {
              if (brackets.size() < OPEN_MAX) {
                brackets.addLast(at);
              }
              yield at + 1;
            }
            case ']' -> link(at, brackets);
            case '<' -> angle(at);
            case '&' -> entity(at);
            case 'h' -> bare(at);
            default -> at + 1;
          };
    }
  }

  private int escape(int at) {
    if (at + 1 < length && MARKS.indexOf(letters[at + 1]) >= 0) {
      what[at] = HIDDEN;
      return at + 2;
    }
    return at + 1;
  }

  /// For each length of a run of ticks, where such runs stand, the last first.
  private Map<Integer, Deque<Integer>> closingTicks() {
    Map<Integer, Deque<Integer>> found = new HashMap<>();
    int at = 0;
    while (at < length) {
      if (letters[at] == '`') {
        int ticks = run(at, '`');
        found.computeIfAbsent(ticks, _ -> new ArrayDeque<>()).addLast(at);
        at += ticks;
      } else {
        at++;
      }
    }
    return found;
  }

  private int code(int at, Map<Integer, Deque<Integer>> ticks) {
    int size = run(at, '`');
    Deque<Integer> places = ticks.getOrDefault(size, new ArrayDeque<>());
    while (!places.isEmpty() && places.getFirst() <= at) {
      places.removeFirst();
    }
    if (places.isEmpty()) {
      return at + size;
    }
    int end = places.removeFirst();
    hide(at, at + size);
    hide(end, end + size);
    span(Run.Mark.CODE, at + size, end);
    return end + size;
  }

  private int run(int at, char c) {
    int end = at;
    while (end < length && letters[end] == c) {
      end++;
    }
    return end - at;
  }

  private void hide(int from, int to) {
    Arrays.fill(what, from, to, HIDDEN);
  }

  private void span(Run.Mark mark, int from, int to) {
    depth[mark.ordinal()][from]++;
    depth[mark.ordinal()][to]--;
  }

  private int emphasis(int at, Deque<Opener> openers) {
    char sign = letters[at];
    int size = run(at, sign);
    int end = at + size;
    if (sign == '~' && size != 2) {
      return end;
    }
    char before = at == 0 ? ' ' : letters[at - 1];
    char after = end == length ? ' ' : letters[end];
    boolean opens = !isSpace(after) && (!isSign(after) || isSpace(before) || isSign(before));
    boolean closes = !isSpace(before) && (!isSign(before) || isSpace(after) || isSign(after));
    if (sign == '_') {
      boolean wasOpening = opens;
      opens = opens && (!closes || isSign(before));
      closes = closes && (!wasOpening || isSign(after));
    }
    int left = size;
    if (closes) {
      left = close(sign, at, size, openers);
    }
    if (left > 0 && opens && openers.size() < OPEN_MAX) {
      openers.addLast(new Opener(sign, end - left, left));
      open[sign]++;
    }
    return end;
  }

  /// @return how many signs are left
  private int close(char sign, int at, int size, Deque<Opener> openers) {
    int left = size;
    int from = at;
    while (left > 0 && open[sign] > 0) {
      // Openers of other signs that stand between would overlap: they open nothing.
      while (openers.getLast().sign != sign) {
        open[openers.removeLast().sign]--;
      }
      Opener opener = openers.getLast();
      int pair = Math.min(2, Math.min(left, opener.left));
      if (sign == '~') {
        pair = 2;
      }
      int inner = opener.at + opener.left;
      hide(inner - pair, inner);
      hide(from, from + pair);
      span(mark(sign, pair), inner, from);
      opener.left -= pair;
      left -= pair;
      from += pair;
      if (opener.left == 0) {
        openers.removeLast();
        open[sign]--;
      }
    }
    return left;
  }

  private static Run.Mark mark(char sign, int pair) {
    if (sign == '~') {
      return Run.Mark.STRUCK;
    }
    return pair == 2 ? Run.Mark.STRONG : Run.Mark.EMPHASIS;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isSign(char c) {
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL ->
          true;
      default -> false;
    };
  }

  /// `[words](address "title")`; a picture among words leaves its description.
  private int link(int at, Deque<Integer> brackets) {
    if (brackets.isEmpty()) {
      return at + 1;
    }
    int open = brackets.removeLast();
    if (at + 1 >= length || letters[at + 1] != '(') {
      return at + 1;
    }
    var target = Target.read(letters, length, at + 2);
    if (target.isEmpty()) {
      return at + 1;
    }
    boolean isPicture = open > 0 && letters[open - 1] == '!' && what[open - 1] == PLAIN;
    hide(isPicture ? open - 1 : open, open + 1);
    hide(at, target.get().end());
    if (!isPicture) {
      leadTo(open + 1, at, target.get().address());
      // No link within a link.
      brackets.clear();
    }
    return target.get().end();
  }

  private void leadTo(int from, int to, String address) {
    WebAddress.parse(address).ifPresent(found -> Arrays.fill(links, from, to, found.text()));
  }

  /// @param end after the closing bracket
  private record Target(String address, String title, int end) {
    static Optional<Target> read(char[] letters, int length, int from) {
      int at = from;
      StringBuilder address = new StringBuilder();
      int open = 0;
      while (at < length
          && address.length() < ADDRESS_MAX
          && !isSpace(letters[at])
          && letters[at] != '<'
          && (letters[at] != ')' || open > 0)) {
        open += letters[at] == '(' ? 1 : letters[at] == ')' ? -1 : 0;
        if (open > 4) {
          return Optional.empty();
        }
        if (letters[at] == '\\' && at + 1 < length && MARKS.indexOf(letters[at + 1]) >= 0) {
          at++;
        }
        address.append(letters[at]);
        at++;
      }
      at = spaces(letters, length, at);
      String title = "";
      if (at < length && (letters[at] == '"' || letters[at] == '\'')) {
        char quote = letters[at];
        StringBuilder said = new StringBuilder();
        at++;
        while (at < length && letters[at] != quote && said.length() < TITLE_MAX) {
          if (letters[at] == '\\' && at + 1 < length && letters[at + 1] == quote) {
            at++;
          }
          said.append(letters[at]);
          at++;
        }
        if (at == length || letters[at] != quote) {
          return Optional.empty();
        }
        title = said.toString();
        at = spaces(letters, length, at + 1);
      }
      if (at == length || letters[at] != ')') {
        return Optional.empty();
      }
      return Optional.of(new Target(address.toString(), title, at + 1));
    }

    private static int spaces(char[] letters, int length, int from) {
      int at = from;
      while (at < length && at - from < ENTITY_MAX && isSpace(letters[at])) {
        at++;
      }
      return at;
    }
  }

  /// `<https://…>`
  private int angle(int at) {
    int end = at + 1;
    while (end < length
        && end - at < ADDRESS_MAX
        && letters[end] != '>'
        && letters[end] != '<'
        && !isSpace(letters[end])) {
      end++;
    }
    if (end == length || letters[end] != '>') {
      return at + 1;
    }
    String address = new String(letters, at + 1, end - at - 1);
    if (WebAddress.parse(address).isEmpty()) {
      return at + 1;
    }
    hide(at, at + 1);
    hide(end, end + 1);
    leadTo(at + 1, end, address);
    return end + 1;
  }

  private int entity(int at) {
    int end = at + 1;
    while (end < length && end - at < ENTITY_MAX && isNameSign(letters[end])) {
      end++;
    }
    if (end == length || letters[end] != ';') {
      return at + 1;
    }
    String name = new String(letters, at, end - at + 1);
    String meant = Encoding.decodeHtml(name, false);
    if (meant.equals(name) || meant.isEmpty() || meant.indexOf('\0') >= 0) {
      return at + 1;
    }
    instead.put(at, new Meant(meant, end + 1));
    hide(at + 1, end + 1);
    return end + 1;
  }

  private static boolean isNameSign(char c) {
    return c == '#' || (c < 128 && Character.isLetterOrDigit(c));
  }

  /// An address among words.
  private int bare(int at) {
    if (!starts(at, "https://") && !starts(at, "http://")
        || (at > 0 && Character.isLetterOrDigit(letters[at - 1]))) {
      return at + 1;
    }
    int end = at;
    while (end < length
        && end - at < ADDRESS_MAX
        && !isSpace(letters[end])
        && "<>\"`[]".indexOf(letters[end]) < 0) {
      end++;
    }
    while (end > at && ".,;:!?'*_~)”“’".indexOf(letters[end - 1]) >= 0) {
      end--;
    }
    leadTo(at, end, new String(letters, at, end - at));
    return Math.max(end, at + 1);
  }

  private boolean starts(int at, String with) {
    if (at + with.length() > length) {
      return false;
    }
    for (int i = 0; i < with.length(); i++) {
      if (letters[at + i] != with.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  // ---- what remains

  private List<Run> runs() {
    var runs = new Runs(raw);
    int[] now = new int[depth.length];
    for (int i = 0; i < length; i++) {
      for (int m = 0; m < now.length; m++) {
        now[m] += depth[m][i];
      }
      if (what[i] == HIDDEN) {
        continue;
      }
      runs.look(marks(now), links[i] == null ? "" : links[i]);
      Meant other = instead.get(i);
      if (other != null) {
        runs.instead(other.letters(), places[i], places[other.end() - 1] + 1);
      } else if (what[i] == SPACE) {
        runs.instead(" ", places[i], places[i + 1]);
      } else if (what[i] == BREAK) {
        runs.instead("\n", places[i], places[i + 1]);
      } else {
        runs.letter(places[i]);
      }
    }
    return runs.done();
  }

  private static Set<Run.Mark> marks(int[] now) {
    Set<Run.Mark> marks = EnumSet.noneOf(Run.Mark.class);
    for (Run.Mark mark : Run.Mark.values()) {
      if (now[mark.ordinal()] > 0) {
        marks.add(mark);
      }
    }
    return marks;
  }

  // ---- a picture alone

  record Picture(Block figure, Optional<Block> caption) {}

  /// `![description](media:12 "caption")` and nothing else.
  static Optional<Picture> picture(String raw, int from, int to) {
    if (!raw.startsWith("![", from)) {
      return Optional.empty();
    }
    int close = raw.indexOf("](", from);
    if (close < 0 || close >= to) {
      return Optional.empty();
    }
    char[] letters = raw.substring(from, to).toCharArray();
    var target = Target.read(letters, letters.length, close + 2 - from);
    if (target.isEmpty() || target.get().end() != letters.length) {
      return Optional.empty();
    }
    var description = new Run(raw.substring(from + 2, close), from + 2, close, Set.of(), "");
    var figure =
        new Block(Block.Kind.FIGURE, 0, 0, 0, List.of(description), target.get().address());
    String title = target.get().title();
    int said = title.isEmpty() ? -1 : raw.indexOf(title, close + 2);
    if (title.isEmpty()) {
      return Optional.of(new Picture(figure, Optional.empty()));
    }
    int start = said < 0 ? close + 2 : said;
    int end = said < 0 ? to - 1 : said + title.length();
    var words = new Run(title, start, end, Set.of(), "");
    var caption = new Block(Block.Kind.CAPTION, 0, 0, 0, List.of(words), "");
    return Optional.of(new Picture(figure, Optional.of(caption)));
  }
}
