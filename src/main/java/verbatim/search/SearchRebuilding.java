package verbatim.search;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.index.Keeping;
import verbatim.index.Rebuilding;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.statuses.Carried;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Puts all that can be searched in the index again: see [Rebuilding].
final class SearchRebuilding {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int ACCOUNTS = 200;
  private static final int STATUSES = 40;

  private final Accounts accounts;
  private final Statuses statuses;
  private final Putting putting;
  private final Rebuilding round;
  private final AtomicLong accountsDone = new AtomicLong();
  private final AtomicLong statusesDone = new AtomicLong();

  SearchRebuilding(Accounts accounts, Statuses statuses, Keeping keeping, Putting putting) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.putting = putting;
    this.round = new Rebuilding(keeping, Entries.ROUND, PAUSE, this::all);
  }

  Search.Progress progress() {
    return new Search.Progress(round.isRunning(), accountsDone.get(), statusesDone.get());
  }

  void soon() {
    round.soon();
  }

  private boolean all() {
    accountsDone.set(0);
    statusesDone.set(0);
    boolean isDone = all(accounts::local) && all(accounts::remote);
    LOG.atInfo()
        .addKeyValue("accounts", accountsDone.get())
        .addKeyValue("statuses", statusesDone.get())
        .log(isDone ? "all is put in the index of search" : "making it was broken off");
    return isDone;
  }

  /// @return false when it was broken off
  private boolean all(BiFunction<AccountId, Integer, List<Account>> slices) {
    AccountId after = new AccountId(0);
    while (!round.isClosed()) {
      List<Account> slice = slices.apply(after, ACCOUNTS);
      if (slice.isEmpty()) {
        return true;
      }
      for (Account account : slice) {
        if (!words(account.id())) {
          return false;
        }
        putting.account(account.id());
        accountsDone.incrementAndGet();
      }
      after = slice.getLast().id();
    }
    return false;
  }

  private boolean words(AccountId author) {
    long below = Long.MAX_VALUE;
    while (!round.isClosed()) {
      List<Status> some = statuses.outbox(author, Page.below(below, STATUSES));
      if (some.isEmpty()) {
        return true;
      }
      for (Status status : some) {
        putting.status(status.id(), author);
        if (!status.isBoost() && status.carried() instanceof Carried.Article(var id)) {
          putting.article(id);
        }
        statusesDone.incrementAndGet();
      }
      below = some.getLast().id().value();
    }
    return false;
  }

  void close() {
    round.close();
  }
}
