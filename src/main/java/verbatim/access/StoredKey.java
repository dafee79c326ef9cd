package verbatim.access;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.Secret;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// A key that lies in the store: made once for all servers of this data; whoever is slower takes
/// the other's.
final class StoredKey {
  private final Store store;
  private final Table table;
  private final Tokens tokens;
  private final AtomicReference<@Nullable Secret> key = new AtomicReference<>();

  /// @param table of claimed rows, of which it takes one
  StoredKey(Store store, Table table, Tokens tokens) {
    this.store = store;
    this.table = table;
    this.tokens = tokens;
  }

  /// @throws verbatim.kernel.Refused Unavailable when nothing could be claimed
  Secret get() {
    Secret known = key.get();
    if (known == null) {
      known = stored();
      key.set(known);
    }
    return known;
  }

  private Secret stored() {
    for (int i = 0; i < Members.TRIES_MAX; i++) {
      Optional<Row> row = store.get(table, Key.NONE, Key.NONE);
      if (row.isPresent()) {
        return new Secret(Bytes.read(row.get().value()).text());
      }
      byte[] value = Bytes.write(1).text(tokens.secret().reveal()).done();
      Claim _ = store.putIfAbsent(table, Key.NONE, Key.NONE, value, tokens.raw());
    }
    throw Members.busy();
  }
}
