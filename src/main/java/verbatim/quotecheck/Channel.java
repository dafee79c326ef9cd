package verbatim.quotecheck;

/// How something was said.
public enum Channel {
  PUBLIC_POST("public post"),
  TEXT_MESSAGE("text message"),
  PRESS("statement to press"),
  SPOKEN("spoken"),
  /// A name that somebody is kept under in another's address book.
  CONTACT_LABEL("contact label"),
  /// How somebody signs.
  SELF_GIVEN_LABEL("self-given label"),
  SELF_GIVEN_LABEL_IN_MESSAGE("self-given label in a text message"),
  LABEL("label"),
  UNKNOWN("unknown");

  private final String word;

  Channel(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
