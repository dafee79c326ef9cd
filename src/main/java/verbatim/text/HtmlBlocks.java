package verbatim.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.owasp.html.Encoding;

/// Somebody's HTML as blocks. Not a browser's tree: tags only say where a block begins and how
/// letters look, so it does not matter how they are nested, and there is nothing that a page could
/// hide in a corner of the standard. What is no prose (scripts, styles, forms, drawings) is passed
/// over with all that stands in it. Looks at each letter a bounded number of times.
final class HtmlBlocks {
  private static final Set<String> PASSED =
      Set.of(
          "object",
          "template",
          "select",
          "button",
          "canvas",
          "audio",
          "video",
          "map",
          "dialog",
          "datalist");

  /// Drawings and formulas. A block that begins in them ends them, as in a browser (HTML standard,
  /// 13.2.6.5, "foreign content"): one that nobody closes hides nothing.
  private static final Set<String> FOREIGN = Set.of("svg", "math");

  private static final Set<String> ENDING_FOREIGN =
      Set.of(
          "b",
          "big",
          "blockquote",
          "body",
          "br",
          "center",
          "code",
          "dd",
          "div",
          "dl",
          "dt",
          "em",
          "embed",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "head",
          "hr",
          "i",
          "img",
          "li",
          "listing",
          "menu",
          "meta",
          "nobr",
          "ol",
          "p",
          "pre",
          "ruby",
          "s",
          "small",
          "span",
          "strong",
          "strike",
          "sub",
          "sup",
          "table",
          "tt",
          "u",
          "ul",
          "var");
  private static final Set<String> VOID =
      Set.of(
          "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
          "track", "wbr");
  private static final Pattern INVISIBLE =
      Pattern.compile("(?:^|[;\\s])(?:display\\s*:\\s*none|visibility\\s*:\\s*hidden)");
  private static final Set<String> RAW =
      Set.of(
          "script",
          "style",
          "textarea",
          "noscript",
          "iframe",
          "xmp",
          "noembed",
          "noframes",
          "plaintext",
          "title");
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
          "i", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "q", "rp", "rt", "ruby",
          "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
          "wbr", "acronym");
  private static final Map<String, Run.Mark> MARKS =
      Map.ofEntries(
          Map.entry("em", Run.Mark.EMPHASIS),
          Map.entry("i", Run.Mark.EMPHASIS),
          Map.entry("cite", Run.Mark.EMPHASIS),
          Map.entry("dfn", Run.Mark.EMPHASIS),
          Map.entry("var", Run.Mark.EMPHASIS),
          Map.entry("strong", Run.Mark.STRONG),
          Map.entry("b", Run.Mark.STRONG),
          Map.entry("code", Run.Mark.CODE),
          Map.entry("kbd", Run.Mark.CODE),
          Map.entry("samp", Run.Mark.CODE),
          Map.entry("tt", Run.Mark.CODE),
          Map.entry("del", Run.Mark.STRUCK),
          Map.entry("s", Run.Mark.STRUCK),
          Map.entry("strike", Run.Mark.STRUCK));
  private static final int DEPTH_MAX = 6;
  private static final int ENTITY_MAX = 40;
  private static final int NAME_MAX = 40;
  private static final int ATTRIBUTES_MAX = 100;
  private static final int TITLE_MAX = 500;

  private final String raw;
  private final List<Block> all = new ArrayList<>();
  private final Map<Run.Mark, Integer> open = new EnumMap<>(Run.Mark.class);
  private Runs runs;
  private String title = "";
  private String link = "";
  private String cited = "";
  private int passed;
  private int foreign;

  /// What is not shown, by the name of the element, and how many of this name are open in it.
  private String hidden = "";

  private int hiddenDepth;
  private int quotes;
  private int lists;
  private int groups;
  private int quoteGroup;
  private int listGroup;
  private int heading;
  private int captions;
  private int preformatted;
  private boolean inItem;
  private boolean itemBegins;
  private boolean blank;
  private final List<Integer> numbers = new ArrayList<>();
  private int item;

  /// Where in the raw text the last search for the end of something found nothing.
  private boolean noMoreComments;

  private final Set<String> neverClosed = new HashSet<>();

  HtmlBlocks(String raw) {
    this.raw = raw;
    this.runs = new Runs(raw);
  }

  String title() {
    return title;
  }

  List<Block> read() {
    int at = 0;
    while (at < raw.length()) {
      char c = raw.charAt(at);
      if (c == '<') {
        at = markup(at);
      } else if (isPassed()) {
        int next = raw.indexOf('<', at);
        at = next < 0 ? raw.length() : next;
      } else if (c == '&') {
        at = reference(at);
      } else {
        letter(at);
        at++;
      }
    }
    flush();
    return all;
  }

  // ---- letters

  private void letter(int at) {
    char c = raw.charAt(at);
    if (preformatted == 0 && PlainBlocks.isBlank(c)) {
      blankAt(at, at + 1);
      return;
    }
    if (c == '\r' && !raw.startsWith("\n", at + 1)) {
      instead("\n", at, at + 1);
      return;
    }
    if (Character.isISOControl(c) && c != '\n' && c != '\t') {
      return;
    }
    look();
    runs.letter(at);
    blank = false;
  }

  /// Blank letters are one space, none at the edges of a block.
  private void blankAt(int from, int to) {
    if (!runs.isEmpty() && !blank && runs.last() != '\n') {
      look();
      runs.instead(" ", from, to);
      blank = true;
    }
  }

  private void instead(String letters, int from, int to) {
    look();
    runs.instead(letters, from, to);
    blank = false;
  }

  private int reference(int at) {
    int end = at + 1;
    while (end < raw.length() && end - at < ENTITY_MAX && isNameSign(raw.charAt(end))) {
      end++;
    }
    boolean closed = end < raw.length() && raw.charAt(end) == ';';
    String name = raw.substring(at, closed ? end + 1 : end);
    String meant = Encoding.decodeHtml(name, false);
    boolean sound =
        !meant.equals(name)
            && !meant.isEmpty()
            && meant.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
            && isWhole(meant);
    if (!sound) {
      letter(at);
      return at + 1;
    }
    int to = at + name.length();
    if (preformatted == 0 && meant.length() == 1 && PlainBlocks.isBlank(meant.charAt(0))) {
      blankAt(at, to);
    } else {
      instead(meant, at, to);
    }
    return to;
  }

  private static boolean isWhole(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static boolean isNameSign(char c) {
    return c == '#' || (c < 128 && Character.isLetterOrDigit(c));
  }

  private void look() {
    Set<Run.Mark> marks = EnumSet.noneOf(Run.Mark.class);
    for (Run.Mark mark : Run.Mark.values()) {
      if (open.getOrDefault(mark, 0) > 0) {
        marks.add(mark);
      }
    }
    runs.look(marks, link);
  }

  // ---- tags

  private int markup(int at) {
    if (raw.startsWith("<!--", at)) {
      return comment(at);
    }
    if (at + 1 == raw.length()) {
      letterIfShown(at);
      return at + 1;
    }
    char next = raw.charAt(at + 1);
    if (next == '!' || next == '?') {
      int end = raw.indexOf('>', at);
      return end < 0 ? raw.length() : end + 1;
    }
    boolean closes = next == '/';
    int from = closes ? at + 2 : at + 1;
    if (from >= raw.length() || !isLetter(raw.charAt(from))) {
      letterIfShown(at);
      return at + 1;
    }
    var tag = Tag.read(raw, from);
    if (closes) {
      close(tag, at);
      return tag.end();
    }
    return open(tag, at);
  }

  private void letterIfShown(int at) {
    if (!isPassed()) {
      letter(at);
    }
  }

  private int comment(int at) {
    if (noMoreComments) {
      return raw.length();
    }
    int end = raw.indexOf("-->", at + 2);
    noMoreComments = end < 0;
    return end < 0 ? raw.length() : end + 3;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// @param end after the `>`
  /// @param isClosed `<svg/>`
  private record Tag(String name, Map<String, String> attributes, int end, boolean isClosed) {
    static Tag read(String raw, int from) {
      int at = from;
      while (at < raw.length() && !isEnd(raw.charAt(at))) {
        at++;
      }
      String name = raw.substring(from, Math.min(at, from + NAME_MAX)).toLowerCase(Locale.ROOT);
      Map<String, String> attributes = new HashMap<>();
      while (at < raw.length() && raw.charAt(at) != '>') {
        if (isEnd(raw.charAt(at))) {
          at++;
          continue;
        }
        int nameStart = at;
        while (at < raw.length() && !isEnd(raw.charAt(at)) && raw.charAt(at) != '=') {
          at++;
        }
        if (at == nameStart) {
          at++;
        }
        String attribute =
            raw.substring(nameStart, Math.min(at, nameStart + NAME_MAX)).toLowerCase(Locale.ROOT);
        int next = PlainBlocks.first(raw, at, raw.length());
        if (next >= raw.length() || raw.charAt(next) != '=') {
          if (attributes.size() < ATTRIBUTES_MAX) {
            attributes.putIfAbsent(attribute, "");
          }
          continue;
        }
        at = PlainBlocks.first(raw, next + 1, raw.length());
        int valueStart = at;
        int valueEnd;
        if (at < raw.length() && (raw.charAt(at) == '"' || raw.charAt(at) == '\'')) {
          valueStart = at + 1;
          int quote = raw.indexOf(raw.charAt(at), valueStart);
          valueEnd = quote < 0 ? raw.length() : quote;
          at = quote < 0 ? raw.length() : quote + 1;
        } else {
          while (at < raw.length()
              && raw.charAt(at) != '>'
              && !PlainBlocks.isBlank(raw.charAt(at))) {
            at++;
          }
          valueEnd = at;
        }
        if (attributes.size() < ATTRIBUTES_MAX) {
          attributes.putIfAbsent(
              attribute, Encoding.decodeHtml(raw.substring(valueStart, valueEnd), true));
        }
      }
      boolean isClosed = at < raw.length() && raw.charAt(at - 1) == '/';
      return new Tag(name, attributes, Math.min(raw.length(), at + 1), isClosed);
    }

    private static boolean isEnd(char c) {
      return c == '>' || c == '/' || PlainBlocks.isBlank(c);
    }

    /// Nobody who reads the page sees it.
    boolean isHidden() {
      return attributes.containsKey("hidden")
          || INVISIBLE.matcher(of("style").toLowerCase(Locale.ROOT)).find();
    }

    String of(String attribute) {
      return attributes.getOrDefault(attribute, "");
    }
  }

  private boolean isPassed() {
    return passed > 0 || foreign > 0 || !hidden.isEmpty();
  }

  private int open(Tag tag, int at) {
    String name = tag.name();
    if (RAW.contains(name)) {
      return rawText(tag);
    }
    if (!hidden.isEmpty()) {
      hiddenDepth += name.equals(hidden) ? 1 : 0;
      return tag.end();
    }
    if (ENDING_FOREIGN.contains(name)) {
      foreign = 0;
    }
    if (FOREIGN.contains(name)) {
      foreign += tag.isClosed() ? 0 : 1;
      return tag.end();
    }
    if (tag.isHidden() && !VOID.contains(name) && !PASSED.contains(name)) {
      hidden = name;
      hiddenDepth = 1;
      return tag.end();
    }
    if (PASSED.contains(name)) {
      passed++;
      return tag.end();
    }
    if (isPassed()) {
      return tag.end();
    }
    if (INLINE.contains(name)) {
      inline(tag, at);
      return tag.end();
    }
    switch (name) {
      case "br" -> {
        if (!runs.isEmpty()) {
          instead("\n", at, tag.end());
        }
      }
      case "img" -> picture(tag, at);
      case "embed", "source", "track", "param", "input", "link", "meta", "base", "area" -> {}
      default -> block(tag, at);
    }
    return tag.end();
  }

  /// A tag whose content is no markup, up to its end tag. A frame leaves its address.
  private int rawText(Tag tag) {
    String name = tag.name();
    if (name.equals("iframe") && !isPassed()) {
      embed(tag);
    }
    int end = neverClosed.contains(name) ? -1 : endTag(name, tag.end());
    if (end < 0) {
      neverClosed.add(name);
      return raw.length();
    }
    if (name.equals("title") && title.isEmpty() && !isPassed()) {
      String said = raw.substring(tag.end(), Math.min(end, tag.end() + TITLE_MAX));
      title = Encoding.decodeHtml(said, false).replaceAll("\\s+", " ").strip();
    }
    return Tag.read(raw, end + 2).end();
  }

  private int endTag(String name, int from) {
    int at = raw.indexOf("</", from);
    while (at >= 0) {
      if (raw.regionMatches(true, at + 2, name, 0, name.length())) {
        return at;
      }
      at = raw.indexOf("</", at + 2);
    }
    return -1;
  }

  private void embed(Tag tag) {
    if (WebAddress.parse(tag.of("src").strip()).isPresent()) {
      flush();
      var place = new Run("", tag.end(), tag.end(), Set.of(), "");
      add(new Block(Block.Kind.EMBED, 0, 0, 0, List.of(place), tag.of("src").strip()));
    }
  }

  private void picture(Tag tag, int at) {
    flush();
    var says = new Run(tag.of("alt"), at, tag.end(), Set.of(), "");
    add(new Block(Block.Kind.FIGURE, 0, 0, 0, List.of(says), tag.of("src").strip()));
  }

  private void inline(Tag tag, int at) {
    Run.Mark mark = MARKS.get(tag.name());
    if (mark != null) {
      open.merge(mark, 1, Integer::sum);
    }
    if (tag.name().equals("a")) {
      link = WebAddress.parse(tag.of("href").strip()).map(WebAddress::text).orElse("");
    } else if (tag.name().equals("cite") && quotes > 0 && runs.isEmpty()) {
      signature(tag, at);
    } else if (tag.name().equals("q")) {
      instead("“", at, tag.end());
    }
  }

  /// Who is named in an element of his own below a quotation signs it, as with a dash.
  private void signature(Tag tag, int at) {
    int next = PlainBlocks.first(raw, tag.end(), raw.length());
    boolean hasSign =
        next < raw.length() && "—–―-<".indexOf(raw.charAt(next)) >= 0 || raw.startsWith("&", next);
    if (!hasSign) {
      instead("— ", at, tag.end());
    }
  }

  private void block(Tag tag, int at) {
    flush();
    switch (tag.name()) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> heading = tag.name().charAt(1) - '0';
      case "blockquote" -> {
        if (quotes == 0) {
          groups++;
          quoteGroup = groups;
          cited = WebAddress.parse(tag.of("cite").strip()).map(WebAddress::text).orElse("");
        }
        quotes++;
      }
      case "ul", "ol" -> {
        if (lists == 0) {
          groups++;
          listGroup = groups;
        }
        lists++;
        numbers.add(tag.name().equals("ol") ? 1 : 0);
      }
      case "li" -> {
        inItem = true;
        itemBegins = true;
        item = 0;
        if (!numbers.isEmpty() && numbers.getLast() > 0) {
          item = numbers.removeLast();
          numbers.add(item + 1);
        }
      }
      case "footer" -> {
        if (quotes > 0) {
          signature(tag, at);
        }
      }
      case "figcaption" -> captions++;
      case "pre" -> preformatted++;
      case "hr" -> {
        var place = new Run("", tag.end(), tag.end(), Set.of(), "");
        add(new Block(Block.Kind.RULE, 0, 0, 0, List.of(place), ""));
      }
      default -> {}
    }
  }

  private void close(Tag tag, int at) {
    String name = tag.name();
    if (!hidden.isEmpty()) {
      hiddenDepth -= name.equals(hidden) ? 1 : 0;
      hidden = hiddenDepth == 0 ? "" : hidden;
      return;
    }
    if (FOREIGN.contains(name)) {
      foreign = Math.max(0, foreign - 1);
      return;
    }
    if (PASSED.contains(name)) {
      passed = Math.max(0, passed - 1);
      return;
    }
    if (isPassed()) {
      return;
    }
    if (INLINE.contains(name)) {
      Run.Mark mark = MARKS.get(name);
      if (mark != null) {
        open.computeIfPresent(mark, (_, times) -> Math.max(0, times - 1));
      }
      if (name.equals("a")) {
        link = "";
      } else if (name.equals("q")) {
        instead("”", at, tag.end());
      }
      return;
    }
    flush();
    switch (name) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> heading = 0;
      case "blockquote" -> quotes = Math.max(0, quotes - 1);
      case "ul", "ol" -> {
        lists = Math.max(0, lists - 1);
        inItem = lists > 0;
        if (!numbers.isEmpty()) {
          numbers.removeLast();
        }
      }
      case "li" -> inItem = false;
      case "figcaption" -> captions = Math.max(0, captions - 1);
      case "pre" -> preformatted = Math.max(0, preformatted - 1);
      default -> {}
    }
  }

  // ---- blocks

  private void flush() {
    runs.strip();
    List<Run> done = runs.done();
    runs = new Runs(raw);
    blank = false;
    link = "";
    if (done.isEmpty()) {
      return;
    }
    if (heading > 0) {
      add(new Block(Block.Kind.HEADING, heading, 0, 0, done, ""));
    } else if (captions > 0) {
      add(new Block(Block.Kind.CAPTION, 0, 0, 0, done, ""));
    } else if (quotes > 0) {
      add(new Block(Block.Kind.QUOTE, Math.min(quotes, DEPTH_MAX), quoteGroup, 0, done, cited));
    } else if (preformatted > 0) {
      add(new Block(Block.Kind.CODE, 0, 0, 0, done, ""));
    } else if (inItem && lists > 0) {
      int number = itemBegins ? item : -1;
      itemBegins = false;
      add(new Block(Block.Kind.ITEM, Math.min(lists, DEPTH_MAX), listGroup, number, done, ""));
    } else {
      add(new Block(Block.Kind.PARAGRAPH, 0, 0, 0, done, ""));
    }
  }

  private void add(Block block) {
    Blocks.refuseMany(all.size() + 1);
    all.add(block);
  }
}
