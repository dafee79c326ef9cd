package verbatim.quotecheck;

/// A word or a mark of a text.
///
/// @param text as it is compared; brackets that stood in it are gone
/// @param fold of a word: lower case, without apostrophes; of a mark: without typography
/// @param start offset in the text, in UTF-16 units
/// @param isMarked it held brackets
record Token(Kind kind, String text, String fold, int start, int end, boolean isMarked) {
  enum Kind {
    WORD,
    MARK,
    /// Three dots or their sign, bare or in brackets.
    ELLIPSIS,
    /// Words in brackets: the writer's, not the speaker's.
    ADDED
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  boolean isIdeograph() {
    return Words.isIdeograph(text.codePointAt(0));
  }
}
