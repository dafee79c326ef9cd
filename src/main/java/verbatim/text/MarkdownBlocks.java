package verbatim.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;
import org.owasp.html.Encoding;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// Markdown as journalists write it: what CommonMark says, with these differences: HTML is letters
/// like any other, lines that are moved to the right are no code, lists are loose, and addresses
/// among words are links. An address alone in a paragraph is an embed, a picture alone is a figure,
/// and its title a caption.
///
/// The parser is commonmark-java's; here its tree becomes blocks whose letters know their place.
final class MarkdownBlocks {
  private static final int DEPTH_MAX = 6;
  private static final int OPEN_MAX = 100;
  private static final int ENTITY_MAX = 32;
  private static final Pattern EMBED = Pattern.compile("https?://\\S{3,2000}|embed:[0-9]{1,6}");
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(StrikethroughExtension.builder().requireTwoTildes(true).build()))
          .enabledBlockTypes(
              // In this order they are tried: a line below words is a heading's before it is a
              // rule.
              new LinkedHashSet<>(
                  List.of(
                      BlockQuote.class,
                      Heading.class,
                      FencedCodeBlock.class,
                      ThematicBreak.class,
                      ListBlock.class)))
          .customInlineContentParserFactory(new AngleBrackets.Factory())
          .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
          .maxOpenBlockParsers(OPEN_MAX)
          .build();
  private static final LinkExtractor BARE =
      LinkExtractor.builder().linkTypes(EnumSet.of(LinkType.URL)).build();

  private final String raw;
  private final List<Block> all = new ArrayList<>();
  private int groups;

  MarkdownBlocks(String raw) {
    this.raw = raw;
  }

  /// @throws Refused TooLarge when marks stand within marks as in no text for people
  List<Block> read() {
    try {
      // The tree is at most OPEN_MAX deep until words begin.
      within(PARSER.parse(raw), Place.TOP);
    } catch (StackOverflowError e) {
      throw new Refused(new Refusal.TooLarge("The marks in the text are nested too deep"));
    }
    return all;
  }

  /// Where a paragraph stands: deep in how many quotations and lists, and of which.
  private record Place(int quotes, int lists, int group, int number) {
    static final Place TOP = new Place(0, 0, 0, 0);

    boolean isTop() {
      return quotes == 0 && lists == 0;
    }
  }

  private void within(Node parent, Place place) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      switch (node) {
        case BlockQuote quote ->
            within(
                quote,
                new Place(
                    place.quotes + 1, place.lists, place.isTop() ? ++groups : place.group, 0));
        case ListBlock list -> items(list, place);
        case Heading heading -> {
          var words = new Words(heading);
          add(new Block(Block.Kind.HEADING, heading.getLevel(), 0, 0, words.runs(), ""));
        }
        case ThematicBreak rule -> {
          var run = new Run("", start(rule), end(rule), Set.of(), "");
          add(new Block(Block.Kind.RULE, 0, 0, 0, List.of(run), ""));
        }
        case FencedCodeBlock code -> code(code);
        case Paragraph paragraph -> {
          paragraph(paragraph, place);
          // A further paragraph of an item stands below it, without a mark of its own.
          place = place.lists > 0 ? new Place(place.quotes, place.lists, place.group, -1) : place;
        }
        default -> {}
      }
    }
  }

  private void items(ListBlock list, Place place) {
    int group = place.isTop() ? ++groups : place.group;
    int number = list instanceof OrderedList numbered ? firstNumber(numbered) : 0;
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      if (item instanceof ListItem) {
        within(item, new Place(place.quotes, place.lists + 1, group, number));
        number += list instanceof BulletList ? 0 : 1;
      }
    }
  }

  private static int firstNumber(OrderedList list) {
    Integer first = list.getMarkerStartNumber();
    return first == null ? 1 : first;
  }

  private void paragraph(Paragraph paragraph, Place place) {
    if (place.isTop() && isAlone(paragraph)) {
      return;
    }
    List<Run> runs = new Words(paragraph).runs();
    if (place.quotes > 0) {
      int level = Math.min(place.quotes, DEPTH_MAX);
      add(new Block(Block.Kind.QUOTE, level, place.group, 0, runs, ""));
    } else if (place.lists > 0) {
      int level = Math.min(place.lists, DEPTH_MAX);
      add(new Block(Block.Kind.ITEM, level, place.group, place.number, runs, ""));
    } else {
      add(new Block(Block.Kind.PARAGRAPH, 0, 0, 0, runs, ""));
    }
  }

  /// An address or a picture that is a paragraph of its own.
  private boolean isAlone(Paragraph paragraph) {
    List<SourceSpan> lines = paragraph.getSourceSpans();
    if (lines.size() != 1) {
      return false;
    }
    int from = start(paragraph);
    int to = PlainBlocks.last(raw, from, end(paragraph));
    String line = raw.substring(from, to);
    if (EMBED.matcher(line).matches()) {
      var run = new Run("", from, to, Set.of(), "");
      add(new Block(Block.Kind.EMBED, 0, 0, 0, List.of(run), line));
      return true;
    }
    if (!(paragraph.getFirstChild() instanceof Image picture) || picture.getNext() != null) {
      return false;
    }
    List<Run> shown = new Words(picture).plain().runs();
    if (shown.isEmpty()) {
      shown = List.of(new Run("", from, from, Set.of(), ""));
    }
    add(new Block(Block.Kind.FIGURE, 0, 0, 0, shown, picture.getDestination()));
    String title = picture.getTitle();
    if (title != null && !title.isEmpty()) {
      int said = line.lastIndexOf(title);
      Run words =
          said < 0
              ? new Run(title, from, to, Set.of(), "")
              : new Run(title, from + said, from + said + title.length(), Set.of(), "");
      add(new Block(Block.Kind.CAPTION, 0, 0, 0, List.of(words), ""));
    }
    return true;
  }

  private void code(FencedCodeBlock code) {
    String literal = code.getLiteral();
    String text = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
    if (text.isEmpty()) {
      return;
    }
    var runs = new Runs(raw);
    int end = lineEnd(start(code));
    for (String line : text.split("\n", -1)) {
      int from = Math.min(raw.length(), raw.startsWith("\r\n", end) ? end + 2 : end + 1);
      if (!runs.isEmpty()) {
        runs.instead("\n", end, from);
      }
      end = lineEnd(from);
      int begin = end - line.length();
      if (begin >= from && raw.startsWith(line, begin)) {
        for (int i = begin; i < end; i++) {
          runs.letter(i);
        }
      } else {
        runs.instead(line, from, end);
      }
    }
    add(new Block(Block.Kind.CODE, 0, 0, 0, runs.done(), ""));
  }

  private int lineEnd(int from) {
    return PlainBlocks.lineEnd(raw, from);
  }

  private static int start(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    return spans.isEmpty() ? 0 : spans.getFirst().getInputIndex();
  }

  private static int end(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    return spans.isEmpty() ? 0 : ending(spans.getLast());
  }

  private static int ending(SourceSpan span) {
    return span.getInputIndex() + span.getLength();
  }

  private void add(Block block) {
    Blocks.refuseMany(all.size() + 1);
    all.add(block);
  }

  /// The words of one block: walked without recursion, however deep its marks lie.
  private final class Words {
    private final Node root;
    private final Runs runs = new Runs(raw);
    private final Map<Run.Mark, Integer> marks = new EnumMap<>(Run.Mark.class);
    private String link = "";
    private boolean isPlain;

    /// Where the letters before ended, and what stands between them and those to come.
    private int at;

    private String between = "";

    Words(Node root) {
      this.root = root;
      at = start(root);
    }

    /// Without marks and links, as a description is.
    Words plain() {
      isPlain = true;
      return this;
    }

    List<Run> runs() {
      Node node = root.getFirstChild();
      while (node != null && !node.equals(root)) {
        enter(node);
        Node next = node.getFirstChild();
        while (next == null && !node.equals(root)) {
          leave(node);
          next = node.getNext();
          node = next == null ? node.getParent() : node;
        }
        node = next;
      }
      runs.strip();
      return runs.done();
    }

    private void enter(Node node) {
      switch (node) {
        case Text text -> letters(text.getLiteral(), start(text), end(text));
        case Code code -> {
          mark(Run.Mark.CODE, 1);
          code(code);
          mark(Run.Mark.CODE, -1);
        }
        case SoftLineBreak _ -> between = " ";
        case HardLineBreak _ -> between = "\n";
        case Link to ->
            link = WebAddress.parse(to.getDestination()).map(WebAddress::text).orElse("");
        default -> mark(node, 1);
      }
    }

    private void leave(Node node) {
      if (node instanceof Link) {
        link = "";
      } else {
        mark(node, -1);
      }
    }

    private void mark(Node node, int change) {
      switch (node) {
        case Emphasis _ -> mark(Run.Mark.EMPHASIS, change);
        case StrongEmphasis _ -> mark(Run.Mark.STRONG, change);
        case Strikethrough _ -> mark(Run.Mark.STRUCK, change);
        default -> {}
      }
    }

    private void mark(Run.Mark mark, int change) {
      marks.merge(mark, change, Integer::sum);
    }

    private void look(String to) {
      Set<Run.Mark> now = EnumSet.noneOf(Run.Mark.class);
      if (!isPlain) {
        for (Run.Mark mark : Run.Mark.values()) {
          if (marks.getOrDefault(mark, 0) > 0) {
            now.add(mark);
          }
        }
      }
      runs.look(now, isPlain ? "" : to);
    }

    /// The break before these letters stands in the place of all that lies between the lines.
    private void breakBefore(int from) {
      if (!between.isEmpty()) {
        if (!runs.isEmpty()) {
          look("");
          runs.instead(between, at, Math.max(at, from));
        }
        between = "";
      }
    }

    private void code(Code code) {
      String literal = code.getLiteral();
      int from = start(code);
      int to = end(code);
      int ticks = from;
      while (ticks < to && raw.charAt(ticks) == '`') {
        ticks++;
      }
      int found = raw.indexOf(literal, ticks, Math.max(ticks, to));
      if (found >= 0) {
        letters(literal, found, found + literal.length());
      } else {
        breakBefore(from);
        look(link);
        runs.instead(literal, from, to);
      }
      at = to;
    }

    /// Letters that stand in the raw text as they are read, but for what was escaped.
    private void letters(String literal, int from, int to) {
      breakBefore(from);
      List<LinkSpan> bare = bare(literal);
      int place = from;
      int i = 0;
      int next = 0;
      while (i < literal.length()) {
        while (next < bare.size() && bare.get(next).getEndIndex() <= i) {
          next++;
        }
        boolean inBare = next < bare.size() && bare.get(next).getBeginIndex() <= i;
        look(inBare ? address(literal, bare.get(next)) : link);
        char c = literal.charAt(i);
        if (place >= to) {
          // What the parser has put there by itself.
          runs.instead(literal.substring(i), Math.min(place, to), to);
          break;
        }
        char there = raw.charAt(place);
        int entity = there == '&' ? entityEnd(place, to) : -1;
        if (entity > 0 && means(literal, i, place, entity)) {
          String meant = meaning(place, entity);
          runs.instead(meant, place, entity);
          place = entity;
          i += meant.length();
        } else if (there == c) {
          runs.letter(place);
          place++;
          i++;
        } else if (there == '\\' && place + 1 < to && raw.charAt(place + 1) == c) {
          place++;
          runs.letter(place);
          place++;
          i++;
        } else {
          runs.instead(String.valueOf(c), place, place + 1);
          place++;
          i++;
        }
      }
      at = to;
    }

    private List<LinkSpan> bare(String literal) {
      List<LinkSpan> found = new ArrayList<>();
      if (link.isEmpty() && marks.getOrDefault(Run.Mark.CODE, 0) == 0 && literal.contains("://")) {
        BARE.extractLinks(literal).forEach(found::add);
      }
      return found;
    }

    private String address(String literal, LinkSpan span) {
      return WebAddress.parse(literal.substring(span.getBeginIndex(), span.getEndIndex()))
          .map(WebAddress::text)
          .orElse("");
    }

    private int entityEnd(int from, int to) {
      int semicolon = raw.indexOf(';', from, Math.min(to, from + ENTITY_MAX));
      return semicolon < 0 ? -1 : semicolon + 1;
    }

    private boolean means(String literal, int at, int from, int to) {
      String meant = meaning(from, to);
      return !meant.isEmpty()
          && literal.startsWith(meant, at)
          && !raw.substring(from, to).equals(meant);
    }

    private String meaning(int from, int to) {
      return Encoding.decodeHtml(raw.substring(from, to), false);
    }
  }
}
