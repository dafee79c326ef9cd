package verbatim.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The settings file, and the list of what a backup holds.
public final class FuzzedSettings {
  private static final Path FOLDER = folder();

  private FuzzedSettings() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("fuzzed-settings");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    Path file = FOLDER.resolve("file");
    Files.write(file, data);
    try {
      ConfigFile.read(file, true, Map.of(), Map.of(), false);
    } catch (ConfigFile.Unusable e) {
      if (String.valueOf(e.getMessage()).isBlank()) {
        throw new AssertionError("refused without a word");
      }
    }
    Path backup = Files.createDirectories(FOLDER.resolve("backup"));
    Files.write(backup.resolve("manifest"), data); // No file in it is there.
    Path data2 = FOLDER.resolve("data");
    try {
      Backup.restore(backup, data2);
      throw new AssertionError("a list that vouches for nothing was believed");
    } catch (IOException _) {
      if (Files.exists(data2)) {
        throw new AssertionError("touched before it was checked");
      }
    }
  }
}
