package verbatim.store.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Spread;
import verbatim.store.Bounds;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// The store of one machine: a folder that this process owns while it is open.
///
/// Writes queue for one committer thread, which syncs them in groups. Reads first ask memory on the
/// caller's thread; those that need the disk pass a semaphore, so that they never hold all carriers
/// of the virtual threads. When the disk is full, writes are refused and reads go on; writing
/// resumes by itself.
public final class RocksStore implements Store {
  /// The file in a checkpoint that lists the others with their checksums.
  public static final String CHECKSUMS = Copies.SUMS;

  private static final Logger LOG = LoggerFactory.getLogger(RocksStore.class);
  private static final String CURRENT = "CURRENT";
  private static final Table LEASES = Table.claimed("lease");
  private static final Duration MEND_AFTER = Duration.ofSeconds(10);
  private static final Duration MEND_PAUSE = Duration.ofSeconds(1);

  private final Path folder;
  private final RocksOptions options;
  private final InstantSource clock;
  private final Committer committer;
  private final Semaphore diskReads;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Readers hold it while they are inside RocksDB; who closes or reopens the engine holds it
  /// alone. It guards native memory: to use a closed handle ends the process.
  private final StampedLock gate = new StampedLock();

  private @Nullable Engine engine;

  /// What RocksDB said when it first found a file that is not as it was written.
  private volatile @Nullable String damage;

  private RocksStore(Path folder, RocksOptions options, InstantSource clock, Sync sync)
      throws RocksDBException {
    this.folder = folder;
    this.options = options;
    this.clock = clock;
    this.diskReads = new Semaphore(options.diskReadsMax());
    this.engine = new Engine(folder, options);
    this.committer = new Committer(new Disk(sync));
  }

  /// Whether durable writes wait for the disk. `NEVER` is for the test that shows that the check of
  /// the syncs can fail.
  enum Sync {
    ALWAYS,
    NEVER
  }

  /// Opens or makes the store in a folder, which gets the mode 0700.
  public static RocksStore open(Path folder, RocksOptions options, InstantSource clock) {
    return open(folder, options, clock, Sync.ALWAYS);
  }

  static RocksStore open(Path folder, RocksOptions options, InstantSource clock, Sync sync) {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      mustHaveItsList(folder);
      return new RocksStore(folder, options, clock, sync);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RocksDBException e) {
      if (isDamage(e)) {
        throw new Damaged(folder, words(e));
      }
      throw new UncheckedIOException(
          new IOException("cannot open the store in " + folder + ": " + e.getMessage(), e));
    }
  }

  /// Without the file that names the list of all others RocksDB would begin a new, empty store and
  /// delete these.
  private static void mustHaveItsList(Path folder) throws IOException {
    if (Files.exists(folder.resolve(CURRENT))) {
      return;
    }
    try (var files = Files.list(folder)) {
      if (files.anyMatch(file -> file.toString().endsWith(".sst"))) {
        throw new Damaged(folder, folder.resolve(CURRENT) + " is missing");
      }
    }
  }

  private static boolean isDamage(RocksDBException e) {
    return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
  }

  /// On one line; no words of people are in them.
  private static String words(RocksDBException e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
  }

  /// A file that is not as it was written, if one was met since the store was opened.
  public Optional<Damaged> damage() {
    return Optional.ofNullable(damage).map(why -> new Damaged(folder, why));
  }

  private void note(RocksDBException e) {
    if (damage == null && isDamage(e)) {
      damage = words(e);
    }
  }

  @Override
  public Optional<Row> get(Table table, Key pk, Key sk) {
    Bounds.key(pk);
    Bounds.key(sk);
    byte @Nullable [] value = read(Layout.key(table, pk, sk));
    return value == null ? Optional.empty() : Optional.of(Layout.row(table, sk, value));
  }

  private byte @Nullable [] read(byte[] key) {
    return reading(open -> open.getFromMemory(key), open -> open.get(key));
  }

  @Override
  public List<Row> scan(Table table, Key pk, Key from, Key to, int rowsMax, Order order) {
    Bounds.key(from);
    Bounds.key(to);
    return scan(table, pk, Layout.key(table, pk, from), Layout.key(table, pk, to), rowsMax, order);
  }

  @Override
  public List<Row> scan(Table table, Key pk, int rowsMax) {
    return scan(
        table,
        pk,
        Layout.partition(table, pk),
        Layout.partitionEnd(table, pk),
        rowsMax,
        Order.ASCENDING);
  }

  private List<Row> scan(Table table, Key pk, byte[] from, byte[] to, int rowsMax, Order order) {
    Bounds.key(pk);
    Bounds.rows(rowsMax);
    boolean up = order == Order.ASCENDING;
    List<Engine.Pair> pairs =
        reading(
            open -> open.scanFromMemory(from, to, rowsMax, up),
            open -> open.scan(from, to, rowsMax, up));
    if (pairs == null) {
      throw new IllegalStateException("a scan without an answer");
    }
    int partitionBytes = Layout.partition(table, pk).length;
    List<Row> rows = new ArrayList<>(pairs.size());
    for (var pair : pairs) {
      rows.add(Layout.row(table, pair.key(), partitionBytes, pair.value()));
    }
    return rows;
  }

  private interface FromMemory<T> {
    Engine.Answer<T> read(Engine open) throws RocksDBException;
  }

  private interface FromDisk<T> {
    @Nullable T read(Engine open) throws RocksDBException;
  }

  private <T> @Nullable T reading(FromMemory<T> fromMemory, FromDisk<T> fromDisk) {
    long stamp = gate.readLock();
    try {
      var open = openEngine();
      var answer = fromMemory.read(open);
      if (answer.known()) {
        return answer.value();
      }
      diskReads.acquireUninterruptibly();
      try {
        return fromDisk.read(open);
      } finally {
        diskReads.release();
      }
    } catch (RocksDBException e) {
      note(e);
      LOG.atError().addKeyValue("why", words(e)).log("A read failed");
      throw Refusal.unavailable("The server cannot read this at the moment");
    } finally {
      gate.unlockRead(stamp);
    }
  }

  private Engine openEngine() {
    if (engine == null) {
      throw Refusal.unavailable("The store is closed");
    }
    return engine;
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
    write(ops, true);
  }

  @Override
  public void journalledBatch(List<Op> ops) {
    Bounds.journalledBatch(ops);
    write(ops, true);
  }

  @Override
  public void putDerived(List<Op> ops) {
    Bounds.journalledBatch(ops);
    write(ops, false);
  }

  @Override
  public void note(List<Op> ops) {
    Bounds.journalledBatch(ops);
    var _ = submit(ops, false);
  }

  private void write(List<Op> ops, boolean durable) {
    await(submit(ops, durable));
  }

  private CompletableFuture<Boolean> submit(List<Op> ops, boolean durable) {
    List<Write.Change> changes = new ArrayList<>(ops.size());
    for (var op : ops) {
      changes.add(change(op));
    }
    var answer = new CompletableFuture<Boolean>();
    committer.submit(new Write.Blind(changes, durable, answer));
    return answer;
  }

  private static Write.Change change(Op op) {
    return switch (op) {
      case Op.Put(var table, var pk, var sk, var value) ->
          new Write.Change.Put(Layout.key(table, pk, sk), value);
      case Op.Delete(var table, var pk, var sk) ->
          new Write.Change.Delete(Layout.key(table, pk, sk));
      case Op.DeleteRange(var table, var pk, var from, var to) ->
          new Write.Change.DeleteRange(Layout.key(table, pk, from), Layout.key(table, pk, to));
    };
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Refused refused) {
        throw refused;
      }
      throw e;
    }
  }

  @Override
  public Claim putIfAbsent(Table table, Key pk, Key sk, byte[] value, byte[] token) {
    Bounds.value(value);
    return claim(table, pk, sk, new Write.Wish.Insert(value.clone()), token);
  }

  @Override
  public Claim compareAndSet(
      Table table, Key pk, Key sk, long expectedVersion, byte[] value, byte[] token) {
    Bounds.value(value);
    return claim(table, pk, sk, new Write.Wish.Replace(expectedVersion, value.clone()), token);
  }

  @Override
  public Claim compareAndDelete(Table table, Key pk, Key sk, long expectedVersion, byte[] token) {
    return claim(table, pk, sk, new Write.Wish.Remove(expectedVersion), token);
  }

  /// The row is read before, on the caller's thread: that brings it into memory, so that the
  /// committer need not wait for the disk with everybody else behind it.
  private Claim claim(Table table, Key pk, Key sk, Write.Wish wish, byte[] token) {
    Bounds.claim(table, pk, sk, token);
    byte[] key = Layout.key(table, pk, sk);
    read(key);
    var answer = new CompletableFuture<Claim>();
    committer.submit(new Write.Claiming(key, sk, wish, token.clone(), answer));
    return await(answer);
  }

  @Override
  public Optional<Long> lease(String name, String owner, Duration ttl) {
    Bounds.lease(name, owner, ttl);
    long nowMs = clock.millis();
    var answer = new CompletableFuture<Long>();
    committer.submit(
        new Write.Leasing(
            Layout.key(LEASES, Key.of(name), Key.NONE),
            owner,
            nowMs,
            nowMs + ttl.toMillis(),
            answer));
    long epoch = await(answer);
    return epoch == 0 ? Optional.empty() : Optional.of(epoch);
  }

  /// How often RocksDB has synced its log since the store was opened (0 unless
  /// [RocksOptions#counted]).
  public long walSyncs() {
    long stamp = gate.readLock();
    try {
      return openEngine().walSyncs();
    } finally {
      gate.unlockRead(stamp);
    }
  }

  /// Whether so little room is left that nothing is written any more.
  public boolean isDiskFull() {
    return folder.toFile().getUsableSpace() < options.reserveBytes();
  }

  /// How the store stands at this moment.
  ///
  /// @param pending writes that wait for the committer
  /// @param isStopped whether RocksDB takes no writes until it has tidied up
  /// @param isSlowed whether it slows writes down
  /// @param diskFreeBytes where its folder lies
  public record Counts(
      int pending,
      long written,
      long refused,
      Spread.Reading syncs,
      boolean isStopped,
      boolean isSlowed,
      long diskBytes,
      long diskFreeBytes) {}

  public Counts counts() {
    long stamp = gate.readLock();
    try {
      var open = openEngine();
      return new Counts(
          committer.pending(),
          committer.written(),
          committer.refused(),
          committer.syncs(),
          open.number("rocksdb.is-write-stopped") != 0,
          open.number("rocksdb.actual-delayed-write-rate") != 0,
          open.number("rocksdb.total-sst-files-size"),
          folder.toFile().getUsableSpace());
    } catch (RocksDBException e) {
      throw new IllegalStateException("the store does not tell how it is", e);
    } finally {
      gate.unlockRead(stamp);
    }
  }

  /// Copies the store as it is at this moment into a new folder, while it is in use. The copy
  /// shares no file with the original.
  public void checkpoint(Path target) {
    var copying = folder.resolveSibling(folder.getFileName() + ".checkpoint");
    Copies.remove(copying);
    long stamp = gate.readLock();
    try {
      openEngine().checkpoint(copying);
    } catch (RocksDBException e) {
      throw new IllegalStateException("no checkpoint", e);
    } finally {
      gate.unlockRead(stamp);
    }
    try {
      Copies.copy(copying, target);
    } finally {
      Copies.remove(copying);
    }
  }

  /// Reads a whole checkpoint and compares it with its list of checksums.
  ///
  /// @throws UncheckedIOException when it is not as it was made
  public static void verify(Path checkpoint) {
    Copies.verify(checkpoint);
  }

  /// Makes a store's folder from a checkpoint. The folder must be missing or empty.
  public static void restore(Path checkpoint, Path folder) {
    Copies.verify(checkpoint);
    Copies.copy(checkpoint, folder);
  }

  /// Rewrites every file, so that what was deleted is no longer in any. Takes as long as copying
  /// the store: on a thread of its own, since a virtual one would hold its carrier all the while.
  public void eraseDeleted() {
    var outcome = new CompletableFuture<Void>();
    Thread.ofPlatform()
        .name("erase-deleted")
        .start(
            () -> {
              try {
                compact();
                outcome.complete(null);
              } catch (RuntimeException | Error e) {
                outcome.completeExceptionally(e);
              }
            });
    outcome.join();
  }

  /// Breaks [#eraseDeleted] off, and lets it begin no more: the server stops.
  public void stopErasing() {
    long stamp = gate.readLock();
    try {
      if (engine != null) {
        engine.stopCompacting();
      }
    } finally {
      gate.unlockRead(stamp);
    }
  }

  private void compact() {
    long stamp = gate.readLock();
    try {
      openEngine().compact();
    } catch (RocksDBException e) {
      throw new IllegalStateException("not compacted", e);
    } finally {
      gate.unlockRead(stamp);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    stopErasing();
    committer.close();
    long stamp = gate.writeLock();
    try {
      if (engine != null) {
        engine.syncWal();
        engine.close();
      }
    } catch (RocksDBException e) {
      LOG.atError().addKeyValue("why", words(e)).log("The last sync failed");
    } finally {
      engine = null;
      gate.unlockWrite(stamp);
    }
  }

  /// The committer's side: it alone replaces the engine, so it needs no gate to use it.
  private final class Disk implements Committer.Disk {
    private final Sync syncs;
    private long failingSinceMs;
    private long triedMs;

    Disk(Sync syncs) {
      this.syncs = syncs;
    }

    @Override
    public byte @Nullable [] get(byte[] key) throws RocksDBException {
      try {
        return openEngine().get(key);
      } catch (RocksDBException e) {
        note(e);
        throw e;
      }
    }

    @Override
    public long changes() {
      return openEngine().changes();
    }

    @Override
    public Optional<String> obstacle() {
      if (isDiskFull()) {
        return Optional.of("the disk is full (less than " + options.reserveBytes() + " bytes)");
      }
      if (engine == null) {
        reopen();
      }
      return engine == null ? Optional.of("the store could not be reopened") : Optional.empty();
    }

    @Override
    public void write(WriteBatch batch, boolean sync) throws RocksDBException {
      openEngine().write(batch, sync && syncs == Sync.ALWAYS);
      failingSinceMs = 0;
    }

    /// RocksDB recovers by itself from most errors (a full disk) within seconds. From the others
    /// only opening it again helps.
    @Override
    public void failed(RocksDBException e) {
      long nowMs = clock.millis();
      if (failingSinceMs == 0) {
        failingSinceMs = nowMs;
        LOG.atError().addKeyValue("why", words(e)).log("A write failed");
      } else if (nowMs - failingSinceMs > MEND_AFTER.toMillis()) {
        reopen();
      }
    }

    private void reopen() {
      long nowMs = clock.millis();
      if (nowMs - triedMs < MEND_PAUSE.toMillis()) {
        return;
      }
      triedMs = nowMs;
      long stamp = gate.writeLock();
      try {
        if (engine != null) {
          engine.close();
          engine = null;
        }
        engine = new Engine(folder, options);
        LOG.info("The store was opened again");
      } catch (RocksDBException e) {
        LOG.atError().addKeyValue("why", words(e)).log("The store could not be opened again");
      } finally {
        gate.unlockWrite(stamp);
      }
    }
  }
}
