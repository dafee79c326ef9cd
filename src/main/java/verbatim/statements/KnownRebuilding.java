package verbatim.statements;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.index.Keeping;
import verbatim.index.Rebuilding;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Puts all that is known in the index again: see [Rebuilding].
final class KnownRebuilding {
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int ACCOUNTS = 200;
  private static final int ROWS = 40;

  private final Accounts accounts;
  private final Statuses statuses;
  private final Statements statements;
  private final KnownPutting putting;
  private final Rebuilding round;

  KnownRebuilding(
      Accounts accounts,
      Statuses statuses,
      Statements statements,
      Keeping keeping,
      KnownPutting putting) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.statements = statements;
    this.putting = putting;
    this.round = new Rebuilding(keeping, KnownEntries.ROUND, PAUSE, this::all);
  }

  boolean isRunning() {
    return round.isRunning();
  }

  void soon() {
    round.soon();
  }

  private boolean all() {
    return all(accounts::local) && all(accounts::remote);
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
    while (!round.isClosed()) {
      List<Status> some = statuses.outbox(author, Page.below(below, ROWS));
      if (some.isEmpty()) {
        return true;
      }
      for (Status status : some) {
        if (!status.isBoost()) {
          putting.status(status.id(), author);
        }
      }
      below = some.getLast().id().value();
    }
    return false;
  }

  private boolean registered(AccountId by) {
    long below = Long.MAX_VALUE;
    while (!round.isClosed()) {
      List<Registered> some = statements.of(by, Page.below(below, ROWS));
      if (some.isEmpty()) {
        return true;
      }
      some.forEach(one -> putting.on(new StatementEvent.Turned(one.id(), one.by(), one.by())));
      below = some.getLast().id().value();
    }
    return false;
  }

  private boolean answers(AccountId of) {
    long below = Long.MAX_VALUE;
    while (!round.isClosed()) {
      List<Question> some = statements.questions().every(of, Page.below(below, ROWS));
      if (some.isEmpty()) {
        return true;
      }
      for (Question question : some) {
        putting.on(new StatementEvent.Answered(question.id(), question.by(), question.of()));
      }
      below = some.getLast().id().value();
    }
    return false;
  }

  void close() {
    round.close();
  }
}
