package verbatim.quotecheck;

/// Whose a quotation is, by the words around it.
///
/// @param person the speaker; [Person#NOBODY] while that is open
/// @param own the channel that its own speech frame names; UNKNOWN for none
/// @param running the channel that the article told of last
/// @param answers the frame tells it as an answer
/// @param group the same for the parts of one interrupted quotation
/// @param naming how plainly the article says who it is
record Attribution(
    Speaker speaker,
    Person person,
    Channel own,
    Channel running,
    boolean answers,
    int group,
    Naming naming) {
  /// How the article says whose words they are.
  enum Naming {
    /// One name beside one verb of saying, and nobody else in the sentence.
    PLAIN,
    /// A name; but the sentence has others too, or does not plainly tell of saying.
    PERHAPS,
    /// "She", "the baker", or nobody.
    READ,
    /// It says that he did not say it.
    DENIED
  }
}
