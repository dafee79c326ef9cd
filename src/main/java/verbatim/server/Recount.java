package verbatim.server;

import java.util.List;
import java.util.function.Consumer;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Counted;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.relations.Relations;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.timelines.Directs;

/// Makes the counts of all accounts anew from what stands: posts, followers, whom one follows; and,
/// since it looks at every post, the lists of private mentions. Works while the server runs: each
/// account's counting waits for as long as it is recounted.
final class Recount {
  private static final int SLICE = 500;

  private final Accounts accounts;
  private final Relations relations;
  private final Statuses statuses;
  private final Directs directs;

  Recount(Accounts accounts, Relations relations, Statuses statuses, Directs directs) {
    this.accounts = accounts;
    this.relations = relations;
    this.statuses = statuses;
    this.directs = directs;
  }

  /// @param counted how many accounts, and for how many of them the counts were wrong
  record Outcome(long counted, long wrong) {}

  Outcome run() {
    long all = 0;
    long wrong = 0;
    List<Account> slice = accounts.local(new AccountId(0), SLICE);
    while (!slice.isEmpty()) {
      for (Account account : slice) {
        AccountId id = account.id();
        var before = accounts.stats(id);
        accounts.recount(id, (kind, found) -> each(id, kind, found));
        all++;
        wrong += before.equals(accounts.stats(id)) ? 0 : 1;
      }
      slice = accounts.local(slice.getLast().id(), SLICE);
    }
    return new Outcome(all, wrong);
  }

  private void each(AccountId id, Counted kind, Consumer<List<Long>> found) {
    switch (kind) {
      case STATUS -> eachStatus(id, found);
      case FOLLOWER -> eachEntry(page -> relations.followers(id, page), found);
      case FOLLOWING -> eachEntry(page -> relations.following(id, page), found);
    }
  }

  private void eachStatus(AccountId id, Consumer<List<Long>> found) {
    List<Status> some = statuses.outbox(id, Page.newest(SLICE));
    while (!some.isEmpty()) {
      some.forEach(directs::put);
      found.accept(some.stream().map(status -> status.id().value()).toList());
      some = statuses.outbox(id, Page.below(some.getLast().id().value(), SLICE));
    }
  }

  private interface Entries {
    List<Relations.Entry> on(Page page);
  }

  private static void eachEntry(Entries entries, Consumer<List<Long>> found) {
    List<Relations.Entry> some = entries.on(Page.newest(SLICE));
    while (!some.isEmpty()) {
      found.accept(some.stream().map(entry -> entry.account().value()).toList());
      some = entries.on(Page.below(some.getLast().position(), SLICE));
    }
  }
}
