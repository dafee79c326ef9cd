package verbatim.statements;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.index.Keeping;
import verbatim.index.Rebuilding;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
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

  private boolean all(BiFunction<AccountId, Integer, List<Account>> slices) {
    return round.each(
        0,
        after -> slices.apply(new AccountId(after), ACCOUNTS),
        account -> account.id().value(),
        account -> posts(account.id()) && registered(account.id()) && answers(account.id()));
  }

  private boolean posts(AccountId author) {
    return each(
        below -> statuses.outbox(author, below),
        status -> status.id().value(),
        status -> {
          if (!status.isBoost()) {
            putting.status(status.id(), author);
          }
        });
  }

  private boolean registered(AccountId by) {
    return each(
        below -> statements.of(by, below),
        one -> one.id().value(),
        one -> putting.on(new StatementEvent.Turned(one.id(), one.by(), one.by())));
  }

  private boolean answers(AccountId of) {
    return each(
        below -> statements.questions().every(of, below),
        question -> question.id().value(),
        question ->
            putting.on(new StatementEvent.Answered(question.id(), question.by(), question.of())));
  }

  private <T> boolean each(
      Function<Page, List<T>> pages, ToLongFunction<T> position, Consumer<T> put) {
    return round.each(
        Long.MAX_VALUE,
        below -> pages.apply(Page.below(below, ROWS)),
        position,
        one -> {
          put.accept(one);
          return true;
        });
  }

  void close() {
    round.close();
  }
}
