package verbatim.media;

import java.io.ByteArrayOutputStream;

/// Walks over the chunks of a PNG and keeps those that make the pixels.
final class PngWalk {
  private static final int SIGNATURE_BYTES = 8;

  private PngWalk() {}

  static Lean read(byte[] file) throws Unreadable {
    var walk = new Walk(file);
    var lean = new ByteArrayOutputStream();
    int width = 0;
    int height = 0;
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
          walk.copy(start, walk.at(), lean);
        }
        case "PLTE", "tRNS", "IDAT" -> walk.copy(start, walk.at(), lean);
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
    return new Lean(Sniff.PNG, width, height, orientation, 1, lean.toByteArray());
  }
}
