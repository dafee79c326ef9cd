package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.PASSWORD;
import static verbatim.server.CommandLine.create;
import static verbatim.server.CommandLine.token;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Ports;

/// A server with the memory that everybody's has, and that ends when it has none left, is sent
/// pictures that want more.
class PicturesAndTheHeapTest {
  private static final int UPLOADS_AT_ONCE = 50;
  private static final int FILE_BYTES = 6 << 20;

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;
  private int port;
  private String token = "";

  @BeforeEach
  void start() throws Exception {
    port = Ports.free();
    Path data = folder.resolve("data");
    process = ServerProcess.startWithUsualMemory(port, data, folder.resolve("log"));
    assertThat(create(data, "anna").exit()).isZero();
    try (Wire wire = new Wire(port)) {
      token = token(wire, "anna", PASSWORD);
    }
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    process.destroyForcibly().waitFor();
  }

  @Test
  void what_would_take_more_than_there_is_is_read_coarser_or_waits_or_is_refused()
      throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("16 bits, see-through", png(16_384, 2_024, 16, 6, false));
    files.put("16 bits, in layers", png(8_192, 4_050, 16, 6, true));
    files.put("8 bits, see-through", png(8_192, 4_050, 8, 6, false));
    files.put("grey of 16 bits", png(8_192, 4_050, 16, 4, false));
    files.put("gif whose first frame is small", gif(8_192, 4_050));
    files.put("jpeg", jpeg(8_192, 4_050));
    files.put("lossless webp", webp(4_096, 2_560));
    files.put("words of a hundred megabytes", png(8, 8, 8, 2, false, words()));
    for (var file : files.entrySet()) {
      HttpResponse<String> answer = uploads(file.getValue());
      assertThat(answer.statusCode()).as(file.getKey() + ": " + answer.body()).isIn(200, 202);
      lives(file.getKey());
    }
    HttpResponse<String> answer = uploads(webp(16_383, 2_025));
    assertThat(answer.statusCode()).as("too large for this kind").isEqualTo(422);
    assertThat(answer.body()).contains("16383x2025 is more than this server can open");
    fiftyAtOnce();
  }

  private void fiftyAtOnce() throws Exception {
    // Nothing that a picture is made of: only reading it takes memory.
    byte[] file = png(8, 8, 8, 2, false, chunk("vrBt", new byte[FILE_BYTES]));
    List<Callable<Integer>> uploads = new ArrayList<>();
    for (int i = 0; i < UPLOADS_AT_ONCE; i++) {
      uploads.add(() -> uploads(file).statusCode());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> answer : threads.invokeAll(uploads)) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
    lives("all at once");
  }

  private void lives(String after) throws IOException, InterruptedException {
    assertThat(process.waitFor(1, TimeUnit.MILLISECONDS))
        .as("ended after " + after + "\n" + Files.readString(folder.resolve("log")))
        .isFalse();
    try (Wire wire = new Wire(port)) {
      assertThat(wire.get("/health", "").status()).isEqualTo(200);
    }
  }

  private HttpResponse<String> uploads(byte[] file) throws IOException, InterruptedException {
    byte[] head =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] end = "\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII);
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v2/media"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(
                HttpRequest.BodyPublishers.concat(
                    HttpRequest.BodyPublishers.ofByteArray(head),
                    HttpRequest.BodyPublishers.ofByteArray(file),
                    HttpRequest.BodyPublishers.ofByteArray(end)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  // ---- the files

  /// All of its samples are zero.
  private static byte[] png(
      int width, int height, int depth, int colours, boolean inLayers, byte[]... more) {
    int channels = colours == 6 ? 4 : colours == 4 ? 2 : 3;
    long bytes = (long) height * (1 + (long) width * channels * depth / 8);
    // Seven passes, each with its own rows: a little more than one.
    byte[] pixels = deflated(inLayers ? bytes + 8L * height : bytes);
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {(byte) depth, (byte) colours, 0, 0, (byte) (inLayers ? 1 : 0)})
            .array();
    return join(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'},
        chunk("IHDR", header),
        join(more),
        chunk("IDAT", pixels),
        chunk("IEND", new byte[0]));
  }

  private static byte[] words() {
    byte[] name = "a\0\0".getBytes(StandardCharsets.US_ASCII);
    return chunk("zTXt", join(name, deflated(100L << 20)));
  }

  private static byte[] deflated(long zeros) {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[64 << 10];
    byte[] some = new byte[1 << 20];
    for (long left = zeros; left > 0; left -= some.length) {
      deflater.setInput(some, 0, (int) Math.min(left, some.length));
      while (!deflater.needsInput()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] body) {
    var out = ByteBuffer.allocate(body.length + 12);
    out.putInt(body.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(body);
    var crc = new CRC32();
    crc.update(out.array(), 4, body.length + 4);
    return out.putInt((int) crc.getValue()).array();
  }

  /// One pixel on a canvas of that size.
  private static byte[] gif(int width, int height) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED), "gif", out);
    byte[] file = out.toByteArray();
    file[6] = (byte) width;
    file[7] = (byte) (width >> 8);
    file[8] = (byte) height;
    file[9] = (byte) (height >> 8);
    return file;
  }

  private static byte[] jpeg(int width, int height) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR), "jpeg", out);
    return out.toByteArray();
  }

  /// Of one colour, written bit by bit.
  private static byte[] webp(int width, int height) {
    long[] bits = {0x2F, 8, width - 1, 14, height - 1, 14, 0, 1, 0, 3, 0, 3};
    var stream = new Bits();
    for (int i = 0; i < bits.length; i += 2) {
      stream.put((int) bits[i], (int) bits[i + 1]);
    }
    for (int channel = 0; channel < 4; channel++) {
      stream.put(1, 1).put(0, 1).put(1, 1).put(0xFF, 8);
    }
    stream.put(1, 1).put(0, 1).put(0, 1).put(0, 1);
    byte[] body = stream.bytes();
    var out = ByteBuffer.allocate(20 + body.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + body.length);
    out.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(body.length).put(body);
    return out.array();
  }

  private static final class Bits {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int held;
    private int count;

    private Bits put(int value, int bits) {
      for (int i = 0; i < bits; i++) {
        held |= (value >> i & 1) << count;
        if (++count == 8) {
          out.write(held);
          held = 0;
          count = 0;
        }
      }
      return this;
    }

    private byte[] bytes() {
      out.write(held);
      while (out.size() % 2 == 1 || out.size() < 32) {
        out.write(0);
      }
      return out.toByteArray();
    }
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
