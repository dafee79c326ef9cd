package verbatim.access;

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

  /// For the log; the key is the account.
  static Event write(AccessEvent event) {
    int kind =
        switch (event) {
          case SessionEnded _ -> 1;
          case AllSessionsEnded _ -> 2;
          case Waits _ -> 3;
          case Joined _ -> 4;
        };
    long session = event instanceof SessionEnded ended ? ended.session().value() : 0;
    long account = event.account().value();
    return new Event(
        FAMILY, account, Bytes.write(1).number(kind).number(account).number(session).done());
  }

  static AccessEvent read(Event event) {
    Bytes.Reader bytes = Bytes.read(event.body());
    int kind = (int) bytes.number();
    AccountId account = new AccountId(bytes.number());
    SessionId session = new SessionId(bytes.number());
    return switch (kind) {
      case 1 -> new SessionEnded(account, session);
      case 2 -> new AllSessionsEnded(account);
      case 3 -> new Waits(account);
      case 4 -> new Joined(account);
      default -> throw new IllegalStateException("access event kind " + kind);
    };
  }
}
