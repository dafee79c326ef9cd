package verbatim.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/// To look for what is not there is the most frequent look of all (is it counted already, is
/// somebody muted, has he marked it), and must not ask the disk each time.
final class MissingRowsTest {
  /// The filter of a file with so many is larger than what a shard of the cache holds.
  private static final int ROWS = 600_000;

  @TempDir private Path folder;

  @Test
  void what_was_looked_for_in_vain_is_known_without_the_disk_in_a_large_file_too()
      throws Exception {
    try (Engine engine = new Engine(folder.resolve("store"), RocksOptions.small())) {
      fill(engine);
      for (int n = 1; n < ROWS; n += ROWS / 100) {
        byte[] missing = key(2L * n + 1);
        assertThat(engine.get(missing)).isNull();
        assertThat(engine.getFromMemory(missing).known()).isTrue();
      }
      assertThat(engine.get(key(2))).isNotNull();
    }
  }

  private void fill(Engine engine) throws Exception {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    try (RunWriter run = engine.runs(runs)) {
      write(run);
      engine.ingest(run.done());
    }
  }

  private static void write(RunWriter run) throws RocksDBException {
    for (long n = 0; n < ROWS; n++) {
      run.put(key(2 * n), new byte[] {1});
    }
  }

  private static byte[] key(long n) {
    return ByteBuffer.allocate(Long.BYTES).putLong(n).array();
  }
}
