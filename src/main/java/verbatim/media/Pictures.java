package verbatim.media;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.geometry.Positions;
import verbatim.kernel.Limits;

/// Makes pictures anew from their pixels. First a walk over the file tells its size and leaves out
/// all that is not pixels; only then, and only when it is small enough, one of four named decoders
/// sees it, once what it will take of the heap is set aside ([PictureMemory]). What would
/// take too much is read coarser, where enough of it is left to be shown.
final class Pictures {
  private static final float JPEG_QUALITY = 0.88f;

  /// A picture that could only be shown with fewer pixels than this is refused.
  private static final int COARSE_PIXELS_MIN = 1_000_000;

  /// While it is scaled, turned and written: itself, itself once more, and as a file.
  private static final int SHOWN_BYTES = 12;

  private static final int BLURHASH_SOURCE_PIXELS = 32;
  private static final int EMOJI_MOVING_TIMES = 4;

  /// @param type `image/jpeg`, `image/png` or `image/gif`
  record Made(byte[] bytes, String type, String extension, int width, int height) {}

  /// @param original as it is shown large
  /// @param small a preview
  record Both(Made original, Made small, String blurhash) {
    boolean isMoving() {
      return original.extension().equals("gif");
    }
  }

  private final Limits.Media limits;
  private final PictureMemory memory;

  Pictures(Limits.Media limits, PictureMemory memory) {
    this.limits = limits;
    this.memory = memory;
  }

  /// An attachment.
  Both attachment(byte[] file) throws Unreadable {
    Lean lean = lean(file);
    int step = step(lean);
    try (var _ = memory.forPixels(bytes(lean, step))) {
      BufferedImage whole = pixels(lean, step);
      Made small = encode(within(whole, limits.smallPixelsMax()));
      String blurhash = blurhash(whole);
      if (lean.kind() == Sniff.GIF && lean.frames() > 1) {
        var moving = new Made(lean.bytes(), "image/gif", "gif", lean.width(), lean.height());
        return new Both(moving, small, blurhash);
      }
      boolean lossless = lean.kind() == Sniff.PNG || lean.kind() == Sniff.GIF;
      return new Both(lossless ? encode(whole, "png") : encode(whole), small, blurhash);
    }
  }

  /// A custom emoji: what moves may go on moving, for it is shown as small as the rest.
  Both emoji(byte[] file, int side) throws Unreadable {
    Lean lean = lean(file);
    int step = step(lean);
    try (var _ = memory.forPixels(bytes(lean, step))) {
      BufferedImage whole = pixels(lean, step);
      Made still = encode(fitting(whole, side), "png");
      boolean moves = lean.kind() == Sniff.GIF && lean.frames() > 1;
      if (!moves) {
        return new Both(still, still, "");
      }
      if (Math.max(lean.width(), lean.height()) > EMOJI_MOVING_TIMES * side) {
        throw new Unreadable(
            "A moving emoji may have "
                + EMOJI_MOVING_TIMES * side
                + " pixels on each side, this one has "
                + lean.width()
                + "x"
                + lean.height());
      }
      return new Both(
          new Made(lean.bytes(), "image/gif", "gif", lean.width(), lean.height()), still, "");
    }
  }

  private static BufferedImage fitting(BufferedImage image, int side) throws Unreadable {
    return Math.max(image.getWidth(), image.getHeight()) <= side
        ? image
        : scaled(() -> Thumbnails.of(image).size(side, side).asBufferedImage());
  }

  /// The picture of the house: cut as a portrait is, and what stands there while it is loaded.
  Both cut(byte[] file, int width, int height) throws Unreadable {
    Lean lean = lean(file);
    int step = step(lean);
    try (var _ = memory.forPixels(bytes(lean, step))) {
      BufferedImage whole = pixels(lean, step);
      BufferedImage cut =
          scaled(
              () ->
                  Thumbnails.of(whole)
                      .crop(Positions.CENTER)
                      .size(width, height)
                      .asBufferedImage());
      Made made = encode(cut);
      return new Both(made, made, blurhash(cut));
    }
  }

  /// A portrait or header: cut to fill a size, its middle kept.
  Made filling(byte[] file, int width, int height) throws Unreadable {
    Lean lean = lean(file);
    int step = step(lean);
    try (var _ = memory.forPixels(bytes(lean, step))) {
      BufferedImage whole = pixels(lean, step);
      return encode(
          scaled(
              () ->
                  Thumbnails.of(whole)
                      .crop(Positions.CENTER)
                      .size(width, height)
                      .asBufferedImage()));
    }
  }

  /// Of so many columns and rows one is read, so that the picture fits into the memory that there
  /// is. It is scaled down afterwards anyway.
  private int step(Lean lean) throws Unreadable {
    int step = 1;
    while (bytes(lean, step) > memory.pixelBytesMax()) {
      step++;
      if (lean.pixels(step) < COARSE_PIXELS_MIN) {
        throw new Unreadable(
            lean.width()
                + "x"
                + lean.height()
                + " is more than this server can open of this kind of picture: make it smaller, or"
                + " save it as JPEG");
      }
    }
    return step;
  }

  /// The most of the heap that it takes at one moment.
  private long bytes(Lean lean, int step) {
    long read = lean.pixels(step);
    long kept = Math.min(read, limits.keptPixelsMax());
    long decoding = lean.pixelBytes().whole() * lean.pixels() + lean.pixelBytes().read() * read;
    long scaled = Math.min(Integer.BYTES, lean.pixelBytes().read()) * kept;
    return Math.max(decoding + scaled, SHOWN_BYTES * kept);
  }

  private Lean lean(byte[] file) throws Unreadable {
    Sniff kind =
        Sniff.of(file)
            .filter(Sniff::isPicture)
            .orElseThrow(() -> new Unreadable("This is not a JPEG, PNG, GIF or WebP picture"));
    Lean lean =
        switch (kind) {
          case JPEG -> JpegWalk.read(file, limits);
          case PNG -> PngWalk.read(file);
          case GIF -> GifWalk.read(file, limits);
          case WEBP -> WebpWalk.read(file);
          case MP4, MATROSKA, OGG, MP3, WAV, FLAC -> throw new IllegalStateException("no picture");
        };
    if (lean.pixels() > limits.imagePixelsMax()
        || lean.width() > limits.sidePixelsMax()
        || lean.height() > limits.sidePixelsMax()) {
      throw new Unreadable(
          lean.width()
              + "x"
              + lean.height()
              + " is too large (maximum is "
              + limits.imagePixelsMax()
              + " pixels)");
    }
    return lean;
  }

  /// In one expression: no variable holds a picture that is of no more use.
  private BufferedImage pixels(Lean lean, int step) throws Unreadable {
    return upright(plain(within(decode(lean, step), limits.keptPixelsMax())), lean.orientation());
  }

  private static BufferedImage decode(Lean lean, int step) throws Unreadable {
    ImageReader reader = readerOf(lean.kind());
    try (var input = new ByteArrayImageInputStream(lean.bytes())) {
      reader.setInput(input, true, true);
      if (reader.getWidth(0) > lean.width() || reader.getHeight(0) > lean.height()) {
        throw Unreadable.broken();
      }
      ImageReadParam how = reader.getDefaultReadParam();
      how.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, how);
      if (lean.kind() == Sniff.GIF) {
        return onCanvas(image, Math.ceilDiv(lean.width(), step), Math.ceilDiv(lean.height(), step));
      }
      return image;
    } catch (IOException | RuntimeException _) {
      // Decoders answer foreign bytes with exceptions of every kind. All mean the same.
      throw Unreadable.broken();
    } finally {
      reader.dispose();
    }
  }

  /// The first frame of a GIF may be smaller than the picture.
  private static BufferedImage onCanvas(BufferedImage frame, int width, int height) {
    if (frame.getWidth() == width && frame.getHeight() == height) {
      return frame;
    }
    var canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    draw(canvas, frame, new AffineTransform());
    return canvas;
  }

  private static ImageReader readerOf(Sniff kind) throws Unreadable {
    try {
      return reader(kind);
    } catch (IOException _) {
      throw Unreadable.broken();
    }
  }

  /// The named ones only: what else is on the class path is never asked whether it knows the file,
  /// and never made.
  private static ImageReader reader(Sniff kind) throws IOException {
    String name =
        switch (kind) {
          case JPEG -> "com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReader";
          case WEBP -> "com.twelvemonkeys.imageio.plugins.webp.WebPImageReader";
          case PNG -> "com.sun.imageio.plugins.png.PNGImageReader";
          case GIF -> "com.sun.imageio.plugins.gif.GIFImageReader";
          case MP4, MATROSKA, OGG, MP3, WAV, FLAC -> throw new IllegalStateException("no picture");
        };
    var all = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (all.hasNext()) {
      ImageReaderSpi one = all.next();
      if (one.getPluginClassName().equals(name)) {
        return one.createReaderInstance();
      }
    }
    throw new IllegalStateException("no reader " + name);
  }

  /// In sRGB with 8 bits, with an alpha channel exactly if anything is not opaque.
  private static BufferedImage plain(BufferedImage image) {
    int type = isOpaque(image) ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
    if (image.getType() == type) {
      return image;
    }
    var plain = new BufferedImage(image.getWidth(), image.getHeight(), type);
    draw(plain, image, new AffineTransform());
    return plain;
  }

  private static boolean isOpaque(BufferedImage image) {
    if (!image.getColorModel().hasAlpha()) {
      return true;
    }
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int pixel : row) {
        if (pixel >>> 24 != 0xFF) {
          return false;
        }
      }
    }
    return true;
  }

  private static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation == 1) {
      return image;
    }
    int w = image.getWidth();
    int h = image.getHeight();
    boolean turned = orientation >= 5;
    var turn =
        switch (orientation) {
          case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
          case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
          case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
          case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
          case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
          case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
          default -> throw new IllegalStateException("orientation " + orientation);
        };
    var upright = new BufferedImage(turned ? h : w, turned ? w : h, image.getType());
    draw(upright, image, turn);
    return upright;
  }

  private static void draw(BufferedImage to, BufferedImage from, AffineTransform transform) {
    Graphics2D graphics = to.createGraphics();
    try {
      // As it is, also where it can be seen through: blending would round its colours.
      graphics.setComposite(AlphaComposite.Src);
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      graphics.drawImage(from, transform, null);
    } finally {
      graphics.dispose();
    }
  }

  private static BufferedImage within(BufferedImage image, int pixelsMax) throws Unreadable {
    long pixels = (long) image.getWidth() * image.getHeight();
    if (pixels <= pixelsMax) {
      return image;
    }
    double scale = Math.sqrt((double) pixelsMax / pixels);
    int width = Math.max(1, (int) (image.getWidth() * scale));
    int height = Math.max(1, (int) (image.getHeight() * scale));
    return scaled(() -> Thumbnails.of(image).forceSize(width, height).asBufferedImage());
  }

  private interface Scaling {
    BufferedImage run() throws IOException;
  }

  private static BufferedImage scaled(Scaling scaling) throws Unreadable {
    try {
      return scaling.run();
    } catch (IOException _) {
      throw Unreadable.broken();
    }
  }

  private static String blurhash(BufferedImage image) throws Unreadable {
    return Blurhash.of(
        plain(
            scaled(
                () ->
                    Thumbnails.of(image)
                        .forceSize(BLURHASH_SOURCE_PIXELS, BLURHASH_SOURCE_PIXELS)
                        .asBufferedImage())));
  }

  private static Made encode(BufferedImage image) throws Unreadable {
    BufferedImage plain = plain(image);
    return encode(plain, plain.getColorModel().hasAlpha() ? "png" : "jpeg");
  }

  private static Made encode(BufferedImage image, String format) throws Unreadable {
    BufferedImage plain = plain(image);
    return new Made(
        write(plain, format),
        "image/" + format,
        format.equals("jpeg") ? "jpg" : format,
        plain.getWidth(),
        plain.getHeight());
  }

  private static byte[] write(BufferedImage image, String format) throws Unreadable {
    ImageWriter writer = writer(image, format);
    var bytes = new Chunks();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      ImageWriteParam how = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(JPEG_QUALITY);
      }
      writer.write(null, new IIOImage(image, null, null), how);
    } catch (IOException _) {
      throw Unreadable.broken();
    } finally {
      writer.dispose();
    }
    return bytes.all();
  }

  /// What is written, piece by piece: an array that doubles would take three times as much.
  private static final class Chunks extends OutputStream {
    private static final int BYTES = 64 << 10;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[BYTES];
    private int used;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      int done = 0;
      while (done < length) {
        if (used == BYTES) {
          full.add(last);
          last = new byte[BYTES];
          used = 0;
        }
        int some = Math.min(length - done, BYTES - used);
        System.arraycopy(from, offset + done, last, used, some);
        used += some;
        done += some;
      }
    }

    private byte[] all() {
      byte[] all = new byte[full.size() * BYTES + used];
      for (int i = 0; i < full.size(); i++) {
        System.arraycopy(full.get(i), 0, all, i * BYTES, BYTES);
      }
      System.arraycopy(last, 0, all, all.length - used, used);
      return all;
    }
  }

  private static ImageWriter writer(BufferedImage image, String format) {
    var type = ImageTypeSpecifier.createFromRenderedImage(image);
    for (Iterator<ImageWriter> it = ImageIO.getImageWriters(type, format); it.hasNext(); ) {
      ImageWriter writer = it.next();
      if (writer.getClass().getName().startsWith("com.sun.imageio.plugins.")) {
        return writer;
      }
    }
    throw new IllegalStateException("no writer for " + format);
  }
}
