package verbatim.relations;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Whom somebody might like to follow: first those whom several follow whom he follows, then people
/// of this server who want to be found, the best known first. Worked out now and then from a
/// bounded look around; asked again at each reading is whether he may and wants to see them. Who
/// hides whom he follows is no source.
public final class Suggestions {
  private static final Table DISMISSED = Table.plain("suggestion_dismissed");
  private static final int DISMISSED_MAX = 1_000;
  private static final int FRIENDS_READ_MAX = 100;
  private static final int OF_FRIEND_READ_MAX = 50;
  private static final int KEPT_FOR_MAX = 10_000;
  private static final int LOOKED_AT_MAX = 400;
  private static final Duration KEPT = Duration.ofMinutes(10);

  public enum Source {
    FRIENDS_OF_FRIENDS,
    DIRECTORY
  }

  public record Suggestion(AccountId account, Source source) {}

  private record Worked(Instant at, List<Suggestion> found) {}

  private final Store store;
  private final Relations relations;
  private final Accounts accounts;
  private final MaySee maySee;
  private final InstantSource clock;
  private final int max;
  private final Cache<AccountId, Worked> worked =
      Caches.bounded().maximumSize(KEPT_FOR_MAX).build();

  public Suggestions(
      Store store,
      Relations relations,
      Accounts accounts,
      MaySee maySee,
      InstantSource clock,
      Limits limits) {
    this.store = store;
    this.relations = relations;
    this.accounts = accounts;
    this.maySee = maySee;
    this.clock = clock;
    this.max = limits.later().suggestionsMax();
  }

  public List<Suggestion> to(AccountId reader, int rowsMax) {
    Worked last = worked.getIfPresent(reader);
    if (last == null || !last.at().plus(KEPT).isAfter(clock.instant())) {
      last = new Worked(clock.instant(), lookAround(reader));
      worked.put(reader, last);
    }
    Set<AccountId> dismissed = dismissed(reader);
    return last.found().stream()
        .filter(s -> !dismissed.contains(s.account()) && fits(reader, s.account()))
        .limit(rowsMax)
        .toList();
  }

  private List<Suggestion> lookAround(AccountId reader) {
    Map<AccountId, Integer> followedBy = new HashMap<>();
    for (Relations.Entry friend : relations.following(reader, Page.newest(FRIENDS_READ_MAX))) {
      if (maySee.maySeeCollections(Viewer.of(reader), friend.account())
          && maySee.wants(Viewer.of(reader), friend.account())) {
        relations
            .following(friend.account(), Page.newest(OF_FRIEND_READ_MAX))
            .forEach(entry -> followedBy.merge(entry.account(), 1, Integer::sum));
      }
    }
    Set<AccountId> dismissed = dismissed(reader);
    List<Suggestion> found = new ArrayList<>();
    followedBy.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<AccountId, Integer>>comparingInt(e -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .filter(id -> !dismissed.contains(id) && fits(reader, id))
        .limit(max)
        .forEach(id -> found.add(new Suggestion(id, Source.FRIENDS_OF_FRIENDS)));
    Set<AccountId> there = new HashSet<>(followedBy.keySet());
    accounts.directory(0, LOOKED_AT_MAX).stream()
        .map(Account::id)
        .map(id -> Map.entry(id, accounts.stats(id).followers()))
        .sorted(Map.Entry.<AccountId, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .filter(id -> !there.contains(id) && !dismissed.contains(id) && fits(reader, id))
        .limit(max - found.size())
        .forEach(id -> found.add(new Suggestion(id, Source.DIRECTORY)));
    return List.copyOf(found);
  }

  private boolean fits(AccountId reader, AccountId id) {
    Account account = accounts.find(id).orElse(null);
    if (account == null
        || id.equals(reader)
        || !account.profile().discoverable()
        || !account.standing().isOfferedToStrangers()
        || !maySee.wants(Viewer.of(reader), id)) {
      return false;
    }
    Relationship relationship = relations.relationship(reader, id);
    return !relationship.following() && !relationship.requested();
  }

  /// Is not suggested to him again, as far as a thousand dismissals go back.
  public void dismiss(AccountId reader, AccountId account) {
    Key pk = Key.of(reader.value());
    List<Row> rows = store.scan(DISMISSED, pk, DISMISSED_MAX);
    boolean isKnown = rows.stream().anyMatch(row -> row.sk().longAt(0) == account.value());
    if (rows.size() == DISMISSED_MAX && !isKnown) {
      rows.stream()
          .min(Comparator.comparing(Suggestions::dismissedAt))
          .ifPresent(oldest -> store.delete(DISMISSED, pk, oldest.sk()));
    }
    byte[] value = Bytes.write(2).time(clock.instant()).done();
    store.put(DISMISSED, pk, Key.of(account.value()), value);
  }

  private static Instant dismissedAt(Row row) {
    // The first rows of this table were a single byte, without a time.
    return row.value().length == 1 ? Instant.EPOCH : Bytes.read(row.value()).time();
  }

  private Set<AccountId> dismissed(AccountId reader) {
    Set<AccountId> dismissed = new HashSet<>();
    store
        .scan(DISMISSED, Key.of(reader.value()), DISMISSED_MAX)
        .forEach(row -> dismissed.add(new AccountId(row.sk().longAt(0))));
    return dismissed;
  }

  /// For an account that was deleted.
  static void forget(Store store, AccountId reader) {
    store.deleteRange(
        DISMISSED, Key.of(reader.value()), Key.of(Long.MIN_VALUE), Key.of(Long.MAX_VALUE));
  }
}
