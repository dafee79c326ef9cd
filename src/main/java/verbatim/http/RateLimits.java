package verbatim.http;

import com.github.benmanes.caffeine.cache.Cache;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Limits;

/// How often one account or one address may come, in fixed windows. Memory is bounded: under a
/// flood from very many addresses the counts least used are forgotten first.
public final class RateLimits {
  private static final int COUNTERS_MAX = 100_000;
  private static final int NETWORK_BYTES = 8;

  /// What is counted apart.
  public enum Bucket {
    /// Every request: by account where there is one, else by address.
    REQUESTS,
    /// Pages, pictures and files, by address: many, since whoever reads loads many, and a whole
    /// office may have one address.
    PAGES,
    /// Statuses written, by account.
    POSTS,
    /// Looks through one's own private messages, by account: each reads thousands.
    PRIVATE_SEARCHES,
    /// Accounts and apps made, by address.
    REGISTRATIONS,
    /// Sign-ins tried, by address.
    SIGN_INS,
    /// Quote checks, by account.
    CHECKS
  }

  /// How somebody stands after one more request.
  record Standing(int limit, int remaining, String resetText, Duration after, boolean isExceeded) {}

  private record Rule(int max, Duration window) {}

  private record Key(Bucket bucket, boolean isAccount, long who) {}

  private final Map<Bucket, Rule> rules = new EnumMap<>(Bucket.class);
  private final Rule byAddress;
  private final InstantSource clock;
  private final boolean isLifted;
  private final Cache<Key, Counter> counters = Caches.bounded().maximumSize(COUNTERS_MAX).build();

  public RateLimits(Limits.People limits, InstantSource clock) {
    this(limits, clock, false);
  }

  private RateLimits(Limits.People limits, InstantSource clock, boolean isLifted) {
    this.clock = clock;
    this.isLifted = isLifted;
    this.byAddress = new Rule(limits.requestsPerAddressMax(), limits.requestsPerAddressWindow());
    rules.put(
        Bucket.REQUESTS,
        new Rule(limits.requestsPerAccountMax(), limits.requestsPerAccountWindow()));
    rules.put(Bucket.PAGES, new Rule(limits.pagesPerAddressMax(), limits.pagesPerAddressWindow()));
    rules.put(Bucket.POSTS, new Rule(limits.postsPerAccountMax(), limits.postsPerAccountWindow()));
    rules.put(
        Bucket.PRIVATE_SEARCHES,
        new Rule(limits.privateSearchesPerAccountMax(), limits.privateSearchesPerAccountWindow()));
    rules.put(
        Bucket.REGISTRATIONS,
        new Rule(limits.registrationsPerAddressMax(), limits.registrationsPerAddressWindow()));
    rules.put(
        Bucket.CHECKS, new Rule(limits.checksPerAccountMax(), limits.checksPerAccountWindow()));
    rules.put(
        Bucket.SIGN_INS, new Rule(limits.signInsPerAddressMax(), limits.signInsPerAddressWindow()));
  }

  /// Counts, tells, but never refuses: for test mode.
  public static RateLimits lifted(Limits.People limits, InstantSource clock) {
    return new RateLimits(limits, clock, true);
  }

  Standing count(Bucket bucket, AccountId account) {
    return count(new Key(bucket, true, account.value()), rule(bucket, true));
  }

  Standing count(Bucket bucket, InetAddress address) {
    return count(new Key(bucket, false, number(address)), rule(bucket, false));
  }

  private Rule rule(Bucket bucket, boolean isAccount) {
    Rule rule = bucket == Bucket.REQUESTS && !isAccount ? byAddress : rules.get(bucket);
    if (rule == null) {
      throw new IllegalStateException("no rule for " + bucket);
    }
    return rule;
  }

  private Standing count(Key key, Rule rule) {
    long now = clock.millis();
    long windowMs = rule.window.toMillis();
    long window = now / windowMs;
    long resetMs = (window + 1) * windowMs;
    Counter counter = counters.get(key, _ -> new Counter());
    return counter.next(window, rule.max, resetMs, resetMs - now, isLifted);
  }

  /// An IPv6 customer has a /64 at least, so that much counts as one address.
  private static long number(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address
        ? ByteBuffer.wrap(bytes, 0, NETWORK_BYTES).getLong()
        : ByteBuffer.wrap(bytes).getInt() & 0xffff_ffffL;
  }

  private static final class Counter {
    private long window;
    private int count;
    // The text of the reset time is the same for a whole window.
    private String resetText = "";

    synchronized Standing next(
        long current, int max, long resetMs, long afterMs, boolean isLifted) {
      if (current != window) {
        window = current;
        count = 0;
        resetText = Instant.ofEpochMilli(resetMs).toString();
      }
      count = Math.min(count + 1, Integer.MAX_VALUE - 1);
      return new Standing(
          max,
          Math.max(0, max - count),
          resetText,
          Duration.ofMillis(afterMs),
          count > max && !isLifted);
    }
  }
}
