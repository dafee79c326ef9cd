package verbatim.quotecheck;

/// How sure it is that a known statement is its author's; the surest first.
public enum Confidence {
  /// A post whose signature was checked, or of this server.
  SIGNED_POST("signed_post"),
  /// Whoever is quoted said here that these are his words.
  CONFIRMED("confirmed"),
  /// Whoever is quoted said here that these are his words, and that he said more than these.
  CONFIRMED_BUT_CUT("confirmed_but_cut"),
  /// A post as its server gave it.
  SERVER_COPY("server_copy"),
  /// Somebody registered it as his own words.
  REGISTERED("registered"),
  /// Stands in an article as its author's words, not checked at the source.
  COPY_IN_ARTICLE("copy_in_article"),
  /// Somebody registered it as another's words: it proves nothing.
  HEARSAY("registered");

  private final String word;

  Confidence(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
