package verbatim.store.rocks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.Status;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/// RocksDB's native objects, opened and closed together. Whoever calls a method must know that the
/// engine is open: a closed handle is a crash of the process, not an exception ([RocksStore] holds
/// a gate).
final class Engine implements AutoCloseable {
  static {
    RocksDB.loadLibrary();
  }

  private static final byte[] COMPACTED = "compacted".getBytes(StandardCharsets.UTF_8);

  /// Few and large shards: readers seldom meet, and what a shard cannot hold is never kept.
  private static final int CACHE_SHARD_BITS = 4;

  /// In the order of opening; closed the other way round.
  private final List<AutoCloseable> handles = new ArrayList<>();

  /// Under way; guarded by itself.
  private final Set<CompactRangeOptions> compactions = new HashSet<>();

  private volatile boolean isStopping;
  private final RocksDB db;
  private final Options options;
  private final ReadOptions fromMemory;
  private final ReadOptions fromDisk;
  private final WriteOptions synced;
  private final WriteOptions unsynced;
  private final @Nullable Statistics statistics;

  /// One pair from a scan.
  record Pair(byte[] key, byte[] value) {}

  Engine(Path folder, RocksOptions wanted) throws RocksDBException {
    statistics = wanted.counted() ? own(new Statistics()) : null;
    options = own(options(wanted));
    if (statistics != null) {
      statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
      options.setStatistics(statistics);
    }
    fromMemory = own(new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER));
    fromDisk = own(new ReadOptions());
    synced = own(new WriteOptions().setSync(true));
    unsynced = own(new WriteOptions().setSync(false));
    try {
      db = own(RocksDB.open(options, folder.toString()));
    } catch (RocksDBException e) {
      close();
      throw e;
    }
  }

  private Options options(RocksOptions wanted) {
    LRUCache cache = own(new LRUCache(wanted.cacheBytes(), CACHE_SHARD_BITS));
    var table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(own(new BloomFilter(10, false)))
            .setBlockSize(8 * 1024)
            .setCacheIndexAndFilterBlocks(true)
            // In parts: the filter of a whole file is a megabyte or more, which is larger than what
            // a shard of the cache keeps, so that each look for a missing row would read it anew.
            .setIndexType(IndexType.kTwoLevelIndexSearch)
            .setPartitionFilters(true)
            .setMetadataBlockSize(4 * 1024)
            .setPinTopLevelIndexAndFilter(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFormatVersion(5);
    return base()
        .setCreateIfMissing(true)
        .setTableFormatConfig(table)
        .setCompressionType(
            wanted.compressed() ? CompressionType.LZ4_COMPRESSION : CompressionType.NO_COMPRESSION)
        .setWriteBufferSize(wanted.writeBufferBytes())
        .setMaxWriteBufferNumber(3)
        // Memory tables count against the cache: what is written much takes the place of what is
        // read, not more memory.
        .setWriteBufferManager(own(new WriteBufferManager(2 * wanted.writeBufferBytes(), cache)))
        .setTargetFileSizeBase(32L << 20)
        .setMaxBytesForLevelBase(128L << 20)
        .setMaxBackgroundJobs(2)
        .setBytesPerSync(1 << 20)
        .setMaxTotalWalSize(256L << 20)
        .setMaxOpenFiles(512)
        // Recycled logs keep old words beyond their end.
        .setRecycleLogFileNum(0)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(3)
        .setMaxLogFileSize(4 << 20)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  /// The list of files names the first and the last key of each, and goes on naming those of files
  /// long gone until it is begun anew. So it is, with every change; Java can say so in these words
  /// only.
  private static Options base() {
    var words = new Properties();
    words.setProperty("max_manifest_file_size", "1");
    words.setProperty("max_manifest_space_amp_pct", "0");
    try (var database = DBOptions.getDBOptionsFromProps(words);
        var rows = new ColumnFamilyOptions()) {
      return new Options(database, rows);
    }
  }

  private <T extends AutoCloseable> T own(T handle) {
    handles.add(handle);
    return handle;
  }

  /// @return empty when the disk would have to be asked
  Answer<byte[]> getFromMemory(byte[] key) throws RocksDBException {
    try {
      return new Answer<>(true, db.get(fromMemory, key));
    } catch (RocksDBException e) {
      if (needsDisk(e)) {
        return new Answer<>(false, null);
      }
      throw e;
    }
  }

  byte @Nullable [] get(byte[] key) throws RocksDBException {
    return db.get(fromDisk, key);
  }

  Answer<List<Pair>> scanFromMemory(byte[] from, byte[] to, int rowsMax, boolean up)
      throws RocksDBException {
    try {
      return new Answer<>(true, scan(from, to, rowsMax, up, ReadTier.BLOCK_CACHE_TIER));
    } catch (RocksDBException e) {
      if (needsDisk(e)) {
        return new Answer<>(false, null);
      }
      throw e;
    }
  }

  List<Pair> scan(byte[] from, byte[] to, int rowsMax, boolean up) throws RocksDBException {
    return scan(from, to, rowsMax, up, ReadTier.READ_ALL_TIER);
  }

  /// The bounds are given to RocksDB, so that it does not walk on through deleted rows of the
  /// neighbours.
  private List<Pair> scan(byte[] from, byte[] to, int rowsMax, boolean up, ReadTier tier)
      throws RocksDBException {
    try (var lower = new Slice(from);
        var upper = new Slice(to);
        var options =
            new ReadOptions()
                .setReadTier(tier)
                .setIterateLowerBound(lower)
                .setIterateUpperBound(upper);
        RocksIterator rows = db.newIterator(options)) {
      List<Pair> pairs = new ArrayList<>(Math.min(rowsMax, 64));
      if (up) {
        rows.seekToFirst();
      } else {
        rows.seekToLast();
      }
      while (rows.isValid()) {
        pairs.add(new Pair(rows.key(), rows.value()));
        if (pairs.size() == rowsMax) {
          break;
        }
        if (up) {
          rows.next();
        } else {
          rows.prev();
        }
      }
      rows.status();
      return pairs;
    }
  }

  /// What memory could tell: `known`, and then the value or null for none.
  record Answer<T>(boolean known, @Nullable T value) {}

  private static boolean needsDisk(RocksDBException e) {
    return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete;
  }

  void write(WriteBatch batch, boolean sync) throws RocksDBException {
    db.write(sync ? synced : unsynced, batch);
  }

  /// Rises with every change and never falls, also over a restart.
  long changes() {
    return db.getLatestSequenceNumber();
  }

  void syncWal() throws RocksDBException {
    db.syncWal();
  }

  /// Files of this moment, hard links where the disk allows it.
  void checkpoint(Path folder) throws RocksDBException {
    try (var checkpoint = Checkpoint.create(db)) {
      checkpoint.createCheckpoint(folder.toString());
    }
  }

  /// Writes rows as files of their own, in the order of keys.
  RunWriter runs(Path folder) {
    return new RunWriter(folder, options);
  }

  /// Takes in files of rows, whole; they are moved. What they say is newer than all that is there.
  void ingest(List<String> files) throws RocksDBException {
    try (var ingestion = new IngestExternalFileOptions().setMoveFiles(true)) {
      db.ingestExternalFile(files, ingestion);
    }
  }

  /// Lays the rows of all levels together, where there is something to lay together.
  void tidy() throws RocksDBException {
    try (var compact = new CompactRangeOptions().setExclusiveManualCompaction(false)) {
      db.compactRange(db.getDefaultColumnFamily(), null, null, compact);
    }
  }

  /// Rewrites everything down to the last level, so that no file holds a deleted value; the log of
  /// writes is dropped with the flush.
  /// @throws RocksDBException also when it was broken off
  void compact() throws RocksDBException {
    try (var flush = new FlushOptions().setWaitForFlush(true);
        var compact =
            new CompactRangeOptions()
                .setExclusiveManualCompaction(false)
                .setBottommostLevelCompaction(
                    CompactRangeOptions.BottommostLevelCompaction.kForce)) {
      db.flush(flush);
      synchronized (compactions) {
        compactions.add(compact);
        compact.setCanceled(isStopping);
      }
      try {
        db.compactRange(db.getDefaultColumnFamily(), null, null, compact);
      } finally {
        // It must not be touched any more once it is closed.
        synchronized (compactions) {
          compactions.remove(compact);
        }
      }
      // A new list begins with what was there before the change: one more change, and it begins
      // with what is left.
      db.put(synced, COMPACTED, new byte[] {1});
      db.flush(flush);
      // Deletes obsolete files now, not at the next occasion.
      db.disableFileDeletions();
      db.enableFileDeletions();
    }
  }

  /// Breaks off what rewrites the files, now and from now on: a stop does not wait for it.
  void stopCompacting() {
    isStopping = true;
    synchronized (compactions) {
      compactions.forEach(compaction -> compaction.setCanceled(true));
    }
  }

  /// One of RocksDB's numbers about itself.
  long number(String property) throws RocksDBException {
    return db.getLongProperty(property);
  }

  long walSyncs() {
    return statistics == null ? 0 : statistics.getTickerCount(TickerType.WAL_FILE_SYNCED);
  }

  @Override
  public void close() {
    for (var handle : handles.reversed()) {
      try {
        handle.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    handles.clear();
  }
}
