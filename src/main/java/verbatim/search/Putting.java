package verbatim.search;

import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.index.Keeping;
import verbatim.index.Match;
import verbatim.kernel.AccountId;
import verbatim.kernel.ArticleId;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;

/// Brings the index up to the facts, one account or status at a time. The fact is read and the
/// index written in the author's turn, so that of two who do it at once the later one has the later
/// fact: nothing that was deleted comes back, whoever was slow.
final class Putting {
  private final Accounts accounts;
  private final Statuses statuses;
  private final Writings writings;
  private final Entries entries;
  private final Keeping keeping;
  private final Turns turns = new Turns();

  Putting(
      Accounts accounts, Statuses statuses, Writings writings, Entries entries, Keeping keeping) {
    this.accounts = accounts;
    this.statuses = statuses;
    this.writings = writings;
    this.entries = entries;
    this.keeping = keeping;
  }

  void status(StatusId id, AccountId author) {
    turns.run(
        author.value(),
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

  /// In the turn of its owner, who may close himself meanwhile; what nobody owns any more only
  /// goes.
  void article(ArticleId id) {
    turns.run(
        writings.find(id).map(writing -> writing.owner().value()).orElse(id.value()),
        () -> {
          Optional<Writings.Writing> writing = writings.find(id);
          Optional<Status> status = writing.map(Writings.Writing::status).flatMap(statuses::find);
          boolean isOpen =
              writing
                  .map(Writings.Writing::owner)
                  .flatMap(accounts::find)
                  .filter(Entries::isOpen)
                  .isPresent();
          String round = Long.toString(keeping.round());
          keeping.change(
              index ->
                  status
                      .filter(Entries::isIndexed)
                      .ifPresentOrElse(
                          there ->
                              index.put(
                                  entries
                                      .of(writing.orElseThrow(), there, isOpen)
                                      .word(Entries.ROUND, round)),
                          () -> index.erase(Entries.key(id))));
          // Who withdraws it has no turn of its owner's: he may have been here meanwhile.
          if (status.isPresent() && writings.find(id).isEmpty()) {
            keeping.change(index -> index.erase(Entries.key(id)));
          }
        });
  }

  /// Its names, and whether strangers find its words.
  void account(AccountId id) {
    turns.run(
        id.value(),
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
    turns.run(
        id.value(),
        () ->
            keeping.change(
                index -> {
                  index.erase(Entries.key(id));
                  index.erase(new Match.Word(Entries.AUTHOR, id.toString()));
                }));
  }
}
