package verbatim.quotecheck;

import java.util.List;
import java.util.Optional;

/// One quotation of an article, and how it compares.
///
/// @param id from 1, in the order of the article
/// @param group the same for the parts of one quotation that the article interrupts ("…," she
///     wrote. "…")
/// @param block which block of the article it stands in, from 0
/// @param text between the quotation marks, as written
/// @param charStart offset in the raw text, in code points
/// @param utf16Start the same in UTF-16 units
/// @param flags in the order of [Flag]
/// @param sources the first is the one it was compared with first; more when it was joined
/// @param diff from the sources' words to the quoted ones; empty when there is no source
public record Span(
    int id,
    int group,
    int block,
    Kind kind,
    String text,
    int charStart,
    int charEnd,
    int utf16Start,
    int utf16End,
    Speaker speaker,
    Channel channel,
    Verdict verdict,
    Severity severity,
    List<Flag> flags,
    List<Source> sources,
    List<Difference> diff,
    List<Hint> hints) {
  public enum Kind {
    DIRECT("direct"),
    LABEL("label"),
    BLOCK("block");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public Span {
    flags = List.copyOf(flags);
    sources = List.copyOf(sources);
    diff = List.copyOf(diff);
    hints = List.copyOf(hints);
  }

  public Optional<Source> source() {
    return sources.stream().findFirst();
  }

  /// What differs.
  public List<Difference> changes() {
    return diff.stream().filter(step -> step.op() != Difference.Op.EQUAL).toList();
  }
}
