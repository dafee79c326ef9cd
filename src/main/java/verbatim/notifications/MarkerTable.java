package verbatim.notifications;

import java.time.Instant;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.notifications.Notifications.Marker;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Store;
import verbatim.store.Table;

/// How far somebody has read, by timeline.
final class MarkerTable {
  private static final Table MARKER = Table.plain("marker");

  private final Store store;

  MarkerTable(Store store) {
    this.store = store;
  }

  Optional<Marker> get(AccountId owner, String timeline) {
    return store
        .get(MARKER, Key.of(owner.value()), Key.of(timeline))
        .map(row -> Bytes.read(row.value()))
        .map(bytes -> new Marker(timeline, bytes.text(), bytes.number(), bytes.time()));
  }

  Marker put(AccountId owner, String timeline, String lastReadId, Instant now) {
    long version = get(owner, timeline).map(Marker::version).orElse(0L) + 1;
    byte[] value = Bytes.write(1).text(lastReadId).number(version).time(now).done();
    store.put(MARKER, Key.of(owner.value()), Key.of(timeline), value);
    return new Marker(timeline, lastReadId, version, Instant.ofEpochMilli(now.toEpochMilli()));
  }

  void erase(AccountId owner) {
    for (String timeline : Notifications.MARKED) {
      store.delete(MARKER, Key.of(owner.value()), Key.of(timeline));
    }
  }
}
