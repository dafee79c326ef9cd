package verbatim.quotecheck;

import java.util.Arrays;

/// A run of a quotation's words that fits a run of a source's.
///
/// @param candidate number of the source
/// @param quoted for each pair of equal words the place in the quotation, ascending
/// @param source the same for the source
/// @param score two for each equal word, less one for each that is not
record Piece(int candidate, int[] quoted, int[] source, int score) {
  int equal() {
    return quoted.length;
  }

  int quotedFrom() {
    return quoted[0];
  }

  int quotedTo() {
    return quoted[quoted.length - 1] + 1;
  }

  int sourceFrom() {
    return source[0];
  }

  int sourceTo() {
    return source[source.length - 1] + 1;
  }

  /// With one more pair of equal words, before the pair of that number.
  Piece with(int quotedWord, int sourceWord, int before) {
    int[] moreQuoted = new int[quoted.length + 1];
    int[] moreSource = new int[source.length + 1];
    System.arraycopy(quoted, 0, moreQuoted, 0, before);
    System.arraycopy(source, 0, moreSource, 0, before);
    moreQuoted[before] = quotedWord;
    moreSource[before] = sourceWord;
    System.arraycopy(quoted, before, moreQuoted, before + 1, quoted.length - before);
    System.arraycopy(source, before, moreSource, before + 1, source.length - before);
    return new Piece(candidate, moreQuoted, moreSource, score);
  }

  /// Its first pairs only.
  Piece upTo(int pairs) {
    return new Piece(candidate, Arrays.copyOf(quoted, pairs), Arrays.copyOf(source, pairs), score);
  }
}
