package verbatim.excerpts;

/// What stands there of somebody's answer, for all to read.
public enum Heard {
  AGREED("agreed"),
  AGREED_IN_PART("agreed_in_part"),
  /// He opens nothing, and says something to it.
  NOTED("noted"),
  /// He says that these are not his words.
  DENIED("denied"),
  /// He had agreed, and took it back.
  WITHDRAWN("withdrawn"),
  /// What he said once does not stand any more.
  NOTHING("nothing");

  private final String word;

  Heard(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
