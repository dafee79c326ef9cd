package verbatim.media;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import verbatim.kernel.Limits;

/// Makes sound and video anew: MP4 with H.264 and AAC, or MP3. Streams that are of those kinds
/// already are copied without what hides in them; everything else is decoded. Tags, chapters,
/// places, covers and further streams stay behind.
final class SoundAndVideo {
  private static final int STREAMS_MAX = 16;
  private static final int PROBE_OUTPUT_BYTES_MAX = 64 << 10;
  private static final int STILL_SIDE_PIXELS_MAX = 1_280;

  /// More than that many pixels can take.
  static final int STILL_BYTES_MAX = 8 << 20;

  private static final Duration PROBE_MAX = Duration.ofSeconds(15);

  private final Ffmpeg ffmpeg;
  private final Limits.Media limits;

  /// What is in a file. No width: sound.
  record Content(
      int width,
      int height,
      double framesPerSecond,
      double seconds,
      boolean copyVideo,
      boolean copySound) {
    boolean isVideo() {
      return width > 0;
    }
  }

  SoundAndVideo(Ffmpeg ffmpeg, Limits.Media limits) {
    this.ffmpeg = ffmpeg;
    this.limits = limits;
  }

  boolean isPossible() {
    return ffmpeg.isPresent();
  }

  /// Looks, without decoding more than a little.
  Content look(Path source, Sniff kind) throws Unreadable {
    byte[] said =
        ffmpeg.probe(
            source,
            demuxer(kind),
            List.of(
                "-show_entries",
                "format=nb_streams,duration:stream=codec_type,codec_name,pix_fmt,width,height,avg_frame_rate,"
                    + "r_frame_rate:stream_disposition=attached_pic",
                "-of",
                "flat=s=_"),
            new Ffmpeg.Bounds(
                PROBE_MAX.multipliedBy(4),
                PROBE_MAX,
                limits.conversionBytesMax(),
                0,
                PROBE_OUTPUT_BYTES_MAX));
    return content(facts(new String(said, StandardCharsets.UTF_8)));
  }

  private static Map<String, String> facts(String said) {
    var facts = new HashMap<String, String>();
    for (String line : said.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        facts.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", "").strip());
      }
    }
    return facts;
  }

  private Content content(Map<String, String> facts) throws Unreadable {
    int streams = (int) number(facts.getOrDefault("format_nb_streams", "0"));
    if (streams < 1 || streams > STREAMS_MAX) {
      throw new Unreadable("The file has no sound or video, or too many tracks");
    }
    double seconds = number(facts.getOrDefault("format_duration", "0"));
    if (seconds > limits.soundMax().toSeconds()) {
      throw new Unreadable(
          "The file is too long (maximum is " + limits.soundMax().toMinutes() + " minutes)");
    }
    int video = -1;
    int sound = -1;
    for (int i = streams - 1; i >= 0; i--) {
      String type = fact(facts, i, "codec_type");
      boolean cover = fact(facts, i, "disposition_attached_pic").equals("1");
      video = type.equals("video") && !cover ? i : video;
      sound = type.equals("audio") ? i : sound;
    }
    boolean copySound = sound < 0 || fact(facts, sound, "codec_name").equals("aac");
    if (video >= 0) {
      return video(facts, video, seconds, copySound);
    }
    if (sound < 0) {
      throw new Unreadable("The file has no sound or video");
    }
    return new Content(0, 0, 0, seconds, false, false);
  }

  private Content video(Map<String, String> facts, int stream, double seconds, boolean copySound)
      throws Unreadable {
    double width = number(fact(facts, stream, "width"));
    double height = number(fact(facts, stream, "height"));
    double rate = rate(fact(facts, stream, "avg_frame_rate"));
    if (rate == 0) {
      rate = rate(fact(facts, stream, "r_frame_rate"));
    }
    if (width < 1 || height < 1 || width * height > limits.videoPixelsMax()) {
      throw new Unreadable(
          "The video is too large (maximum is " + limits.videoPixelsMax() + " pixels a frame)");
    }
    if (!(rate > 0 && rate <= limits.framesPerSecondMax())) {
      throw new Unreadable(
          "The video's frame rate is none, or too high (maximum is "
              + limits.framesPerSecondMax()
              + ")");
    }
    boolean copyVideo =
        fact(facts, stream, "codec_name").equals("h264")
            && fact(facts, stream, "pix_fmt").equals("yuv420p");
    return new Content((int) width, (int) height, rate, seconds, copyVideo, copySound);
  }

  private static String fact(Map<String, String> facts, int stream, String name) {
    return facts.getOrDefault("streams_stream_" + stream + "_" + name, "");
  }

  private static double number(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) && number >= 0 ? number : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static double rate(String fraction) {
    int slash = fraction.indexOf('/');
    if (slash < 0) {
      return 0;
    }
    double below = number(fraction.substring(slash + 1));
    return below == 0 ? 0 : number(fraction.substring(0, slash)) / below;
  }

  /// Writes it anew.
  void make(Path source, Sniff kind, Content content, Path target) throws Unreadable {
    var wanted = new ArrayList<String>();
    wanted.addAll(
        List.of(
            "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact"));
    wanted.addAll(List.of("-t", Long.toString(limits.soundMax().toSeconds())));
    if (content.isVideo()) {
      wanted.addAll(List.of("-map", "0:V:0", "-map", "0:a:0?"));
      wanted.addAll(List.of("-map_metadata:s:v", "-1", "-map_metadata:s:a", "-1"));
      wanted.addAll(videoCodec(content));
      // SEI units of H.264 may carry any text.
      wanted.addAll(List.of("-bsf:v", "filter_units=remove_types=6"));
      wanted.addAll(
          content.copySound
              ? List.of("-c:a", "copy")
              : List.of("-c:a", "aac", "-b:a", "128k", "-ac", "2"));
      wanted.addAll(List.of("-movflags", "+faststart", "-f", "mp4"));
    } else {
      wanted.addAll(List.of("-map", "0:a:0", "-map_metadata:s:a", "-1", "-vn"));
      wanted.addAll(List.of("-c:a", "libmp3lame", "-q:a", "3", "-ac", "2", "-write_id3v1", "0"));
      wanted.addAll(List.of("-id3v2_version", "0", "-f", "mp3"));
    }
    wanted.add("file:" + target.toAbsolutePath());
    ffmpeg.convert(
        source,
        demuxer(kind),
        wanted,
        new Ffmpeg.Bounds(
            limits.conversionMax(),
            limits.conversionMax().multipliedBy(2),
            limits.conversionBytesMax(),
            limits.videoBytesMax(),
            0));
  }

  private static List<String> videoCodec(Content content) {
    return content.copyVideo
        ? List.of("-c:v", "copy")
        : List.of(
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "24",
            "-pix_fmt",
            "yuv420p",
            "-threads",
            "2",
            "-vf",
            "scale=trunc(iw/2)*2:trunc(ih/2)*2");
  }

  /// One picture of a video that we have made, as PNG; small, for only a preview is made of it.
  byte[] still(Path made, double seconds) throws Unreadable {
    String at = String.format(Locale.ROOT, "%.3f", Math.min(1, seconds / 2));
    return ffmpeg.convert(
        made,
        demuxer(Sniff.MP4),
        List.of(
            "-ss",
            at,
            "-map",
            "0:V:0",
            "-frames:v",
            "1",
            "-vf",
            "scale='min(iw,"
                + STILL_SIDE_PIXELS_MAX
                + ")':'min(ih,"
                + STILL_SIDE_PIXELS_MAX
                + ")':force_original_aspect_ratio=decrease",
            "-c:v",
            "png",
            "-f",
            "image2pipe",
            "pipe:1"),
        new Ffmpeg.Bounds(
            PROBE_MAX.multipliedBy(4), PROBE_MAX, limits.conversionBytesMax(), 0, STILL_BYTES_MAX));
  }

  private static String demuxer(Sniff kind) {
    return switch (kind) {
      case MP4 -> "mov,mp4,m4a,3gp,3g2,mj2";
      case MATROSKA -> "matroska,webm";
      case OGG -> "ogg";
      case MP3 -> "mp3";
      case WAV -> "wav";
      case FLAC -> "flac";
      case GIF -> "gif";
      case JPEG, PNG, WEBP -> throw new IllegalStateException("a picture");
    };
  }
}
