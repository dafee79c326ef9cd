package verbatim.excerpts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import verbatim.kernel.AccountId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.StatusId;

/// What was made of excerpts lately, kept for as long as all of it is as it was: every list that
/// holds such a post shows it anew, and a document may be a mebibyte.
final class Tellings {
  private static final int CACHED_BYTES_MAX = 16 << 20;
  private static final int ROW_OVERHEAD_BYTES = 1_000;

  private final Cache<ExcerptId, Made> cache =
      Caffeine.newBuilder().maximumWeight(CACHED_BYTES_MAX).weigher(Tellings::weight).build();

  /// All that decides how an excerpt reads.
  ///
  /// @param gone whose words are shown nowhere now
  /// @param states how it stands with each one's yes, and with what he has not opened
  record Moment(
      Kept kept,
      StatusId status,
      Instant editedAt,
      boolean isChanged,
      List<AccountId> gone,
      List<State> states) {
    /// This very excerpt, as it is in memory: to compare all its words costs more than to look.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Moment other) {
      return kept == other.kept
          && status.equals(other.status)
          && editedAt.equals(other.editedAt)
          && isChanged == other.isChanged
          && gone.equals(other.gone)
          && states.equals(other.states);
    }
  }

  private record Made(Moment moment, Telling telling) {}

  private static int weight(ExcerptId id, Made made) {
    // What is shown takes about as much as the document does, also where that is not kept.
    return made.telling().bytes() * 2 + ROW_OVERHEAD_BYTES;
  }

  Telling of(Moment moment, Supplier<Telling> make) {
    ExcerptId id = moment.kept().id();
    Made made = cache.getIfPresent(id);
    if (made == null || !made.moment().isOf(moment)) {
      made = new Made(moment, make.get());
      cache.put(id, made);
    }
    return made.telling();
  }
}
