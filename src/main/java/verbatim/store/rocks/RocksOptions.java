package verbatim.store.rocks;

/// How much of the machine the store may take.
///
/// @param cacheBytes blocks, filters, indexes and memory tables held in memory
/// @param writeBufferBytes one memory table; there are at most three
/// @param reserveBytes free space on the disk below which writes are refused: what compaction needs
///     to free more
/// @param diskReadsMax reads that may wait for the disk at the same time; each holds a carrier
///     thread
/// @param compressed off only where a test searches the files for words
/// @param counted whether RocksDB counts what it does ([RocksStore#walSyncs])
public record RocksOptions(
    long cacheBytes,
    long writeBufferBytes,
    long reserveBytes,
    int diskReadsMax,
    boolean compressed,
    boolean counted) {
  public static RocksOptions usual() {
    return new RocksOptions(96L << 20, 16L << 20, 64L << 20, 6, true, false);
  }

  /// For tests: little memory, so that many may stand side by side.
  public static RocksOptions small() {
    return new RocksOptions(16L << 20, 4L << 20, 1L << 20, 6, true, false);
  }

  public RocksOptions withCacheBytes(long bytes) {
    return new RocksOptions(
        bytes, writeBufferBytes, reserveBytes, diskReadsMax, compressed, counted);
  }

  public RocksOptions withReserveBytes(long bytes) {
    return new RocksOptions(cacheBytes, writeBufferBytes, bytes, diskReadsMax, compressed, counted);
  }

  public RocksOptions uncompressed() {
    return new RocksOptions(
        cacheBytes, writeBufferBytes, reserveBytes, diskReadsMax, false, counted);
  }

  public RocksOptions withCounts() {
    return new RocksOptions(
        cacheBytes, writeBufferBytes, reserveBytes, diskReadsMax, compressed, true);
  }
}
