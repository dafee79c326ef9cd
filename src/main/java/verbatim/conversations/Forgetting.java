package verbatim.conversations;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Turns;
import verbatim.log.EventLog;
import verbatim.media.Media;
import verbatim.store.Op;
import verbatim.store.Store;

/// Takes words away: one message, all that somebody said, a conversation that nobody is in. Places
/// and commitments stay as long as somebody is in it, so that the chain can be checked.
final class Forgetting {
  private static final int LOOK_ROWS = 200;
  private static final int CONVERSATIONS = 20;

  private final Store store;
  private final EventLog log;
  private final ConversationTable table;
  private final OwnTable own;
  private final Accounts accounts;
  private final Media media;
  private final InstantSource clock;
  private final Turns turns;

  Forgetting(
      Store store,
      EventLog log,
      ConversationTable table,
      OwnTable own,
      Accounts accounts,
      Media media,
      InstantSource clock,
      Turns turns) {
    this.store = store;
    this.log = log;
    this.table = table;
    this.own = own;
    this.accounts = accounts;
    this.media = media;
    this.clock = clock;
    this.turns = turns;
  }

  // ---- a message

  /// The message itself comes last: it names the files, and leads to its edits. A process that dies
  /// in between leaves nothing readable that cannot be erased by asking again. To be called in the
  /// conversation's turn.
  ///
  /// @param asked may be an edit that is not yet known as one
  void erase(ConversationId id, Entry entry, long asked) {
    if (!entry.media().isEmpty()) {
      media.erase(entry.media(), entry.status());
    }
    if (asked != entry.n()) {
      wipe(id, asked);
    }
    List<Long> edits = new ArrayList<>(table.edits(id, entry.n(), Store.SCAN_ROWS_MAX));
    edits.reversed().forEach(n -> wipe(id, n));
    wipe(id, entry.n());
    if (asked != entry.n() && !edits.contains(asked)) {
      edits.add(asked);
    }
    List<Op> ops = new ArrayList<>();
    ops.add(ConversationTable.unreactAll(id, entry.n()));
    var pending =
        log.prepare(
            ConversationEvent.write(
                new ConversationEvent.Erased(
                    id, entry.n(), entry.status(), List.copyOf(edits), everMembers(id))));
    ops.add(pending.op());
    store.journalledBatch(ops);
    log.publish(pending);
  }

  private List<AccountId> everMembers(ConversationId id) {
    return table.find(id).stream()
        .flatMap(kept -> kept.shown().members().stream())
        .map(Conversation.Member::account)
        .distinct()
        .toList();
  }

  private void wipe(ConversationId id, long n) {
    while (true) {
      Optional<Entry.Read> read = table.entry(id, n);
      if (read.isEmpty()
          || read.get().entry().isErased()
          || table.replace(id, read.get(), read.get().entry().erased(clock.instant()))) {
        return;
      }
    }
  }

  /// All that somebody said in one conversation, whether he is in it still or not. Message by
  /// message, each in a turn of its own: others go on talking meanwhile.
  ///
  /// @return how many messages
  int eraseAllOf(AccountId account, ConversationId id) {
    int erased = 0;
    long above = 0;
    List<Entry> slice = table.above(id, above, LOOK_ROWS);
    while (!slice.isEmpty()) {
      for (Entry entry : slice) {
        boolean isHis =
            entry.author().equals(account)
                && entry.replacesN() == 0
                && entry.content() instanceof Message.Words;
        if (isHis) {
          turns.run(id.value(), () -> erase(id, entry, entry.n()));
          erased++;
        }
      }
      above = slice.getLast().n();
      slice = table.above(id, above, LOOK_ROWS);
    }
    return erased;
  }

  // ---- a member

  /// Erases what a deleted account said, and what was its own.
  ///
  /// @return whether there may be more
  boolean some(AccountId account) {
    List<ConversationId> some = own.all(account, 0, CONVERSATIONS);
    for (ConversationId id : some) {
      turns.run(id.value(), () -> forgotten(account, id));
    }
    if (some.size() < CONVERSATIONS) {
      own.forget(account);
      return false;
    }
    return true;
  }

  private void forgotten(AccountId account, ConversationId id) {
    long above = 0;
    List<Entry> slice = table.above(id, above, LOOK_ROWS);
    while (!slice.isEmpty()) {
      for (Entry entry : slice) {
        forget(account, id, entry);
      }
      above = slice.getLast().n();
      slice = table.above(id, above, LOOK_ROWS);
    }
    seatEmptied(account, id);
    List<Op> ops = new ArrayList<>();
    ops.add(OwnTable.unhideAll(account, id));
    // Before his row goes: a process that dies in between finds it again, and does the rest.
    if (isDeserted(id)) {
      drop(id);
    }
    ops.add(OwnTable.forget(account, id));
    store.journalledBatch(ops);
  }

  private void forget(AccountId account, ConversationId id, Entry entry) {
    if (entry.author().equals(account) && !entry.isErased()) {
      if (!entry.media().isEmpty()) {
        media.erase(entry.media(), entry.status());
      }
      wipe(id, entry.n());
    }
    List<Op> signs =
        table.signs(id, entry.n(), entry.n()).stream()
            .filter(sign -> sign.by().equals(account))
            .flatMap(sign -> table.unreact(id, sign).stream())
            .toList();
    if (!signs.isEmpty()) {
      store.batch(signs);
    }
  }

  /// Nobody waits for the yes of one who is gone.
  private void seatEmptied(AccountId account, ConversationId id) {
    long last = table.head(id).map(Entry::n).orElse(0L) + 1;
    Optional<ConversationTable.Kept> kept = table.find(id);
    while (kept.isPresent() && kept.get().shown().has(account)) {
      Conversation now = kept.get().shown();
      var _ = table.replace(kept.get(), now.with(now.without(account, last), Optional.empty()));
      kept = table.find(id);
    }
  }

  // ---- a conversation

  boolean isDeserted(ConversationId id) {
    return table.find(id).stream()
        .flatMap(kept -> kept.shown().present().stream())
        .noneMatch(member -> accounts.find(member).filter(Forgetting::isThere).isPresent());
  }

  private static boolean isThere(Account account) {
    return account.standing().state() != Standing.State.DELETED;
  }

  /// All of a conversation that nobody is in any more. The files first: a row that is gone names
  /// none. Then the way to it, so that no other talk is ever begun under its number.
  void drop(ConversationId id) {
    long above = 0;
    List<Entry> slice = table.above(id, above, LOOK_ROWS);
    while (!slice.isEmpty()) {
      for (Entry entry : slice) {
        if (!entry.media().isEmpty()) {
          media.erase(entry.media(), entry.status());
        }
      }
      above = slice.getLast().n();
      slice = table.above(id, above, LOOK_ROWS);
    }
    table
        .find(id)
        .map(ConversationTable.Kept::shown)
        .filter(one -> !one.isGroup())
        .ifPresent(
            one ->
                table.unpair(
                    one.members().getFirst().account(),
                    one.members().getLast().account(),
                    one.begunIn(),
                    id));
    while (table.dropSome(id, LOOK_ROWS)) {
      // Each round drops some.
    }
  }
}
