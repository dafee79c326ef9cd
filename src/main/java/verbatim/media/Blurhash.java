package verbatim.media;

import java.awt.image.BufferedImage;

/// A picture's colours as some thirty letters, which clients show while the picture loads: the
/// first few terms of a cosine transform in linear light, in base 83. The algorithm is that of
/// https://github.com/woltapp/blurhash (Algorithm.md).
final class Blurhash {
  private static final int X_TERMS = 4;
  private static final int Y_TERMS = 3;
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
  private static final double[] LINEAR = new double[256];

  static {
    for (int i = 0; i < LINEAR.length; i++) {
      LINEAR[i] = linear(i);
    }
  }

  private Blurhash() {}

  /// @param image small: every pixel is looked at for every term
  static String of(BufferedImage image) {
    var terms = new double[X_TERMS * Y_TERMS][];
    for (int y = 0; y < Y_TERMS; y++) {
      for (int x = 0; x < X_TERMS; x++) {
        terms[y * X_TERMS + x] = term(image, x, y);
      }
    }
    double largest = 0;
    for (int i = 1; i < terms.length; i++) {
      for (double channel : terms[i]) {
        largest = Math.max(largest, Math.abs(channel));
      }
    }
    int quantised = (int) Math.clamp(Math.floor(largest * 166 - 0.5), 0, 82);
    double scale = (quantised + 1) / 166.0;
    var hash = new StringBuilder();
    digits(hash, (X_TERMS - 1) + (Y_TERMS - 1) * 9, 1);
    digits(hash, quantised, 1);
    digits(hash, average(terms[0]), 4);
    for (int i = 1; i < terms.length; i++) {
      digits(hash, detail(terms[i], scale), 2);
    }
    return hash.toString();
  }

  private static double[] term(BufferedImage image, int xTerm, int yTerm) {
    double[] across = wave(xTerm, image.getWidth());
    double[] down = wave(yTerm, image.getHeight());
    var sum = new double[3];
    for (int y = 0; y < down.length; y++) {
      for (int x = 0; x < across.length; x++) {
        double basis = across[x] * down[y];
        int rgb = image.getRGB(x, y);
        sum[0] += basis * LINEAR[rgb >> 16 & 0xFF];
        sum[1] += basis * LINEAR[rgb >> 8 & 0xFF];
        sum[2] += basis * LINEAR[rgb & 0xFF];
      }
    }
    double normal = (xTerm == 0 && yTerm == 0 ? 1.0 : 2.0) / (across.length * down.length);
    for (int i = 0; i < 3; i++) {
      sum[i] *= normal;
    }
    return sum;
  }

  private static double[] wave(int term, int length) {
    var wave = new double[length];
    for (int i = 0; i < length; i++) {
      wave[i] = Math.cos(Math.PI * term * i / length);
    }
    return wave;
  }

  private static int average(double[] term) {
    return srgb(term[0]) << 16 | srgb(term[1]) << 8 | srgb(term[2]);
  }

  private static int detail(double[] term, double scale) {
    return step(term[0] / scale) * 19 * 19 + step(term[1] / scale) * 19 + step(term[2] / scale);
  }

  private static int step(double value) {
    double root = Math.copySign(Math.sqrt(Math.abs(value)), value);
    return (int) Math.clamp(Math.floor(root * 9 + 9.5), 0, 18);
  }

  private static double linear(int value) {
    double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }

  private static int srgb(double value) {
    double v = Math.clamp(value, 0, 1);
    return (int)
        (v <= 0.0031308
            ? v * 12.92 * 255 + 0.5
            : (1.055 * Math.pow(v, 1 / 2.4) - 0.055) * 255 + 0.5);
  }

  private static void digits(StringBuilder hash, int value, int length) {
    int divisor = (int) Math.pow(83, length - 1);
    for (int i = 0; i < length; i++) {
      hash.append(DIGITS.charAt(value / divisor % 83));
      divisor /= 83;
    }
  }
}
