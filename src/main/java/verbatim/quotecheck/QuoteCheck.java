package verbatim.quotecheck;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import verbatim.kernel.Sha256;

/// The report on one article.
///
/// @param version of the rules that made it
/// @param sha256 of the raw text's UTF-8 bytes, in hexadecimal; see also [#numbered]
public record QuoteCheck(
    int version, String sha256, List<Span> spans, List<Paraphrase> paraphrases) {
  public QuoteCheck {
    spans = List.copyOf(spans);
    paraphrases = List.copyOf(paraphrases);
  }

  /// The report on an article, told from every other whose quotations have other numbers: which
  /// ones are counted hangs on its headline too, and on what it shows of others.
  public QuoteCheck numbered() {
    StringBuilder all = new StringBuilder(sha256);
    spans.forEach(
        span -> all.append('\n').append(span.utf16Start()).append(' ').append(span.text()));
    return new QuoteCheck(version, Sha256.hex(all.toString()), spans, paraphrases);
  }

  /// How many there are of each verdict; those that are nowhere are left out.
  public Map<Verdict, Integer> counts() {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    spans.forEach(span -> counts.merge(span.verdict(), 1, Integer::sum));
    return counts;
  }

  /// Quotations of somebody's words: all but labels.
  public int quotations() {
    return spans.size() - counts().getOrDefault(Verdict.LABEL, 0);
  }

  /// Those that a source was found for: "12 of 14 quotations checked".
  public int checked() {
    return quotations() - counts().getOrDefault(Verdict.NOT_FOUND, 0);
  }

  /// Of those checked: other words, another speaker, or cut so that it may turn.
  public int differing() {
    return (int) spans.stream().filter(one -> one.severity().isOfWords()).count();
  }

  /// Of those checked: letters, marks, and cuts and additions that are marked as such.
  public int lettered() {
    return (int) spans.stream().filter(one -> one.verdict().isOfLetters(one.severity())).count();
  }
}
