package verbatim.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.io.Content;
import verbatim.kernel.Limits;
import verbatim.kernel.Refused;

/// Multipart bodies, in pieces as long as the first byte says.
public final class FuzzedMultipart {
  private static final Path FOLDER = folder();

  private FuzzedMultipart() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("fuzzed-multipart");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    int step = 1 + (data[0] & 63);
    List<Upload> uploads = new ArrayList<>();
    try {
      Params params =
          MultipartBody.read(
              "multipart/form-data; boundary=b",
              sink -> {
                for (int at = 1; at < data.length; at += step) {
                  int end = Math.min(data.length, at + step);
                  sink.take(
                      Content.Chunk.from(
                          ByteBuffer.wrap(Arrays.copyOfRange(data, at, end)), end == data.length));
                }
              },
              FOLDER,
              Limits.usual().http(),
              uploads::add);
      FuzzedBodies.walked(params);
    } catch (Refused | Halt _) {
      // As it should be.
    } finally {
      for (Upload upload : uploads) {
        upload.discard();
      }
    }
  }
}
