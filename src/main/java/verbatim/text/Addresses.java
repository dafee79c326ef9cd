package verbatim.text;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkType;

/// Where addresses with a scheme stand in a text, also those that we do not link: nothing within
/// them is a mention or a tag.
final class Addresses {
  // Quotation marks, brackets and stops that stand right behind an address in texts whose script
  // has
  // no spaces. The text is cut at them first, so that the extractor sees every sign once only.
  private static final String STOPS =
      "\u201C\u201D\u201E\u00AB\u00BB\u2039\u203A\u300C\u300D\u300E\u300F\u3010\u3011\u300A\u300B"
          + "\u3008\u3009\uFF08\uFF09\uFF0C\u3002\u3001\uFF1B\uFF01\uFF1F";
  private static final String NOT_AT_THE_END = "\u2018\u2019\u2026";

  record Span(int start, int end) {}

  private final CharSequence text;
  private final LinkExtractor extractor =
      LinkExtractor.builder().linkTypes(EnumSet.of(LinkType.URL)).build();
  private final List<Span> spans = new ArrayList<>();

  private Addresses(CharSequence text) {
    this.text = text;
  }

  static List<Span> in(CharSequence text) {
    var addresses = new Addresses(text);
    addresses.walk();
    return addresses.spans;
  }

  private void walk() {
    int from = 0;
    boolean mayHold = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        mayHold = true;
      } else if (STOPS.indexOf(c) >= 0) {
        piece(from, i, mayHold);
        from = i + 1;
        mayHold = false;
      }
    }
    piece(from, text.length(), mayHold);
  }

  private void piece(int from, int to, boolean mayHold) {
    if (!mayHold) {
      return;
    }
    for (var link : extractor.extractLinks(text.subSequence(from, to))) {
      int end = from + link.getEndIndex();
      while (NOT_AT_THE_END.indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
      spans.add(new Span(from + link.getBeginIndex(), end));
    }
  }
}
