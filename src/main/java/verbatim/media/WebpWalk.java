package verbatim.media;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Walks over the chunks of a WebP and keeps the pixels of the (first) picture. An animation
/// becomes its first frame.
final class WebpWalk {
  private static final int FRAME_HEADER_BYTES = 16;

  private final byte[] file;
  private byte[] alpha = {};
  private byte[] pixels = {};
  private String pixelsType = "";
  private int width;
  private int height;
  private int orientation = 1;
  private boolean hasAlpha;

  private WebpWalk(byte[] file) {
    this.file = file;
  }

  static Lean read(byte[] file) throws Unreadable {
    return new WebpWalk(file).read();
  }

  private Lean read() throws Unreadable {
    var walk = new Walk(file);
    walk.skip(4);
    int length = walk.u31Little();
    walk.skip(4);
    chunks(walk.part(Math.max(0, Math.min(length - 4, walk.left()))));
    if (pixels.length == 0 || width == 0 || height == 0) {
      throw Unreadable.broken();
    }
    return new Lean(Sniff.WEBP, width, height, orientation, 1, lean());
  }

  private void chunks(Walk walk) throws Unreadable {
    while (walk.left() >= 8) {
      String type = walk.text(4);
      int length = walk.u31Little();
      Walk body = walk.part(length);
      if ((length & 1) == 1 && walk.left() > 0) {
        walk.skip(1);
      }
      switch (type) {
        case "ALPH" -> {
          if (pixels.length == 0) {
            alpha = bytes(body);
          }
        }
        case "VP8 ", "VP8L" -> {
          if (pixels.length == 0) {
            pixels = bytes(body);
            pixelsType = type;
            size(new Walk(pixels));
          }
        }
        case "ANMF" -> {
          if (pixels.length == 0) {
            body.skip(FRAME_HEADER_BYTES);
            chunks(body);
          }
        }
        case "EXIF" -> exif(body);
        default -> {}
      }
    }
  }

  private static byte[] bytes(Walk body) throws Unreadable {
    return body.text(body.left()).getBytes(StandardCharsets.ISO_8859_1);
  }

  private void exif(Walk body) throws Unreadable {
    if (body.left() > 6 && body.peek(0) == 'E') {
      body.skip(6);
    }
    orientation = Exif.orientation(body);
  }

  /// The size that the decoder will believe: the stream's own, not that of the container.
  private void size(Walk stream) throws Unreadable {
    if (pixelsType.equals("VP8 ")) {
      stream.skip(3);
      if (stream.u8() != 0x9D || stream.u8() != 0x01 || stream.u8() != 0x2A) {
        throw Unreadable.broken();
      }
      width = stream.u16Little() & 0x3FFF;
      height = stream.u16Little() & 0x3FFF;
      hasAlpha = alpha.length > 0;
      return;
    }
    if (stream.u8() != 0x2F) {
      throw Unreadable.broken();
    }
    int first = stream.u16Little();
    int second = stream.u16Little();
    width = (first & 0x3FFF) + 1;
    height = (first >> 14 | (second & 0xFFF) << 2) + 1;
    hasAlpha = (second & 0x1000) != 0;
    alpha = new byte[0];
  }

  private byte[] lean() {
    var out = new ByteArrayOutputStream();
    var chunks = new ByteArrayOutputStream();
    if (pixelsType.equals("VP8 ") && hasAlpha) {
      var extended = new ByteArrayOutputStream();
      extended.writeBytes(new byte[] {0x10, 0, 0, 0});
      little(extended, width - 1, 3);
      little(extended, height - 1, 3);
      chunk(chunks, "VP8X", extended.toByteArray());
      chunk(chunks, "ALPH", alpha);
    }
    chunk(chunks, pixelsType, pixels);
    out.writeBytes("RIFF".getBytes(StandardCharsets.ISO_8859_1));
    little(out, chunks.size() + 4, 4);
    out.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(chunks.toByteArray());
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] body) {
    out.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
    little(out, body.length, 4);
    out.writeBytes(body);
    if ((body.length & 1) == 1) {
      out.write(0);
    }
  }

  private static void little(ByteArrayOutputStream out, int value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write(value >>> (8 * i));
    }
  }
}
