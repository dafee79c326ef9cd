package verbatim.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;

/// A file that may be sent once its guard agrees.
///
/// @param way to its bytes, whether they lie sealed or not
/// @param type what we made it; sent with `nosniff` and a sandbox
public record Opened(Way way, String type, long bytes, Guard guard) {
  /// @throws java.nio.file.NoSuchFileException when it is gone meanwhile
  @FunctionalInterface
  public interface Way {
    SeekableByteChannel open() throws IOException;
  }

  public InputStream stream() throws IOException {
    return Channels.newInputStream(way.open());
  }
}
