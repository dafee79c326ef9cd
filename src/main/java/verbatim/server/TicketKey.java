package verbatim.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/// The key of addresses that open private files for a while. It outlives a restart, so that the
/// addresses do; a backup is without it, so that nobody opens files with an old copy of it.
final class TicketKey {
  private static final String FILE = "media.key";
  private static final int BYTES = 32;

  private TicketKey() {}

  static byte[] of(Path data, SecureRandom random) throws IOException {
    Path file = data.resolve(FILE);
    if (Files.exists(file)) {
      byte[] key = Files.readAllBytes(file);
      if (key.length == BYTES) {
        return key;
      }
    }
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    Path unfinished = data.resolve(FILE + ".unfinished");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(unfinished, key);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return key;
  }
}
