package verbatim.archives;

import java.time.Instant;
import verbatim.kernel.ArchiveId;

/// One archive of a member's: there is at most one at a time.
///
/// @param percent how much of it is written
/// @param endsAt [Instant#EPOCH] until it is ready; then how long it can be fetched
/// @param why what went wrong, or why it was removed; "" for nothing
public record Archive(
    ArchiveId id,
    State state,
    int percent,
    Instant askedAt,
    Instant endsAt,
    long bytes,
    String why) {
  public enum State {
    BUILDING,
    READY,
    FAILED,
    /// Something that is in it was deleted since.
    REMOVED
  }

  Archive at(int now) {
    return new Archive(id, state, now, askedAt, endsAt, bytes, why);
  }

  Archive ready(long size, Instant until) {
    return new Archive(id, State.READY, 100, askedAt, until, size, "");
  }

  Archive removed(String words) {
    return new Archive(id, State.REMOVED, percent, askedAt, endsAt, 0, words);
  }

  Archive failed(String words) {
    return new Archive(id, State.FAILED, percent, askedAt, endsAt, 0, words);
  }
}
