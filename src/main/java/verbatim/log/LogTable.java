package verbatim.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.kernel.Ids;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;

/// How the log lies in the store.
final class LogTable {
  /// partition, 10 s | event id → event: written with the fact, deleted when the entry is written.
  private static final Table PENDING = Table.plain("pending");

  /// partition | offset → event id, event.
  private static final Table ENTRY = Table.plain("log_entry");

  /// – | partition, group → the offset that the group sees next.
  private static final Table OFFSET = Table.plain("log_offset");

  /// – | partition → the first 10 s in which something may be pending.
  private static final Table SWEPT = Table.plain("log_swept");

  /// group | partition, offset → event id, event, why: what a consumer could not bear.
  private static final Table DEAD = Table.plain("log_dead");

  static final Duration BUCKET = Duration.ofSeconds(10);

  private LogTable() {}

  static long bucket(long eventId) {
    return Ids.timeOf(eventId).toEpochMilli() / BUCKET.toMillis();
  }

  static Op pending(int partition, long id, Event event) {
    return Op.put(PENDING, pendingKey(partition, bucket(id)), Key.of(id), event(event));
  }

  static Op settled(int partition, long id) {
    return Op.delete(PENDING, pendingKey(partition, bucket(id)), Key.of(id));
  }

  static List<EventLog.Pending> pendingIn(
      Store store, int partition, long bucket, long above, long below, int rowsMax) {
    List<EventLog.Pending> found = new ArrayList<>();
    var pk = pendingKey(partition, bucket);
    var rows =
        store.scan(PENDING, pk, Key.of(above + 1), Key.of(below), rowsMax, Store.Order.ASCENDING);
    for (var row : rows) {
      long id = row.sk().longAt(0);
      found.add(
          new EventLog.Pending(id, event(row.value()), Op.put(PENDING, pk, row.sk(), row.value())));
    }
    return found;
  }

  private static Key pendingKey(int partition, long bucket) {
    return Key.NONE.andByte(partition).and(bucket);
  }

  static Op entry(EventLog.Entry entry) {
    return Op.put(
        ENTRY, Key.NONE.andByte(entry.partition()), Key.of(entry.offset()), idAndEvent(entry));
  }

  static List<EventLog.Entry> entries(Store store, int partition, long from, long to, int rowsMax) {
    var rows =
        store.scan(
            ENTRY,
            Key.NONE.andByte(partition),
            Key.of(from),
            Key.of(to),
            rowsMax,
            Store.Order.ASCENDING);
    return rows.stream().map(row -> entry(partition, row.sk().longAt(0), row.value())).toList();
  }

  static Optional<EventLog.Entry> newest(Store store, int partition) {
    return store
        .scan(
            ENTRY,
            Key.NONE.andByte(partition),
            Key.of(0),
            Key.of(Long.MAX_VALUE),
            1,
            Store.Order.DESCENDING)
        .stream()
        .findFirst()
        .map(row -> entry(partition, row.sk().longAt(0), row.value()));
  }

  static Op trim(int partition, long from, long to) {
    return Op.deleteRange(ENTRY, Key.NONE.andByte(partition), Key.of(from), Key.of(to));
  }

  static Op offset(int partition, String group, long next) {
    return Op.put(OFFSET, Key.NONE, Key.NONE.andByte(partition).and(group), number(next));
  }

  static Op forget(int partition, String group) {
    return Op.delete(OFFSET, Key.NONE, Key.NONE.andByte(partition).and(group));
  }

  /// The next offset of each group that was ever there.
  static Map<String, Long> offsets(Store store, int partition) {
    Map<String, Long> offsets = new HashMap<>();
    var prefix = Key.NONE.andByte(partition);
    for (var row :
        store.scan(
            OFFSET,
            Key.NONE,
            prefix,
            prefix.afterPrefix(),
            Store.SCAN_ROWS_MAX,
            Store.Order.ASCENDING)) {
      offsets.put(row.sk().textAt(1), Bytes.read(row.value()).number());
    }
    return offsets;
  }

  static Op swept(int partition, long bucket) {
    return Op.put(SWEPT, Key.NONE, Key.NONE.andByte(partition), number(bucket));
  }

  static Optional<Long> swept(Store store, int partition) {
    return store
        .get(SWEPT, Key.NONE, Key.NONE.andByte(partition))
        .map(row -> Bytes.read(row.value()).number());
  }

  static Op dead(String group, EventLog.Entry entry, String why) {
    return Op.put(
        DEAD,
        Key.of(group),
        Key.NONE.andByte(entry.partition()).and(entry.offset()),
        Bytes.write(1).raw(idAndEvent(entry)).text(why).done());
  }

  static List<StoreLog.Dead> dead(Store store, String group, int rowsMax) {
    return store.scan(DEAD, Key.of(group), rowsMax).stream()
        .map(
            row -> {
              var value = Bytes.read(row.value());
              var entry = entry(row.sk().byteAt(0), row.sk().longAt(1), value.raw());
              return new StoreLog.Dead(entry, value.text());
            })
        .toList();
  }

  static Op buried(String group, EventLog.Entry entry) {
    return Op.delete(DEAD, Key.of(group), Key.NONE.andByte(entry.partition()).and(entry.offset()));
  }

  private static byte[] number(long value) {
    return Bytes.write(1).number(value).done();
  }

  private static byte[] event(Event event) {
    return Bytes.write(1).text(event.family()).number(event.key()).raw(event.body()).done();
  }

  private static Event event(byte[] value) {
    var row = Bytes.read(value);
    return new Event(row.text(), row.number(), row.raw());
  }

  private static byte[] idAndEvent(EventLog.Entry entry) {
    return Bytes.write(1).number(entry.id()).raw(event(entry.event())).done();
  }

  private static EventLog.Entry entry(int partition, long offset, byte[] value) {
    var row = Bytes.read(value);
    return new EventLog.Entry(row.number(), event(row.raw()), partition, offset);
  }
}
