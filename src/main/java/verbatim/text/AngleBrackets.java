package verbatim.text;

import java.util.Set;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpans;
import org.commonmark.node.Text;
import org.commonmark.parser.SourceLines;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/// What `<` means in Markdown here: `<https://…>` is a link, everything else a letter. It stands
/// before the library's own reading, which looks for the end of each `<` and each `<!--` as far as
/// the paragraph goes.
final class AngleBrackets implements InlineContentParser {
  private static final int ADDRESS_MAX = 2_048;

  static final class Factory implements InlineContentParserFactory {
    @Override
    public Set<Character> getTriggerCharacters() {
      return Set.of('<');
    }

    @Override
    public InlineContentParser create() {
      return new AngleBrackets();
    }
  }

  @Override
  public ParsedInline tryParse(InlineParserState state) {
    Scanner scanner = state.scanner();
    Position before = scanner.position();
    scanner.next();
    Position from = scanner.position();
    int length = 0;
    while (length < ADDRESS_MAX && isOfAddress(scanner.peek())) {
      scanner.next();
      length++;
    }
    SourceLines within = scanner.getSource(from, scanner.position());
    if (scanner.peek() == '>' && WebAddress.parse(within.getContent()).isPresent()) {
      scanner.next();
      var link = new Link(within.getContent(), null);
      link.appendChild(text(within));
      return ParsedInline.of(link, scanner.position());
    }
    return ParsedInline.of(text(scanner.getSource(before, from)), from);
  }

  private static Node text(SourceLines source) {
    var text = new Text(source.getContent());
    var spans = new SourceSpans();
    spans.addAll(source.getSourceSpans());
    text.setSourceSpans(spans.getSourceSpans());
    return text;
  }

  private static boolean isOfAddress(char c) {
    return c != Scanner.END && c != '<' && c != '>' && c > ' ';
  }
}
