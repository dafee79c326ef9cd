package verbatim.store.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import verbatim.kernel.Refusal;
import verbatim.store.Bounds;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// A store that is being filled, before anybody is served from it (the towns of `bench`): rows
/// gather in memory, and a full memory goes to RocksDB as one sorted run of SST files, past its log
/// and its memory tables. What is written is read back at once, so all code above works as usual.
///
/// Nothing is durable before [#close]: whoever is interrupted throws the folder away.
public final class BulkStore implements Store {
  /// Stands for a deleted row.
  private static final byte[] DELETED = {};

  private static final Table LEASES = Table.claimed("lease");
  private static final Key BUMP = Key.of("bulk");
  private static final int BUMPS_A_BATCH = 100_000;

  /// What a row takes in memory beside its bytes, about.
  private static final int ROW_BYTES = 100;

  private final Engine engine;
  private final Path runs;
  private final long runBytesMax;
  private final InstantSource clock;
  private final TreeMap<byte[], byte[]> memory = new TreeMap<>(Arrays::compareUnsigned);
  private long memoryBytes;
  private long version;
  private long written;
  private boolean closed;

  private BulkStore(Engine engine, Path runs, long runBytesMax, InstantSource clock) {
    this.engine = engine;
    this.runs = runs;
    this.runBytesMax = runBytesMax;
    this.clock = clock;
    this.version = engine.changes();
  }

  /// @param runBytesMax rows that gather in memory before they are written
  public static BulkStore open(
      Path folder, RocksOptions options, long runBytesMax, InstantSource clock) {
    try {
      Files.createDirectories(folder);
      Path runs = folder.resolveSibling(folder.getFileName() + ".runs");
      Files.createDirectories(runs);
      return new BulkStore(new Engine(folder, options), runs, runBytesMax, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RocksDBException e) {
      throw new UncheckedIOException(
          new IOException("cannot open the store in " + folder + ": " + e.getMessage(), e));
    }
  }

  /// Rows written as runs so far, deleted ones included.
  public synchronized long written() {
    return written + memory.size();
  }

  @Override
  public synchronized Optional<Row> get(Table table, Key pk, Key sk) {
    Bounds.key(pk);
    Bounds.key(sk);
    byte @Nullable [] value = read(Layout.key(table, pk, sk));
    return value == null ? Optional.empty() : Optional.of(Layout.row(table, sk, value));
  }

  /// To use a closed engine ends the process.
  private void checkOpen() {
    if (closed) {
      throw Refusal.unavailable("The store is closed");
    }
  }

  private byte @Nullable [] read(byte[] key) {
    checkOpen();
    byte @Nullable [] value = memory.get(key);
    if (value != null) {
      return isDeleted(value) ? null : value;
    }
    try {
      return engine.get(key);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(RocksDBException e) {
    return new IllegalStateException("filling a store", e);
  }

  @Override
  public List<Row> scan(Table table, Key pk, Key from, Key to, int rowsMax, Order order) {
    Bounds.key(from);
    Bounds.key(to);
    return scan(
        table,
        pk,
        Layout.key(table, pk, from),
        Layout.key(table, pk, to),
        rowsMax,
        order == Order.ASCENDING);
  }

  @Override
  public List<Row> scan(Table table, Key pk, int rowsMax) {
    return scan(
        table, pk, Layout.partition(table, pk), Layout.partitionEnd(table, pk), rowsMax, true);
  }

  private synchronized List<Row> scan(
      Table table, Key pk, byte[] from, byte[] to, int rowsMax, boolean up) {
    Bounds.key(pk);
    Bounds.rows(rowsMax);
    checkOpen();
    if (Arrays.compareUnsigned(from, to) >= 0) {
      return List.of();
    }
    int partitionBytes = Layout.partition(table, pk).length;
    List<Row> rows = new ArrayList<>();
    List<Engine.Pair> here = here(from, to, rowsMax, up);
    int deleted = (int) here.stream().filter(pair -> isDeleted(pair.value())).count();
    List<Engine.Pair> there = there(from, to, rowsMax + deleted, up);
    for (int i = 0, j = 0; rows.size() < rowsMax && (i < here.size() || j < there.size()); ) {
      int order = i == here.size() ? 1 : j == there.size() ? -1 : order(here, i, there, j, up);
      Engine.Pair next = order <= 0 ? here.get(i) : there.get(j);
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
      if (!isDeleted(next.value())) {
        rows.add(Layout.row(table, next.key(), partitionBytes, next.value()));
      }
    }
    return rows;
  }

  private static int order(
      List<Engine.Pair> here, int i, List<Engine.Pair> there, int j, boolean up) {
    int order = Arrays.compareUnsigned(here.get(i).key(), there.get(j).key());
    return up ? order : -order;
  }

  /// The rows in memory next to one end, with what stands for deleted ones, `rowsMax` live ones.
  private List<Engine.Pair> here(byte[] from, byte[] to, int rowsMax, boolean up) {
    NavigableMap<byte[], byte[]> between = memory.subMap(from, true, to, false);
    List<Engine.Pair> pairs = new ArrayList<>();
    int live = 0;
    for (Map.Entry<byte[], byte[]> row : (up ? between : between.descendingMap()).entrySet()) {
      pairs.add(new Engine.Pair(row.getKey(), row.getValue()));
      live += isDeleted(row.getValue()) ? 0 : 1;
      if (live == rowsMax) {
        break;
      }
    }
    return pairs;
  }

  private List<Engine.Pair> there(byte[] from, byte[] to, int rowsMax, boolean up) {
    try {
      return engine.scan(from, to, rowsMax, up);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public void put(Table table, Key pk, Key sk, byte[] value) {
    journalledBatch(List.of(Op.put(table, pk, sk, value)));
  }

  @Override
  public void delete(Table table, Key pk, Key sk) {
    journalledBatch(List.of(Op.delete(table, pk, sk)));
  }

  @Override
  public void deleteRange(Table table, Key pk, Key from, Key to) {
    journalledBatch(List.of(Op.deleteRange(table, pk, from, to)));
  }

  @Override
  public void batch(List<Op> ops) {
    Bounds.batch(ops);
    write(ops);
  }

  @Override
  public void journalledBatch(List<Op> ops) {
    Bounds.journalledBatch(ops);
    write(ops);
  }

  @Override
  public void putDerived(List<Op> ops) {
    Bounds.journalledBatch(ops);
    write(ops);
  }

  private synchronized void write(List<Op> ops) {
    checkOpen();
    for (Op op : ops) {
      switch (op) {
        case Op.Put(var table, var pk, var sk, var value) ->
            set(Layout.key(table, pk, sk), value.clone());
        case Op.Delete(var table, var pk, var sk) -> remove(Layout.key(table, pk, sk));
        case Op.DeleteRange(var table, var pk, var from, var to) ->
            removeAll(Layout.key(table, pk, from), Layout.key(table, pk, to));
      }
    }
    if (memoryBytes > runBytesMax) {
      flush();
    }
  }

  private void set(byte[] key, byte[] value) {
    byte @Nullable [] before = memory.put(key, value);
    memoryBytes +=
        before == null ? ROW_BYTES + key.length + value.length : value.length - before.length;
  }

  private void remove(byte[] key) {
    try {
      // Most of what is deleted lives for a moment only, and never reaches the disk.
      if (engine.get(key) != null) {
        set(key, DELETED);
        return;
      }
    } catch (RocksDBException e) {
      throw failed(e);
    }
    byte @Nullable [] before = memory.remove(key);
    if (before != null) {
      memoryBytes -= ROW_BYTES + key.length + before.length;
    }
  }

  private void removeAll(byte[] from, byte[] to) {
    if (Arrays.compareUnsigned(from, to) >= 0) {
      return;
    }
    List.copyOf(memory.subMap(from, true, to, false).keySet()).forEach(this::remove);
    try {
      byte[] next = from;
      while (true) {
        List<Engine.Pair> pairs = engine.scan(next, to, SCAN_ROWS_MAX, true);
        pairs.forEach(pair -> set(pair.key(), DELETED));
        if (pairs.size() < SCAN_ROWS_MAX) {
          return;
        }
        byte[] last = pairs.getLast().key();
        next = Arrays.copyOf(last, last.length + 1);
      }
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public synchronized Claim putIfAbsent(Table table, Key pk, Key sk, byte[] value, byte[] token) {
    Bounds.claim(table, pk, sk, token);
    Bounds.value(value);
    byte[] key = Layout.key(table, pk, sk);
    byte @Nullable [] there = read(key);
    if (there == null) {
      return claimed(key, value, token);
    }
    Layout.Claimed current = Layout.Claimed.read(there);
    return current.writtenWith(token)
        ? new Claim.Applied(current.version())
        : new Claim.Lost(Optional.of(current.row(sk)));
  }

  @Override
  public synchronized Claim compareAndSet(
      Table table, Key pk, Key sk, long expectedVersion, byte[] value, byte[] token) {
    Bounds.claim(table, pk, sk, token);
    Bounds.value(value);
    byte[] key = Layout.key(table, pk, sk);
    byte @Nullable [] there = read(key);
    if (there == null) {
      return new Claim.Lost(Optional.empty());
    }
    Layout.Claimed current = Layout.Claimed.read(there);
    if (current.writtenWith(token)) {
      return new Claim.Applied(current.version());
    }
    return current.version() == expectedVersion
        ? claimed(key, value, token)
        : new Claim.Lost(Optional.of(current.row(sk)));
  }

  private Claim claimed(byte[] key, byte[] value, byte[] token) {
    version++;
    set(key, new Layout.Claimed(version, token.clone(), value).toBytes());
    return new Claim.Applied(version);
  }

  @Override
  public synchronized Claim compareAndDelete(
      Table table, Key pk, Key sk, long expectedVersion, byte[] token) {
    Bounds.claim(table, pk, sk, token);
    byte[] key = Layout.key(table, pk, sk);
    byte @Nullable [] there = read(key);
    if (there == null) {
      return new Claim.Lost(Optional.empty());
    }
    Layout.Claimed current = Layout.Claimed.read(there);
    if (current.version() != expectedVersion) {
      return new Claim.Lost(Optional.of(current.row(sk)));
    }
    version++;
    remove(key);
    return new Claim.Applied(version);
  }

  @Override
  public synchronized Optional<Long> lease(String name, String owner, Duration ttl) {
    Bounds.lease(name, owner, ttl);
    byte[] key = Layout.key(LEASES, Key.of(name), Key.NONE);
    long nowMs = clock.millis();
    long epoch = 1;
    byte @Nullable [] there = read(key);
    if (there != null) {
      Bytes.Reader row = Bytes.read(there);
      boolean same = row.text().equals(owner);
      if (!same && row.number() > nowMs) {
        return Optional.empty();
      }
      epoch = same ? epoch(there) : epoch(there) + 1;
    }
    set(key, Bytes.write(1).text(owner).number(nowMs + ttl.toMillis()).number(epoch).done());
    return Optional.of(epoch);
  }

  private static long epoch(byte[] lease) {
    Bytes.Reader row = Bytes.read(lease);
    row.text();
    row.number();
    return row.number();
  }

  private void flush() {
    if (memory.isEmpty()) {
      return;
    }
    try (RunWriter run = engine.runs(runs)) {
      for (Map.Entry<byte[], byte[]> row : memory.entrySet()) {
        if (isDeleted(row.getValue())) {
          run.delete(row.getKey());
        } else {
          run.put(row.getKey(), row.getValue());
        }
      }
      engine.ingest(run.done());
    } catch (RocksDBException e) {
      throw failed(e);
    }
    written += memory.size();
    memory.clear();
    memoryBytes = 0;
  }

  /// Writes what is left and lays the runs together; then a [RocksStore] may open the folder.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    flush();
    try {
      bump();
      engine.tidy();
      engine.syncWal();
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      engine.close();
    }
    Copies.remove(runs);
  }

  /// [RocksStore] takes versions from the engine's count of changes, which files that are taken in
  /// hardly raise: no row must get a version twice.
  private void bump() throws RocksDBException {
    byte[] key = Layout.key(Table.plain("bulk"), BUMP, Key.NONE);
    while (engine.changes() <= version) {
      try (var batch = new WriteBatch()) {
        for (int i = 0; i < BUMPS_A_BATCH; i++) {
          batch.delete(key);
        }
        engine.write(batch, false);
      }
    }
  }

  /// Not by its bytes: a row may hold the same.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isDeleted(byte[] value) {
    return value == DELETED;
  }
}
