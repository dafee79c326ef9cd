package verbatim.accounts;

import verbatim.kernel.AccountId;
import verbatim.log.Event;
import verbatim.store.Bytes;

/// What happened to an account.
public sealed interface AccountEvent {
  String FAMILY = "account";

  AccountId account();

  record Created(AccountId account) implements AccountEvent {}

  record Changed(AccountId account) implements AccountEvent {}

  /// State or role or limit.
  record StandingChanged(AccountId account) implements AccountEvent {}

  record Deleted(AccountId account) implements AccountEvent {}

  /// For the log; the key is the account.
  static Event write(AccountEvent event) {
    int kind =
        switch (event) {
          case Created _ -> 1;
          case Changed _ -> 2;
          case StandingChanged _ -> 3;
          case Deleted _ -> 4;
        };
    long account = event.account().value();
    return new Event(FAMILY, account, Bytes.write(1).number(kind).number(account).done());
  }

  static AccountEvent read(Event event) {
    Bytes.Reader bytes = Bytes.read(event.body());
    int kind = (int) bytes.number();
    AccountId account = new AccountId(bytes.number());
    return switch (kind) {
      case 1 -> new Created(account);
      case 2 -> new Changed(account);
      case 3 -> new StandingChanged(account);
      case 4 -> new Deleted(account);
      default -> throw new IllegalStateException("account event kind " + kind);
    };
  }
}
