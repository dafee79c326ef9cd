package verbatim.store.rocks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.Spread;
import verbatim.store.Bytes;
import verbatim.store.Claim;
import verbatim.store.Key;

/// All writing, on one platform thread: it takes what has queued up, writes it as one batch with
/// one sync, then answers everybody. The longer a sync takes, the larger the next group: throughput
/// looks after itself. Being alone, it also decides claims without any lock.
///
/// Derived rows of a group go first, unsynced, and are answered before the sync: the order of the
/// log makes them durable with it.
final class Committer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final int QUEUE_MAX = 8192;
  private static final int GROUP_WRITES_MAX = 4096;
  private static final int GROUP_BYTES_MAX = 8 << 20;
  private static final long OFFER_SECONDS_MAX = 10;
  private static final long GATHER_PART = 8;
  private static final long GATHER_NANOS_MAX = 500_000;
  private static final List<Duration> SYNC_UP_TO =
      List.of(
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Duration.ofMillis(25),
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofMillis(2_500));

  private final BlockingQueue<Write> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final Disk disk;
  private final Thread thread;
  private volatile boolean closing;

  /// Something broke that is no refusal of the disk: nothing is written any more.
  private volatile boolean broken;

  /// The group under way, so that nobody in it waits for ever whatever happens.
  private final List<Write> taken = new ArrayList<>();

  private boolean refusing;

  /// How many durable writes the last group had that had any.
  private int expected;

  /// How long the last sync took.
  private long syncNanos;

  private final LongAdder refused = new LongAdder();
  private final LongAdder written = new LongAdder();
  private final Spread syncs = new Spread(SYNC_UP_TO);

  /// What the committer writes to.
  interface Disk {
    byte @Nullable [] get(byte[] key) throws RocksDBException;

    long changes();

    /// Why nothing can be written now, if so.
    Optional<String> obstacle();

    void write(WriteBatch batch, boolean sync) throws RocksDBException;

    /// A write failed: mend what can be mended.
    void failed(RocksDBException e);
  }

  Committer(Disk disk) {
    this.disk = disk;
    thread = Thread.ofPlatform().name("store-committer").unstarted(this::run);
    thread.start();
  }

  /// Queues a write and waits for its answer. An interrupt does not end the waiting: the answer
  /// would be lost, and it comes soon.
  void submit(Write write) {
    if (closing) {
      throw ended();
    }
    boolean queued = false;
    try {
      queued = queue.offer(write, OFFER_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!queued) {
      throw Refusal.unavailable("The server is too busy to write");
    }
    if (closing) {
      // The thread answers what it still finds; what came after its last look would wait for ever.
      awaitEnd();
      if (queue.remove(write)) {
        throw ended();
      }
    }
  }

  private Refused ended() {
    return Refusal.unavailable(
        broken ? "The server cannot store anything at the moment" : "The server is stopping");
  }

  private void run() {
    try {
      while (!closing || !queue.isEmpty()) {
        @Nullable Write first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          taken.clear();
          gather(first);
          commit(taken);
        }
      }
    } catch (InterruptedException e) {
      broken = true;
      LOG.error("The committer was interrupted; nothing more is written");
    } catch (Throwable e) {
      // Also an Error: what it left behind is unknown, so nothing is written on top of it.
      broken = true;
      LOG.error(
          "The committer broke; nothing more is written until the server is started again", e);
    } finally {
      closing = true;
      fail(taken, ended());
      List<Write> late = new ArrayList<>();
      queue.drainTo(late);
      fail(late, ended());
    }
  }

  /// Takes what is there, and waits a moment for those who were in the last group: they have just
  /// been answered and most will be back before a sync would be over. The moment is a small part of
  /// a sync, so waiting in vain costs little. A lone caller never waits, nor do derived rows for
  /// each other.
  private void gather(Write first) throws InterruptedException {
    int bytes = 0;
    int durable = 0;
    long deadline = System.nanoTime() + Math.min(syncNanos / GATHER_PART, GATHER_NANOS_MAX);
    for (@Nullable Write next = first; next != null; next = next(durable, deadline)) {
      taken.add(next);
      bytes += next.bytes();
      durable += next.isDurable() ? 1 : 0;
      if (taken.size() == GROUP_WRITES_MAX || bytes > GROUP_BYTES_MAX) {
        break;
      }
    }
    expected = durable > 0 ? durable : expected;
  }

  private @Nullable Write next(int durable, long deadline) throws InterruptedException {
    @Nullable Write next = queue.poll();
    if (next != null || durable == 0 || durable >= expected) {
      return next;
    }
    return queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void commit(List<Write> group) {
    List<Write> derived = new ArrayList<>();
    List<Write> durable = new ArrayList<>();
    for (var write : group) {
      (write.isDurable() ? durable : derived).add(write);
    }
    var obstacle = disk.obstacle();
    if (obstacle.isPresent()) {
      refuse(group, obstacle.get());
      return;
    }
    commit(derived, false);
    commit(durable, true);
  }

  private void commit(List<Write> writes, boolean sync) {
    if (writes.isEmpty()) {
      return;
    }
    try {
      var batch = new Batch();
      List<Runnable> answers = new ArrayList<>(writes.size());
      for (var write : writes) {
        answers.add(batch.add(write));
      }
      if (!batch.isEmpty()) {
        long before = System.nanoTime();
        try (var whole = new WriteBatch(batch.changed.done())) {
          disk.write(whole, sync);
        }
        if (sync) {
          syncNanos = System.nanoTime() - before;
          syncs.count(syncNanos);
        }
        written.add(writes.size());
      }
      if (refusing) {
        refusing = false;
        LOG.info("The store writes again");
      }
      answers.forEach(Runnable::run);
    } catch (RocksDBException e) {
      refuse(writes, "The disk refused a write: " + e.getMessage());
      disk.failed(e);
    } catch (RuntimeException e) {
      LOG.error("A bug in the committer; its group is refused", e);
      fail(writes, Refusal.unavailable("The server could not write"));
    }
  }

  private void refuse(List<Write> writes, String why) {
    if (!refusing) {
      refusing = true;
      LOG.error("The store refuses writes: {}", why);
    }
    fail(writes, Refusal.unavailable("The server cannot store anything at the moment"));
  }

  private void fail(List<Write> writes, Refused refusal) {
    refused.add(writes.size());
    writes.forEach(write -> write.answer().completeExceptionally(refusal));
  }

  int pending() {
    return queue.size();
  }

  long written() {
    return written.sum();
  }

  long refused() {
    return refused.sum();
  }

  Spread.Reading syncs() {
    return syncs.read();
  }

  @Override
  public void close() {
    closing = true;
    awaitEnd();
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// One group on its way to the disk, and what the claims in it have decided so far.
  private final class Batch {
    /// Stands for a deleted row: no claimed row is empty.
    private static final byte[] DELETED = {};

    private final Changes changed = new Changes();
    private final Map<Key, byte[]> claimed = new HashMap<>();
    private final long changes = disk.changes();
    private int added;

    boolean isEmpty() {
      return added == 0;
    }

    /// @return how to answer once the batch is written
    Runnable add(Write write) throws RocksDBException {
      return switch (write) {
        case Write.Blind(var all, _, var answer) -> {
          for (var change : all) {
            add(change);
          }
          yield () -> answer.complete(true);
        }
        case Write.Claiming claiming -> {
          var claim = decide(claiming);
          yield () -> claiming.answer().complete(claim);
        }
        case Write.Leasing leasing -> {
          long epoch = decide(leasing);
          yield () -> leasing.answer().complete(epoch);
        }
      };
    }

    private void add(Write.Change change) throws RocksDBException {
      switch (change) {
        case Write.Change.Put(var key, var value) -> changed.put(key, value);
        case Write.Change.Delete(var key) -> changed.delete(key);
        case Write.Change.DeleteRange(var from, var to) -> {
          if (Arrays.compareUnsigned(from, to) < 0) {
            changed.deleteRange(from, to);
          }
        }
      }
      added++;
    }

    private Claim decide(Write.Claiming claiming) throws RocksDBException {
      byte @Nullable [] bytes = standing(claiming.key());
      var current = bytes == null ? null : Layout.Claimed.read(bytes);
      if (current != null
          && current.writtenWith(claiming.token())
          && !(claiming.wish() instanceof Write.Wish.Remove)) {
        return new Claim.Applied(current.version());
      }
      boolean granted =
          switch (claiming.wish()) {
            case Write.Wish.Insert _ -> current == null;
            case Write.Wish.Replace(var expected, _) ->
                current != null && current.version() == expected;
            case Write.Wish.Remove(var expected) ->
                current != null && current.version() == expected;
          };
      if (!granted) {
        return new Claim.Lost(Optional.ofNullable(current).map(found -> found.row(claiming.sk())));
      }
      // Above every version this row ever had: each write moves the count of changes on by one at
      // least.
      long version = changes + added + 1;
      switch (claiming.wish()) {
        case Write.Wish.Insert(var value) -> claim(claiming, version, value);
        case Write.Wish.Replace(_, var value) -> claim(claiming, version, value);
        case Write.Wish.Remove _ -> {
          add(new Write.Change.Delete(claiming.key()));
          claimed.put(Key.wrap(claiming.key()), DELETED);
        }
      }
      return new Claim.Applied(version);
    }

    private void claim(Write.Claiming claiming, long version, byte[] value)
        throws RocksDBException {
      byte[] bytes = new Layout.Claimed(version, claiming.token(), value).toBytes();
      add(new Write.Change.Put(claiming.key(), bytes));
      claimed.put(Key.wrap(claiming.key()), bytes);
    }

    /// @return the epoch, or 0 when somebody else holds it
    private long decide(Write.Leasing leasing) throws RocksDBException {
      byte @Nullable [] bytes = standing(leasing.key());
      long epoch = 1;
      if (bytes != null) {
        var row = Bytes.read(bytes);
        String owner = row.text();
        long until = row.number();
        epoch = row.number();
        boolean same = owner.equals(leasing.owner());
        if (!same && until > leasing.nowMs()) {
          return 0;
        }
        epoch = same ? epoch : epoch + 1;
      }
      byte[] row =
          Bytes.write(1).text(leasing.owner()).number(leasing.untilMs()).number(epoch).done();
      add(new Write.Change.Put(leasing.key(), row));
      claimed.put(Key.wrap(leasing.key()), row);
      return epoch;
    }

    private byte @Nullable [] standing(byte[] key) throws RocksDBException {
      byte @Nullable [] mine = claimed.get(Key.wrap(key));
      if (mine != null) {
        return mine.length == 0 ? null : mine;
      }
      return disk.get(key);
    }
  }
}
