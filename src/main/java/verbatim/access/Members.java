package verbatim.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import verbatim.kernel.AccountId;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// The sign-in data of accounts, changed by compare-and-set only.
final class Members {
  private static final Table MEMBER = Table.claimed("member");
  private static final int CACHED_MAX = 20_000;
  static final int TRIES_MAX = 200;

  // On a cluster another server may have changed the row: what is cached counts for so long.
  private static final Duration CACHED = Duration.ofSeconds(5);

  private final Store store;
  private final Tokens tokens;
  private final Cache<AccountId, Optional<Member>> cache =
      Caffeine.newBuilder().maximumSize(CACHED_MAX).expireAfterWrite(CACHED).build();

  Members(Store store, Tokens tokens) {
    this.store = store;
    this.tokens = tokens;
  }

  /// As it is on disk.
  Optional<Member> find(AccountId account) {
    return row(account).map(row -> Member.read(row.value()));
  }

  /// From memory, mostly: for what runs on every request.
  Optional<Member> cached(AccountId account) {
    return cache.get(account, this::find);
  }

  void add(Member member) {
    byte[] token = tokens.raw();
    settle(() -> store.putIfAbsent(MEMBER, pk(member.account()), Key.NONE, member.bytes(), token));
    uncache(member.account());
  }

  /// The change may be called again, with what somebody else has made of the row meanwhile; it
  /// refuses by throwing. Answers what stands now, empty if the account has no sign-in data.
  Optional<Member> change(AccountId account, UnaryOperator<Member> change) {
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Row> row = row(account);
      if (row.isEmpty()) {
        return Optional.empty();
      }
      Member old = Member.read(row.get().value());
      Member changed = change.apply(old);
      if (changed.equals(old)) {
        return Optional.of(old);
      }
      byte[] token = tokens.raw();
      long version = row.get().version();
      boolean applied =
          settle(
              () ->
                  store.compareAndSet(
                      MEMBER, pk(account), Key.NONE, version, changed.bytes(), token));
      uncache(account);
      if (applied) {
        return Optional.of(changed);
      }
    }
    throw busy();
  }

  void remove(AccountId account) {
    for (Optional<Row> row = row(account); row.isPresent(); row = row(account)) {
      byte[] token = tokens.raw();
      long version = row.get().version();
      settle(() -> store.compareAndDelete(MEMBER, pk(account), Key.NONE, version, token));
    }
    uncache(account);
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

  private Optional<Row> row(AccountId account) {
    return store.get(MEMBER, pk(account), Key.NONE);
  }

  private static Key pk(AccountId account) {
    return Key.of(account.value());
  }
}
