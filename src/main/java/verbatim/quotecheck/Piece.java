package verbatim.quotecheck;

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
}
