package verbatim.access;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.log.Event;
import verbatim.log.EventLog;
import verbatim.log.Facts;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Store;
import verbatim.store.Table;

/// The sign-in data of accounts, changed by compare-and-set only, and each change together with
/// what is told of it.
final class Members {
  private static final Table MEMBER = Table.claimed("member");
  private static final int CACHED_MAX = 20_000;
  private static final byte[] REMOVED = {};
  static final int TRIES_MAX = 200;

  // On a cluster another server may have changed the row: what is cached counts for so long.
  private static final Duration CACHED = Duration.ofSeconds(5);

  private final Facts facts;
  private final Cache<AccountId, Optional<Member>> cache =
      Caches.bounded().maximumSize(CACHED_MAX).expireAfterWrite(CACHED).build();

  Members(Store store, EventLog log, RandomGenerator random) {
    facts = new Facts(store, log, random, MEMBER);
  }

  /// As it is on disk.
  Optional<Member> find(AccountId account) {
    return read(facts.read(pk(account), Key.NONE));
  }

  /// From memory, mostly: for what runs on every request.
  Optional<Member> cached(AccountId account) {
    return cache.get(account, this::find);
  }

  void add(Member member) {
    AccountId account = member.account();
    var _ =
        facts.change(
            pk(account),
            Key.NONE,
            _ -> Optional.of(new Facts.Step(member.bytes(), List.of(), List.of())),
            () -> uncache(account));
  }

  /// The change may be called again, with what somebody else has made of the row meanwhile; it
  /// refuses by throwing. Answers what stands now, empty if the account has no sign-in data. What
  /// follows from the difference is told with it, whatever happens in between.
  Optional<Member> change(AccountId account, UnaryOperator<Member> change) {
    return read(
        facts.change(
            pk(account),
            Key.NONE,
            current -> read(current).flatMap(old -> step(old, change.apply(old))),
            () -> uncache(account)));
  }

  /// What is left of the row says nothing of anybody.
  void remove(AccountId account) {
    var _ =
        facts.change(
            pk(account),
            Key.NONE,
            current -> read(current).map(_ -> removal(account)),
            () -> uncache(account));
  }

  private static Optional<Facts.Step> step(Member old, Member changed) {
    if (changed.equals(old)) {
      return Optional.empty();
    }
    List<Event> events = new ArrayList<>();
    if (changed.generation() != old.generation()) {
      events.add(AccessEvent.write(new AccessEvent.AllSessionsEnded(old.account())));
    }
    for (AccessEvent.Change what : changed.factor().since(old.factor())) {
      events.add(AccessEvent.write(new AccessEvent.FactorChanged(old.account(), what)));
    }
    return Optional.of(new Facts.Step(changed.bytes(), List.of(), events));
  }

  private static Facts.Step removal(AccountId account) {
    return new Facts.Step(
        REMOVED, List.of(), List.of(AccessEvent.write(new AccessEvent.AllSessionsEnded(account))));
  }

  private static Optional<Member> read(Optional<Facts.Fact> fact) {
    return fact.map(Facts.Fact::body).filter(body -> body.length > 0).map(Member::read);
  }

  // compute, not invalidate: Caffeine leaves open what invalidate does to a load under way; compute
  // waits.
  private void uncache(AccountId account) {
    cache.asMap().compute(account, (_, _) -> null);
  }

  /// Asks again, with the same token, while the engine cannot tell.
  static boolean settle(Supplier<Claim> claim) {
    for (int i = 0; i < TRIES_MAX; i++) {
      switch (claim.get()) {
        case Claim.Applied _ -> {
          return true;
        }
        case Claim.Lost _ -> {
          return false;
        }
        case Claim.Unknown _ -> {}
      }
    }
    throw busy();
  }

  static Refused busy() {
    return new Refused(new Refusal.Unavailable("The server is busy, please try again"));
  }

  private static Key pk(AccountId account) {
    return Key.of(account.value());
  }
}
