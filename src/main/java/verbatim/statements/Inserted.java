package verbatim.statements;

import verbatim.quotecheck.Source;
import verbatim.text.Markup;

/// Words of a source as a markup writes them, so that none of their letters becomes a mark: a post
/// may hold whatever its author liked.
final class Inserted {
  private static final String SAID = "?!…‽";

  private Inserted() {}

  /// @param instead what was quoted
  static String into(Markup markup, Source source, String instead) {
    // A line break could begin a list, a heading or another paragraph, and part the quotation.
    String line =
        closed(
            words(source).strip().replaceAll("\\s*[\\n\\r\\u0085\\u2028\\u2029]\\s*", " "),
            instead.strip());
    return switch (markup) {
      case TEXT -> line;
      case HTML -> line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
      case MARKDOWN -> markdown(line);
    };
  }

  /// With the mark that asks or cries out, where they end with one.
  private static String words(Source source) {
    String text = source.statement().text();
    int end = source.to();
    while (end < text.length() && SAID.indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return source.words() + text.substring(source.to(), end);
  }

  /// How a quotation is closed is the article's style, not its source's: with a comma where its
  /// sentence goes on, with nothing where that mark stands behind it. What was asked or cried out,
  /// or broken off, is the source's.
  private static String closed(String line, String instead) {
    boolean isBare = line.isEmpty() || instead.isEmpty();
    if (isBare || isOneOf(SAID, line) || isOneOf(SAID, instead) || line.endsWith("..")) {
      return line;
    }
    String style = isOneOf(".,", instead) ? instead.substring(instead.length() - 1) : "";
    if (line.matches("(?s).*\\b\\p{L}\\.\\p{L}\\.")) {
      // "U.S." is closed by its own.
      return style.equals(".") ? line : line + style;
    }
    return line.replaceFirst("[.,;:]$", "") + style;
  }

  private static boolean isOneOf(String marks, String text) {
    return marks.indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  private static String markdown(String line) {
    return line.replaceAll("([\\\\`*_\\[\\]<>#~|!&])", "\\\\$1")
        // At the beginning of a block quotation these begin lists and lines.
        .replaceAll("^([-+=])", "\\\\$1")
        .replaceAll("^([0-9]{1,9})([.)])", "$1\\\\$2");
  }
}
