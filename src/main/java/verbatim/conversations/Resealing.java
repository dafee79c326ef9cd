package verbatim.conversations;

import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.Turns;
import verbatim.keys.Keyring;
import verbatim.media.Media;
import verbatim.store.Store;

/// Seals with the newest key what an older one has sealed, or none: conversation by conversation,
/// in the background. When it is through, the older line can be taken out of the key file.
final class Resealing {
  private static final int LOOK_ROWS = 200;
  private static final int SOME = 20;

  private final Store store;
  private final ConversationTable table;
  private final OwnTable own;
  private final Media media;
  private final Keyring keys;
  private final Turns turns;

  Resealing(
      Store store, ConversationTable table, OwnTable own, Media media, Keyring keys, Turns turns) {
    this.store = store;
    this.table = table;
    this.own = own;
    this.media = media;
    this.keys = keys;
    this.turns = turns;
  }

  /// @return whether there may be more
  boolean some() {
    for (long key : table.keysInUse()) {
      if (key == keys.current()) {
        continue;
      }
      for (ConversationTable.UnderKey one : table.sealedWith(key, SOME)) {
        reseal(key, one);
        return true;
      }
      table.unused(key);
    }
    return false;
  }

  private void reseal(long key, ConversationTable.UnderKey one) {
    if (one.isNames()) {
      AccountId owner = new AccountId(one.id());
      store.journalledBatch(table.named(owner));
      own.resealNames(owner);
      table.unsealed(key, one);
      return;
    }
    ConversationId id = new ConversationId(one.id());
    store.journalledBatch(table.sealed(id));
    long above = 0;
    List<Entry.Read> slice = table.reads(id, above, LOOK_ROWS);
    while (!slice.isEmpty()) {
      for (Entry.Read read : slice) {
        entry(id, read.entry().n());
        media.seal(read.entry().media());
      }
      above = slice.getLast().entry().n();
      slice = table.reads(id, above, LOOK_ROWS);
    }
    turns.run(id.value(), () -> table.resealSigns(id, LOOK_ROWS));
    turns.run(id.value(), () -> meta(id));
    table.unsealed(key, one);
  }

  private void entry(ConversationId id, long n) {
    turns.run(
        id.value(),
        () -> {
          Optional<Entry.Read> read = table.entry(id, n);
          while (read.isPresent()
              && read.get().key() != keys.current()
              && !table.replace(id, read.get(), read.get().entry())) {
            read = table.entry(id, n);
          }
        });
  }

  private void meta(ConversationId id) {
    Optional<ConversationTable.Kept> kept = table.find(id);
    while (kept.isPresent()
        && kept.get().key() != keys.current()
        && !table.replace(kept.get(), kept.get().shown())) {
      kept = table.find(id);
    }
  }
}
