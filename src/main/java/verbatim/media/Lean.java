package verbatim.media;

/// A picture's file without everything that is not its pixels: no places, names, comments,
/// previews, foreign parts, nor anything behind its end. Only this is ever given to a decoder.
///
/// @param orientation as EXIF counts it, 1 (upright) to 8
/// @param frames 1 for a still
record Lean(Sniff kind, int width, int height, int orientation, int frames, byte[] bytes) {
  long pixels() {
    return (long) width * height;
  }
}
