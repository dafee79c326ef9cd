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
  private static final Logger LOG = LoggerFactory.getLogger(SearchRebuilding.class);
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

  private boolean all(BiFunction<AccountId, Integer, List<Account>> slices) {
    return round.each(
        0,
        after -> slices.apply(new AccountId(after), ACCOUNTS),
        account -> account.id().value(),
        account -> words(account.id()) && put(account.id()));
  }

  private boolean put(AccountId account) {
    putting.account(account);
    accountsDone.incrementAndGet();
    return true;
  }

  private boolean words(AccountId author) {
    return round.each(
        Long.MAX_VALUE,
        below -> statuses.outbox(author, Page.below(below, STATUSES)),
        status -> status.id().value(),
        status -> put(author, status));
  }

  private boolean put(AccountId author, Status status) {
    putting.status(status.id(), author);
    if (!status.isBoost() && status.carried() instanceof Carried.Article(var id)) {
      putting.article(id);
    }
    statusesDone.incrementAndGet();
    return true;
  }

  void close() {
    round.close();
  }
}
