package verbatim.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;

/// How many members posted lately. Counted by looking at them all, so only now and then.
final class Activity {
  private static final Duration KEPT = Duration.ofMinutes(30);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration HALF_YEAR = Duration.ofDays(180);
  private static final int SLICE_ROWS = 500;
  private static final int ACCOUNTS_READ_MAX = 100_000;

  record Counted(Instant at, long month, long halfYear) {}

  private final Accounts accounts;
  private final InstantSource clock;
  private final AtomicReference<Counted> last =
      new AtomicReference<>(new Counted(Instant.EPOCH, 0, 0));

  Activity(Accounts accounts, InstantSource clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  Counted counted() {
    Instant now = clock.instant();
    Counted was = last.get();
    if (was.at().plus(KEPT).isAfter(now)) {
      return was;
    }
    Counted fresh = count(now);
    last.set(fresh);
    return fresh;
  }

  private Counted count(Instant now) {
    long month = 0;
    long halfYear = 0;
    AccountId after = new AccountId(0);
    for (int read = 0; read < ACCOUNTS_READ_MAX; ) {
      List<Account> slice = accounts.local(after, SLICE_ROWS);
      if (slice.isEmpty()) {
        break;
      }
      for (Account account : slice) {
        Instant posted = accounts.stats(account.id()).lastStatusAt();
        month += posted.isAfter(now.minus(MONTH)) ? 1 : 0;
        halfYear += posted.isAfter(now.minus(HALF_YEAR)) ? 1 : 0;
      }
      read += slice.size();
      after = slice.getLast().id();
    }
    return new Counted(now, month, halfYear);
  }
}
