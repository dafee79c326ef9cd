package verbatim.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;

/// Programs that tell how they were run, or that behave badly, in the place of ffmpeg and ffprobe;
/// what limits them is the machine's own prlimit (attacks media-01, media-03).
class FfmpegIsHeldInTest {
  private static final Ffmpeg.Bounds BOUNDS =
      new Ffmpeg.Bounds(
          Duration.ofSeconds(60), Duration.ofSeconds(17), 512L << 20, 123_456, 100_000);
  private static final String SLEEPS = "/bin/sleep 3217";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() throws IOException {
    file = Files.writeString(folder.resolve("-i what"), "no film");
  }

  private Ffmpeg that(String... does) throws IOException {
    for (String name : List.of("ffmpeg", "ffprobe")) {
      Path script = folder.resolve(name);
      Files.writeString(script, "#!/bin/sh\n" + String.join("\n", does) + "\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Ffmpeg found = Ffmpeg.find(List.of(folder, Path.of("/usr/bin"), Path.of("/bin")));
    assertThat(found.isPresent()).as("prlimit, of util-linux").isTrue();
    return found;
  }

  /// As both are run.
  private List<String> said(Ffmpeg ffmpeg, String demuxer) throws Exception {
    return List.of(
        text(ffmpeg.probe(file, demuxer, List.of("-asked"), BOUNDS)),
        text(ffmpeg.convert(file, demuxer, List.of("-wanted"), BOUNDS)));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void it_may_open_files_alone_with_one_demuxer_and_the_decoders_that_are_named() throws Exception {
    for (String said : said(that("printf '%s\\n' \"$@\""), "mov,mp4")) {
      List<String> words = Arrays.asList(said.split("\n"));
      assertThat(words)
          .containsSubsequence("-protocol_whitelist", "file,pipe")
          .containsSubsequence("-format_whitelist", "mov,mp4")
          .containsSubsequence("-f", "mov")
          .containsSubsequence("-i", "file:" + file);
      int decoders = words.indexOf("-codec_whitelist") + 1;
      assertThat(decoders).isPositive().isLessThan(words.indexOf("-i"));
      assertThat(words.get(decoders)).startsWith("h264,").doesNotContain("gif");
      // What stands behind the file would hold for what is written only.
      assertThat(words.indexOf("-protocol_whitelist")).isLessThan(words.indexOf("-i"));
      assertThat(words.indexOf("-format_whitelist")).isLessThan(words.indexOf("-i"));
      assertThat(words).as("nothing but the program's own input").containsOnlyOnce("-i");
    }
    assertThat(said(that("printf '%s\\n' \"$@\""), "gif"))
        .allSatisfy(said -> assertThat(said).contains("-codec_whitelist\ngif\n"));
  }

  @Test
  void it_is_told_nothing_by_the_environment() throws Exception {
    assertThat(System.getenv()).as("what could be told").isNotEmpty();
    assertThat(said(that("/bin/cat /proc/$$/environ"), "mp3")).containsOnly("");
  }

  @Test
  void processor_memory_and_files_are_limited_and_it_leaves_no_picture_of_its_memory()
      throws Exception {
    for (String said : said(that("/bin/cat /proc/$$/limits"), "mp3")) {
      assertThat(limit(said, "Max cpu time")).isEqualTo("17");
      assertThat(limit(said, "Max address space")).isEqualTo(Long.toString(512L << 20));
      assertThat(limit(said, "Max file size")).isEqualTo("123456");
      assertThat(limit(said, "Max core file size")).isEqualTo("0");
    }
  }

  /// The hard limit, which the process cannot raise.
  private static String limit(String limits, String name) {
    String line = limits.lines().filter(l -> l.startsWith(name)).findFirst().orElseThrow();
    return line.substring(name.length()).strip().split("\\s+")[1];
  }

  @Test
  void it_has_nobody_to_ask() throws Exception {
    assertThat(said(that("read line; echo \"$?$line\""), "mp3")).containsOnly("1\n");
  }

  @Test
  void who_never_ends_is_killed() throws Exception {
    var brief =
        new Ffmpeg.Bounds(
            Duration.ofMillis(300), BOUNDS.processor(), BOUNDS.memoryBytes(), 1, 1_000);
    Ffmpeg endless = that("exec " + SLEEPS);
    assertThatThrownBy(() -> endless.probe(file, "mp3", List.of(), brief))
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining("too long");
    Waiting.until("it is killed", this::running, List::isEmpty);
  }

  @Test
  void who_says_too_much_is_killed() throws Exception {
    var patient =
        new Ffmpeg.Bounds(
            Duration.ofSeconds(40), Duration.ofHours(1), BOUNDS.memoryBytes(), 1, 100_000);
    Ffmpeg talking = that("while :; do echo and so on; done");
    assertThatThrownBy(() -> talking.convert(file, "mp3", List.of(), patient))
        .isInstanceOf(Unreadable.class)
        .hasMessageNotContaining("too long");
    Waiting.until("it is killed", this::running, List::isEmpty);
  }

  private List<String> running() {
    return ProcessHandle.current()
        .children()
        .flatMap(child -> child.info().commandLine().stream())
        .filter(line -> line.contains(folder.toString()) || line.contains(SLEEPS))
        .toList();
  }
}
