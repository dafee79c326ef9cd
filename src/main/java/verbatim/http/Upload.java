package verbatim.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file out of a multipart body: small ones in memory, large ones in a temporary file that is
/// gone when the request is answered. Its name and type are the sender's claims; sniff the content.
public final class Upload {
  private final String name;
  private final String type;
  private final byte[] bytes;
  private final Path file;
  private final long size;

  Upload(String name, String type, byte[] bytes) {
    this.name = name;
    this.type = type;
    this.bytes = bytes;
    this.file = Path.of("");
    this.size = bytes.length;
  }

  Upload(String name, String type, Path file, long size) {
    this.name = name;
    this.type = type;
    this.bytes = new byte[0];
    this.file = file;
    this.size = size;
  }

  public String name() {
    return name;
  }

  public String type() {
    return type;
  }

  public long size() {
    return size;
  }

  public InputStream open() throws IOException {
    return isInMemory() ? new java.io.ByteArrayInputStream(bytes) : Files.newInputStream(file);
  }

  public byte[] bytes() throws IOException {
    return isInMemory() ? bytes : Files.readAllBytes(file);
  }

  void discard() throws IOException {
    if (!isInMemory()) {
      Files.deleteIfExists(file);
    }
  }

  private boolean isInMemory() {
    return file.toString().isEmpty();
  }

  @Override
  public String toString() {
    return "Upload of " + size + " bytes";
  }
}
