package verbatim.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Refused;
import verbatim.log.EventLog;
import verbatim.log.JobOptions;
import verbatim.log.Jobs;
import verbatim.log.LogOptions;
import verbatim.log.StoreLog;
import verbatim.store.NodeNumber;
import verbatim.store.Store;
import verbatim.store.rocks.BulkStore;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

/// What everything stands on: the store, the log, jobs, ids, the clock and chance.
final class Ground implements AutoCloseable {
  private static final int OWNER_BYTES = 12;
  private static final long BULK_RUN_BYTES_MAX = 96L << 20;
  private static final Duration SETTLE_MAX = Duration.ofSeconds(2);

  final Store store;
  final StoreLog log;
  final Jobs jobs;
  final Ids ids;
  final InstantSource clock;
  final SecureRandom secureRandom;
  final RandomGenerator random;
  final Limits limits;
  final Path media;
  final Path uploads;
  final Way way;
  private final NodeNumber node;
  private final FolderLock lock;

  /// How the store lies in its folder.
  enum Way {
    SERVED,
    /// A town of `bench`, not served yet: nothing is synced before it is closed.
    FILLED,
    /// Served, and what lies in its files can be read there: for the test that searches them.
    LEGIBLE
  }

  /// @param clock what everybody goes by; leases are about real time and have the machine's own
  Ground(Config config, InstantSource clock, Way way) throws IOException {
    this.clock = clock;
    this.way = way;
    secureRandom = new SecureRandom();
    // Many threads draw from it at once, which a splittable generator does not bear.
    random = secureRandom;
    limits = limits(config);
    Folders.mustBeOurs(config.data());
    Folders.make(config.data());
    Backup.isWhole(config.data());
    lock = FolderLock.take(config.data());
    media = config.data().resolve(Backup.MEDIA);
    Folders.make(media);
    uploads = config.data().resolve("uploads");
    Folders.make(uploads);
    store = store(config, lock, way);
    node = node();
    ids = node.ids();
    log = new StoreLog(store, ids, LogOptions.usual());
    jobs = new Jobs(store, ids, clock, random, JobOptions.usual());
  }

  private static Store store(Config config, FolderLock lock, Way way) {
    Path folder = config.data().resolve(Backup.STORE);
    RocksOptions options = RocksOptions.usual();
    try {
      return switch (way) {
        case SERVED -> RocksStore.open(folder, options, InstantSource.system());
        case LEGIBLE -> RocksStore.open(folder, options.uncompressed(), InstantSource.system());
        case FILLED -> BulkStore.open(folder, options, BULK_RUN_BYTES_MAX, InstantSource.system());
      };
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private NodeNumber node() {
    byte[] owner = new byte[OWNER_BYTES];
    secureRandom.nextBytes(owner);
    String name = HexFormat.of().formatHex(owner);
    try {
      return NodeNumber.take(store, name, InstantSource.system(), clock);
    } catch (RuntimeException e) {
      store.close();
      lock.close();
      throw explained(e);
    }
  }

  /// What was refused while the server starts because a file of the store is damaged is told as
  /// that.
  RuntimeException explained(RuntimeException e) {
    if (e instanceof Refused && store instanceof RocksStore rocks) {
      return rocks.damage().map(RuntimeException.class::cast).orElse(e);
    }
    return e;
  }

  private static Limits limits(Config config) {
    Limits limits = Limits.usual().withStatusCharacters(config.statusCharactersMax());
    return config.testMode() ? limits.withStrangersFree().withPatience() : limits;
  }

  /// Work that comes again and again. A town that is being filled has none: its days are minutes.
  void regularly(Duration period, String kind, Jobs.Handler handler) {
    if (way != Way.FILLED) {
      jobs.every(period, kind, handler);
    }
  }

  /// For what only the engine of one machine can do.
  RocksStore rocks() {
    if (store instanceof RocksStore rocks) {
      return rocks;
    }
    throw new IllegalStateException("the store is being filled");
  }

  /// Rewriting the store's files takes minutes, and a stop must not.
  void stopErasing() {
    if (store instanceof RocksStore rocks) {
      rocks.stopErasing();
    }
  }

  EventLog log() {
    return log;
  }

  /// Lets what is under way end, then closes the store last.
  @Override
  public void close() {
    log.settle(SETTLE_MAX);
    jobs.close();
    log.close();
    node.close();
    store.close();
    lock.close();
  }
}
