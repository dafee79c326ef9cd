package verbatim.moderation;

import java.time.Instant;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;

/// What somebody said against what was done to him; one for each deed.
///
/// @param deed against which
/// @param answer what the moderators said to it, "" while they have not, or for no words
public record Appeal(
    DeedId deed, AccountId by, Instant at, String words, State state, String answer) {
  public enum State {
    OPEN,
    ACCEPTED,
    DECLINED
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }

  Appeal answered(State other, String said) {
    return new Appeal(deed, by, at, words, other, said);
  }

  Appeal withoutWords() {
    return new Appeal(deed, by, at, "", state, "");
  }

  /// Says nothing of the words.
  @Override
  public String toString() {
    return "Appeal " + deed + " " + state;
  }
}
