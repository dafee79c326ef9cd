package verbatim.stories;

import java.util.List;
import verbatim.articles.Article;
import verbatim.quotecheck.Difference;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Verdict;
import verbatim.statuses.Status;

/// How the things of a story repeat each other's words.
///
/// @param sentences that stand in several of them, those that differ most first
/// @param articles of the story, each with how its quotations compare with the story's posts
public record Retold(List<Sentence> sentences, List<Checked> articles) {
  public static final Retold NOTHING = new Retold(List.of(), List.of());

  /// A sentence as it was said, and as others tell it.
  ///
  /// @param by the post that it stands in
  /// @param words of the source
  public record Sentence(Status by, String words, List<Version> versions) {
    Severity worst() {
      return versions.stream()
          .map(Version::severity)
          .max(Severity::compareTo)
          .orElse(Severity.NONE);
    }
  }

  /// @param in what tells it: a post, or one that carries an article
  /// @param diff from the source's words to these
  public record Version(
      Status in, String text, Verdict verdict, Severity severity, List<Difference> diff) {}

  /// @param quotations in the article
  /// @param found those whose source stands in this story
  /// @param differing of those, how many differ in more than the style of quoting
  public record Checked(Article article, Status status, int quotations, int found, int differing) {}
}
