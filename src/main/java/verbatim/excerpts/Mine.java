package verbatim.excerpts;

import java.time.Instant;
import java.util.List;
import verbatim.kernel.AccountId;

/// An excerpt as its publisher sees it. Of what others answered it says no more than readers know.
///
/// @param shown as readers see it now, or would if it were published now
/// @param agreed as they would if all who can be asked said yes to all
/// @param parties whose words it asks for, or shows because they are on the record
public record Mine(
    Shown shown,
    Shown agreed,
    Choice choice,
    Around around,
    List<Piece> pieces,
    List<Party> parties,
    List<Warning> warnings,
    Instant createdAt) {
  public Mine {
    pieces = List.copyOf(pieces);
    parties = List.copyOf(parties);
    warnings = List.copyOf(warnings);
  }

  public boolean isPublished() {
    return shown.status().isPresent();
  }

  /// @param entries the numbers of his messages
  /// @param since when he was asked, agreed or withdrew; [Instant#EPOCH] for never
  public record Party(AccountId account, State state, Instant since, List<Long> entries) {
    public Party {
      entries = List.copyOf(entries);
    }
  }
}
