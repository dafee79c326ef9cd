package verbatim.statuses;

import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// The answers of a thread, by the thread's first status. That one has no row here: it may be
/// alone.
final class ThreadTable {
  private static final Table THREAD = Table.plain("thread");

  /// @param gone deleted; its row stays, so that answers to it keep their place
  record Answer(
      StatusId id, AccountId author, StatusId parent, AccountId parentAuthor, boolean gone) {}

  private final Store store;

  ThreadTable(Store store) {
    this.store = store;
  }

  static Op put(StatusId root, StatusId id, AccountId author, Status.Parent parent, boolean gone) {
    byte[] value =
        Bytes.write(1)
            .number(author.value())
            .number(parent.status().value())
            .number(parent.author().value())
            .flag(gone)
            .done();
    return Op.put(THREAD, Key.of(root.value()), Key.of(id.value()), value);
  }

  /// Oldest first, from this id on.
  List<Answer> answers(StatusId root, StatusId from, int rowsMax) {
    return store
        .scan(
            THREAD,
            Key.of(root.value()),
            Key.of(from.value()),
            Key.of(Long.MAX_VALUE),
            rowsMax,
            Store.Order.ASCENDING)
        .stream()
        .map(ThreadTable::read)
        .toList();
  }

  private static Answer read(Row row) {
    var from = Bytes.read(row.value());
    var author = new AccountId(from.number());
    var parent = new StatusId(from.number());
    var parentAuthor = new AccountId(from.number());
    return new Answer(new StatusId(row.sk().longAt(0)), author, parent, parentAuthor, from.flag());
  }
}
