package verbatim.access;

import java.time.InstantSource;
import java.util.Optional;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Secret;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// A fresh server gives nobody a role: its owner is made on the command line, or by whoever enters
/// the one-time code that `serve` prints.
public final class FirstOwner {
  private static final Table OWNER = Table.claimed("first_owner");

  private final Store store;
  private final Accounts accounts;
  private final Tokens tokens;
  private final InstantSource clock;

  FirstOwner(Store store, Accounts accounts, Tokens tokens, InstantSource clock) {
    this.store = store;
    this.accounts = accounts;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// A new code to print at start, which replaces any printed before; empty once there was an
  /// owner.
  public Optional<Secret> offer() {
    Secret code = tokens.secret();
    return replace(new Offered(Tokens.hash(code), new AccountId(0), false))
        ? Optional.of(code)
        : Optional.empty();
  }

  /// Makes the person the owner. The code works once, however many try at the same time. What he
  /// may do has changed: [Sessions#renew] his session.
  public boolean claim(Caller.SignedIn who, Secret code) {
    Optional<Row> row = row();
    if (row.isEmpty()
        || !isOpen(row.get())
        || !Offered.read(row.get().value()).hash().equals(Tokens.hash(code))) {
      return false;
    }
    byte[] taken = new Offered(Tokens.hash(tokens.secret()), who.account(), true).bytes(clock);
    byte[] token = tokens.raw();
    boolean won =
        Members.settle(
            () ->
                store.compareAndSet(OWNER, Key.NONE, Key.NONE, row.get().version(), taken, token));
    if (won) {
      accounts.change(
          who.account(),
          a ->
              a.with(
                  new Standing(a.standing().state(), Standing.Role.OWNER, a.standing().limited())));
    }
    return won;
  }

  /// There is an owner, made on the command line.
  void close() {
    replace(new Offered(Tokens.hash(tokens.secret()), new AccountId(0), true));
  }

  private boolean replace(Offered offered) {
    while (true) {
      Optional<Row> row = row();
      if (row.filter(r -> !isOpen(r)).isPresent()) {
        return false;
      }
      byte[] value = offered.bytes(clock);
      byte[] token = tokens.raw();
      boolean won =
          Members.settle(
              () ->
                  row.isEmpty()
                      ? store.putIfAbsent(OWNER, Key.NONE, Key.NONE, value, token)
                      : store.compareAndSet(
                          OWNER, Key.NONE, Key.NONE, row.get().version(), value, token));
      if (won) {
        return true;
      }
    }
  }

  // A crash between taking the code and giving the role must not leave the server without an owner
  // for ever: a code that was taken by somebody who did not become owner is offered again.
  private boolean isOpen(Row row) {
    Offered offered = Offered.read(row.value());
    if (!offered.taken()) {
      return true;
    }
    return offered.by().value() != 0
        && accounts
            .find(offered.by())
            .filter(a -> a.standing().role() == Standing.Role.OWNER)
            .isEmpty();
  }

  private Optional<Row> row() {
    return store.get(OWNER, Key.NONE, Key.NONE);
  }

  private record Offered(Key hash, AccountId by, boolean taken) {
    byte[] bytes(InstantSource clock) {
      return Bytes.write(1)
          .raw(hash.toBytes())
          .number(by.value())
          .flag(taken)
          .time(clock.instant())
          .done();
    }

    static Offered read(byte[] value) {
      Bytes.Reader bytes = Bytes.read(value);
      return new Offered(Key.wrap(bytes.raw()), new AccountId(bytes.number()), bytes.flag());
    }
  }
}
