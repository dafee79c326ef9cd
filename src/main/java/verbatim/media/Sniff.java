package verbatim.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// What a file is, by its first bytes and by nothing else.
enum Sniff {
  JPEG,
  PNG,
  GIF,
  WEBP,
  /// MP4 and QuickTime.
  MP4,
  MATROSKA,
  OGG,
  MP3,
  WAV,
  FLAC;

  /// How many bytes it looks at.
  static final int BYTES = 16;

  // HEIF and AVIF lie in the same container as MP4; those are pictures that we do not read.
  private static final Set<String> MOVIE_BRANDS =
      Set.of(
          "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso8", "iso9", "mp41", "mp42", "avc1",
          "qt  ", "M4V ", "M4VH", "M4A ", "M4B ", "mmp4", "MSNV", "dash", "3gp4", "3gp5", "3gp6",
          "3g2a");

  static Optional<Sniff> of(byte[] head) {
    if (starts(head, 0, 0xFF, 0xD8, 0xFF)) {
      return Optional.of(JPEG);
    }
    if (starts(head, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
      return Optional.of(PNG);
    }
    if (text(head, 0, 6).equals("GIF87a") || text(head, 0, 6).equals("GIF89a")) {
      return Optional.of(GIF);
    }
    if (text(head, 0, 4).equals("RIFF")) {
      return switch (text(head, 8, 4)) {
        case "WEBP" -> Optional.of(WEBP);
        case "WAVE" -> Optional.of(WAV);
        default -> Optional.empty();
      };
    }
    if (text(head, 4, 4).equals("ftyp") && MOVIE_BRANDS.contains(text(head, 8, 4))) {
      return Optional.of(MP4);
    }
    return sound(head);
  }

  private static Optional<Sniff> sound(byte[] head) {
    if (starts(head, 0, 0x1A, 0x45, 0xDF, 0xA3)) {
      return Optional.of(MATROSKA);
    }
    if (text(head, 0, 4).equals("OggS")) {
      return Optional.of(OGG);
    }
    if (text(head, 0, 4).equals("fLaC")) {
      return Optional.of(FLAC);
    }
    boolean frame =
        head.length > 2 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xE6) == 0xE2 && head[2] != -1;
    return text(head, 0, 3).equals("ID3") || frame ? Optional.of(MP3) : Optional.empty();
  }

  boolean isPicture() {
    return switch (this) {
      case JPEG, PNG, GIF, WEBP -> true;
      case MP4, MATROSKA, OGG, MP3, WAV, FLAC -> false;
    };
  }

  private static boolean starts(byte[] head, int at, int... bytes) {
    if (head.length < at + bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[at + i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] head, int from, int length) {
    return head.length < from + length
        ? ""
        : new String(Arrays.copyOfRange(head, from, from + length), StandardCharsets.ISO_8859_1);
  }
}
