package verbatim.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;

/// What was just posted or deleted, until the log tells of it and it is counted: clients ask for
/// one's own counts at once. A few of each, and not for long; without it counts are right in the
/// end all the same.
final class Ahead {
  private static final int ACCOUNTS_MAX = 10_000;
  private static final int EACH_MAX = 100;
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final Cache<AccountId, Map<Long, Boolean>> pending =
      Caches.bounded().maximumSize(ACCOUNTS_MAX).expireAfterWrite(KEPT).build();

  void put(AccountId id, long what, boolean stands) {
    pending
        .asMap()
        .compute(
            id,
            (_, known) -> {
              Map<Long, Boolean> all = known == null ? new LinkedHashMap<>() : copy(known);
              all.put(what, stands);
              if (all.size() > EACH_MAX) {
                all.remove(all.keySet().iterator().next());
              }
              return all;
            });
  }

  /// It was counted so.
  void counted(AccountId id, long what, boolean stands) {
    pending
        .asMap()
        .computeIfPresent(
            id,
            (_, known) -> {
              Map<Long, Boolean> left = copy(known);
              left.remove(what, stands);
              return left.isEmpty() ? null : left;
            });
  }

  private static Map<Long, Boolean> copy(Map<Long, Boolean> of) {
    return new LinkedHashMap<>(of);
  }

  /// What stands by now, or does not, by what it is.
  Map<Long, Boolean> of(AccountId id) {
    Map<Long, Boolean> known = pending.getIfPresent(id);
    return known == null ? Map.of() : known;
  }
}
