package verbatim.quotecheck;

/// What a quotation was found in.
///
/// @param from where in its text the words begin that the quotation has, in UTF-16 units
/// @param to where they end
public record Source(Statement statement, int from, int to) {
  /// What the quotation would be, word for word.
  public String words() {
    return statement.text().substring(from, to);
  }
}
