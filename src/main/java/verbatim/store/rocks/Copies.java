package verbatim.store.rocks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Folders of files, copied so that they survive a power cut, with a list of checksums by which a
/// copy is known to be whole before anything is made from it.
final class Copies {
  static final String SUMS = "SHA256SUMS";

  private static final int NAME_AT = 66;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private Copies() {}

  static void copy(Path from, Path to) {
    try {
      if (Files.exists(to) && !files(to).isEmpty()) {
        throw new IllegalStateException(to + " is not empty");
      }
      Files.createDirectories(to);
      Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
      var sums = new StringBuilder();
      for (var file : files(from)) {
        var name = file.getFileName().toString();
        if (!name.equals(SUMS)) {
          var copy = to.resolve(name);
          Files.copy(file, copy);
          Files.setPosixFilePermissions(copy, OWNER_ONLY);
          sync(copy);
          sums.append(sum(copy)).append("  ").append(name).append('\n');
        }
      }
      Files.writeString(to.resolve(SUMS), sums);
      Files.setPosixFilePermissions(to.resolve(SUMS), OWNER_ONLY);
      sync(to.resolve(SUMS));
      sync(to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws UncheckedIOException when a file is missing, other than it was copied, or was added
  static void verify(Path folder) {
    try {
      Map<String, String> sums = new TreeMap<>();
      for (var line : Files.readAllLines(folder.resolve(SUMS))) {
        if (line.length() <= NAME_AT) {
          throw new IOException(folder.resolve(SUMS) + " is damaged");
        }
        sums.put(line.substring(NAME_AT), line.substring(0, 64));
      }
      for (var file : files(folder)) {
        var name = file.getFileName().toString();
        var wanted = sums.remove(name);
        boolean isList = name.equals(SUMS) && wanted == null;
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            || !isList && (wanted == null || !sum(file).equals(wanted))) {
          throw new IOException(file + " is damaged or does not belong to the copy");
        }
      }
      if (!sums.isEmpty()) {
        throw new IOException(folder.resolve(sums.keySet().iterator().next()) + " is missing");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void remove(Path folder) {
    try {
      if (Files.exists(folder)) {
        for (var file : files(folder)) {
          Files.delete(file);
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String sum(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sync(Path path) throws IOException {
    var mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (var channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}
