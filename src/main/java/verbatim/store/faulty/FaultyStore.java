package verbatim.store.faulty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import verbatim.store.Bounds;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Wraps a store and does what the contract allows but RocksDB never does:
///
/// - a claim answers Unknown, half of the time after it was applied
/// - a journalled batch is applied partition by partition, in any order, with a pause in the middle
///   in which readers see one part without the other; so are derived rows
///
/// Which call it strikes is decided by the random generator, so a single-threaded test fails again
/// with the same seed.
public final class FaultyStore implements Store {
  private final Store store;
  private final RandomGenerator random;
  private final double share;
  private final Duration pauseMax;
  private final LongAdder unknowns = new LongAdder();
  private final LongAdder splits = new LongAdder();

  /// @param share of the calls that are struck, 0 to 1
  /// @param pauseMax between the steps of a batch
  public FaultyStore(Store store, RandomGenerator random, double share, Duration pauseMax) {
    this.store = store;
    this.random = random;
    this.share = share;
    this.pauseMax = pauseMax;
  }

  /// How often a claim answered Unknown.
  public long unknowns() {
    return unknowns.sum();
  }

  /// How often a batch was applied in more than one step.
  public long splits() {
    return splits.sum();
  }

  private boolean strikes() {
    synchronized (random) {
      return random.nextDouble() < share;
    }
  }

  private boolean either() {
    synchronized (random) {
      return random.nextBoolean();
    }
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
    Bounds.journalledBatch(ops);
    var steps = steps(ops);
    for (int i = 0; i < steps.size(); i++) {
      if (i > 0) {
        pause();
      }
      store.journalledBatch(steps.get(i));
    }
  }

  @Override
  public void putDerived(List<Op> ops) {
    Bounds.journalledBatch(ops);
    var steps = steps(ops);
    for (int i = 0; i < steps.size(); i++) {
      if (i > 0) {
        pause();
      }
      store.putDerived(steps.get(i));
    }
  }

  /// All at once, or two steps of whole partitions.
  private List<List<Op>> steps(List<Op> ops) {
    Map<Key, List<Op>> partitions = new LinkedHashMap<>();
    for (var op : ops) {
      partitions.computeIfAbsent(op.pk(), _ -> new ArrayList<>()).add(op);
    }
    if (partitions.size() < 2 || !strikes()) {
      return List.of(ops);
    }
    splits.increment();
    List<List<Op>> shuffled = new ArrayList<>(partitions.values());
    int cut;
    synchronized (random) {
      Collections.shuffle(shuffled, Random.from(random));
      cut = 1 + random.nextInt(shuffled.size() - 1);
    }
    return List.of(join(shuffled.subList(0, cut)), join(shuffled.subList(cut, shuffled.size())));
  }

  private static List<Op> join(List<List<Op>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  private void pause() {
    long nanos;
    synchronized (random) {
      nanos = random.nextLong(pauseMax.toNanos() + 1);
    }
    try {
      Thread.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      // The journal is played to its end, whoever is in a hurry.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Claim putIfAbsent(Table table, Key pk, Key sk, byte[] value, byte[] token) {
    Bounds.value(value);
    Bounds.claim(table, pk, sk, token);
    return perhaps(() -> store.putIfAbsent(table, pk, sk, value, token));
  }

  @Override
  public Claim compareAndSet(
      Table table, Key pk, Key sk, long expectedVersion, byte[] value, byte[] token) {
    Bounds.value(value);
    Bounds.claim(table, pk, sk, token);
    return perhaps(() -> store.compareAndSet(table, pk, sk, expectedVersion, value, token));
  }

  @Override
  public Claim compareAndDelete(Table table, Key pk, Key sk, long expectedVersion, byte[] token) {
    Bounds.claim(table, pk, sk, token);
    return perhaps(() -> store.compareAndDelete(table, pk, sk, expectedVersion, token));
  }

  private Claim perhaps(Supplier<Claim> claim) {
    if (!strikes()) {
      return claim.get();
    }
    unknowns.increment();
    if (either()) {
      var _ = claim.get();
    }
    return new Claim.Unknown();
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
