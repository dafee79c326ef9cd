package verbatim.statements;

import verbatim.text.Markup;

/// Words of a source as a markup writes them, so that none of their letters becomes a mark: a post
/// may hold whatever its author liked.
final class Inserted {
  private Inserted() {}

  static String into(Markup markup, String words) {
    // A line break could begin a list, a heading or another paragraph, and part the quotation.
    String line = words.strip().replaceAll("\\s*[\\n\\r\\u0085\\u2028\\u2029]\\s*", " ");
    return switch (markup) {
      case TEXT -> line;
      case HTML -> line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
      case MARKDOWN -> markdown(line);
    };
  }

  private static String markdown(String line) {
    return line.replaceAll("([\\\\`*_\\[\\]<>#~|!&])", "\\\\$1")
        // At the beginning of a block quotation these begin lists and lines.
        .replaceAll("^([-+=])", "\\\\$1")
        .replaceAll("^([0-9]{1,9})([.)])", "$1\\\\$2");
  }
}
