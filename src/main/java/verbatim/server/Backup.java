package verbatim.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import verbatim.store.rocks.RocksStore;

/// A complete copy of a data folder: `store/` as it was at one moment, `media/`, and a manifest with the size and SHA-256
/// of each file, written last: a backup without one is half. Restoring checks all of it before it touches the data
/// folder.
final class Backup {
  static final String STORE = "store";
  static final String MEDIA = "media";
  private static final String MANIFEST = "manifest";
  private static final String FORMAT = "verbatim backup 1";

  private Backup() {}

  /// Copies a running or stopped server. What was deleted is compacted away first, so that it is not in the copy.
  ///
  /// @param target must not exist yet
  static void make(RocksStore store, Path data, Path target, Instant now) throws IOException {
    if (Files.exists(target)) {
      throw new IOException(target + " exists already; a backup wants a new folder");
    }
    Folders.make(target);
    store.eraseDeleted();
    store.checkpoint(target.resolve(STORE));
    copy(data.resolve(MEDIA), target.resolve(MEDIA));
    protect(target);
    List<String> lines = new ArrayList<>(List.of(FORMAT, "made " + now));
    for (Map.Entry<String, Path> file : files(target).entrySet()) {
      lines.add(sha256(file.getValue()) + " " + Files.size(file.getValue()) + " " + file.getKey());
    }
    Path manifest = Files.write(target.resolve(MANIFEST), lines);
    Files.setPosixFilePermissions(manifest, PosixFilePermissions.fromString("rw-------"));
  }

  /// @param data must be empty or missing
  static void restore(Path backup, Path data) throws IOException {
    check(backup);
    if (Files.exists(data) && !isEmpty(data)) {
      throw new IOException(data + " is not empty; restoring wants an empty data folder");
    }
    Folders.make(data);
    copy(backup.resolve(STORE), data.resolve(STORE));
    copy(backup.resolve(MEDIA), data.resolve(MEDIA));
    protect(data);
  }

  private static void check(Path backup) throws IOException {
    Path manifest = backup.resolve(MANIFEST);
    if (!Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(backup + " is not a complete backup: it has no manifest");
    }
    List<String> lines = Files.readAllLines(manifest);
    if (lines.isEmpty() || !lines.getFirst().equals(FORMAT)) {
      throw new IOException(backup + " is of a format that this version does not know");
    }
    Map<String, Path> found = files(backup);
    for (String line : lines.subList(Math.min(2, lines.size()), lines.size())) {
      String[] words = line.split(" ", 3);
      Path file = words.length == 3 ? found.remove(words[2]) : null;
      if (file == null || !Long.toString(Files.size(file)).equals(words[1]) || !sha256(file).equals(words[0])) {
        throw new IOException(backup + " is damaged at: " + words[words.length - 1]);
      }
    }
    if (!found.isEmpty()) {
      throw new IOException(backup + " holds a file that is not in its manifest: " + found.keySet().iterator().next());
    }
  }

  /// Every file but the manifest, by its name below the folder. A link or device is refused: following it would copy
  /// what does not belong to the backup.
  private static Map<String, Path> files(Path folder) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!attributes.isRegularFile()) {
              throw new IOException("not a plain file: " + file);
            }
            String name = folder.relativize(file).toString();
            if (!name.equals(MANIFEST)) {
              files.put(name, file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()), LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void protect(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
