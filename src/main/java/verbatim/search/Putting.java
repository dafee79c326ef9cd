package verbatim.search;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.index.Keeping;
import verbatim.index.Match;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Brings the index up to the facts, one account or status at a time. The fact is read and the
/// index written in the author's turn, so that of two who do it at once the later one has the later
/// fact: nothing that was deleted comes back, whoever was slow.
final class Putting {
  private static final int TURNS = 64;

  private final Accounts accounts;
  private final Statuses statuses;
  private final Entries entries;
  private final Keeping keeping;
  private final ReentrantLock[] turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).toArray(ReentrantLock[]::new);

  Putting(Accounts accounts, Statuses statuses, Entries entries, Keeping keeping) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.entries = entries;
    this.keeping = keeping;
  }

  void status(StatusId id, AccountId author) {
    inTurn(
        author,
        () -> {
          Optional<Status> status = statuses.find(id);
          if (status.filter(Status::isBoost).isPresent()) {
            return;
          }
          boolean isOpen = accounts.find(author).filter(Entries::isOpen).isPresent();
          String round = Long.toString(keeping.round());
          keeping.change(
              index ->
                  status
                      .filter(Entries::isIndexed)
                      .ifPresentOrElse(
                          there -> index.put(entries.of(there, isOpen).word(Entries.ROUND, round)),
                          () -> index.erase(Entries.key(id))));
        });
  }

  /// Its names, and whether strangers find its words.
  void account(AccountId id) {
    inTurn(
        id,
        () -> {
          Optional<Account> account = accounts.find(id);
          boolean isOpen = account.filter(Entries::isOpen).isPresent();
          String round = Long.toString(keeping.round());
          keeping.change(
              index -> {
                account
                    .filter(there -> there.standing().isShownToStrangers())
                    .ifPresentOrElse(
                        there -> index.put(entries.of(there).word(Entries.ROUND, round)),
                        () -> index.erase(Entries.key(id)));
                index.mark(Entries.AUTHOR, id.toString(), Entries.OPEN, isOpen);
              });
        });
  }

  /// All of an account that is no more.
  void forget(AccountId id) {
    inTurn(
        id,
        () ->
            keeping.change(
                index -> {
                  index.erase(Entries.key(id));
                  index.erase(new Match.Word(Entries.AUTHOR, id.toString()));
                }));
  }

  private void inTurn(AccountId author, Runnable work) {
    long mixed = author.value() * 0x9E3779B97F4A7C15L;
    ReentrantLock turn = turns[(int) ((mixed >>> 33) % TURNS)];
    turn.lock();
    try {
      work.run();
    } finally {
      turn.unlock();
    }
  }
}
