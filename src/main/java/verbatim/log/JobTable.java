package verbatim.log;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;

/// How jobs lie in the store.
final class JobTable {
  /// shard, due minute | due ms, id → failures, kind, body.
  private static final Table JOB = Table.plain("job");

  /// shard | due minute: which minutes may hold a job, so that nobody looks into all others.
  private static final Table MINUTE = Table.plain("job_minute");

  /// – | – → the first minute that may hold a job.
  private static final Table PLACE = Table.plain("job_place");

  /// – | kind → when the regular job of this kind is due next.
  private static final Table REGULAR = Table.plain("job_regular");

  /// kind | id → body, why.
  private static final Table DEAD = Table.plain("job_dead");

  /// – | kind: of which kinds there were ever dead jobs, those that nobody handles any more too.
  private static final Table DEAD_KINDS = Table.plain("job_dead_kind");

  private static final byte[] YES = {1};
  private static final long MINUTE_MS = 60_000;

  /// A job as it lies there.
  record Due(long id, Instant due, int failures, Jobs.Job job) {}

  private JobTable() {}

  static long minute(Instant time) {
    return Math.floorDiv(time.toEpochMilli(), MINUTE_MS);
  }

  /// To be written together.
  static List<Op> job(int shards, Due due) {
    var value =
        Bytes.write(1).number(due.failures()).text(due.job().kind()).raw(due.job().body()).done();
    int shard = shard(shards, due.id());
    long minute = minute(due.due());
    return List.of(
        Op.put(JOB, pk(shard, minute), sk(due.id(), due.due()), value),
        Op.put(MINUTE, Key.NONE.andByte(shard), Key.of(minute), YES));
  }

  static Op done(int shards, long id, Instant due) {
    return Op.delete(JOB, pk(shards, id, due), sk(id, due));
  }

  private static Key pk(int shards, long id, Instant due) {
    return pk(shard(shards, id), minute(due));
  }

  private static int shard(int shards, long id) {
    return (int) (((id * 0x9E3779B97F4A7C15L) >>> 33) % shards);
  }

  /// The minutes of a shard, both inclusive, that may hold a job, the first ones first.
  static List<Long> minutes(Store store, int shard, long from, long to, int rowsMax) {
    return store
        .scan(
            MINUTE,
            Key.NONE.andByte(shard),
            Key.of(from),
            Key.of(to + 1),
            rowsMax,
            Store.Order.ASCENDING)
        .stream()
        .map(row -> row.sk().longAt(0))
        .toList();
  }

  static Op emptied(int shard, long minute) {
    return Op.delete(MINUTE, Key.NONE.andByte(shard), Key.of(minute));
  }

  private static Key pk(int shard, long minute) {
    return Key.NONE.andByte(shard).and(minute);
  }

  private static Key sk(long id, Instant due) {
    return Key.of(due.toEpochMilli()).and(id);
  }

  /// Jobs of one minute that are due by now, the oldest first.
  static List<Due> due(Store store, int shard, long minute, Key from, Instant now, int rowsMax) {
    var to = Key.of(now.toEpochMilli() + 1);
    return store.scan(JOB, pk(shard, minute), from, to, rowsMax, Store.Order.ASCENDING).stream()
        .map(
            row -> {
              var value = Bytes.read(row.value());
              return new Due(
                  row.sk().longAt(8),
                  Instant.ofEpochMilli(row.sk().longAt(0)),
                  (int) value.number(),
                  new Jobs.Job(value.text(), value.raw()));
            })
        .toList();
  }

  /// Where a scan goes on after a job.
  static Key after(Due due) {
    return sk(due.id() + 1, due.due());
  }

  static boolean isEmpty(Store store, int shard, long minute) {
    return store.scan(JOB, pk(shard, minute), 1).isEmpty();
  }

  static Op place(long minute) {
    return Op.put(PLACE, Key.NONE, Key.NONE, Bytes.write(1).number(minute).done());
  }

  static Optional<Long> place(Store store) {
    return store.get(PLACE, Key.NONE, Key.NONE).map(row -> Bytes.read(row.value()).number());
  }

  static Op regular(String kind, Instant next) {
    return Op.put(REGULAR, Key.NONE, Key.of(kind), Bytes.write(1).time(next).done());
  }

  static Optional<Instant> regular(Store store, String kind) {
    return store.get(REGULAR, Key.NONE, Key.of(kind)).map(row -> Bytes.read(row.value()).time());
  }

  static List<Op> dead(Due due, String why) {
    String kind = due.job().kind();
    return List.of(
        Op.put(
            DEAD,
            Key.of(kind),
            Key.of(due.id()),
            Bytes.write(1).raw(due.job().body()).text(why).done()),
        Op.put(DEAD_KINDS, Key.NONE, Key.of(kind), Bytes.write(1).text(kind).done()));
  }

  static List<String> deadKinds(Store store) {
    return store.scan(DEAD_KINDS, Key.NONE, Store.SCAN_ROWS_MAX).stream()
        .map(row -> Bytes.read(row.value()).text())
        .toList();
  }

  static Op buried(String kind, long id) {
    return Op.delete(DEAD, Key.of(kind), Key.of(id));
  }

  static List<Jobs.Dead> dead(Store store, String kind, int rowsMax) {
    return store.scan(DEAD, Key.of(kind), rowsMax).stream()
        .map(
            row -> {
              var value = Bytes.read(row.value());
              return new Jobs.Dead(
                  row.sk().longAt(0), new Jobs.Job(kind, value.raw()), value.text());
            })
        .toList();
  }
}
