package verbatim.quotecheck;

import java.time.Instant;
import java.util.List;
import verbatim.kernel.Limits;
import verbatim.text.Blocks;

/// Checks the quotations of an article: finds them, asks what is known, says how they differ. The
/// same text and the same answers of [KnownStatements] make the same report.
public final class Checking {
  /// Of the rules: a report that others made may say something else of the same text.
  public static final int VERSION = 3;

  private final Limits.Checks limits;

  public Checking(Limits.Checks limits) {
    this.limits = limits;
  }

  /// Whether anything in it may begin a quotation.
  public static boolean mayQuote(String text) {
    String mended = Garbled.mended(text);
    for (int i = 0; i < mended.length(); i++) {
      if (Quotations.OPENING.indexOf(mended.charAt(i)) >= 0
          || SingleMarks.closing(mended, i, false) > 0) {
        return true;
      }
    }
    return false;
  }

  /// How many words a quotation has: of scripts without blanks between words, two signs count as
  /// one.
  public static int words(String quotation) {
    return Words.count(Words.quotation(quotation));
  }

  /// What is checked.
  ///
  /// @param people who may be quoted, as far as one knows; whom the text names in full it finds by
  ///     itself
  /// @param embeds what the article shows of others: also fragments are looked for here
  /// @param written when the article was, for what it says of Tuesday; [Instant#EPOCH] where nobody
  ///     knows
  public record Material(
      Blocks article, List<Person> people, List<Statement> embeds, Instant written) {
    public Material {
      people = List.copyOf(people);
      embeds = List.copyOf(embeds);
    }

    /// Of an article of which nobody knows when it was written.
    public Material(Blocks article, List<Person> people, List<Statement> embeds) {
      this(article, people, embeds, Instant.EPOCH);
    }
  }

  /// @throws verbatim.kernel.Refused TooLarge when it holds more text or more quotations than can
  ///     be checked at once
  public QuoteCheck check(Material material, KnownStatements known) {
    return check(material, known, new Budget(limits.cellsMax()));
  }

  /// One of several that have one budget between them.
  public QuoteCheck check(Material material, KnownStatements known, Budget budget) {
    return new Comparing(limits, material, known, budget).made();
  }
}
