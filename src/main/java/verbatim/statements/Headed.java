package verbatim.statements;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import verbatim.articles.Manuscript;
import verbatim.quotecheck.Checking;
import verbatim.quotecheck.QuoteCheck;
import verbatim.quotecheck.Span;
import verbatim.text.Blocks;
import verbatim.text.Markup;

/// The quotations of a headline and of the sentence below it, where quotations are shortened most.
/// They stand in no raw text: they are counted after those of the text, their blocks are
/// [Span#HEADLINE] and [Span#STANDFIRST], and their places are before its beginning.
final class Headed {
  /// A blank line makes two paragraphs of them: whoever speaks in the one does so in no sentence of
  /// the other.
  private static final String BETWEEN = "\n\n";

  private Headed() {}

  private static String head(Manuscript words) {
    return words.title() + BETWEEN + words.standfirst();
  }

  static Blocks blocks(Manuscript words) {
    return Blocks.read(Markup.TEXT, head(words));
  }

  /// The head is checked first: it is short, and leaves the text what it needs of their budget.
  static QuoteCheck of(Blocks text, Manuscript words, Function<Blocks, QuoteCheck> checked) {
    String head = head(words);
    if (!Checking.mayQuote(head)) {
      return checked.apply(text);
    }
    List<Span> above = checked.apply(blocks(words)).spans();
    QuoteCheck body = checked.apply(text);
    int groups = body.spans().stream().mapToInt(Span::group).max().orElse(0);
    int titleEnd = words.title().length();
    // One more than it is long: also the place after its last letter is before the text.
    int letters = head.codePointCount(0, head.length()) + 1;
    int units = head.length() + 1;
    List<Span> spans = new ArrayList<>(body.spans());
    for (Span one : above) {
      spans.add(
          one.moved(
              spans.size() + 1,
              groups + one.group(),
              one.utf16Start() < titleEnd ? Span.HEADLINE : Span.STANDFIRST,
              -letters,
              -units));
    }
    return new QuoteCheck(body.version(), body.sha256(), spans, body.paraphrases());
  }
}
