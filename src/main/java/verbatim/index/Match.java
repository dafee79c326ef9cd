package verbatim.index;

import java.util.List;

/// Which entries are meant. There is nothing in it that a stranger's text could turn into a costly
/// question: no wildcards, no patterns, no words that are nearly alike.
public sealed interface Match {
  /// Has this word, letter by letter.
  record Word(String field, String value) implements Match {}

  /// Has one of these words.
  record OneOf(String field, List<String> values) implements Match {}

  /// Says this: its words in a row, whatever their case, width and accents. A text without words is
  /// left out of [All]; where nothing is left, nothing is meant.
  record Says(String field, String text) implements Match {}

  /// Has one of these numbers.
  record Numbers(long[] numbers) implements Match {}

  /// Has a number from here to there, both included.
  record Between(long from, long to) implements Match {}

  record Marked(String field) implements Match {}

  record All(List<Match> parts) implements Match {}

  record Any(List<Match> parts) implements Match {}

  record Not(Match part) implements Match {}

  /// The same, and so much better than others, where the best are asked for.
  record Better(Match part, float by) implements Match {}

  static Match all(Match... parts) {
    return new All(List.of(parts));
  }

  static Match any(Match... parts) {
    return new Any(List.of(parts));
  }
}
