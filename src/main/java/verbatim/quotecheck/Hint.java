package verbatim.quotecheck;

/// Something a person may want to look at. No judgement: what was seen is said with it.
///
/// @param evidence in words, about this quotation
public record Hint(Kind kind, String evidence) {
  public enum Kind {
    /// The article tells of another way of saying it.
    CHANNEL("channel"),
    /// Told as an answer; the source answers nothing.
    ANSWER("answer"),
    /// The source goes on with a "but" or a "not" right where the quotation ends.
    CONTRARY("contrary"),
    /// What the source has just before it in the same sentence turns it round, or says whose
    /// thought it is.
    CUT("cut"),
    /// The article gives a date more than a week away.
    DATE("date"),
    /// The source is somebody else's.
    SPEAKER("speaker"),
    /// The article says that whom it names did not say it.
    DENIED("denied");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
