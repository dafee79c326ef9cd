package verbatim.quotecheck;

import java.util.ArrayList;
import java.util.List;

/// A statement that a quotation is compared with, taken apart.
///
/// @param folds of its words
/// @param numerals how it writes numbers
record Candidate(
    Statement statement,
    List<Token> tokens,
    List<Token> words,
    List<String> folds,
    Numerals numerals) {
  /// So far a sentence is looked through.
  static final int SENTENCE_MAX = 100;

  static Candidate of(Statement statement, int wordsMax) {
    List<Token> tokens = Words.read(statement.text());
    List<Token> words = new ArrayList<>();
    List<String> folds = new ArrayList<>();
    for (Token token : tokens) {
      if (token.isWord() && words.size() < wordsMax) {
        words.add(token);
        folds.add(token.fold());
      }
    }
    return new Candidate(statement, tokens, words, folds, Numerals.of(folds));
  }

  /// Whether a sentence ends between this word and the next.
  boolean endsSentence(int at) {
    String between = statement.text().substring(words.get(at).end(), words.get(at + 1).start());
    return between.chars().anyMatch(c -> ".!?…\n".indexOf(c) >= 0);
  }

  /// Whether a clause ends between this word and the next.
  boolean endsClause(int at) {
    String between = statement.text().substring(words.get(at).end(), words.get(at + 1).start());
    // 23:10 is a time.
    return !between.equals(":") && between.chars().anyMatch(c -> ".!?…\n,;:–—".indexOf(c) >= 0);
  }

  /// Where the sentence of this word begins; so many words before it at most.
  int sentenceStart(int at, int most) {
    int from = at;
    while (from > 0 && at - from < most && !endsSentence(from - 1)) {
      from--;
    }
    return from;
  }

  /// Of one statement there is one. Its words need not be looked through to tell it from another:
  /// it is asked for at each quotation.
  @Override
  public boolean equals(Object other) {
    return other instanceof Candidate candidate && statement.equals(candidate.statement);
  }

  @Override
  public int hashCode() {
    return statement.hashCode();
  }
}
