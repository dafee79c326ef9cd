package verbatim.text;

import java.util.List;

/// A piece of talk as the plainest HTML, for apps that know no more of it: who, and what. Every
/// letter of the words is in the letters of the HTML.
public final class TalkHtml {
  private TalkHtml() {}

  public sealed interface Line {
    /// @param name whose words
    record Said(String name, String words) implements Line {
      @Override
      public String toString() {
        return "Said";
      }
    }

    /// What stands there instead of words.
    record Gap(String instead) implements Line {}
  }

  /// @param says what stands before the address at its end
  /// @param url where the whole of it is
  public static SafeHtml of(List<Line> lines, String says, String url) {
    StringBuilder out = new StringBuilder("<blockquote>");
    for (Line line : lines) {
      switch (line) {
        case Line.Said(String name, String words) -> {
          out.append("<p><b>");
          append(out, name);
          out.append("</b>: ");
          append(out, words);
          out.append("</p>");
        }
        case Line.Gap(String instead) -> {
          out.append("<p>");
          append(out, instead);
          out.append("</p>");
        }
      }
    }
    out.append("</blockquote><p>");
    append(out, says);
    out.append(" <a href=\"");
    Escape.append(out, url);
    out.append("\" rel=\"nofollow noopener\">");
    Escape.append(out, url.substring(url.indexOf("//") + 2));
    return new SafeHtml(out.append("</a></p>").toString());
  }

  private static void append(StringBuilder out, String text) {
    int at = 0;
    for (int newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', at)) {
      Escape.append(out, text, at, newline);
      out.append("<br />");
      at = newline + 1;
    }
    Escape.append(out, text, at, text.length());
  }
}
