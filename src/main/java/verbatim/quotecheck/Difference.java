package verbatim.quotecheck;

import java.util.List;

/// One step from the source's words to the quoted ones. The steps of a quotation in order give
/// both: all `source` joined are the source's words, all `quoted` the quotation.
///
/// @param severity of this step alone; NONE for what is equal
public record Difference(Op op, String source, String quoted, Severity severity) {
  /// What was done.
  public enum Op {
    EQUAL("equal"),
    REPLACE("replace"),
    INSERT("insert"),
    DELETE("delete");

    private final String word;

    Op(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  static Difference equal(String source, String quoted) {
    return new Difference(Op.EQUAL, source, quoted, Severity.NONE);
  }

  static Difference of(String source, String quoted, Severity severity) {
    Op op = source.isEmpty() ? Op.INSERT : quoted.isEmpty() ? Op.DELETE : Op.REPLACE;
    return new Difference(op, source, quoted, severity);
  }

  /// The same step letter by letter, for who wants to see an apostrophe.
  public List<Difference> letters() {
    return op == Op.REPLACE ? Lettering.between(source, quoted) : List.of(this);
  }
}
