package verbatim.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Walks over the chunks of a WebP and keeps the pixels of the (first) picture. An animation
/// becomes its first frame.
final class WebpWalk {
  private static final int FRAME_HEADER_BYTES = 16;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int EXTENDED_BYTES = 10;

  /// As measured: what is lossless, or can be seen through, is decoded whole beside what is read.
  private static final Lean.PixelBytes LOSSY = new Lean.PixelBytes(1, 4);

  private static final Lean.PixelBytes LOSSLESS = new Lean.PixelBytes(4, 4);
  private static final Lean.PixelBytes SEE_THROUGH = new Lean.PixelBytes(5, 4);

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
    var pixelBytes = pixelsType.equals("VP8L") ? LOSSLESS : hasAlpha ? SEE_THROUGH : LOSSY;
    return new Lean(Sniff.WEBP, width, height, orientation, 1, pixelBytes, lean());
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

  private static byte[] bytes(Walk body) {
    return body.bytes();
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
    boolean extended = pixelsType.equals("VP8 ") && hasAlpha;
    int length =
        4
            + chunkBytes(pixels.length)
            + (extended ? chunkBytes(EXTENDED_BYTES) + chunkBytes(alpha.length) : 0);
    var out = ByteBuffer.allocate(CHUNK_HEADER_BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(latin("RIFF")).putInt(length).put(latin("WEBP"));
    if (extended) {
      out.put(latin("VP8X")).putInt(EXTENDED_BYTES).putInt(0x10);
      little3(out, width - 1);
      little3(out, height - 1);
      chunk(out, "ALPH", alpha);
    }
    chunk(out, pixelsType, pixels);
    return out.array();
  }

  private static int chunkBytes(int length) {
    return CHUNK_HEADER_BYTES + length + (length & 1);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void chunk(ByteBuffer out, String type, byte[] body) {
    out.put(latin(type)).putInt(body.length).put(body);
    if ((body.length & 1) == 1) {
      out.put((byte) 0);
    }
  }

  private static void little3(ByteBuffer out, int value) {
    out.put((byte) value).put((byte) (value >>> 8)).put((byte) (value >>> 16));
  }
}
