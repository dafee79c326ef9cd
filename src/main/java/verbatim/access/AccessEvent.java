package verbatim.access;

import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.kernel.SessionId;
import verbatim.log.Event;
import verbatim.store.Bytes;

/// What happened to ways in. Whoever holds a stream or a push subscription open for an account asks
/// again, on each of these, whether its session still counts.
public sealed interface AccessEvent {
  String FAMILY = "access";

  AccountId account();

  /// One session or token ended.
  record SessionEnded(AccountId account, SessionId session) implements AccessEvent {}

  /// Every session and token made before this ended: password change, reset, suspension, deletion.
  record AllSessionsEnded(AccountId account) implements AccessEvent {}

  /// Somebody waits for approval.
  record Waits(AccountId account) implements AccessEvent {}

  /// Confirmed and, where asked for, approved: now a member.
  record Joined(AccountId account) implements AccessEvent {}

  /// Something about the second factor that its owner should hear of.
  record FactorChanged(AccountId account, Change change) implements AccessEvent {}

  /// What became of a second factor.
  enum Change {
    SWITCHED_ON(1),
    SWITCHED_OFF(2),
    /// An app or a passkey more or less, while it stays on.
    WAYS_CHANGED(3),
    RECOVERY_CODE_USED(4),
    RECOVERY_CODES_RENEWED(5);

    private final int number;

    Change(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    static Change of(long number) {
      return Stream.of(values())
          .filter(change -> change.number == number)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("change of a second factor " + number));
    }
  }

  /// For the log; the key is the account.
  static Event write(AccessEvent event) {
    int kind =
        switch (event) {
          case SessionEnded _ -> 1;
          case AllSessionsEnded _ -> 2;
          case Waits _ -> 3;
          case Joined _ -> 4;
          case FactorChanged _ -> 5;
        };
    long detail =
        switch (event) {
          case SessionEnded(_, var session) -> session.value();
          case FactorChanged(_, var change) -> change.number();
          case AllSessionsEnded _, Waits _, Joined _ -> 0;
        };
    long account = event.account().value();
    return new Event(
        FAMILY, account, Bytes.write(1).number(kind).number(account).number(detail).done());
  }

  static AccessEvent read(Event event) {
    Bytes.Reader bytes = Bytes.read(event.body());
    int kind = (int) bytes.number();
    AccountId account = new AccountId(bytes.number());
    long detail = bytes.number();
    return switch (kind) {
      case 1 -> new SessionEnded(account, new SessionId(detail));
      case 2 -> new AllSessionsEnded(account);
      case 3 -> new Waits(account);
      case 4 -> new Joined(account);
      case 5 -> new FactorChanged(account, Change.of(detail));
      default -> throw new IllegalStateException("access event kind " + kind);
    };
  }
}
