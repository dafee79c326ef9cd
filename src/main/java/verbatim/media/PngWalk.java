package verbatim.media;

import java.io.ByteArrayOutputStream;

/// Walks over the chunks of a PNG and keeps those that make the pixels.
final class PngWalk {
  private static final int SIGNATURE_BYTES = 8;
  private static final int SIXTEEN_BITS = 16;

  private PngWalk() {}

  static Lean read(byte[] file) throws Unreadable {
    var walk = new Walk(file);
    var lean = new ByteArrayOutputStream(file.length);
    int width = 0;
    int height = 0;
    int depth = 0;
    int colours = 0;
    boolean hasSeeThrough = false;
    int orientation = 1;
    walk.skip(SIGNATURE_BYTES);
    walk.copy(0, SIGNATURE_BYTES, lean);
    boolean ended = false;
    while (!ended) {
      int start = walk.at();
      int length = walk.u31();
      String type = walk.text(4);
      Walk body = walk.part(length);
      walk.skip(4);
      if (type.equals("IHDR") != (start == SIGNATURE_BYTES)) {
        throw Unreadable.broken();
      }
      switch (type) {
        case "IHDR" -> {
          width = body.u31();
          height = body.u31();
          depth = body.u8();
          colours = body.u8();
          walk.copy(start, walk.at(), lean);
        }
        case "PLTE", "IDAT" -> walk.copy(start, walk.at(), lean);
        case "tRNS" -> {
          hasSeeThrough = true;
          walk.copy(start, walk.at(), lean);
        }
        case "IEND" -> {
          walk.copy(start, walk.at(), lean);
          ended = true;
        }
        case "eXIf" -> orientation = Exif.orientation(body);
        default -> {}
      }
    }
    if (width == 0 || height == 0) {
      throw Unreadable.broken();
    }
    int bytes = channels(colours, hasSeeThrough) * (depth == SIXTEEN_BITS ? 2 : 1);
    return new Lean(
        Sniff.PNG,
        width,
        height,
        orientation,
        1,
        new Lean.PixelBytes(0, bytes),
        lean.toByteArray());
  }

  /// What the decoder makes of each kind of colour.
  private static int channels(int colours, boolean hasSeeThrough) throws Unreadable {
    int more = hasSeeThrough ? 1 : 0;
    return switch (colours) {
      case 0 -> 1 + more;
      case 2 -> 3 + more;
      case 3 -> 1;
      case 4 -> 2;
      case 6 -> 4;
      default -> throw Unreadable.broken();
    };
  }
}
