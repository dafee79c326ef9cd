package verbatim.media;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/// Files as people and villains send them, made here.
final class Samples {
  /// Stands in everything that must not survive.
  static final String SECRET = "Tidemill-Lane-7";

  private Samples() {}

  /// The left half red, the right half blue; the top left corner green.
  static BufferedImage halves(int width, int height, int type) {
    var image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean corner = x < width / 4 && y < height / 4;
        Color color = corner ? Color.GREEN : x < width / 2 ? Color.RED : Color.BLUE;
        image.setRGB(x, y, color.getRGB());
      }
    }
    return image;
  }

  static byte[] file(BufferedImage image, String format) {
    var out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException(format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] jpeg(int width, int height) {
    return file(halves(width, height, BufferedImage.TYPE_INT_RGB), "jpeg");
  }

  static byte[] png(int width, int height) {
    return file(halves(width, height, BufferedImage.TYPE_INT_RGB), "png");
  }

  static byte[] gif(int width, int height) {
    return file(halves(width, height, BufferedImage.TYPE_BYTE_INDEXED), "gif");
  }

  /// With a place, a name, a comment, XMP and a preview in it.
  static byte[] tellingJpeg(int width, int height, int orientation) {
    byte[] plain = jpeg(width, height);
    var out = new ByteArrayOutputStream();
    out.write(plain, 0, 2);
    segment(out, 0xE1, concat(latin("Exif\0\0"), exif(orientation)));
    segment(
        out,
        0xE1,
        latin(
            "http://ns.adobe.com/xap/1.0/\0<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
                + "<x:xmpmeta>&a;"
                + SECRET
                + "</x:xmpmeta>"));
    segment(out, 0xED, latin("Photoshop 3.0\0" + SECRET));
    segment(out, 0xFE, latin(SECRET));
    out.write(plain, 2, plain.length - 2);
    out.writeBytes(latin("<script>" + SECRET + "</script>"));
    return out.toByteArray();
  }

  /// XMP with everything that a careless reader of XML would run into.
  static byte[] hostileXmp(int port) {
    var words =
        new StringBuilder("<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><!DOCTYPE x [");
    words
        .append("<!ENTITY file SYSTEM \"file:///etc/passwd\">")
        .append("<!ENTITY net SYSTEM \"http://127.0.0.1:" + port + "/entity\">")
        .append("<!ENTITY % more SYSTEM \"http://127.0.0.1:" + port + "/dtd\">%more;")
        .append("<!ENTITY lol0 \"lol\">");
    for (int i = 1; i < 10; i++) {
      words.append("<!ENTITY lol" + i + " \"" + ("&lol" + (i - 1) + ";").repeat(10) + "\">");
    }
    words
        .append("]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&file;&net;&lol9;" + SECRET)
        .append("</x:xmpmeta><?xpacket end='w'?>");
    return latin(words.toString());
  }

  /// Each of the four kinds with this where XMP lies in it.
  static byte[][] withXmp(byte[] xmp) {
    byte[] plain = jpeg(16, 12);
    var jpeg = new ByteArrayOutputStream();
    jpeg.write(plain, 0, 2);
    segment(jpeg, 0xE1, concat(latin("http://ns.adobe.com/xap/1.0/\0"), xmp));
    jpeg.write(plain, 2, plain.length - 2);
    byte[] still = png(16, 12);
    byte[] png =
        concat(
            Arrays.copyOf(still, 33),
            chunk("iTXt", concat(latin("XML:com.adobe.xmp\0\0\0\0\0"), xmp)),
            Arrays.copyOfRange(still, 33, still.length));
    byte[] animated = animation(16, 12, 2);
    int loop = 13 + (3 << ((animated[10] & 7) + 1));
    var trailer = new ByteArrayOutputStream();
    trailer.write(1);
    for (int i = 0xFF; i >= 0; i--) {
      trailer.write(i);
    }
    trailer.write(0);
    byte[] gif =
        concat(
            Arrays.copyOf(animated, loop),
            latin("!\u00FF\u000BXMP DataXMP"),
            xmp,
            trailer.toByteArray(),
            Arrays.copyOfRange(animated, loop, animated.length));
    byte[] extended = new byte[] {0x04, 0, 0, 0, 15, 0, 0, 11, 0, 0};
    byte[] chunks = concat(riff("VP8X", extended), webpBits(16, 12, -1), riff("XMP ", xmp));
    byte[] webp = concat(riffHead(chunks.length + 4), latin("WEBP"), chunks);
    return new byte[][] {jpeg.toByteArray(), png, gif, webp};
  }

  /// Heads of kinds that nobody here reads: TIFF, PSD, PICT, ICNS, PCX, JPEG 2000, HEIF, SVG, BMP.
  static byte[][] rare() {
    return new byte[][] {
      exif(1),
      concat(latin("8BPS\0\1\0\0\0\0\0\0\0\3\0\0\0\10\0\0\0\10\0\10\0\3"), new byte[400]),
      concat(new byte[512], latin("\0\0\0\0\0\0\0\10\0\10\0\21\2\u00FF\14\0"), new byte[400]),
      concat(latin("icns\0\0\1\0ic07\0\0\0\u00F8"), png(8, 8)),
      concat(latin("\n\5\1\10\0\0\0\0\7\0\7\0\110\0\110\0"), new byte[400]),
      concat(latin("\0\0\0\14jP  \r\n\u0087\n\0\0\0\24ftypjp2 \0\0\0\0jp2 "), new byte[400]),
      concat(latin("\u00FF\u004F\u00FF\u0051\0\57\0\0"), new byte[400]),
      concat(latin("\0\0\0\30ftypheic\0\0\0\0mif1heic\0\0\1\0meta"), new byte[400]),
      latin("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
      latin(
          "\u00EF\u00BB\u00BF<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg>&a;</svg>"),
      Samples.file(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "bmp"),
    };
  }

  /// Little-endian TIFF: orientation, a description, and a GPS position.
  static byte[] exif(int orientation) {
    byte[] secret = latin(SECRET + "\0");
    var tiff = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put(latin("II")).putShort((short) 42).putInt(8).putShort((short) 3);
    int strings = 8 + 2 + 3 * 12 + 4;
    entry(tiff, 0x010E, 2, secret.length, strings);
    entry(tiff, 0x0112, 3, 1, orientation);
    int gps = strings + secret.length;
    entry(tiff, 0x8825, 4, 1, gps);
    tiff.putInt(0).put(secret);
    tiff.putShort((short) 4);
    int numbers = gps + 2 + 4 * 12 + 4;
    entry(tiff, 1, 2, 2, 'N');
    entry(tiff, 2, 5, 3, numbers);
    entry(tiff, 3, 2, 2, 'E');
    entry(tiff, 4, 5, 3, numbers + 24);
    tiff.putInt(0);
    for (int degrees : new int[] {54, 19, 7, 10, 8, 2}) {
      tiff.putInt(degrees).putInt(1);
    }
    byte[] bytes = new byte[tiff.position()];
    tiff.flip().get(bytes);
    return bytes;
  }

  private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
    tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  static void segment(ByteArrayOutputStream out, int marker, byte[] body) {
    out.write(0xFF);
    out.write(marker);
    out.write(body.length + 2 >> 8);
    out.write(body.length + 2);
    out.writeBytes(body);
  }

  /// Chunks as given between the signature and the end.
  static byte[] pngOf(byte[]... chunks) {
    return concat(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'},
        concat(chunks),
        chunk("IEND", new byte[0]));
  }

  static byte[] chunk(String type, byte[] body) {
    var out = ByteBuffer.allocate(body.length + 12);
    out.putInt(body.length).put(latin(type)).put(body);
    var crc = new CRC32();
    crc.update(out.array(), 4, body.length + 4);
    return out.putInt((int) crc.getValue()).array();
  }

  static byte[] ihdr(int width, int height) {
    return chunk(
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array());
  }

  static byte[] deflated(byte[] bytes) {
    var deflater = new Deflater(9);
    deflater.setInput(bytes);
    deflater.finish();
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /// Frames of one colour each, a comment, and a loop.
  static byte[] animation(int width, int height, int frames) {
    byte[] still = gif(width, height);
    int colours = 13 + (3 << ((still[10] & 7) + 1));
    int image = colours;
    while (still[image] != 0x2C) {
      image += 2;
      while (still[image] != 0) {
        image += (still[image] & 0xFF) + 1;
      }
      image++;
    }
    var out = new ByteArrayOutputStream();
    out.write(still, 0, colours);
    out.writeBytes(latin("!\u00FF\u000BNETSCAPE2.0\u0003\u0001\0\0\0"));
    out.writeBytes(latin("!\u00FE" + (char) SECRET.length() + SECRET + "\0"));
    out.writeBytes(latin("!\u00FF\u000BXMP DataXMP" + (char) SECRET.length() + SECRET + "\0"));
    for (int i = 0; i < frames; i++) {
      out.writeBytes(latin("!\u00F9\u0004\0\n\0\0\0"));
      out.write(still, image, still.length - 1 - image);
    }
    out.write(0x3B);
    out.writeBytes(latin("=1;alert('" + SECRET + "')"));
    return out.toByteArray();
  }

  /// A lossless WebP of one colour, written bit by bit: whatever its size, some thirty bytes.
  static byte[] webp(int width, int height, int argb, byte[]... moreChunks) {
    var chunks = concat(webpBits(width, height, argb), concat(moreChunks));
    return concat(riffHead(chunks.length + 4), latin("WEBP"), chunks);
  }

  private static byte[] webpBits(int width, int height, int argb) {
    var bits = new Bits();
    bits.put(0x2F, 8)
        .put(width - 1, 14)
        .put(height - 1, 14)
        .put(argb >>> 24 == 0xFF ? 0 : 1, 1)
        .put(0, 3);
    bits.put(0, 3);
    for (int channel : new int[] {argb >> 8, argb >> 16, argb, argb >> 24}) {
      bits.put(1, 1).put(0, 1).put(1, 1).put(channel & 0xFF, 8);
    }
    bits.put(1, 1).put(0, 1).put(0, 1).put(0, 1);
    return riff("VP8L", bits.bytes());
  }

  private static byte[] riffHead(int length) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(latin("RIFF"))
        .putInt(length)
        .array();
  }

  static byte[] riff(String type, byte[] body) {
    return ByteBuffer.allocate(8 + body.length + (body.length & 1))
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(latin(type))
        .putInt(body.length)
        .put(body)
        .array();
  }

  private static final class Bits {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int held;
    private int count;

    private Bits put(int value, int bits) {
      for (int i = 0; i < bits; i++) {
        held |= (value >> i & 1) << count;
        if (++count == 8) {
          out.write(held);
          held = 0;
          count = 0;
        }
      }
      return this;
    }

    private byte[] bytes() {
      var copy = new ByteArrayOutputStream();
      copy.writeBytes(out.toByteArray());
      copy.write(held);
      copy.writeBytes(new byte[4]);
      return copy.toByteArray();
    }
  }

  static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
