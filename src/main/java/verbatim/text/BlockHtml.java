package verbatim.text;

import java.util.ArrayList;
import java.util.List;

/// The letters of a [Block] as HTML, with their marks and links, without the block's own tag. What
/// is written here holds nothing but escaped letters and five tags; it is cleaned like HTML of
/// strangers all the same, so that a fault in one of both is not yet a hole.
public final class BlockHtml {
  private BlockHtml() {}

  public static SafeHtml of(Block block) {
    return cut(block, List.of()).getFirst();
  }

  /// The same in pieces, for whoever has to put something between them.
  ///
  /// @param cuts places in [Block#text], rising
  /// @return one piece more than there are cuts
  public static List<SafeHtml> cut(Block block, List<Integer> cuts) {
    List<SafeHtml> pieces = new ArrayList<>();
    var piece = new StringBuilder();
    int at = 0;
    int next = 0;
    for (Run run : block.runs()) {
      int from = 0;
      while (next < cuts.size() && cuts.get(next) <= at + run.text().length()) {
        int to = Math.max(from, cuts.get(next) - at);
        write(piece, run, from, to);
        pieces.add(new SafeHtml(piece.toString()));
        piece.setLength(0);
        from = to;
        next++;
      }
      write(piece, run, from, run.text().length());
      at += run.text().length();
    }
    pieces.add(new SafeHtml(piece.toString()));
    while (pieces.size() <= cuts.size()) {
      pieces.add(SafeHtml.EMPTY);
    }
    return pieces;
  }

  private static void write(StringBuilder out, Run run, int from, int to) {
    if (from == to) {
      return;
    }
    var html = new StringBuilder();
    List<String> ends = new ArrayList<>();
    if (!run.link().isEmpty()) {
      html.append("<a href=\"");
      Escape.append(html, run.link());
      html.append("\">");
      ends.add("</a>");
    }
    for (Run.Mark mark : Run.Mark.values()) {
      if (run.marks().contains(mark)) {
        html.append('<').append(tag(mark)).append('>');
        ends.add("</" + tag(mark) + ">");
      }
    }
    int at = from;
    while (at < to) {
      int newline = run.text().indexOf('\n', at);
      int end = newline < 0 || newline >= to ? to : newline;
      Escape.append(html, run.text(), at, end);
      if (end < to) {
        html.append("<br />");
      }
      at = end + 1;
    }
    ends.reversed().forEach(html::append);
    clean(out, html.toString());
  }

  /// Most runs are letters alone, in which the sanitizer would find nothing.
  private static void clean(StringBuilder out, String html) {
    if (html.indexOf('<') < 0) {
      out.append(html);
      return;
    }
    out.append(html.length() > ForeignHtml.CHARACTERS_MAX ? html : ForeignHtml.clean(html).value());
  }

  private static String tag(Run.Mark mark) {
    return switch (mark) {
      case EMPHASIS -> "em";
      case STRONG -> "strong";
      case CODE -> "code";
      case STRUCK -> "s";
    };
  }
}
