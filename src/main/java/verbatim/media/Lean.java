package verbatim.media;

/// A picture's file without everything that is not its pixels: no places, names, comments,
/// previews, foreign parts, nor anything behind its end. Only this is ever given to a decoder.
///
/// @param orientation as EXIF counts it, 1 (upright) to 8
/// @param frames 1 for a still
record Lean(
    Sniff kind,
    int width,
    int height,
    int orientation,
    int frames,
    PixelBytes pixelBytes,
    byte[] bytes) {
  /// What a decoder takes from the heap for each pixel.
  ///
  /// @param whole for each pixel of the file, however coarsely it is read
  /// @param read for each pixel that is read
  record PixelBytes(int whole, int read) {}

  long pixels() {
    return (long) width * height;
  }

  /// When of each so many columns and rows one is read.
  long pixels(int step) {
    return (long) Math.ceilDiv(width, step) * Math.ceilDiv(height, step);
  }
}
