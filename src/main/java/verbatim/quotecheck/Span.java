package verbatim.quotecheck;

import java.util.List;
import java.util.Optional;

/// One quotation of an article, and how it compares.
///
/// @param id from 1, in the order of the article
/// @param group the same for the parts of one quotation that the article interrupts ("…," she
///     wrote. "…")
/// @param block which block of the article it stands in, from 0; [#HEADLINE], [#STANDFIRST]
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
  /// Numbers of blocks that no text has: what stands there is in no raw text.
  public static final int HEADLINE = -1;

  public static final int STANDFIRST = -2;

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

  /// Whether it stands in the raw text, and not above it.
  public boolean isInText() {
    return block >= 0;
  }

  /// The same quotation where nothing proves it.
  ///
  /// @param shown what stands beside it all the same
  public Span notFound(List<Flag> others, List<Source> shown) {
    return new Span(
        id,
        group,
        block,
        kind,
        text,
        charStart,
        charEnd,
        utf16Start,
        utf16End,
        speaker,
        channel,
        Verdict.NOT_FOUND,
        Severity.NONE,
        others,
        shown,
        List.of(),
        hints);
  }

  /// The same quotation, counted among others and in another place.
  ///
  /// @param characters by how many code points its place is another
  public Span moved(int number, int ofGroup, int inBlock, int characters, int utf16) {
    return new Span(
        number,
        ofGroup,
        inBlock,
        kind,
        text,
        charStart + characters,
        charEnd + characters,
        utf16Start + utf16,
        utf16End + utf16,
        speaker,
        channel,
        verdict,
        severity,
        flags,
        sources,
        diff,
        hints);
  }

  public Optional<Source> source() {
    return sources.stream().findFirst();
  }

  /// What differs.
  public List<Difference> changes() {
    return diff.stream().filter(step -> step.op() != Difference.Op.EQUAL).toList();
  }
}
