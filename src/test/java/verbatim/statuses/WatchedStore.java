package verbatim.statuses;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Counts what goes through it, and can die (like a process) before the next batches.
final class WatchedStore implements Store {
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  final AtomicLong reads = new AtomicLong();
  final AtomicLong syncedWrites = new AtomicLong();
  final AtomicInteger batchesToDieAt = new AtomicInteger();

  private final Store store;

  WatchedStore(Store store) {
    this.store = store;
  }

  @Override
  public Optional<Row> get(Table table, Key pk, Key sk) {
    reads.incrementAndGet();
    return store.get(table, pk, sk);
  }

  @Override
  public List<Row> scan(Table table, Key pk, Key from, Key to, int rowsMax, Order order) {
    reads.incrementAndGet();
    return store.scan(table, pk, from, to, rowsMax, order);
  }

  @Override
  public List<Row> scan(Table table, Key pk, int rowsMax) {
    reads.incrementAndGet();
    return store.scan(table, pk, rowsMax);
  }

  @Override
  public void put(Table table, Key pk, Key sk, byte[] value) {
    syncedWrites.incrementAndGet();
    store.put(table, pk, sk, value);
  }

  @Override
  public void delete(Table table, Key pk, Key sk) {
    syncedWrites.incrementAndGet();
    store.delete(table, pk, sk);
  }

  @Override
  public void deleteRange(Table table, Key pk, Key from, Key to) {
    syncedWrites.incrementAndGet();
    store.deleteRange(table, pk, from, to);
  }

  @Override
  public void batch(List<Op> ops) {
    syncedWrites.incrementAndGet();
    store.batch(ops);
  }

  @Override
  public void journalledBatch(List<Op> ops) {
    if (batchesToDieAt.getAndUpdate(n -> Math.max(0, n - 1)) == 1) {
      throw new Killed();
    }
    syncedWrites.incrementAndGet();
    store.journalledBatch(ops);
  }

  @Override
  public void putDerived(List<Op> ops) {
    store.putDerived(ops);
  }

  @Override
  public Claim putIfAbsent(Table table, Key pk, Key sk, byte[] value, byte[] token) {
    syncedWrites.incrementAndGet();
    return store.putIfAbsent(table, pk, sk, value, token);
  }

  @Override
  public Claim compareAndSet(
      Table table, Key pk, Key sk, long expectedVersion, byte[] value, byte[] token) {
    syncedWrites.incrementAndGet();
    return store.compareAndSet(table, pk, sk, expectedVersion, value, token);
  }

  @Override
  public Claim compareAndDelete(Table table, Key pk, Key sk, long expectedVersion, byte[] token) {
    syncedWrites.incrementAndGet();
    return store.compareAndDelete(table, pk, sk, expectedVersion, token);
  }

  @Override
  public Optional<Long> lease(String name, String owner, Duration ttl) {
    return store.lease(name, owner, ttl);
  }

  @Override
  public void close() {
    store.close();
  }
}
