package verbatim.access;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.log.EventLog;
import verbatim.mail.Address;
import verbatim.store.Store;

/// The step from signing up to being a member: the member's row says what was done, the account's
/// standing follows it. Settling again is harmless, and mends what a crash left in between.
final class Entry {
  private final Store store;
  private final EventLog log;
  private final Accounts accounts;
  private final Members members;
  private final Attempts attempts;
  private final Tokens tokens;
  private final InstantSource clock;
  private final Limits.People limits;

  Entry(
      Store store,
      EventLog log,
      Accounts accounts,
      Members members,
      Attempts attempts,
      Tokens tokens,
      InstantSource clock,
      Limits.People limits) {
    this.store = store;
    this.log = log;
    this.accounts = accounts;
    this.members = members;
    this.attempts = attempts;
    this.tokens = tokens;
    this.clock = clock;
    this.limits = limits;
  }

  static Standing standing(boolean confirmed, boolean approved) {
    Standing.State state =
        !confirmed
            ? Standing.State.UNCONFIRMED
            : approved ? Standing.State.ACTIVE : Standing.State.PENDING;
    return new Standing(state, Standing.Role.USER, false);
  }

  /// Brings the standing in line with what was confirmed and approved. Empty if there is no
  /// account.
  Optional<Account> settle(AccountId id) {
    Optional<Member> member = members.find(id);
    Optional<Account> account = accounts.find(id);
    if (member.isEmpty() || account.isEmpty() || !isJoining(account.get().standing())) {
      return account;
    }
    Standing.State wanted = standing(member.get().confirmed(), member.get().approved()).state();
    if (account.get().standing().state() == wanted) {
      return account;
    }
    Account changed = accounts.change(id, a -> a.with(moved(a.standing(), wanted)));
    announce(changed);
    return Optional.of(changed);
  }

  void announce(Account account) {
    switch (account.standing().state()) {
      case ACTIVE -> tell(new AccessEvent.Joined(account.id()));
      case PENDING -> tell(new AccessEvent.Waits(account.id()));
      case UNCONFIRMED, DISABLED, SUSPENDED, DELETED -> {}
    }
  }

  /// Counts an attempt, or refuses it.
  void take(Attempts.Kind kind, String key) {
    attempts
        .take(kind, key)
        .ifPresent(
            after -> {
              throw new Refused(new Refusal.TooMany("Too many requests", after));
            });
  }

  /// Stands for a letter on its way: nobody has its link yet.
  Member.Link awaited(Address address) {
    return awaited(Member.Purpose.CONFIRM, address);
  }

  Member.Link awaited(Member.Purpose purpose, Address address) {
    return new Member.Link(
        purpose,
        Tokens.hash(tokens.secret()),
        address.reveal(),
        clock.instant().plus(limits.mailLinkMax()));
  }

  private void tell(AccessEvent event) {
    var pending = log.prepare(AccessEvent.write(event));
    store.journalledBatch(List.of(pending.op()));
    log.publish(pending);
  }

  // Never out of a state that a moderator has set meanwhile.
  private static Standing moved(Standing standing, Standing.State wanted) {
    return isJoining(standing)
        ? new Standing(wanted, standing.role(), standing.limited())
        : standing;
  }

  private static boolean isJoining(Standing standing) {
    return switch (standing.state()) {
      case UNCONFIRMED, PENDING -> true;
      case ACTIVE, DISABLED, SUSPENDED, DELETED -> false;
    };
  }
}
