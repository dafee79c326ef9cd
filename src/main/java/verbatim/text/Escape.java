package verbatim.text;

/// The one escaping, for text and for attribute values in double quotes.
final class Escape {
  private Escape() {}

  static void append(StringBuilder out, CharSequence text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }

  static void append(StringBuilder out, String text) {
    append(out, text, 0, text.length());
  }
}
