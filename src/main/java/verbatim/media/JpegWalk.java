package verbatim.media;

import java.io.ByteArrayOutputStream;
import verbatim.kernel.Limits;

/// Walks over the segments of a JPEG and keeps those that make the pixels.
final class JpegWalk {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int ICC_BYTES_MAX = 1 << 20;
  private static final byte[] JFIF = {
    (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  private final Walk walk;
  private final Limits.Media limits;
  private final ByteArrayOutputStream lean;
  private int width;
  private int height;
  private int channels;
  private int orientation = 1;
  private int scans;
  private int iccBytes;
  private boolean jfif;

  private JpegWalk(byte[] file, Limits.Media limits) {
    this.walk = new Walk(file);
    this.limits = limits;
    this.lean = new ByteArrayOutputStream(file.length);
  }

  static Lean read(byte[] file, Limits.Media limits) throws Unreadable {
    return new JpegWalk(file, limits).read();
  }

  private Lean read() throws Unreadable {
    walk.skip(2);
    lean.writeBytes(new byte[] {(byte) 0xFF, (byte) SOI});
    while (segment()) {}
    if (width == 0 || height == 0 || scans == 0) {
      throw Unreadable.broken();
    }
    // Four channels (CMYK) are decoded as they are, and again as colours.
    var pixelBytes = new Lean.PixelBytes(0, channels > 3 ? channels + 3 : channels);
    return new Lean(Sniff.JPEG, width, height, orientation, 1, pixelBytes, lean.toByteArray());
  }

  /// @return false at the end of the picture; what lies behind it is not looked at
  private boolean segment() throws Unreadable {
    if (walk.u8() != 0xFF) {
      throw Unreadable.broken();
    }
    int marker = walk.u8();
    while (marker == 0xFF) {
      marker = walk.u8();
    }
    if (marker == EOI) {
      lean.writeBytes(new byte[] {(byte) 0xFF, (byte) EOI});
      return false;
    }
    int start = walk.at() - 2;
    int length = walk.u16();
    if (length < 2) {
      throw Unreadable.broken();
    }
    Walk body = walk.part(length - 2);
    switch (marker) {
      case 0xC0, 0xC1, 0xC2 -> {
        frame(body);
        keep(start);
      }
      case 0xC4, 0xDB, 0xDD -> keep(start);
      case 0xE0 -> jfif(body);
      case 0xE1 -> exif(body);
      case 0xE2 -> colours(body, start);
      case 0xEE -> adobe(body, start);
      case SOS -> {
        scan();
        keep(start);
      }
      case 0xC3, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF, 0xDC ->
          throw new Unreadable("This kind of JPEG is not supported");
      default -> {}
    }
    return true;
  }

  private void frame(Walk body) throws Unreadable {
    if (width != 0) {
      throw Unreadable.broken();
    }
    body.skip(1);
    height = body.u16();
    width = body.u16();
    channels = body.u8();
  }

  private void jfif(Walk body) throws Unreadable {
    if (!jfif && body.left() >= 5 && body.text(5).equals("JFIF\0")) {
      jfif = true;
      lean.writeBytes(JFIF);
    }
  }

  private void exif(Walk body) throws Unreadable {
    if (body.left() > 6 && body.text(6).equals("Exif\0\0")) {
      orientation = Exif.orientation(body);
    }
  }

  private void colours(Walk body, int start) throws Unreadable {
    iccBytes += body.left();
    if (body.left() > 12 && body.text(12).equals("ICC_PROFILE\0") && iccBytes <= ICC_BYTES_MAX) {
      keep(start);
    }
  }

  private void adobe(Walk body, int start) throws Unreadable {
    if (body.left() >= 5 && body.text(5).equals("Adobe")) {
      keep(start);
    }
  }

  /// The coded pixels: up to the next marker that is neither stuffing nor a restart. A picture of
  /// ten thousand scans costs a decoder ten thousand times its size.
  private void scan() throws Unreadable {
    if (width == 0) {
      throw Unreadable.broken();
    }
    if (++scans > limits.scansMax()) {
      throw new Unreadable("The picture has too many layers");
    }
    while (true) {
      if (walk.left() < 2) {
        throw Unreadable.broken();
      }
      int next = walk.peek(1) & 0xFF;
      boolean marker = walk.peek(0) == (byte) 0xFF && next != 0 && next != 0xFF;
      if (marker && (next < 0xD0 || next > 0xD7)) {
        return;
      }
      walk.skip(1);
    }
  }

  private void keep(int start) {
    walk.copy(start, walk.at(), lean);
  }
}
