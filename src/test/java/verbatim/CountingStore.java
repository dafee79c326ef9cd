package verbatim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// A store that counts what is read from it, and that a test can hold up.
public final class CountingStore implements Store {
  private final Store store;
  private final LongAdder reads = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final ThreadLocal<List<String>> noted = new ThreadLocal<>();
  private volatile Consumer<List<Op>> beforeDerived = _ -> {};

  public CountingStore(Store store) {
    this.store = store;
  }

  public long reads() {
    return reads.sum();
  }

  /// How many rows scans have found.
  public long rows() {
    return rows.sum();
  }

  /// What this thread reads while it does that: table by table, with how many rows it found.
  public List<String> readsOf(Runnable deed) {
    noted.set(new ArrayList<>());
    try {
      deed.run();
      return List.copyOf(noted.get());
    } finally {
      noted.remove();
    }
  }

  private void note(Table table, String found) {
    reads.increment();
    List<String> here = noted.get();
    if (here != null) {
      here.add(table.name() + " " + found);
    }
  }

  private List<Row> counted(List<Row> found) {
    rows.add(found.size());
    return found;
  }

  /// @param deed done before derived rows are written, by whoever writes them
  public void beforeDerived(Consumer<List<Op>> deed) {
    beforeDerived = deed;
  }

  @Override
  public Optional<Row> get(Table table, Key pk, Key sk) {
    Optional<Row> found = store.get(table, pk, sk);
    note(table, found.isPresent() ? "1" : "0");
    return found;
  }

  @Override
  public List<Row> scan(Table table, Key pk, Key from, Key to, int rowsMax, Order order) {
    List<Row> found = counted(store.scan(table, pk, from, to, rowsMax, order));
    note(table, "" + found.size());
    return found;
  }

  @Override
  public List<Row> scan(Table table, Key pk, int rowsMax) {
    List<Row> found = counted(store.scan(table, pk, rowsMax));
    note(table, "" + found.size());
    return found;
  }

  @Override
  public void put(Table table, Key pk, Key sk, byte[] value) {
    store.put(table, pk, sk, value);
  }

  @Override
  public void delete(Table table, Key pk, Key sk) {
    store.delete(table, pk, sk);
  }

  @Override
  public void deleteRange(Table table, Key pk, Key from, Key to) {
    store.deleteRange(table, pk, from, to);
  }

  @Override
  public void batch(List<Op> ops) {
    store.batch(ops);
  }

  @Override
  public void journalledBatch(List<Op> ops) {
    store.journalledBatch(ops);
  }

  @Override
  public void putDerived(List<Op> ops) {
    beforeDerived.accept(ops);
    store.putDerived(ops);
  }

  @Override
  public Claim putIfAbsent(Table table, Key pk, Key sk, byte[] value, byte[] token) {
    return store.putIfAbsent(table, pk, sk, value, token);
  }

  @Override
  public Claim compareAndSet(
      Table table, Key pk, Key sk, long expectedVersion, byte[] value, byte[] token) {
    return store.compareAndSet(table, pk, sk, expectedVersion, value, token);
  }

  @Override
  public Claim compareAndDelete(Table table, Key pk, Key sk, long expectedVersion, byte[] token) {
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
