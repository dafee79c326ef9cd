package verbatim.conversations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A message as one member sees it.
///
/// @param opening his own, and on the record everybody's
/// @param replacedBy the newest edit that he may see; 0 for none
/// @param editedAt when that was made
public record Seen(
    Message message,
    List<Reaction> reactions,
    Optional<Opening> opening,
    long replacedBy,
    Optional<Instant> editedAt) {

  /// One sign under a message.
  ///
  /// @param name a Unicode emoji, or a shortcode of ours
  public record Reaction(String name, int count, boolean isMine) {}
}
