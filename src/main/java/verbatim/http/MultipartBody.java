package verbatim.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartCompliance;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// Reads multipart/form-data piece by piece: texts and small files stay in memory, larger files go
/// to temporary ones as they come in.
final class MultipartBody {
  private static final int PART_HEADER_BYTES_MAX = 4 << 10;
  private static final int BOUNDARY_CHARACTERS_MAX = 70;

  private MultipartBody() {}

  /// Hands out a body piece by piece.
  interface Source {
    void pieces(Body.Sink sink);
  }

  /// @param uploaded is told of each file, so that it can be removed in the end, whatever happens
  static Params read(
      String contentType, Source body, Path folder, Limits.Http limits, Consumer<Upload> uploaded) {
    String boundary = MultiPart.extractBoundary(contentType);
    if (boundary == null || boundary.isEmpty() || boundary.length() > BOUNDARY_CHARACTERS_MAX) {
      throw Refusal.malformed("The multipart boundary is missing");
    }
    Parts parts = new Parts(folder, limits, uploaded);
    MultiPart.Parser parser = new MultiPart.Parser(boundary, MultiPartCompliance.RFC7578, parts);
    parser.setMaxParts(limits.formFieldsMax());
    parser.setPartHeadersMaxLength(PART_HEADER_BYTES_MAX);
    try {
      body.pieces(
          piece -> {
            parser.parse(piece);
            parts.check();
          });
    } catch (RuntimeException e) {
      parts.abandon();
      throw e;
    }
    if (!parts.isComplete) {
      parts.abandon();
      throw Refusal.malformed("The multipart body ended too early");
    }
    return parts.tree.params();
  }

  private static final class Parts implements MultiPart.Parser.Listener {
    private final Path folder;
    private final Limits.Http limits;
    private final Consumer<Upload> uploaded;
    private final ParamTree tree;
    private String name = "";
    private @Nullable String fileName;
    private String type = "";
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream fileOut;
    private long size;
    private long textBytes;
    private long smallFilesBytes;
    private boolean isComplete;
    private @Nullable RuntimeException failure;

    Parts(Path folder, Limits.Http limits, Consumer<Upload> uploaded) {
      this.folder = folder;
      this.limits = limits;
      this.uploaded = uploaded;
      this.tree = new ParamTree(limits.formFieldsMax(), limits.jsonDepthMax());
    }

    void check() {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void onPartBegin() {
      name = "";
      fileName = null;
      type = "";
      memory = new ByteArrayOutputStream();
      file = null;
      fileOut = null;
      size = 0;
    }

    @Override
    public void onPartHeader(String header, String value) {
      switch (header.toLowerCase(Locale.ROOT)) {
        case "content-disposition" -> {
          String named = parameter(value, "name");
          name = named == null ? "" : named;
          fileName = parameter(value, "filename");
        }
        case "content-type" -> type = value;
        default -> {
          // Nothing else counts.
        }
      }
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
      ByteBuffer buffer = chunk.getByteBuffer();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      size += bytes.length;
      try {
        take(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void take(byte[] bytes) throws IOException {
      if (fileOut != null) {
        fileOut.write(bytes);
        return;
      }
      memory.write(bytes);
      if (fileName == null) {
        textBytes += bytes.length;
        if (textBytes > limits.bodyBytesMax()) {
          throw new Refused(
              new Refusal.TooLarge(
                  "The fields are larger than " + limits.bodyBytesMax() + " bytes"));
        }
      } else if (smallFilesBytes + memory.size() > limits.uploadMemoryBytesMax()) {
        // All files of a request together: a thousand small ones are no small thing.
        spill();
      }
    }

    private void spill() throws IOException {
      Path made =
          Files.createTempFile(
              folder,
              "upload-",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      file = made;
      OutputStream out = Files.newOutputStream(made);
      fileOut = out;
      memory.writeTo(out);
      memory = new ByteArrayOutputStream();
    }

    @Override
    public void onPartEnd() {
      if (name.isEmpty()) {
        return;
      }
      if (fileName == null) {
        byte[] text = memory.toByteArray();
        tree.put(name, Percent.utf8(text, text.length));
      } else if (fileName.isEmpty() && size == 0) {
        // What browsers send for a file input left empty.
        tree.put(name, "");
      } else {
        Upload upload = upload(fileName);
        uploaded.accept(upload);
        tree.put(name, upload);
      }
    }

    private Upload upload(String claimedName) {
      Path spilled = file;
      if (spilled == null) {
        smallFilesBytes += memory.size();
        return new Upload(claimedName, type, memory.toByteArray());
      }
      closeFile();
      file = null;
      return new Upload(claimedName, type, spilled, size);
    }

    @Override
    public void onComplete() {
      isComplete = true;
    }

    /// The parser hands everything that is thrown above to here.
    @Override
    public void onFailure(Throwable thrown) {
      failure =
          switch (thrown) {
            case Refused refused -> refused;
            case UncheckedIOException cannotWrite -> cannotWrite;
            default -> Refusal.malformed("The multipart body cannot be read");
          };
    }

    void abandon() {
      closeFile();
      if (file != null) {
        uploaded.accept(new Upload("", "", file, size));
        file = null;
      }
    }

    private void closeFile() {
      try {
        if (fileOut != null) {
          fileOut.close();
          fileOut = null;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// A parameter of a header, quoted or not: `form-data; name="a"; filename="b \"c\".png"`.
    private static @Nullable String parameter(String header, String wanted) {
      int at = header.indexOf(';');
      while (at >= 0 && at < header.length()) {
        int equals = header.indexOf('=', at);
        if (equals < 0) {
          return null;
        }
        String key = header.substring(at + 1, equals).strip();
        StringBuilder value = new StringBuilder();
        at = value(header, equals + 1, value);
        if (key.equalsIgnoreCase(wanted)) {
          return value.toString();
        }
      }
      return null;
    }

    private static int value(String header, int from, StringBuilder value) {
      int at = from;
      if (at < header.length() && header.charAt(at) == '"') {
        for (at++; at < header.length() && header.charAt(at) != '"'; at++) {
          if (header.charAt(at) == '\\' && at + 1 < header.length()) {
            at++;
          }
          value.append(header.charAt(at));
        }
        return header.indexOf(';', at);
      }
      int end = header.indexOf(';', at);
      value.append(header.substring(at, end < 0 ? header.length() : end).strip());
      return end;
    }
  }
}
