package verbatim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// A store whose process is killed after so many writes: from then on nothing is written, and
/// whoever tries dies of it. What was written before stands.
public final class MortalStore implements Store {
  private final Store store;
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

  private volatile boolean isDead;

  /// The end of the process; an error, so that nobody mends anything on the way out.
  public static final class Dead extends Error {
    private static final long serialVersionUID = 1L;
  }

  public MortalStore(Store store) {
    this.store = store;
  }

  public void endsAfter(long writes) {
    left.set(writes);
  }

  /// Whether somebody tried to write after the end.
  public boolean isDead() {
    return isDead;
  }

  private Store writing() {
    if (left.getAndDecrement() <= 0) {
      left.set(0);
      isDead = true;
      throw new Dead();
    }
    return store;
  }

  @Override
  public Optional<Row> get(Table table, Key pk, Key sk) {
    return store.get(table, pk, sk);
  }

  @Override
  public List<Row> scan(Table table, Key pk, Key from, Key to, int rowsMax, Order order) {
    return store.scan(table, pk, from, to, rowsMax, order);
  }

  @Override
  public List<Row> scan(Table table, Key pk, int rowsMax) {
    return store.scan(table, pk, rowsMax);
  }

  @Override
  public void put(Table table, Key pk, Key sk, byte[] value) {
    writing().put(table, pk, sk, value);
  }

  @Override
  public void delete(Table table, Key pk, Key sk) {
    writing().delete(table, pk, sk);
  }

  @Override
  public void deleteRange(Table table, Key pk, Key from, Key to) {
    writing().deleteRange(table, pk, from, to);
  }

  @Override
  public void batch(List<Op> ops) {
    writing().batch(ops);
  }

  @Override
  public void journalledBatch(List<Op> ops) {
    writing().journalledBatch(ops);
  }

  @Override
  public void putDerived(List<Op> ops) {
    writing().putDerived(ops);
  }

  @Override
  public Claim putIfAbsent(Table table, Key pk, Key sk, byte[] value, byte[] token) {
    return writing().putIfAbsent(table, pk, sk, value, token);
  }

  @Override
  public Claim compareAndSet(
      Table table, Key pk, Key sk, long expectedVersion, byte[] value, byte[] token) {
    return writing().compareAndSet(table, pk, sk, expectedVersion, value, token);
  }

  @Override
  public Claim compareAndDelete(Table table, Key pk, Key sk, long expectedVersion, byte[] token) {
    return writing().compareAndDelete(table, pk, sk, expectedVersion, token);
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
