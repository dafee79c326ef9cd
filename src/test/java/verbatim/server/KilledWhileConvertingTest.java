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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import verbatim.LiveFiles;
import verbatim.Ports;
import verbatim.Waiting;

/// A server in a process of its own is killed with SIGKILL while ffmpeg converts an upload. The
/// ffmpeg it leaves behind goes on writing; after the next start the upload is converted anew, and
/// what is shown in the end is whole.
class KilledWhileConvertingTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final int TRIES_MAX = 4;

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
    byte[] video = video();
    Path log = folder.resolve("server.log");
    Begun begun = begun(folder.resolve("data0"), log, video);
    for (int tries = 1; begun.isTooLate() && tries < TRIES_MAX; tries++) {
      begun = begun(folder.resolve("data" + tries), log, video);
    }
    assertThat(begun.isTooLate()).as("it was killed in the midst").isFalse();
    isConvertedAnew(begun.data(), log, begun.token(), "/api/v1/media/" + begun.id());
  }

  /// A server that was killed while it converted, or when it just had.
  private record Begun(Path data, String token, String id) {
    boolean isTooLate() {
      return has(data, ".mp4");
    }
  }

  private static Begun begun(Path data, Path log, byte[] video) throws Exception {
    assertThat(CommandLine.create(data, "anna").exit()).isZero();
    int port = Ports.free();
    Process process = ServerProcess.start(port, data, log);
    try (Wire wire = new Wire(port)) {
      String token = CommandLine.token(wire, "anna", CommandLine.PASSWORD);
      HttpResponse<byte[]> answer = upload(port, token, video);
      assertThat(answer.statusCode()).isEqualTo(202);
      String id = new Wire.Reply(202, answer.body()).json().get("id").asString();
      Waiting.until("ffmpeg writes", () -> has(data, ".unfinished") || has(data, ".mp4"));
      return new Begun(data, token, id);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void isConvertedAnew(Path data, Path log, String token, String own) throws Exception {
    int port = Ports.free();
    Process process = ServerProcess.start(port, data, log);
    try (Wire wire = new Wire(port)) {
      int begun = wire.get(own, token).status();
      assertThat(begun).as("processing, or done").isIn(206, 200);
      Waiting.until("converted", () -> status(wire, own, token) == 200);
      JsonNode medium = wire.get(own, token).json();
      assertThat(medium.get("type").asString()).isIn("video", "gifv");
      Wire.Reply posted =
          wire.post(
              "/api/v1/statuses",
              token,
              Map.of(
                  "status",
                  "a video",
                  "media_ids",
                  List.of(own.substring(own.lastIndexOf('/') + 1))));
      assertThat(posted.status()).isEqualTo(200);
      URI url = URI.create(posted.json().get("media_attachments").get(0).get("url").asString());
      byte[] shown = wire.get(url.getRawPath(), "").body();
      Path file = Files.write(folder.resolve("shown.mp4"), shown);
      run("ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-");
      Waiting.until(
          "nothing half is left", () -> !has(data, ".unfinished") && !has(data, "source"));
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
    return LiveFiles.in(data.resolve(Backup.MEDIA)).stream()
        .anyMatch(file -> file.getFileName().toString().endsWith(ending));
  }
}
