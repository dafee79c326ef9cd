package verbatim.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The programs that read sound and video, each run held in: no shell, no network, no terminal, an
/// empty environment, one named demuxer, an allow-list of decoders, and limits on processor time,
/// memory, output and time. Without them sound and video are refused.
///
/// What the attacks were: playlists and concat scripts that read other files or fetch addresses
/// (CVE-2016-1897, CVE-2016-1898), seldom used decoders, and names taken for options.
public final class Ffmpeg {
  private static final String NONE = "";
  private static final String DECODERS =
      "h264,hevc,vp8,vp9,av1,libdav1d,libvpx,libvpx-vp9,mpeg4,mjpeg,png,aac,mp3,mp3float,opus,libopus,vorbis,flac,alac,"
          + "pcm_s16le,pcm_s24le,pcm_s32le,pcm_u8,pcm_f32le,pcm_s16be";
  private static final String GIF = "gif";

  private final String ffmpeg;
  private final String ffprobe;
  private final String prlimit;

  private Ffmpeg(String ffmpeg, String ffprobe, String prlimit) {
    this.ffmpeg = ffmpeg;
    this.ffprobe = ffprobe;
    this.prlimit = prlimit;
  }

  public static Ffmpeg absent() {
    return new Ffmpeg(NONE, NONE, NONE);
  }

  /// Looks for `ffmpeg`, `ffprobe` and `prlimit` (of util-linux, which sets the limits). All or
  /// none.
  public static Ffmpeg find(List<Path> folders) {
    String ffmpeg = find(folders, "ffmpeg");
    String ffprobe = find(folders, "ffprobe");
    String prlimit = find(folders, "prlimit");
    boolean all = !ffmpeg.isEmpty() && !ffprobe.isEmpty() && !prlimit.isEmpty();
    return all ? new Ffmpeg(ffmpeg, ffprobe, prlimit) : absent();
  }

  private static String find(List<Path> folders, String name) {
    for (Path folder : folders) {
      if (Files.isExecutable(folder.resolve(name))) {
        return folder.resolve(name).toAbsolutePath().toString();
      }
    }
    return NONE;
  }

  public boolean isPresent() {
    return !ffmpeg.isEmpty();
  }

  /// What one run may use.
  record Bounds(
      Duration time, Duration processor, long memoryBytes, long fileBytes, int outputBytes) {}

  /// @param demuxer the only one that may look at the file
  /// @return what it wrote
  byte[] probe(Path file, String demuxer, List<String> asked, Bounds bounds) throws Unreadable {
    var command = new ArrayList<>(List.of(ffprobe, "-hide_banner", "-v", "error"));
    command.addAll(input(file, demuxer));
    command.addAll(asked);
    return run(command, file, bounds);
  }

  /// @param wanted everything behind the input
  byte[] convert(Path file, String demuxer, List<String> wanted, Bounds bounds) throws Unreadable {
    var command =
        new ArrayList<>(
            List.of(ffmpeg, "-nostdin", "-hide_banner", "-v", "error", "-y", "-threads", "2"));
    command.addAll(input(file, demuxer));
    command.addAll(wanted);
    return run(command, file, bounds);
  }

  private static List<String> input(Path file, String demuxer) {
    return List.of(
        "-protocol_whitelist",
        "file,pipe",
        "-format_whitelist",
        demuxer,
        "-codec_whitelist",
        demuxer.equals(GIF) ? GIF : DECODERS,
        "-probesize",
        "5000000",
        "-f",
        demuxer.split(",", 2)[0],
        "-i",
        "file:" + file.toAbsolutePath());
  }

  private byte[] run(List<String> command, Path file, Bounds bounds) throws Unreadable {
    var limited =
        new ArrayList<>(
            List.of(
                prlimit,
                "--cpu=" + bounds.processor.toSeconds(),
                "--as=" + bounds.memoryBytes,
                "--fsize=" + bounds.fileBytes,
                "--core=0",
                "--"));
    limited.addAll(command);
    var builder = new ProcessBuilder(limited);
    builder.environment().clear();
    builder.directory(Objects.requireNonNull(file.toAbsolutePath().getParent()).toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      return output(builder.start(), bounds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] output(Process process, Bounds bounds) throws IOException, Unreadable {
    var out = new ByteArrayOutputStream();
    var reader = Thread.ofVirtual().start(() -> read(process, out, bounds.outputBytes));
    try {
      process.getOutputStream().close();
      if (!process.waitFor(bounds.time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Unreadable("It took too long to convert the file");
      }
      reader.join();
      if (process.exitValue() != 0) {
        throw Unreadable.broken();
      }
      return out.toByteArray();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /// Kills whoever says more than it may.
  private static void read(Process process, ByteArrayOutputStream out, int bytesMax) {
    try (InputStream in = process.getInputStream()) {
      out.writeBytes(in.readNBytes(bytesMax));
      if (in.read() >= 0) {
        process.destroyForcibly();
      }
    } catch (IOException _) {
      process.destroyForcibly();
    }
  }
}
