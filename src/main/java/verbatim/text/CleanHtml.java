package verbatim.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.owasp.html.HtmlStreamEventReceiver;

/// Writes what the sanitizer lets through, and holds it to what a policy for single tags cannot
/// say: bounded nesting and number of elements, no paragraph or link within another, and no hidden
/// letters but in a link that shows the very address it leads to. (Hidden parts let a link show
/// another target than its own, CVE-2023-36462.)
final class CleanHtml implements HtmlStreamEventReceiver {
  private static final int NESTING_MAX = 32;
  private static final int ELEMENTS_MAX = 5_000;
  private static final String IMPLIED_ITEM = "implied li";
  private static final Set<String> BLOCKS = Set.of("p", "blockquote", "ul", "ol", "pre", "li");

  /// @param onlyHides a span that has no other class than those that hide
  private record Open(String name, boolean written, boolean onlyHides) {}

  /// A piece within a link, held back until its text is whole.
  private record Piece(String html, String htmlWithoutHiding) {}

  private final StringBuilder out = new StringBuilder();
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder linkText = new StringBuilder();
  private String linkHref = "";
  private boolean inLink;
  private boolean wordsInLine;
  private int written;
  private int elements;

  String done() {
    while (!open.isEmpty()) {
      closeTag(open.getLast().name());
    }
    return out.toString();
  }

  @Override
  public void openDocument() {}

  @Override
  public void closeDocument() {}

  @Override
  public void openTag(String elementName, List<String> attributes) {
    String name = ours(elementName);
    if (!name.equals("li")) {
      itemIfInList();
    } else if (!open.isEmpty() && open.getLast().name().equals(IMPLIED_ITEM)) {
      closeTag(IMPLIED_ITEM);
    }
    if (name.equals("br")) {
      write("<br />");
      return;
    }
    boolean wanted =
        written < NESTING_MAX && elements < ELEMENTS_MAX && !isForbiddenHere(name, attributes);
    String shownTag = tag(name, attributes, false);
    boolean onlyHides = shownTag.equals("<span>");
    wanted &= inLink || !onlyHides;
    open.addLast(new Open(elementName, wanted, onlyHides));
    if (!wanted) {
      breakLine(name);
      return;
    }
    written++;
    elements++;
    if (name.equals("a")) {
      inLink = true;
      String href = ForeignHtml.attribute(attributes, "href");
      linkHref = href == null ? "" : href;
    }
    write(tag(name, attributes, inLink), onlyHides ? "" : shownTag);
  }

  /// Words and elements that stand right in a list get the item that every parser would miss.
  private void itemIfInList() {
    if (innermost(Set.of("ul", "ol"))) {
      open.addLast(new Open(IMPLIED_ITEM, true, false));
      written++;
      write("<li>");
    }
  }

  @Override
  public void closeTag(String elementName) {
    if (open.stream().noneMatch(o -> o.name().equals(elementName))) {
      return;
    }
    Open last;
    do {
      last = open.removeLast();
      if (last.written()) {
        written--;
        String tag = "</" + ours(last.name()) + ">";
        write(tag, last.onlyHides() ? "" : tag);
        if (last.name().equals("a")) {
          endLink();
        }
      }
    } while (!last.name().equals(elementName));
  }

  @Override
  public void text(String text) {
    var escaped = new StringBuilder(text.length());
    String sound = sound(text);
    Escape.append(escaped, sound);
    if (!sound.isBlank()) {
      itemIfInList();
    }
    if (inLink) {
      linkText.append(sound);
    }
    write(escaped.toString());
    wordsInLine |= !sound.isBlank();
  }

  /// Instead of a block that is left out, so that its words do not run into those before.
  private void breakLine(String name) {
    if (BLOCKS.contains(name) && wordsInLine) {
      write("<br />");
    }
  }

  /// A content model so plain that every parser reads our output as the same tree: blocks stand in
  /// blocks, items in lists, and words hold no blocks.
  private boolean isForbiddenHere(String name, List<String> attributes) {
    return switch (name) {
      case "a" -> inLink || ForeignHtml.attribute(attributes, "href") == null;
      case "p", "blockquote", "ul", "ol", "pre" -> !innermost(Set.of("", "blockquote", "li"));
      case "li" -> !innermost(Set.of("ul", "ol"));
      case "rt", "rp" -> !innermost(Set.of("ruby"));
      case "ruby" -> innermost(Set.of("ruby", "rt", "rp"));
      default -> false;
    };
  }

  private boolean innermost(Set<String> names) {
    String innermost = "";
    for (Open o : open) {
      if (o.written()) {
        innermost = ours(o.name());
      }
    }
    return names.contains(innermost);
  }

  private static String ours(String elementName) {
    return switch (elementName) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> "p";
      case IMPLIED_ITEM -> "li";
      default -> elementName;
    };
  }

  private static String tag(String name, List<String> attributes, boolean mayHide) {
    var tag = new StringBuilder("<").append(name);
    for (int i = 0; i + 1 < attributes.size(); i += 2) {
      String value = attributes.get(i + 1);
      if (attributes.get(i).equals("class") && !mayHide) {
        value =
            Stream.of(value.split(" ", -1))
                .filter(c -> !c.equals("invisible") && !c.equals("ellipsis"))
                .collect(Collectors.joining(" "));
      }
      if (attributes.get(i).equals("rel") || attributes.get(i).equals("target")) {
        continue;
      }
      if (!value.isEmpty()) {
        tag.append(' ').append(attributes.get(i)).append("=\"");
        Escape.append(tag, value);
        tag.append('"');
      }
    }
    if (name.equals("a")) {
      tag.append(" target=\"_blank\" rel=\"nofollow noopener\"");
    }
    return tag.append('>').toString();
  }

  private void write(String html) {
    write(html, html);
  }

  private void write(String html, String htmlWithoutHiding) {
    if (html.equals("<br />") || BLOCKS.stream().anyMatch(b -> html.startsWith("<" + b))) {
      wordsInLine = false;
    }
    if (inLink) {
      pieces.add(new Piece(html, htmlWithoutHiding));
    } else {
      out.append(html);
    }
  }

  private void endLink() {
    boolean honest = showsItsTarget(linkText.toString(), linkHref);
    for (Piece piece : pieces) {
      out.append(honest ? piece.html() : piece.htmlWithoutHiding());
    }
    pieces.clear();
    linkText.setLength(0);
    inLink = false;
  }

  /// The letters are the address, or a name at the address's host.
  private static boolean showsItsTarget(String text, String href) {
    if (text.equals(href)) {
      return true;
    }
    if (!text.startsWith("@")) {
      return false;
    }
    int at = text.indexOf('@', 1);
    return at < 0
        || WebAddress.parse(href).filter(a -> text.substring(at + 1).equals(a.host())).isPresent();
  }

  /// Without control signs, and without halves of surrogate pairs.
  private static String sound(String text) {
    var sound = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                sound.append('\uFFFD');
              } else if (!Character.isISOControl(c) || c == '\n' || c == '\t') {
                sound.appendCodePoint(c);
              }
            });
    return sound.toString();
  }
}
