package verbatim.statements;

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
final class KnownRebuilding {
  private static final Logger LOG = LoggerFactory.getLogger(KnownRebuilding.class);
  private static final int ACCOUNTS = 200;
  private static final int ROWS = 40;

  private final Accounts accounts;
  private final Statuses statuses;
  private final Statements statements;
  private final Keeping keeping;
  private final KnownPutting putting;
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private final AtomicBoolean isWanted = new AtomicBoolean();
  private final AtomicLong done = new AtomicLong();
  private volatile boolean isClosed;

  KnownRebuilding(
      Accounts accounts,
      Statuses statuses,
      Statements statements,
      Keeping keeping,
      KnownPutting putting) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.statements = statements;
    this.keeping = keeping;
    this.putting = putting;
  }

  boolean isRunning() {
    return isRunning.get() || isWanted.get();
  }

  /// In a thread of its own; one at a time, and once more when it is wanted meanwhile.
  void soon() {
    isWanted.set(true);
    Thread.ofPlatform().daemon().name("statements-rebuild").start(this::all);
  }

  private void all() {
    while (isWanted.get() && !isClosed && isRunning.compareAndSet(false, true)) {
      try {
        isWanted.set(false);
        once();
      } catch (Refused e) {
        // The index is put in order first; that begins this anew.
        LOG.warn("making the index of known statements was broken off: {}", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("making the index of known statements ended", e);
      } finally {
        isRunning.set(false);
      }
    }
  }

  private void once() {
    done.set(0);
    long round = keeping.nextRound();
    if (all(accounts::local) && all(accounts::remote)) {
      Match ofThisRound = new Match.Word(KnownEntries.ROUND, Long.toString(round));
      keeping.change(index -> index.erase(new Match.Not(ofThisRound)));
      keeping.isWholeNow();
      LOG.atInfo()
          .addKeyValue("statements", done.get())
          .log("the index of known statements is made anew");
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
        if (!posts(account.id()) || !registered(account.id()) || !answers(account.id())) {
          return false;
        }
      }
      after = slice.getLast().id();
    }
    return false;
  }

  private boolean posts(AccountId author) {
    long below = Long.MAX_VALUE;
    while (!isClosed) {
      List<Status> some = statuses.outbox(author, Page.below(below, ROWS));
      if (some.isEmpty()) {
        return true;
      }
      for (Status status : some) {
        if (!status.isBoost()) {
          putting.status(status.id(), author);
          done.incrementAndGet();
        }
      }
      below = some.getLast().id().value();
    }
    return false;
  }

  private boolean registered(AccountId by) {
    long below = Long.MAX_VALUE;
    while (!isClosed) {
      List<Registered> some = statements.of(by, Page.below(below, ROWS));
      if (some.isEmpty()) {
        return true;
      }
      some.forEach(one -> putting.on(new StatementEvent.Turned(one.id(), one.by(), one.by())));
      done.addAndGet(some.size());
      below = some.getLast().id().value();
    }
    return false;
  }

  private boolean answers(AccountId of) {
    long below = Long.MAX_VALUE;
    while (!isClosed) {
      List<Question> some = statements.questions().every(of, Page.below(below, ROWS));
      if (some.isEmpty()) {
        return true;
      }
      for (Question question : some) {
        putting.on(new StatementEvent.Answered(question.id(), question.by(), question.of()));
        done.incrementAndGet();
      }
      below = some.getLast().id().value();
    }
    return false;
  }

  void close() {
    isClosed = true;
  }
}
