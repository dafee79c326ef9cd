package verbatim.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// The files, beside the store: `<two letters>/<rest of the key>/<name>`. Keys are random, names
/// are our own few; nothing that anybody sends becomes a part of a path without matching both
/// exactly.
final class Folder {
  private static final int KEY_BYTES = 16;
  private static final int KEY_CHARACTERS = 26;
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final String SEALED = ".sealed";
  private static final Pattern PATH =
      Pattern.compile("([a-z2-7]{26})/((?:original|small|picture)\\.(?:jpg|png|gif|mp4|mp3))");

  private final Path root;
  private final SecureRandom random;

  Folder(Path root, SecureRandom random) {
    this.root = root;
    this.random = random;
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// 128 random bits.
  String newKey() {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    var key = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte b : bytes) {
      held = held << 8 | (b & 0xFF);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        key.append(DIGITS.charAt(held >> bits & 31));
      }
    }
    return key.append(DIGITS.charAt(held << (5 - bits) & 31)).toString();
  }

  /// The key of a path as given out; empty if it is none of ours.
  static Optional<String> keyOf(String path) {
    var matcher = PATH.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// The file, if it is there.
  Optional<Path> file(String path) {
    return keyOf(path)
        .map(key -> folder(key).resolve(path.substring(KEY_CHARACTERS + 1)))
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
  }

  /// Where it lies when it lies sealed, whether it does or not.
  ///
  /// @param path one of ours
  Path sealed(String path) {
    return folder(path.substring(0, KEY_CHARACTERS))
        .resolve(path.substring(KEY_CHARACTERS + 1) + SEALED);
  }

  /// Writes what lies open anew, sealed; or what an older key has sealed. Harmless twice.
  ///
  /// @param path one of ours
  /// @return whether it lies open still, beside
  boolean seal(Seal seal, String path) {
    Path sealed = sealed(path);
    Optional<Path> open = file(path);
    try {
      boolean isSealed = Files.exists(sealed) && SealedFile.isNewest(seal, sealed);
      if (!isSealed && (open.isPresent() || Files.exists(sealed))) {
        // Two messages may use it at the same moment.
        Path unfinished = sealed.resolveSibling(newKey() + ".unfinished");
        try (SeekableByteChannel plain = read(seal, path)) {
          SealedFile.write(seal, path, plain, unfinished, random);
        }
        Files.move(
            unfinished,
            sealed,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        sync(Objects.requireNonNull(sealed.getParent()));
      }
      return open.isPresent();
    } catch (NoSuchFileException _) {
      // Erased meanwhile.
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its bytes, however they lie.
  SeekableByteChannel read(Seal seal, String path) throws IOException {
    Optional<Path> open = file(path);
    if (open.isPresent()) {
      try {
        return FileChannel.open(open.get(), StandardOpenOption.READ);
      } catch (NoSuchFileException _) {
        // Sealed at this moment.
      }
    }
    return SealedFile.open(seal, path, sealed(path));
  }

  /// How long it is; empty when it is not there.
  OptionalLong bytes(String path) {
    try {
      Optional<Path> open = file(path);
      if (open.isPresent()) {
        return OptionalLong.of(Files.size(open.get()));
      }
    } catch (NoSuchFileException _) {
      // Sealed at this moment, or gone.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return keyOf(path).isPresent() && Files.exists(sealed(path))
          ? OptionalLong.of(SealedFile.bytes(sealed(path)))
          : OptionalLong.empty();
    } catch (NoSuchFileException _) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder(String key) {
    return root.resolve(key.substring(0, 2)).resolve(key.substring(2));
  }

  Path make(String key) {
    try {
      return Files.createDirectories(folder(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Durable when it returns.
  ///
  /// @return the path to give out
  String write(String key, String name, byte[] bytes) {
    Path file = make(key).resolve(name);
    Path unfinished = file.resolveSibling(name + ".unfinished");
    try {
      try (var channel =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      sync(folder(key));
      return key + "/" + name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Keeps what comes in, to be converted. It has no name that could be given out.
  ///
  /// @throws Refused when there is more of it than that
  Path take(String key, String name, InputStream in, int bytesMax) throws IOException {
    Path file = make(key).resolve(name);
    long bytes;
    try (var out = Files.newOutputStream(file)) {
      bytes = copy(in, out, bytesMax);
    }
    if (bytes > bytesMax) {
      throw new Refused(
          new Refusal.TooLarge("The file is too large (maximum is " + bytesMax + " bytes)"));
    }
    sync(file);
    return file;
  }

  /// Stops one buffer past the limit.
  private static long copy(InputStream in, OutputStream out, int bytesMax) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long all = 0;
    int read;
    while (all <= bytesMax && (read = in.read(buffer)) >= 0) {
      out.write(buffer, 0, read);
      all += read;
    }
    return all;
  }

  byte[] read(String key, String name) {
    try {
      return Files.readAllBytes(folder(key).resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Sniff> sniff(Path file) {
    try (var in = Files.newInputStream(file)) {
      return Sniff.of(in.readNBytes(Sniff.BYTES));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Deletes all files of a key but one.
  void clear(String key, String kept) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(make(key))) {
      for (Path file : files) {
        if (!file.endsWith(kept)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What another program wrote gets the name that can be given out.
  Path rename(Path file, String name) {
    try {
      return Files.move(
          file,
          file.resolveSibling(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String key, String name) {
    try {
      Files.deleteIfExists(folder(key).resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a file that another program wrote durable.
  String keep(String key, String name) {
    Path file = folder(key).resolve(name);
    try {
      sync(file);
      sync(folder(key));
      return key + "/" + name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sync(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Deleting what is not there is no fault.
  void delete(String key) {
    Path folder = folder(key);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
