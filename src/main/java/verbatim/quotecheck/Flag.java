package verbatim.quotecheck;

/// What can be said of a quotation beside its verdict, in the order of the report.
public enum Flag {
  /// The source says more than is quoted.
  PARTIAL_OF_SOURCE("partial_of_source"),
  /// It ends in another comma or full stop than the source has there.
  CLOSING_PUNCTUATION("closing_punctuation"),
  /// A question became a statement, a statement a question, or something is cried out that was not.
  END_MARK("end_mark"),
  /// Words of the source are blacked out there: what stands in their place nobody can tell.
  HIDDEN_WORDS("hidden_words"),
  /// It goes on where the source has ended.
  EXTENDS_SOURCE("extends_source"),
  /// It is made of more than one source.
  JOINED_POSTS("joined_posts"),
  /// It has the parts of one source in another order.
  REORDERED("reordered"),
  /// A source is by somebody else than whom the article names for it, or its parts are by two.
  OTHER_SPEAKER("other_speaker"),
  /// What stands just before it in its source's sentence says the contrary, or whose thought it is.
  TURNED_BY_CUT("turned_by_cut"),
  /// A number is written in another way.
  NUMERALS("numerals"),
  /// Too short to be looked for everywhere (under four words).
  FRAGMENT("fragment"),
  /// The writer marked an addition with brackets.
  MARKED_ALTERATION("marked_alteration"),
  /// The writer marked a cut with an ellipsis.
  ELLIPSIS("ellipsis"),
  /// Its source was found in an earlier wording, since edited.
  EARLIER_WORDING("earlier_wording"),
  /// Whoever said it says that it was cut.
  SAID_TO_BE_CUT("said_to_be_cut"),
  /// No closing quotation mark; it was read to the end of its paragraph.
  UNCLOSED("unclosed"),
  /// The article holds more than can be compared at once; this one was not.
  NOT_COMPARED("not_compared"),
  /// Somebody registered that it was said; whose words they are said to be has not confirmed it.
  UNCONFIRMED("unconfirmed"),
  /// Whose words they are said to be says that they are not, or that he said something else.
  DENIED("denied");

  private final String word;

  Flag(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
