package verbatim.search;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.index.Keeping;
import verbatim.index.Match;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.Refused;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Makes the index anew from the facts, in place: everything is put in again with the number of
/// this round, and what is left of earlier rounds goes at the end. Meanwhile it answers, and events
/// go on being followed. A round that was broken off is begun anew at the next start.
final class Rebuilding {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);
  private static final int ACCOUNTS = 200;
  private static final int STATUSES = 40;
  private static final int ARTICLES = 10;

  private final Accounts accounts;
  private final Statuses statuses;
  private final Writings writings;
  private final Keeping keeping;
  private final Putting putting;
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private final AtomicBoolean isWanted = new AtomicBoolean();
  private final AtomicLong accountsDone = new AtomicLong();
  private final AtomicLong statusesDone = new AtomicLong();
  private volatile boolean isClosed;

  Rebuilding(
      Accounts accounts,
      Statuses statuses,
      Writings writings,
      Keeping keeping,
      Putting putting) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.writings = writings;
    this.keeping = keeping;
    this.putting = putting;
  }

  Search.Progress progress() {
    return new Search.Progress(
        isRunning.get() || isWanted.get(), accountsDone.get(), statusesDone.get());
  }

  /// In a thread of its own; one at a time, and once more when it is wanted meanwhile.
  void soon() {
    isWanted.set(true);
    Thread.ofPlatform().daemon().name("search-rebuild").start(this::all);
  }

  private void all() {
    while (isWanted.get() && !isClosed && isRunning.compareAndSet(false, true)) {
      try {
        isWanted.set(false);
        once();
      } catch (Refused e) {
        // The index is put in order first; that begins this anew.
        LOG.warn("making the index of search was broken off: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("making the index of search ended", e);
      } finally {
        isRunning.set(false);
      }
    }
  }

  private void once() {
    accountsDone.set(0);
    statusesDone.set(0);
    long round = keeping.nextRound();
    boolean isDone = all(accounts::local) && all(accounts::remote);
    if (isDone) {
      Match ofThisRound = new Match.Word(Entries.ROUND, Long.toString(round));
      keeping.change(index -> index.erase(new Match.Not(ofThisRound)));
      keeping.isWholeNow();
      LOG.atInfo()
          .addKeyValue("accounts", accountsDone.get())
          .addKeyValue("statuses", statusesDone.get())
          .log("the index of search is made anew");
    }
  }

  /// @return false when it was broken off
  private boolean all(BiFunction<AccountId, Integer, List<Account>> slices) {
    AccountId after = new AccountId(0);
    while (!isClosed) {
      List<Account> slice = slices.apply(after, ACCOUNTS);
      if (slice.isEmpty()) {
        return true;
      }
      for (Account account : slice) {
        if (!words(account.id()) || !articles(account.id())) {
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
    while (!isClosed) {
      List<Status> some = statuses.outbox(author, Page.below(below, STATUSES));
      if (some.isEmpty()) {
        return true;
      }
      for (Status status : some) {
        putting.status(status.id(), author);
        statusesDone.incrementAndGet();
      }
      below = some.getLast().id().value();
    }
    return false;
  }

  private boolean articles(AccountId owner) {
    long below = Long.MAX_VALUE;
    while (!isClosed) {
      List<Writings.Writing> some = writings.of(owner, Page.below(below, ARTICLES));
      if (some.isEmpty()) {
        return true;
      }
      some.forEach(writing -> putting.article(writing.id()));
      below = some.getLast().status().value();
    }
    return false;
  }

  void close() {
    isClosed = true;
  }
}
