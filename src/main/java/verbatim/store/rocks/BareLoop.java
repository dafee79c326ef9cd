package verbatim.store.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import verbatim.store.Key;
import verbatim.store.Table;

/// What RocksDB does at most with the rows of a fan-out: one loop that writes them, in the same
/// batches and with the same options, and nothing else. For `bench`.
public final class BareLoop {
  private BareLoop() {}

  /// Writes a row for each status into each home, without syncs.
  ///
  /// @param value of each row
  /// @return how long it took
  public static double seconds(
      Path folder, long firstHome, int homes, int statuses, int rowsABatch, byte[] value) {
    Table table = Table.plain("home");
    try {
      Files.createDirectories(folder);
      try (Engine engine = new Engine(folder, RocksOptions.usual())) {
        long begin = System.nanoTime();
        for (int status = 0; status < statuses; status++) {
          Key sk = Key.down((1L << 56) + ((long) status << 16));
          for (int from = 0; from < homes; from += rowsABatch) {
            try (WriteBatch batch = new WriteBatch()) {
              for (int home = from; home < Math.min(homes, from + rowsABatch); home++) {
                Key pk = Key.of(firstHome + ((long) home << 16));
                batch.put(Layout.key(table, pk, sk), value);
              }
              engine.write(batch, false);
            }
          }
        }
        return (System.nanoTime() - begin) / 1e9;
      }
    } catch (RocksDBException e) {
      throw new IllegalStateException("the bare loop", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
