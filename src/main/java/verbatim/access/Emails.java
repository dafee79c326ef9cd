package verbatim.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.mail.Address;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Which account has which address: claimed by hash. A claim counts as long as the member's own row
/// bears it out; so a claim left over (from an account deleted, or never finished) hinders nobody.
final class Emails {
  private static final Table EMAIL = Table.claimed("email");

  // From the claim until the account is made; whoever is slower has failed.
  private static final Duration UNFINISHED_MAX = Duration.ofMinutes(10);

  private final Store store;
  private final Accounts accounts;
  private final Members members;
  private final Tokens tokens;
  private final InstantSource clock;

  Emails(Store store, Accounts accounts, Members members, Tokens tokens, InstantSource clock) {
    this.store = store;
    this.accounts = accounts;
    this.members = members;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// The hash that stands for an address where the address itself must not be written.
  static Key hash(Address address) {
    return Key.NONE.andRaw(Tokens.sha256(address.canonical()));
  }

  Optional<Member> holder(Address address) {
    return holder(hash(address));
  }

  /// The member who signs in with this address.
  Optional<Member> holder(Key hash) {
    return store
        .get(EMAIL, hash, Key.NONE)
        .map(row -> Held.read(row.value()).account())
        .flatMap(members::find)
        .filter(member -> hash(member.address()).equals(hash))
        .filter(member -> accounts.isMade(member.account()));
  }

  boolean isFree(Address address) {
    return store.get(EMAIL, hash(address), Key.NONE).filter(row -> stands(row, address)).isEmpty();
  }

  /// Claims an address for an account, or bears out that the account has it already. One that is
  /// about to be made holds it for a while, and for good once it is made.
  boolean claim(Address address, AccountId account) {
    return claim(address, account, row -> stands(row, address));
  }

  /// Claims an address for an account whose owner has just opened a link in a letter to it: whoever
  /// only said that it was his must give way.
  boolean claimProven(Address address, AccountId account) {
    return claim(address, account, row -> owner(row, address).isPresent());
  }

  /// Whether another has proven that this address is his.
  boolean isOfAnother(Address address, AccountId account) {
    return store
        .get(EMAIL, hash(address), Key.NONE)
        .flatMap(row -> owner(row, address))
        .filter(owner -> !owner.account().equals(account))
        .isPresent();
  }

  private boolean claim(Address address, AccountId account, Predicate<Row> stands) {
    byte[] token = tokens.raw();
    byte[] value = new Held(account, clock.instant()).bytes();
    Key pk = hash(address);
    for (int i = 0; i < Members.TRIES_MAX; i++) {
      switch (store.putIfAbsent(EMAIL, pk, Key.NONE, value, token)) {
        case Claim.Applied _ -> {
          return true;
        }
        case Claim.Lost(var current) -> {
          if (current.isPresent()) {
            return replace(address, account, current.get(), value, stands);
          }
        }
        case Claim.Unknown _ -> {}
      }
    }
    throw Members.busy();
  }

  private boolean replace(
      Address address, AccountId account, Row row, byte[] value, Predicate<Row> stands) {
    Held held = Held.read(row.value());
    if (held.account().equals(account)) {
      return true;
    }
    if (stands.test(row)) {
      return false;
    }
    byte[] token = tokens.raw();
    return Members.settle(
        () -> store.compareAndSet(EMAIL, hash(address), Key.NONE, row.version(), value, token));
  }

  /// @param account whose claim it is
  void release(Address address, AccountId account) {
    store
        .get(EMAIL, hash(address), Key.NONE)
        .filter(row -> Held.read(row.value()).account().equals(account))
        .ifPresent(
            row -> {
              byte[] token = tokens.raw();
              Members.settle(
                  () ->
                      store.compareAndDelete(EMAIL, hash(address), Key.NONE, row.version(), token));
            });
  }

  private Optional<Member> owner(Row row, Address address) {
    AccountId holder = Held.read(row.value()).account();
    return members
        .find(holder)
        .filter(member -> member.owns(address, clock.instant()))
        .filter(_ -> accounts.isMade(holder));
  }

  private boolean stands(Row row, Address address) {
    Held held = Held.read(row.value());
    Instant now = clock.instant();
    if (!accounts.isMade(held.account())) {
      return now.isBefore(held.since().plus(UNFINISHED_MAX));
    }
    return members.find(held.account()).filter(m -> m.holds(address, now)).isPresent();
  }

  private record Held(AccountId account, Instant since) {
    byte[] bytes() {
      return Bytes.write(1).number(account.value()).time(since).done();
    }

    static Held read(byte[] value) {
      Bytes.Reader bytes = Bytes.read(value);
      return new Held(new AccountId(bytes.number()), bytes.time());
    }
  }
}
