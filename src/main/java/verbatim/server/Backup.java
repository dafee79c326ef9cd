package verbatim.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import verbatim.store.rocks.RocksStore;

/// A complete copy of a data folder: `store/` as it was at one moment, `media/`, and a manifest
/// with the size and SHA-256 of each file, written last: a backup without one is half. The store
/// keeps a list of checksums of its own files; the manifest vouches for that list. Restoring checks
/// all of it before it touches the data folder.
final class Backup {
  static final String STORE = "store";
  static final String MEDIA = "media";

  /// Not in a backup: it is derived, and makes itself anew.
  static final String SEARCH = "search";

  /// The index of known statements: likewise.
  static final String STATEMENTS = "statements";

  /// Lies in a data folder while it is being filled: a restore that was broken off is no server's
  /// data.
  private static final String UNFINISHED = "restoring";

  private static final String MANIFEST = "manifest";
  private static final String FORMAT = "verbatim backup 1";
  private static final int HEAD_LINES = 2;

  private Backup() {}

  /// Copies a running or stopped server. What was deleted is compacted away first, so that it is
  /// not in the copy. The store is copied before the media: a file that is deleted between the two
  /// is missing in the copy, none that somebody still refers to is.
  ///
  /// @param target must not exist yet
  static void make(RocksStore store, Path data, Path target, Instant now) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(target + " exists already; a backup wants a new folder");
    }
    Path place = target.toAbsolutePath().normalize();
    if (place.startsWith(data.toAbsolutePath().normalize())) {
      throw new IOException(target + " lies in the data folder; a backup belongs elsewhere");
    }
    Folders.make(target);
    store.eraseDeleted();
    store.checkpoint(target.resolve(STORE));
    Folders.copy(data.resolve(MEDIA), target.resolve(MEDIA));
    List<String> lines = new ArrayList<>(List.of(FORMAT, "made " + now));
    for (Map.Entry<String, Path> file : files(target).entrySet()) {
      lines.add(sha256(file.getValue()) + " " + Files.size(file.getValue()) + " " + file.getKey());
    }
    Folders.write(target.resolve(MANIFEST), lines);
  }

  /// @param data must be empty or missing
  static void restore(Path backup, Path data) throws IOException {
    Folders.mustBeOurs(data);
    check(backup);
    if (Files.exists(data) && !Folders.isEmpty(data)) {
      throw new IOException(data + " is not empty; restoring wants an empty data folder");
    }
    Folders.make(data);
    Path unfinished = data.resolve(UNFINISHED);
    Folders.write(unfinished, List.of());
    Folders.copy(backup.resolve(MEDIA), data.resolve(MEDIA));
    Folders.copy(backup.resolve(STORE), data.resolve(STORE));
    Folders.sync(data);
    Files.delete(unfinished);
    Folders.sync(data);
  }

  /// Refuses a data folder in which a restore was broken off.
  static void isWhole(Path data) throws IOException {
    if (Files.exists(data.resolve(UNFINISHED))) {
      throw new IOException(
          "restoring into " + data + " was broken off; empty the folder and restore again");
    }
  }

  private static void check(Path backup) throws IOException {
    Path manifest = backup.resolve(MANIFEST);
    if (!Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(backup + " is not a complete backup: it has no manifest");
    }
    List<String> lines = Files.readAllLines(manifest);
    if (lines.size() < HEAD_LINES || !lines.getFirst().equals(FORMAT)) {
      throw new IOException(backup + " is of a format that this version does not know");
    }
    Map<String, Path> found = files(backup);
    for (String line : lines.subList(HEAD_LINES, lines.size())) {
      String[] words = line.split(" ", 3);
      Path file = words.length == 3 ? found.remove(words[2]) : null;
      if (file == null
          || !Long.toString(Files.size(file)).equals(words[1])
          || !sha256(file).equals(words[0])) {
        throw new IOException(backup + " is damaged at: " + words[words.length - 1]);
      }
    }
    if (!found.isEmpty()) {
      throw new IOException(
          backup
              + " holds a file that is not in its manifest: "
              + found.keySet().iterator().next());
    }
    try {
      RocksStore.verify(backup.resolve(STORE));
    } catch (UncheckedIOException e) {
      throw new IOException(backup + " is damaged: " + Folders.words(e), e);
    }
  }

  /// Every file but the manifest and what the store's own list vouches for, by its name below the
  /// folder. A link or device is refused: following it would copy what does not belong to the
  /// backup.
  private static Map<String, Path> files(Path folder) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    Path store = folder.resolve(STORE);
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!attributes.isRegularFile()) {
              throw new IOException("not a plain file: " + file);
            }
            String name = folder.relativize(file).toString();
            boolean isOfStore =
                store.equals(file.getParent()) && !file.endsWith(RocksStore.CHECKSUMS);
            if (!name.equals(MANIFEST) && !isOfStore) {
              files.put(name, file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
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
