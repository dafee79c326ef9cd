package verbatim.quotecheck;

import java.util.List;

/// A sentence that tells without quotation marks what somebody said, beside what it may tell.
/// Nothing is graded here.
///
/// @param charStart of the sentence in the raw text, in code points
public record Paraphrase(
    int block,
    String text,
    int charStart,
    int charEnd,
    int utf16Start,
    int utf16End,
    Speaker speaker,
    List<Source> sources) {
  public Paraphrase {
    sources = List.copyOf(sources);
  }

  /// Beside others.
  public Paraphrase with(List<Source> others) {
    return new Paraphrase(block, text, charStart, charEnd, utf16Start, utf16End, speaker, others);
  }
}
