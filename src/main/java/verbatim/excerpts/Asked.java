package verbatim.excerpts;

import java.time.Instant;
import java.util.List;
import verbatim.kernel.AccountId;

/// An excerpt as one sees it whose words it asks for.
///
/// @param shown as readers see it now, or would
/// @param agreed as they would if he said yes to all that is asked of him
/// @param around the words beside it, and who can read them, as they are now
/// @param seen names what stands beside it now: who signs says with it what he has seen
/// @param mine his own messages in it
/// @param answer what he said, known to him alone but for a yes
/// @param hasSaid something of his stands signed, which he can take back
/// @param context his own words to it, "" for none
/// @param askedAt [Instant#EPOCH] where he was not asked
public record Asked(
    Shown shown,
    Shown agreed,
    Choice choice,
    Around around,
    String seen,
    List<Piece> mine,
    Answered answer,
    boolean hasSaid,
    String context,
    Instant askedAt) {
  public Asked {
    mine = List.copyOf(mine);
  }

  public AccountId publisher() {
    return shown.publisher();
  }

  public enum Answered {
    NOTHING("none"),
    AGREED("agreed"),
    AGREED_IN_PART("agreed_in_part"),
    DECLINED("declined"),
    DENIED("denied"),
    /// He says something to it, and opens nothing.
    NOTED("noted"),
    WITHDRAWN("withdrawn");

    private final String word;

    Answered(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  @Override
  public String toString() {
    return "Asked";
  }
}
