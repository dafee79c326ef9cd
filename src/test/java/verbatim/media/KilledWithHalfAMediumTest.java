package verbatim.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.MortalStore;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.store.Store;
import verbatim.store.rocks.RocksOptions;
import verbatim.store.rocks.RocksStore;

/// The process ends before the first, second, third … write of an upload and of what follows from
/// it, that is between each file and its row: after the next start nothing half done is shown, and
/// in the end every file is either whole or gone.
final class KilledWithHalfAMediumTest {
  private static final Ffmpeg FFMPEG =
      Ffmpeg.find(List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin")));
  private static final AccountId MIRA = new AccountId(101);
  private static final Duration WAIT_MAX = Duration.ofSeconds(120);
  private static final int WRITES_MAX = 20;

  @TempDir Path temporary;
  private RocksStore rocks;
  private Path folder;
  private Instant now = Instant.parse("2026-05-04T10:00:00Z");
  private final InstantSource clock = () -> now;
  private final Ids ids = new Ids(clock, 1);

  @BeforeEach
  void open() {
    folder = temporary.resolve("media");
    rocks = RocksStore.open(temporary.resolve("store"), RocksOptions.small(), clock);
  }

  @AfterEach
  void close() {
    rocks.close();
  }

  private Media media(Store store) {
    return new Media(
        store,
        folder,
        256L << 20,
        FFMPEG,
        Seal.NONE,
        new byte[32],
        ids,
        clock,
        new SecureRandom(),
        Limits.usual());
  }

  /// @return whether it was over before the end came
  private boolean uploads(byte[] file, int writes) throws IOException {
    MortalStore mortal = new MortalStore(rocks);
    mortal.endsAfter(writes);
    try (Media media = media(mortal)) {
      Medium medium = media.upload(MIRA, new ByteArrayInputStream(file), Media.Said.NOTHING);
      long end = System.nanoTime() + WAIT_MAX.toNanos();
      while (media.conversions().waiting() > 0 && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(5_000_000);
      }
      return media.find(medium.id()).orElseThrow().state() instanceof Medium.Ready
          && media.conversions().waiting() == 0
          && !mortal.isDead();
    } catch (MortalStore.Dead e) {
      return false;
    }
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private String path(Path file) {
    Path key = file.getParent();
    return key.getParent().getFileName().toString() + key.getFileName() + "/" + file.getFileName();
  }

  private void killedBeforeEachWrite(byte[] file) throws Exception {
    boolean isWhole = false;
    int kills = 0;
    for (int writes = 0; !isWhole; writes++) {
      assertThat(writes).isLessThan(WRITES_MAX);
      isWhole = uploads(file, writes);
      kills += isWhole ? 0 : 1;
      try (Media media = media(rocks)) {
        whatIsShownIsWhole(media);
        media.resume();
        for (Medium medium : media.of(MIRA, new MediaId(Long.MAX_VALUE), 100)) {
          Medium done = media.await(MIRA, medium.id(), WAIT_MAX);
          media.check(MIRA, List.of());
          if (!(done.state() instanceof Medium.Ready)) {
            assertThat(done.state())
                .as("killed before it was answered, so nobody knows of it")
                .isInstanceOf(Medium.Processing.class);
          }
        }
        whatIsShownIsWhole(media);
        now = now.plus(Duration.ofDays(3));
        media.expireUnattached(now);
        assertThat(media.of(MIRA, new MediaId(Long.MAX_VALUE), 100)).isEmpty();
        assertThat(files()).as("killed before write %d", writes).isEmpty();
      }
    }
    assertThat(kills).isGreaterThanOrEqualTo(2);
  }

  /// What can be opened belongs to its owner alone, and each medium that is ready has its files.
  private void whatIsShownIsWhole(Media media) throws IOException {
    for (Path file : files()) {
      media
          .open(path(file))
          .ifPresent(opened -> assertThat(opened.guard()).isEqualTo(new Guard.OwnerOnly(MIRA)));
    }
    for (Medium medium : media.of(MIRA, new MediaId(Long.MAX_VALUE), 100)) {
      if (medium.state() instanceof Medium.Ready ready) {
        var opened = media.open(ready.original().path()).orElseThrow();
        assertThat(opened.bytes()).isEqualTo(ready.original().bytes());
      }
    }
  }

  @Test
  void a_picture_is_whole_or_gone() throws Exception {
    killedBeforeEachWrite(Samples.png(64, 48));
  }

  @Test
  void a_moving_gif_is_whole_or_gone() throws Exception {
    assertThat(FFMPEG.isPresent()).as("ffmpeg, which ./verbatim test installs").isTrue();
    killedBeforeEachWrite(Samples.animation(30, 20, 3));
  }

  @Test
  void one_that_stays_a_gif_is_whole_or_gone() throws Exception {
    killedBeforeEachWrite(Samples.animation(1, 20, 3));
  }

  @Test
  void a_sound_is_whole_or_gone() throws Exception {
    assertThat(FFMPEG.isPresent()).as("ffmpeg, which ./verbatim test installs").isTrue();
    killedBeforeEachWrite(wav());
  }

  /// A second of silence.
  private static byte[] wav() {
    int bytes = 16_000;
    var wav = java.nio.ByteBuffer.allocate(44 + bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(36 + bytes);
    wav.put("WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(16_000);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(bytes);
    return wav.array();
  }
}
