package verbatim.quotecheck;

/// How a quotation compares with what is known.
public enum Verdict {
  /// The whole source, unchanged.
  VERBATIM("verbatim"),
  /// One run of words of the source, unchanged but for the closing comma of the quoting style.
  PARTIAL("partial"),
  /// Differs from the source it was found in.
  ALTERED("altered"),
  /// Not in our archive. Says nothing about whether it was said.
  NOT_FOUND("not_found"),
  /// A name, a signature or a title in quotation marks: nobody's words.
  LABEL("label"),
  /// Told without quotation marks: shown beside what it may tell, not graded.
  PARAPHRASE("paraphrase");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /// Altered in letters and marks, or by cuts and additions that are marked as such.
  public boolean isOfLetters(Severity how) {
    return this == ALTERED && !how.isOfWords();
  }

  /// As the API says it.
  public String word() {
    return word;
  }
}
