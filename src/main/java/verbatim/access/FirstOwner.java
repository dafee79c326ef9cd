package verbatim.access;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Secret;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// A fresh server gives nobody a role: its owner is made on the command line, or by whoever opens
/// the one-time link that `serve` prints. Only the hashes of the codes are kept, so a start cannot
/// print the code of the start before: each prints one of its own, and those before it count until
/// they are too old, or until there is an owner, however he was made.
public final class FirstOwner {
  /// Who sets up a server does it in these days; a link in an old scroll-back opens nothing.
  static final Duration CODE_MAX = Duration.ofDays(3);

  /// A server that starts again and again must not fill the row.
  private static final int CODES_MAX = 8;

  private static final AccountId NOBODY = new AccountId(0);
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

  /// A new code to print at start; empty once there was an owner.
  public Optional<Secret> offer() {
    if (accounts.hasOwner()) {
      close();
      return Optional.empty();
    }
    Secret code = tokens.secret();
    Code fresh = new Code(Tokens.hash(code), clock.instant().plus(CODE_MAX));
    return replace(before -> before.with(fresh, clock.instant()))
        ? Optional.of(code)
        : Optional.empty();
  }

  /// Whether the code would make an owner now.
  public boolean isOffered(Secret code) {
    return !accounts.hasOwner()
        && row().filter(this::isOpen).map(r -> Codes.read(r.value())).stream()
            .anyMatch(codes -> codes.have(Tokens.hash(code), clock.instant()));
  }

  /// Makes the person the owner. The code works once, however many try at the same time, and no
  /// other code works after it. What he may do has changed: [Sessions#renew] his session.
  public boolean claim(Caller.SignedIn who, Secret code) {
    return claim(who.account(), code);
  }

  boolean claim(AccountId who, Secret code) {
    Optional<Row> row = row();
    if (accounts.hasOwner()
        || row.isEmpty()
        || !isOpen(row.get())
        || !Codes.read(row.get().value()).have(Tokens.hash(code), clock.instant())) {
      return false;
    }
    byte[] taken = Codes.taken(who).bytes();
    byte[] token = tokens.raw();
    boolean won =
        Members.settle(
            () ->
                store.compareAndSet(OWNER, Key.NONE, Key.NONE, row.get().version(), taken, token));
    if (won) {
      accounts.change(
          who,
          a ->
              a.with(
                  new Standing(a.standing().state(), Standing.Role.OWNER, a.standing().limited())));
    }
    return won;
  }

  /// There is an owner, made on the command line.
  void close() {
    replace(_ -> Codes.taken(NOBODY));
  }

  private boolean replace(UnaryOperator<Codes> change) {
    while (true) {
      Optional<Row> row = row();
      if (row.filter(r -> !isOpen(r)).isPresent()) {
        return false;
      }
      Codes before = row.map(r -> Codes.read(r.value())).orElse(Codes.NONE);
      byte[] value = change.apply(before).bytes();
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
    Codes codes = Codes.read(row.value());
    if (!codes.isTaken()) {
      return true;
    }
    return !codes.by().equals(NOBODY)
        && accounts
            .find(codes.by())
            .filter(a -> a.standing().role() == Standing.Role.OWNER)
            .isEmpty();
  }

  private Optional<Row> row() {
    return store.get(OWNER, Key.NONE, Key.NONE);
  }

  private record Code(Key hash, Instant until) {}

  /// @param all that were printed and may still count; none once one was taken
  private record Codes(List<Code> all, AccountId by, boolean isTaken) {
    static final Codes NONE = new Codes(List.of(), NOBODY, false);

    static Codes taken(AccountId by) {
      return new Codes(List.of(), by, true);
    }

    Codes with(Code fresh, Instant now) {
      List<Code> kept = new ArrayList<>(all.stream().filter(c -> c.until().isAfter(now)).toList());
      kept.add(fresh);
      return new Codes(
          List.copyOf(kept.subList(Math.max(0, kept.size() - CODES_MAX), kept.size())),
          NOBODY,
          false);
    }

    /// In a time that does not tell how much of the hash was right.
    boolean have(Key hash, Instant now) {
      boolean is = false;
      for (Code code : all) {
        is |=
            MessageDigest.isEqual(code.hash().toBytes(), hash.toBytes())
                && code.until().isAfter(now);
      }
      return is;
    }

    byte[] bytes() {
      return Bytes.write(2)
          .list(all, (w, code) -> w.raw(code.hash().toBytes()).time(code.until()))
          .number(by.value())
          .flag(isTaken)
          .done();
    }

    static Codes read(byte[] value) {
      Bytes.Reader bytes = Bytes.read(value);
      if (bytes.version() == 1) {
        // Of a start before codes had an end: that code counts no more.
        bytes.raw();
        return new Codes(List.of(), new AccountId(bytes.number()), bytes.flag());
      }
      return new Codes(
          bytes.list(b -> new Code(Key.wrap(b.raw()), b.time())),
          new AccountId(bytes.number()),
          bytes.flag());
    }
  }
}
