package verbatim.store.rocks;

import java.nio.file.Path;

/// The files of a store are not as they were written: the disk has lost or changed something. Only
/// a backup helps.
public final class Damaged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param why in RocksDB's words, which name the file
  Damaged(Path folder, String why) {
    super("the store in " + folder + " is damaged: " + why, null, false, false);
  }
}
