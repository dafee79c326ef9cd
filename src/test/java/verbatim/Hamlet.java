package verbatim;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import verbatim.accounts.AccountEvent;
import verbatim.accounts.Accounts;
import verbatim.accounts.Handle;
import verbatim.accounts.Posting;
import verbatim.accounts.Profile;
import verbatim.accounts.Standing;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.log.EventLog;
import verbatim.log.LogOptions;
import verbatim.log.StoreLog;
import verbatim.log.faulty.FaultyLog;
import verbatim.relations.Filters;
import verbatim.relations.Lists;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.RelationEvent;
import verbatim.relations.Relations;
import verbatim.store.Claim;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.store.faulty.FaultyStore;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

/// People and what they have to do with each other, without anything to read: accounts and
/// relations on a real store and log. It can be restarted, and it can be made to die in the middle
/// of what it does.
public final class Hamlet implements AutoCloseable {
  public enum Engine {
    ROCKS,
    FAULTY
  }

  private static final Duration SETTLED_MAX = Waiting.PATIENCE;

  private final Path folder;
  private final Engine engine;
  private final Limits limits;
  private final Random random;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-01T08:00:00Z"));
  private final InstantSource clock = now::get;
  private final Ids ids = new Ids(clock, 1);
  private final List<RelationEvent> relationEvents = new ArrayList<>();
  private final List<AccountEvent> accountEvents = new ArrayList<>();
  private final Set<Long> seen = new HashSet<>();

  private RocksStore rocks;
  public Store store;
  private EventLog log;
  private Mortal mortal;
  public Accounts accounts;
  public Relations relations;
  public Lists lists;
  public Filters filters;
  public MaySee maySee;
  public MayDo mayDo;

  public Hamlet(Path folder, Engine engine) {
    this(folder, engine, Limits.usual());
  }

  public Hamlet(Path folder, Engine engine, Limits limits) {
    this.folder = folder;
    this.engine = engine;
    this.limits = limits;
    long seed = Long.getLong("verbatim.seed", System.nanoTime());
    System.out.println("hamlet on " + engine + ", seed " + seed);
    this.random = new Random(seed);
    open();
  }

  private void open() {
    rocks = RocksStore.open(folder.resolve("store"), RocksOptions.small(), clock);
    // Death above the faults: a journalled batch may be seen in two steps, but it is never left
    // halfway.
    mortal =
        new Mortal(
            switch (engine) {
              case ROCKS -> rocks;
              case FAULTY ->
                  new FaultyStore(rocks, new Random(random.nextLong()), 0.2, Duration.ofMillis(1));
            });
    store = mortal;
    EventLog plain = new StoreLog(rocks, ids, LogOptions.brisk());
    log =
        switch (engine) {
          case ROCKS -> plain;
          case FAULTY -> new FaultyLog(plain, new Random(random.nextLong()), 0.2);
        };
    accounts = new Accounts(store, log, ids, clock, random, limits);
    relations = new Relations(store, log, accounts, ids, clock, random, limits);
    lists = new Lists(store, log, relations, accounts, ids, limits);
    filters = new Filters(store, log, ids, clock, random, limits);
    maySee = new MaySee(relations, accounts, clock);
    mayDo = new MayDo(maySee, relations, accounts);
    log.consume("hamlet", this::on);
  }

  private synchronized void on(EventLog.Entry entry) {
    if (!seen.add(entry.id())) {
      return;
    }
    switch (entry.event().family()) {
      case RelationEvent.FAMILY -> relationEvents.add(RelationEvent.read(entry.event()));
      case AccountEvent.FAMILY -> accountEvents.add(AccountEvent.read(entry.event()));
      default -> throw new IllegalStateException(entry.event().family());
    }
  }

  public AccountId person(String name) {
    return accounts.create(name, Standing.active(), Posting.usual()).id();
  }

  public AccountId stranger(String name, String domain) {
    var origin =
        new Origin.Remote("https://" + domain + "/" + name, "https://" + domain + "/@" + name);
    return accounts.adopt(new Handle(name, domain), origin, Profile.blank()).id();
  }

  public void lock(AccountId account) {
    accounts.change(account, a -> a.with(locked(a.profile())));
  }

  private static Profile locked(Profile p) {
    return new Profile(
        p.displayName(),
        p.bio(),
        p.fields(),
        p.avatar(),
        p.header(),
        p.bot(),
        true,
        p.discoverable(),
        p.indexable(),
        p.hidesCollections());
  }

  public void stand(AccountId account, Standing standing) {
    accounts.change(account, a -> a.with(standing));
  }

  public Instant now() {
    return now.get();
  }

  public void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  /// All that was said of relations so far, each once.
  public List<RelationEvent> said() {
    settle();
    synchronized (this) {
      return List.copyOf(relationEvents);
    }
  }

  public List<AccountEvent> saidOfAccounts() {
    settle();
    synchronized (this) {
      return List.copyOf(accountEvents);
    }
  }

  private void settle() {
    if (!log.settle(SETTLED_MAX)) {
      throw new AssertionError("the log did not settle");
    }
  }

  public void restart() {
    close();
    pass(Duration.ofSeconds(1));
    open();
  }

  /// The process is to die before its nth write from now on (0 is the next).
  public void dieBefore(int write) {
    mortal.left = write;
  }

  public boolean isDead() {
    return mortal.dead;
  }

  public long reads() {
    return mortal.reads;
  }

  @Override
  public void close() {
    log.close();
    rocks.close();
  }

  /// Does the same thing on many threads at once.
  public static <T> List<T> atOnce(List<Callable<T>> deeds) throws Exception {
    var barrier = new CyclicBarrier(deeds.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> deed : deeds) {
        running.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return deed.call();
                }));
      }
      List<T> done = new ArrayList<>();
      for (Future<T> one : running) {
        done.add(one.get());
      }
      return done;
    }
  }

  /// The end of the process, as the test wants it.
  public static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// A store under which the ground opens before a certain write.
  private static final class Mortal implements Store {
    private final Store store;
    private volatile int left = Integer.MAX_VALUE;
    private volatile boolean dead;
    private volatile long reads;

    Mortal(Store store) {
      this.store = store;
    }

    private synchronized void live() {
      if (dead || left-- == 0) {
        dead = true;
        throw new Died();
      }
    }

    private synchronized void read() {
      reads++;
      if (dead) {
        throw new Died();
      }
    }

    @Override
    public Optional<Row> get(Table table, Key pk, Key sk) {
      read();
      return store.get(table, pk, sk);
    }

    @Override
    public List<Row> scan(Table table, Key pk, Key from, Key to, int rowsMax, Order order) {
      read();
      return store.scan(table, pk, from, to, rowsMax, order);
    }

    @Override
    public List<Row> scan(Table table, Key pk, int rowsMax) {
      read();
      return store.scan(table, pk, rowsMax);
    }

    @Override
    public void put(Table table, Key pk, Key sk, byte[] value) {
      live();
      store.put(table, pk, sk, value);
    }

    @Override
    public void delete(Table table, Key pk, Key sk) {
      live();
      store.delete(table, pk, sk);
    }

    @Override
    public void deleteRange(Table table, Key pk, Key from, Key to) {
      live();
      store.deleteRange(table, pk, from, to);
    }

    @Override
    public void batch(List<Op> ops) {
      live();
      store.batch(ops);
    }

    @Override
    public void journalledBatch(List<Op> ops) {
      live();
      store.journalledBatch(ops);
    }

    @Override
    public void putDerived(List<Op> ops) {
      live();
      store.putDerived(ops);
    }

    @Override
    public Claim putIfAbsent(Table table, Key pk, Key sk, byte[] value, byte[] token) {
      live();
      return store.putIfAbsent(table, pk, sk, value, token);
    }

    @Override
    public Claim compareAndSet(
        Table table, Key pk, Key sk, long expectedVersion, byte[] value, byte[] token) {
      live();
      return store.compareAndSet(table, pk, sk, expectedVersion, value, token);
    }

    @Override
    public Claim compareAndDelete(Table table, Key pk, Key sk, long expectedVersion, byte[] token) {
      live();
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
}
