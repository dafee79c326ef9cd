package verbatim.stories;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.quotecheck.Difference;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Verdict;
import verbatim.statuses.Status;

/// How the things of a story repeat each other's words.
///
/// @param sentences that others tell, those that differ most first
/// @param isWhole whether all things are compared as they are now; if not, that is being done
public record Retold(List<Sentence> sentences, boolean isWhole) {
  public static final Retold NOTHING = new Retold(List.of(), true);

  public Retold {
    sentences = List.copyOf(sentences);
  }

  /// Where words stand.
  public enum Kind {
    POST,
    SERIES,
    EXCERPT,
    ARTICLE
  }

  /// Somebody's words in a thing of the story.
  ///
  /// @param in the post that it stands in, or that carries it
  /// @param by who speaks; empty for words copied into an article, of which only a name is known
  /// @param name as it stands beside copied words; else ""
  public record Place(Kind kind, Status in, Optional<AccountId> by, String name) {}

  /// A sentence as it was said, and as others tell it.
  ///
  /// @param words of the source
  /// @param at when it said so
  /// @param isEarlier whether the source says it otherwise since
  public record Sentence(
      Place from, String words, Optional<Instant> at, boolean isEarlier, List<Version> versions) {
    public Sentence {
      versions = List.copyOf(versions);
    }

    Severity worst() {
      return versions.stream()
          .map(Version::severity)
          .max(Severity::compareTo)
          .orElse(Severity.NONE);
    }
  }

  /// @param diff from the source's words to these
  public record Version(
      Place in, String text, Verdict verdict, Severity severity, List<Difference> diff) {}
}
