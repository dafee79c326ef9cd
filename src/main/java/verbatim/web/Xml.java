package verbatim.web;

/// Writes XML 1.0 that every parser takes, whatever people wrote: signs that XML has no way to say
/// (most control characters, halves of pairs) become U+FFFD.
final class Xml {
  private final StringBuilder out =
      new StringBuilder(16_384).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

  /// @param attributes names and values by turns
  Xml open(String name, String... attributes) {
    start(name, attributes);
    out.append('>');
    return this;
  }

  Xml close(String name) {
    out.append("</").append(name).append(">\n");
    return this;
  }

  Xml element(String name, String text, String... attributes) {
    open(name, attributes);
    append(out, text);
    return close(name);
  }

  Xml empty(String name, String... attributes) {
    start(name, attributes);
    out.append("/>\n");
    return this;
  }

  private void start(String name, String... attributes) {
    out.append('<').append(name);
    for (int i = 0; i + 1 < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      append(out, attributes[i + 1]);
      out.append('"');
    }
  }

  String text() {
    return out.toString();
  }

  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    append(escaped, text);
    return escaped.toString();
  }

  private static void append(StringBuilder to, String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> to.append("&lt;");
                case '>' -> to.append("&gt;");
                case '&' -> to.append("&amp;");
                case '"' -> to.append("&quot;");
                case '\'' -> to.append("&#39;");
                default -> to.appendCodePoint(isSayable(c) ? c : 0xFFFD);
              }
            });
  }

  private static boolean isSayable(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && (c & 0xFFFE) != 0xFFFE);
  }
}
