package verbatim.quotecheck;

import java.util.List;

/// The seam to what is known. It only proposes: what it finds is aligned and judged by the caller,
/// so too many harm nobody and one too few is a quotation that is not found.
public interface KnownStatements {
  /// Those that share most with what is asked, best first.
  List<Statement> candidates(Question question);

  /// What is looked for.
  ///
  /// @param words of the quotation, folded: lower case, without apostrophes
  /// @param shingles runs of two and three of these words, joined by a space, each once
  /// @param speaker whom the article names; without name and handle when nobody
  /// @param ofSpeakerOnly the words are too few to be looked for among everybody's: all of them in
  ///     one run, and only in what the speaker said
  /// @param statementsMax how many are of use
  record Question(
      List<String> words,
      List<String> shingles,
      Person speaker,
      boolean ofSpeakerOnly,
      int statementsMax) {
    public Question {
      words = List.copyOf(words);
      shingles = List.copyOf(shingles);
    }
  }

  /// Nothing is known.
  static KnownStatements none() {
    return _ -> List.of();
  }

  /// These, in memory: for few.
  static KnownStatements of(List<Statement> statements) {
    return new StatementsInMemory(statements);
  }
}
