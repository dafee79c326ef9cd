package verbatim.access;

import com.github.benmanes.caffeine.cache.Cache;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import verbatim.kernel.Caches;
import verbatim.kernel.Limits;

/// Counts what can be abused: guesses, letters, registrations. An attempt is counted before it is
/// made and given back when it was no abuse, so that many at once get no more than many in a row.
/// Kept in memory, bounded; a restart forgets.
final class Attempts {
  private static final int COUNTERS_MAX = 200_000;

  enum Kind {
    /// One login from one network.
    GUESS_FROM_NETWORK,
    /// One login from anywhere new to it.
    GUESS,
    /// Any login from one network.
    GUESSES_OF_NETWORK,
    /// The password asked again of somebody signed in.
    GUESS_OWN,
    /// A code of the second factor, wherever it is asked: signing in, switching off, anywhere.
    CODE,
    /// Any code from one network.
    CODES_OF_NETWORK,
    /// One address on one path. Paths are counted apart: else the limit of one would tell a
    /// stranger that the owner has just used another.
    LETTER_TO,
    LETTER_BY,
    LETTER_FROM,
    REGISTRATION
  }

  private record Counter(int count, Instant since, Instant last, Instant barredUntil) {}

  /// @param doubles whether the delay begins short and doubles with each further attempt, instead
  ///     of lasting until the window is over: whoever is locked out by somebody else's guessing
  ///     then waits minutes at most
  private record Rule(int max, Duration window, boolean doubles) {}

  private static final Duration SHORTEST_DELAY = Duration.ofSeconds(15);
  private static final int DOUBLINGS_MAX = 16;

  private final InstantSource clock;
  private final Limits.People limits;
  private final boolean lifted;
  private final Cache<String, Counter> counters =
      Caches.bounded().maximumSize(COUNTERS_MAX).build();

  /// @param lifted in test mode nothing is counted
  Attempts(InstantSource clock, Limits.People limits, boolean lifted) {
    this.clock = clock;
    this.limits = limits;
    this.lifted = lifted;
  }

  /// Counts an attempt.
  ///
  /// @return how long to wait instead; empty when it may be made
  Optional<Duration> take(Kind kind, String key) {
    if (lifted) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Rule rule = rule(kind);
    boolean[] barred = {false};
    Counter counter =
        counters
            .asMap()
            .compute(
                kind + " " + key,
                (_, old) -> {
                  if (old == null || isOver(old, rule, now)) {
                    return next(new Counter(0, now, now, Instant.MIN), rule, now);
                  }
                  if (now.isBefore(old.barredUntil())) {
                    barred[0] = true;
                    return old;
                  }
                  return next(old, rule, now);
                });
    return barred[0] ? Optional.of(Duration.between(now, counter.barredUntil())) : Optional.empty();
  }

  /// Whether the next attempt would have to wait.
  boolean isBarred(Kind kind, String key) {
    Counter counter = counters.getIfPresent(kind + " " + key);
    return counter != null && clock.instant().isBefore(counter.barredUntil());
  }

  /// The attempt was no abuse.
  void giveBack(Kind kind, String key) {
    counters
        .asMap()
        .computeIfPresent(
            kind + " " + key,
            (_, old) ->
                old.count() <= 1
                    ? null
                    : new Counter(old.count() - 1, old.since(), old.last(), Instant.MIN));
  }

  void forget(Kind kind, String key) {
    counters.invalidate(kind + " " + key);
  }

  /// The network that an address belongs to: one IPv4 address, or the /64 that one IPv6 user has.
  static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }

  private static Counter next(Counter old, Rule rule, Instant now) {
    int count = old.count() + 1;
    Instant barred = Instant.MIN;
    if (count >= rule.max()) {
      barred =
          rule.doubles()
              ? now.plus(delay(count - rule.max(), rule))
              : old.since().plus(rule.window());
    }
    return new Counter(count, old.since(), now, barred);
  }

  private static Duration delay(int beyond, Rule rule) {
    Duration delay = SHORTEST_DELAY.multipliedBy(1L << Math.min(beyond, DOUBLINGS_MAX));
    return delay.compareTo(rule.window()) < 0 ? delay : rule.window();
  }

  private static boolean isOver(Counter counter, Rule rule, Instant now) {
    Instant from = rule.doubles() ? counter.last() : counter.since();
    Duration after = rule.doubles() ? rule.window().multipliedBy(2) : rule.window();
    return !now.isBefore(from.plus(after));
  }

  private Rule rule(Kind kind) {
    return switch (kind) {
      case GUESS_FROM_NETWORK, GUESS_OWN, CODE ->
          new Rule(limits.signInFailuresMax(), limits.signInFailuresWindow(), true);
      case GUESS -> new Rule(limits.signInFailuresMax() * 5, limits.signInFailuresWindow(), true);
      case GUESSES_OF_NETWORK, CODES_OF_NETWORK ->
          new Rule(limits.signInFailuresMax() * 10, limits.signInFailuresWindow(), false);
      case LETTER_TO, LETTER_BY ->
          new Rule(limits.mailsPerAddressMax(), limits.mailsWindow(), false);
      case LETTER_FROM -> new Rule(limits.mailsPerAddressMax() * 10, limits.mailsWindow(), false);
      case REGISTRATION ->
          new Rule(
              limits.registrationsPerAddressMax(), limits.registrationsPerAddressWindow(), false);
    };
  }
}
