package verbatim.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Folders that hold private things: made for their owner alone, deleted whole.
final class Folders {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final Path THIS_PROCESS = Path.of("/proc/self");
  private static final String UID = "unix:uid";

  private Folders() {}

  /// Makes the folder (and its parents); only its owner may enter (0700).
  static void make(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  /// Refuses a folder that belongs to somebody else than the one who types, root too: what root
  /// writes into the server's folder the server cannot read afterwards, and does not start.
  static void mustBeOurs(Path folder) throws IOException {
    if (!Files.exists(folder) || !Files.exists(THIS_PROCESS)) {
      return;
    }
    if (!Files.getAttribute(folder, UID).equals(Files.getAttribute(THIS_PROCESS, UID))) {
      String owner = Files.getOwner(folder).getName();
      throw new ConfigFile.Unusable(
          folder
              + " belongs to "
              + owner
              + "; type this as that user (sudo -u "
              + owner
              + " ./verbatim …)");
    }
  }

  static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  /// Copies a tree so that it survives a power cut; what vanishes meanwhile (a file that somebody
  /// deletes) is left out.
  static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            make(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString());
            try {
              Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
              return FileVisitResult.CONTINUE;
            }
            Files.setPosixFilePermissions(copy, OWNER_ONLY);
            sync(copy);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            if (e != null && !(e instanceof NoSuchFileException)) {
              throw e;
            }
            sync(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Writes a small private file, durably.
  static void write(Path file, List<String> lines) throws IOException {
    Files.write(file, lines);
    Files.setPosixFilePermissions(file, OWNER_ONLY);
    sync(file);
    sync(folder(file));
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file : folder;
  }

  static void sync(Path path) throws IOException {
    OpenOption mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  static String words(UncheckedIOException e) {
    IOException cause = e.getCause();
    return cause == null ? String.valueOf(e.getMessage()) : words(cause);
  }

  /// What went wrong, for whoever runs the server: many of these exceptions say only the file's
  /// name.
  static String words(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
      case FileAlreadyExistsException there -> there.getFile() + ": exists already";
      case NotDirectoryException file -> file.getFile() + ": is not a folder";
      default -> String.valueOf(e.getMessage());
    };
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
