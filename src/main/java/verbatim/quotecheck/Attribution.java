package verbatim.quotecheck;

/// Whose a quotation is, by the words around it.
///
/// @param person the speaker; [Person#NOBODY] while that is open
/// @param own the channel that its own speech frame names; UNKNOWN for none
/// @param running the channel that the article told of last
/// @param answers the frame tells it as an answer
/// @param group the same for the parts of one interrupted quotation
/// @param frame the verb, for the evidence of hints; "" for none
/// @param isNamed by a name next to it; else by "she" or "the baker", which may be read otherwise
record Attribution(
    Speaker speaker,
    Person person,
    Channel own,
    Channel running,
    boolean answers,
    int group,
    String frame,
    boolean isNamed) {}
