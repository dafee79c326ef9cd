package verbatim.quotecheck;

/// How far a quotation differs; each worse than the one before.
public enum Severity {
  NONE("none"),
  /// Quotation marks, dashes, the closing comma: the style of quoting, not shown as changed.
  STYLE("style"),
  /// Letter case, apostrophes, spelling; what is left out or added is marked.
  SLIGHT("slight"),
  /// Other words.
  WORDS("words"),
  /// A negation, a number or a name.
  MEANING("meaning-critical");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /// More than letters and marks.
  public boolean isOfWords() {
    return compareTo(SLIGHT) > 0;
  }

  Severity or(Severity other) {
    return compareTo(other) < 0 ? other : this;
  }
}
