package verbatim.store.rocks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/// One sorted run as SST files of a bounded size.
final class RunWriter implements AutoCloseable {
  private static final long FILE_BYTES_MAX = 64L << 20;

  private final Path folder;
  private final EnvOptions environment = new EnvOptions();
  private final SstFileWriter writer;
  private final List<String> files = new ArrayList<>();
  private long bytes;
  private boolean open;

  RunWriter(Path folder, Options options) {
    this.folder = folder;
    this.writer = new SstFileWriter(environment, options);
  }

  /// Keys must come in their order.
  void put(byte[] key, byte[] value) throws RocksDBException {
    begin(key.length + value.length);
    writer.put(key, value);
  }

  void delete(byte[] key) throws RocksDBException {
    begin(key.length);
    writer.delete(key);
  }

  private void begin(int more) throws RocksDBException {
    if (open && bytes + more > FILE_BYTES_MAX) {
      end();
    }
    if (!open) {
      String file = folder.resolve("run-" + files.size() + ".sst").toString();
      writer.open(file);
      files.add(file);
      open = true;
      bytes = 0;
    }
    bytes += more;
  }

  private void end() throws RocksDBException {
    writer.finish();
    open = false;
  }

  /// @return the files, none when nothing was written
  List<String> done() throws RocksDBException {
    if (open) {
      end();
    }
    return files;
  }

  @Override
  public void close() {
    writer.close();
    environment.close();
  }
}
