package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.Ports;

/// A server in a process of its own is killed with SIGKILL while ffmpeg converts an upload. The
/// ffmpeg it leaves behind goes on writing; after the next start the upload is converted anew, and
/// what is shown in the end is whole.
class KilledWhileConvertingTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final long WAIT_MAX_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final int WALKS_MAX = 100;

  @TempDir Path folder;

  @BeforeEach
  void hasFfmpeg() {
    boolean isHere =
        List.of("ffmpeg", "ffprobe", "prlimit").stream()
            .allMatch(program -> Files.isExecutable(Path.of("/usr/bin", program)));
    assertThat(isHere).as("ffmpeg, which ./verbatim test installs").isTrue();
  }

  @Test
  void the_upload_ends_in_a_whole_video_and_nothing_half_is_left() throws Exception {
    Path data = folder.resolve("data");
    byte[] video = video();
    assertThat(CommandLine.create(data, "anna").exit()).isZero();
    Path log = folder.resolve("server.log");
    String token;
    String id;
    int port = Ports.free();
    Process process = ServerProcess.start(port, data, log);
    try (Wire wire = new Wire(port)) {
      token = CommandLine.token(wire, "anna", CommandLine.PASSWORD);
      HttpResponse<byte[]> answer = upload(port, token, video);
      assertThat(answer.statusCode()).isEqualTo(202);
      id = new Wire.Reply(202, answer.body()).json().get("id").asString();
      until("ffmpeg writes", () -> has(data, ".unfinished"));
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(has(data, ".mp4")).as("it was killed in the midst").isFalse();

    port = Ports.free();
    process = ServerProcess.start(port, data, log);
    try (Wire wire = new Wire(port)) {
      String own = "/api/v1/media/" + id;
      int begun = wire.get(own, token).status();
      assertThat(begun).as("processing, or done").isIn(206, 200);
      until("converted", () -> status(wire, own, token) == 200);
      JsonNode medium = wire.get(own, token).json();
      assertThat(medium.get("type").asString()).isIn("video", "gifv");
      Wire.Reply posted =
          wire.post(
              "/api/v1/statuses", token, Map.of("status", "a video", "media_ids", List.of(id)));
      assertThat(posted.status()).isEqualTo(200);
      URI url = URI.create(posted.json().get("media_attachments").get(0).get("url").asString());
      byte[] shown = wire.get(url.getRawPath(), "").body();
      Path file = Files.write(folder.resolve("shown.mp4"), shown);
      run("ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-");
      until("nothing half is left", () -> !has(data, ".unfinished") && !has(data, "source"));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private byte[] video() throws Exception {
    Path file = folder.resolve("made.mp4");
    run(
        "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=640x480:rate=25:duration=20",
        "-c:v",
        "mpeg4",
        "-b:v",
        "900k",
        file.toString());
    return Files.readAllBytes(file);
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  private static HttpResponse<byte[]> upload(int port, String token, byte[] file) throws Exception {
    var body = new ByteArrayOutputStream();
    body.writeBytes(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(file);
    body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v2/media"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static int status(Wire wire, String path, String token) {
    try {
      return wire.get(path, token).status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean has(Path data, String ending) {
    for (int tries = 0; tries < WALKS_MAX; tries++) {
      try (var all = Files.walk(data.resolve(Backup.MEDIA))) {
        return all.anyMatch(file -> file.getFileName().toString().endsWith(ending));
      } catch (IOException | UncheckedIOException e) {
        // Something was deleted while we looked: once more.
      }
    }
    throw new AssertionError("the folder does not hold still");
  }

  private static void until(String what, BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + WAIT_MAX_NANOS;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as(what).isNegative();
      TimeUnit.MILLISECONDS.sleep(10); // polling
    }
  }
}
