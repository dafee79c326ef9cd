package verbatim.media;

import java.io.ByteArrayOutputStream;
import verbatim.kernel.Limits;

/// Walks over the blocks of a GIF and keeps the frames, their timing and the number of repeats.
final class GifWalk {
  private final Walk walk;
  private final Limits.Media limits;
  private final ByteArrayOutputStream lean;
  private int frames;
  private boolean firstIsSmaller;

  private GifWalk(byte[] file, Limits.Media limits) {
    this.walk = new Walk(file);
    this.limits = limits;
    this.lean = new ByteArrayOutputStream(file.length);
  }

  static Lean read(byte[] file, Limits.Media limits) throws Unreadable {
    return new GifWalk(file, limits).read();
  }

  private Lean read() throws Unreadable {
    walk.skip(6);
    int width = walk.u16Little();
    int height = walk.u16Little();
    int flags = walk.u8();
    walk.skip(2);
    skipColours(flags);
    walk.copy(0, walk.at(), lean);
    if (width == 0 || height == 0) {
      throw Unreadable.broken();
    }
    while (block(width, height)) {}
    if (frames == 0) {
      throw Unreadable.broken();
    }
    lean.write(0x3B);
    // A first frame that is smaller is drawn on a canvas of the whole size.
    var pixelBytes = new Lean.PixelBytes(0, firstIsSmaller ? 1 + Integer.BYTES : 1);
    return new Lean(Sniff.GIF, width, height, 1, frames, pixelBytes, lean.toByteArray());
  }

  private boolean block(int width, int height) throws Unreadable {
    if (walk.left() == 0) {
      // Many GIFs lack their last byte.
      return false;
    }
    int start = walk.at();
    switch (walk.u8()) {
      case 0x2C -> {
        if (++frames > limits.framesMax()) {
          throw new Unreadable("The animation has too many frames");
        }
        image(width, height);
        walk.copy(start, walk.at(), lean);
      }
      case 0x21 -> extension(start);
      case 0x3B -> {
        return false;
      }
      default -> throw Unreadable.broken();
    }
    return true;
  }

  private void image(int width, int height) throws Unreadable {
    int left = walk.u16Little();
    int top = walk.u16Little();
    int across = walk.u16Little();
    int down = walk.u16Little();
    if (left + across > width || top + down > height) {
      throw Unreadable.broken();
    }
    firstIsSmaller = firstIsSmaller || frames == 1 && (across < width || down < height);
    skipColours(walk.u8());
    walk.skip(1);
    skipData();
  }

  private void extension(int start) throws Unreadable {
    int label = walk.u8();
    int body = walk.at();
    boolean repeats = label == 0xFF && walk.left() > 12 && isRepeats(walk.part(12).text(12));
    walk.to(body);
    skipData();
    boolean timing = label == 0xF9 && walk.at() - body == 6;
    if (timing || (repeats && walk.at() - body == 17)) {
      walk.copy(start, walk.at(), lean);
    }
  }

  private static boolean isRepeats(String name) {
    return name.equals("\u000BNETSCAPE2.0") || name.equals("\u000BANIMEXTS1.0");
  }

  private void skipColours(int flags) throws Unreadable {
    if ((flags & 0x80) != 0) {
      walk.skip(3 << ((flags & 7) + 1));
    }
  }

  private void skipData() throws Unreadable {
    int length;
    do {
      length = walk.u8();
      walk.skip(length);
    } while (length != 0);
  }
}
