package verbatim.excerpts;

/// How it stands with the other side's yes. After seven days a request that has not been agreed to
/// reads as not agreed, whatever else he did.
public enum State {
  ASKED("asked"),
  AGREED("agreed"),
  AGREED_IN_PART("agreed_in_part"),
  NOT_AGREED("not_agreed"),
  /// The publisher chose not to ask.
  NOT_ASKED("not_asked"),
  WITHDRAWN("withdrawn");

  private final String word;

  State(String word) {
    this.word = word;
  }

  /// As programs read it.
  public String word() {
    return word;
  }
}
