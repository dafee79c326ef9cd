package verbatim.quotecheck;

import java.util.List;

/// What a quotation was found in.
///
/// @param from where in its text the words begin that the quotation has, in UTF-16 units
/// @param to where they end
/// @param parts the runs of its words that the quotation has, in the quotation's order
public record Source(Statement statement, int from, int to, List<Part> parts) {
  /// One run.
  ///
  /// @param from where it begins in the source, in UTF-16 units
  /// @param to where it ends there
  /// @param quotedFrom where it begins in the quotation
  public record Part(int from, int to, int quotedFrom) {}

  public Source {
    parts = List.copyOf(parts);
  }

  /// What the quotation would be, word for word.
  public String words() {
    return statement.text().substring(from, to);
  }
}
