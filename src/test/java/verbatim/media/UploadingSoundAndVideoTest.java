package verbatim.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static verbatim.media.Samples.SECRET;
import static verbatim.media.Shelf.MIRA;
import static verbatim.media.Shelf.ready;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.Waiting;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refused;
import verbatim.kernel.StatusId;

/// With the ffmpeg of this machine.
class UploadingSoundAndVideoTest {
  private static final Ffmpeg FFMPEG =
      Ffmpeg.find(List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin")));

  @TempDir Path temporary;
  private Shelf shelf;

  @BeforeEach
  void open() {
    assertThat(FFMPEG.isPresent()).as("ffmpeg, which ./verbatim test installs").isTrue();
    shelf = new Shelf(temporary, FFMPEG, Limits.usual());
  }

  @AfterEach
  void close() {
    if (FFMPEG.isPresent()) {
      shelf.close();
    }
  }

  /// Made by the real program, with a place and a name in it.
  private byte[] made(String name, String... arguments) {
    Path file = temporary.resolve(name);
    var command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
    command.addAll(Arrays.asList(arguments));
    command.addAll(
        List.of(
            "-metadata",
            "title=" + SECRET,
            "-metadata",
            "location=+54.3+010.1/",
            "-metadata:s:0",
            "handler_name=" + SECRET,
            file.toString()));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] video(String name, String codec, String size) {
    return made(
        name,
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=" + size + ":rate=10:duration=2",
        "-f",
        "lavfi",
        "-i",
        "sine=duration=2",
        "-c:v",
        codec,
        "-pix_fmt",
        "yuv420p",
        "-b:v",
        "200k");
  }

  private Medium finished(Medium medium) {
    return Waiting.until(
        "converted",
        () -> shelf.media.find(medium.id()).orElseThrow(),
        now -> !(now.state() instanceof Medium.Processing));
  }

  private static String letters(byte[] file) {
    return new String(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  void a_video_is_ready_after_a_while_without_its_place_and_names() {
    for (byte[] file :
        List.of(
            video("a.mp4", "libx264", "160x120"),
            video("b.webm", "libvpx", "161x121"),
            video("c.mov", "mpeg4", "160x120"))) {
      assertThat(letters(file)).contains(SECRET);
      Medium first = shelf.uploads(MIRA, file);
      assertThat(first.kind()).isEqualTo(Medium.Kind.VIDEO);
      assertThatThrownBy(
              () -> {
                if (shelf.media.find(first.id()).orElseThrow().state()
                    instanceof Medium.Processing) {
                  shelf.media.attach(MIRA, List.of(first.id()), new StatusId(1));
                }
                throw new Refused(new verbatim.kernel.Refusal.NotFound());
              })
          .isInstanceOf(Refused.class);
      var ready = ready(finished(first));
      assertThat(ready.original().type()).isEqualTo("video/mp4");
      assertThat(ready.original().width()).isBetween(160, 161);
      assertThat(ready.seconds()).isCloseTo(2.0, within(0.2));
      assertThat(ready.framesPerSecond()).isCloseTo(10.0, within(0.1));
      assertThat(ready.blurhash()).hasSize(28);
      assertThat(ready.small().type()).isEqualTo("image/jpeg");
      String made = letters(shelf.bytes(ready.original()));
      assertThat(made).doesNotContain(SECRET).doesNotContain("+54.3").doesNotContain("x264 - core");
      assertThat(shelf.media.open(ready.original().path()).orElseThrow().type())
          .isEqualTo("video/mp4");
    }
    shelf.holdsInTheEnd(6);
  }

  @Test
  void a_moving_gif_becomes_a_silent_video_that_loops() {
    Medium first = shelf.uploads(MIRA, Samples.animation(31, 20, 8));
    assertThat(first.kind()).isEqualTo(Medium.Kind.GIFV);
    Medium medium = finished(first);
    assertThat(medium.kind()).isEqualTo(Medium.Kind.GIFV);
    var ready = ready(medium);
    assertThat(ready.original().type()).isEqualTo("video/mp4");
    assertThat(ready.original().width()).isEqualTo(30);
    assertThat(ready.original().height()).isEqualTo(20);
    assertThat(ready.seconds()).isCloseTo(0.8, within(0.2));
    assertThat(ready.small().type()).isEqualTo("image/jpeg");
    assertThat(ready.blurhash()).hasSize(28);
    String made = letters(shelf.bytes(ready.original()));
    assertThat(made).doesNotContain(SECRET).doesNotContain("mp4a");
    shelf.holdsInTheEnd(2);
    assertThat(shelf.uploads(MIRA, Samples.gif(30, 20)).kind()).isEqualTo(Medium.Kind.IMAGE);
  }

  @Test
  void a_moving_gif_that_no_video_can_be_made_of_stays_one() {
    Medium medium = finished(shelf.uploads(MIRA, Samples.animation(1, 20, 3)));
    assertThat(medium.kind()).isEqualTo(Medium.Kind.IMAGE);
    var ready = ready(medium);
    assertThat(ready.original().type()).isEqualTo("image/gif");
    assertThat(letters(shelf.bytes(ready.original()))).contains("NETSCAPE2.0");
    shelf.holdsInTheEnd(2);
  }

  @Test
  void sound_becomes_mp3() {
    for (String name : List.of("a.mp3", "b.ogg", "c.wav", "d.flac", "e.m4a")) {
      Medium medium =
          finished(shelf.uploads(MIRA, made(name, "-f", "lavfi", "-i", "sine=duration=1")));
      assertThat(medium.kind()).as(name).isEqualTo(Medium.Kind.AUDIO);
      var ready = ready(medium);
      assertThat(ready.original().type()).isEqualTo("audio/mpeg");
      assertThat(ready.seconds()).isCloseTo(1.0, within(0.2));
      assertThat(letters(shelf.bytes(ready.original()))).doesNotContain(SECRET);
    }
  }

  @Test
  void what_only_looks_like_one_is_refused_and_leaves_nothing() {
    for (String text :
        List.of(
            "ID3#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nconcat:file:///etc/passwd\n",
            "OggSffconcat version 1.0\nfile /etc/passwd\n",
            "\0\0\0\u0018ftypisom\0\0\0\0isomiso2" + "x".repeat(200),
            "RIFF\0\0\0\0WAVE" + "x".repeat(200),
            "fLaC" + "x".repeat(200),
            "\u001A\u0045\u00DF\u00A3" + "x".repeat(200))) {
      assertThatThrownBy(() -> shelf.uploads(MIRA, Samples.latin(text)))
          .as(text)
          .isInstanceOf(Refused.class);
    }
    assertThat(shelf.files()).isZero();
    assertThat(shelf.media.of(MIRA, new MediaId(Long.MAX_VALUE), 10)).isEmpty();
  }

  @Test
  void one_past_each_limit() {
    byte[] large =
        made(
            "large.mp4",
            "-f",
            "lavfi",
            "-i",
            "color=size=3842x2162:rate=5:duration=1",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast");
    assertThatThrownBy(() -> shelf.uploads(MIRA, large))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("large");
    byte[] fast =
        made(
            "fast.mp4",
            "-f",
            "lavfi",
            "-i",
            "color=size=16x16:rate=200:duration=1",
            "-c:v",
            "libx264");
    assertThatThrownBy(() -> shelf.uploads(MIRA, fast))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("rate");
    byte[] lengthy =
        made(
            "long.mp3", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "1802", "-b:a", "8k");
    assertThatThrownBy(() -> shelf.uploads(MIRA, lengthy))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("long");
    assertThat(shelf.files()).isZero();
  }

  @Test
  void an_upload_that_a_crash_broke_off_expires_with_its_file() {
    var dying =
        new java.io.SequenceInputStream(
            new java.io.ByteArrayInputStream(Samples.latin("fLaC" + "x".repeat(200))),
            new java.io.InputStream() {
              @Override
              public int read() {
                throw new IllegalStateException("killed");
              }
            });
    assertThatThrownBy(() -> shelf.media.upload(MIRA, dying, Media.Said.NOTHING))
        .hasMessage("killed");
    assertThat(shelf.files()).isEqualTo(1);
    shelf.passes(Limits.usual().media().unattachedMax().plusDays(1));
    shelf.media.expireUnattached(shelf.now());
    assertThat(shelf.files()).isZero();
  }

  @Test
  void a_video_stands_alone() {
    Medium video = finished(shelf.uploads(MIRA, video("a.mp4", "libx264", "32x32")));
    Medium picture = shelf.uploads(MIRA, Samples.jpeg(9, 9));
    assertThatThrownBy(
            () -> shelf.media.attach(MIRA, List.of(picture.id(), video.id()), new StatusId(1)))
        .isInstanceOf(Refused.class);
    assertThat(shelf.media.attach(MIRA, List.of(video.id()), new StatusId(1))).hasSize(1);
  }

  @Test
  void what_was_being_converted_when_the_server_stopped_is_taken_up() {
    Medium medium = shelf.uploads(MIRA, video("a.webm", "libvpx", "320x240"));
    shelf.close();
    shelf = new Shelf(temporary, FFMPEG, Limits.usual());
    shelf.media.resume();
    assertThat(finished(medium).state()).isInstanceOf(Medium.Ready.class);
  }
}
