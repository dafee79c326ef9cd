package verbatim.relations;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Store;

/// Servers of which an account wants to see nobody.
final class DomainBlocks {
  private static final int CACHED_MAX = 50_000;
  private static final int DOMAIN_CHARACTERS_MAX = 255;

  private final Store store;
  private final InstantSource clock;
  private final Limits limits;
  private final Cache<AccountId, Set<String>> cache =
      Caches.bounded().maximumSize(CACHED_MAX).build();

  DomainBlocks(Store store, InstantSource clock, Limits limits) {
    this.store = store;
    this.clock = clock;
    this.limits = limits;
  }

  Set<String> of(AccountId by) {
    return cache.get(by, this::load);
  }

  private Set<String> load(AccountId by) {
    var domains = new TreeSet<String>();
    store
        .scan(TieTable.DOMAINS, Key.of(by.value()), Store.SCAN_ROWS_MAX)
        .forEach(row -> domains.add(row.sk().textAt(0)));
    return Set.copyOf(domains);
  }

  /// @return the domain as it is kept
  String block(AccountId by, String written) {
    String domain = domain(written);
    Set<String> known = of(by);
    if (!known.contains(domain)) {
      if (known.size() >= limits.rows().domainBlocksMax()) {
        throw Refusal.invalid("domain", "ERR_TOO_LONG", "Domain blocks are too many");
      }
      byte[] value = Bytes.write(1).time(clock.instant()).done();
      store.put(TieTable.DOMAINS, Key.of(by.value()), Key.of(domain), value);
      forget(by);
    }
    return domain;
  }

  void unblock(AccountId by, String written) {
    store.delete(TieTable.DOMAINS, Key.of(by.value()), Key.of(domain(written)));
    forget(by);
  }

  void clear(AccountId by) {
    for (String domain : of(by)) {
      store.delete(TieTable.DOMAINS, Key.of(by.value()), Key.of(domain));
    }
    forget(by);
  }

  private void forget(AccountId by) {
    cache.asMap().compute(by, (_, _) -> null);
  }

  private static String domain(String written) {
    String domain = written.strip().toLowerCase(Locale.ROOT);
    boolean fits = !domain.isEmpty() && domain.length() <= DOMAIN_CHARACTERS_MAX;
    if (!fits
        || domain.codePoints().anyMatch(c -> Character.isWhitespace(c) || c < ' ' || c == '/')) {
      throw Refusal.invalid("domain", "ERR_INVALID", "Domain is not a valid domain name");
    }
    return domain;
  }
}
