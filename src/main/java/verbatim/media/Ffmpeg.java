package verbatim.media;

import java.nio.file.Path;
import java.util.Optional;

/// Where ffmpeg and ffprobe lie. Without them sound and video are refused.
public final class Ffmpeg {
  private final Optional<Path> folder;

  private Ffmpeg(Optional<Path> folder) {
    this.folder = folder;
  }

  public static Ffmpeg absent() {
    return new Ffmpeg(Optional.empty());
  }

  /// @param folder that holds `ffmpeg` and `ffprobe`
  public static Ffmpeg in(Path folder) {
    return new Ffmpeg(Optional.of(folder));
  }

  public boolean isPresent() {
    return folder.isPresent();
  }
}
