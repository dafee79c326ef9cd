package verbatim.statuses;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;

/// Replies that the author of a post above them has folded away: (first status of the thread |
/// reply, post) → nothing more. They stay what they are everywhere else.
final class HiddenTable {
  private static final Table HIDDEN = Table.plain("hidden_reply");

  private final Store store;

  HiddenTable(Store store) {
    this.store = store;
  }

  /// @param post under which it is hidden
  static Op put(StatusId root, StatusId reply, StatusId post) {
    return Op.put(HIDDEN, Key.of(root.value()), sk(reply).and(post.value()), Bytes.write(1).done());
  }

  static Op delete(StatusId root, StatusId reply, StatusId post) {
    return Op.delete(HIDDEN, Key.of(root.value()), sk(reply).and(post.value()));
  }

  /// Of a reply that is deleted.
  static Op deleted(StatusId root, StatusId reply) {
    return Op.deleteRange(HIDDEN, Key.of(root.value()), sk(reply), sk(reply).afterPrefix());
  }

  /// The replies of a thread that are hidden.
  ///
  /// @param stands whether a post is still there: what was hidden under a deleted one is not
  ///     hidden any more
  Set<StatusId> of(StatusId root, Predicate<StatusId> stands, int rowsMax) {
    Set<StatusId> hidden = new HashSet<>();
    List<Key> rows =
        store.scan(HIDDEN, Key.of(root.value()), rowsMax).stream().map(row -> row.sk()).toList();
    for (Key row : rows) {
      if (stands.test(new StatusId(row.longAt(8)))) {
        hidden.add(new StatusId(row.longAt(0)));
      }
    }
    return hidden;
  }

  private static Key sk(StatusId reply) {
    return Key.of(reply.value());
  }
}
