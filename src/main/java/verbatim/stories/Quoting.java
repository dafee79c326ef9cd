package verbatim.stories;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.articles.Article;
import verbatim.kernel.SeriesId;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Statement;
import verbatim.quotecheck.Verdict;
import verbatim.statuses.Status;

/// What the quote check knows of the things of a story. It is kept by a neighbour, so the server
/// wires it.
public interface Quoting {
  /// All that a post is known to say, in every wording, with what is open of the excerpt in it;
  /// nothing where it is not for everybody.
  List<Statement> said(Status status);

  /// A series as a whole, while it is whole.
  List<Statement> said(SeriesId series);

  /// Whether whose words a copy is said to be says that they are not.
  boolean isDenied(Statement copy);

  /// How the quotations of an article stood when they were last looked at, as its own page says.
  Optional<Standing> standing(Article article);

  /// @param judged its quotations, but for labels
  /// @param turned how many of them have a source that says something else by now, or is gone
  record Standing(Instant at, List<Judged> judged, int turned) {
    public Standing {
      judged = List.copyOf(judged);
    }

    /// Those that a source was found for.
    public int checked() {
      return (int) judged.stream().filter(one -> one.verdict() != Verdict.NOT_FOUND).count();
    }

    /// Of those checked: other words, another speaker, or cut so that it may turn.
    public int differing() {
      return (int) judged.stream().filter(one -> one.severity().isOfWords()).count();
    }

    /// Of those checked: letters, marks, and cuts and additions that are marked as such.
    public int lettered() {
      return (int) judged.stream().filter(one -> one.verdict().isOfLetters(one.severity())).count();
    }
  }

  /// @param start of the quotation in the raw text, in UTF-16 units
  /// @param source what it was found in, by kind and id; "" for nothing
  record Judged(int start, int end, Verdict verdict, Severity severity, String source) {}
}
