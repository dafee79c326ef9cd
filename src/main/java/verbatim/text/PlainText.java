package verbatim.text;

import java.util.Map;

/// The letters of safe HTML: `<br />` is a newline, paragraphs stand two newlines apart, items and
/// rows one. For what [Html] made it gives the text that it was made from.
public final class PlainText {
  private static final Map<String, Integer> NAMED =
      Map.of("amp", (int) '&', "lt", (int) '<', "gt", (int) '>', "quot", (int) '"');

  private final String html;
  private final StringBuilder out = new StringBuilder();
  private int gap;

  private PlainText(String html) {
    this.html = html;
  }

  public static String of(SafeHtml html) {
    return new PlainText(html.value()).read();
  }

  private String read() {
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        int end = html.indexOf('>', at);
        if (end < 0) {
          break;
        }
        tag(html.substring(at + 1, end));
        at = end + 1;
      } else if (c == '&') {
        at = reference(at);
      } else {
        say(c);
        at++;
      }
    }
    return out.toString();
  }

  private void tag(String tag) {
    boolean closes = tag.startsWith("/");
    int end = 0;
    String body = closes ? tag.substring(1) : tag;
    while (end < body.length() && Character.isLetterOrDigit(body.charAt(end))) {
      end++;
    }
    switch (body.substring(0, end)) {
      case "br" -> say('\n');
      case "p", "pre", "blockquote", "ul", "ol" ->
          gap = Math.max(gap, closes || !out.isEmpty() ? 2 : 0);
      case "li" -> gap = Math.max(gap, closes || !out.isEmpty() ? 1 : 0);
      default -> {}
    }
  }

  private int reference(int at) {
    int end = html.indexOf(';', at);
    if (end < 0 || end - at > 10) {
      say('&');
      return at + 1;
    }
    String name = html.substring(at + 1, end);
    int c =
        name.startsWith("#") ? Integer.parseInt(name.substring(1)) : NAMED.getOrDefault(name, -1);
    if (c < 0) {
      say('&');
      return at + 1;
    }
    beforeWords();
    out.appendCodePoint(c);
    return end + 1;
  }

  private void say(char c) {
    beforeWords();
    out.append(c);
  }

  private void beforeWords() {
    if (!out.isEmpty()) {
      out.repeat('\n', gap);
    }
    gap = 0;
  }
}
