package verbatim.server;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;

/// Portraits and views for the invented people, drawn from their names: the same each time, and
/// different for each. A portrait is a figure of a few plain shapes; a view is the harbour in the
/// same colours.
final class DemoPictures {
  private static final int PORTRAIT_PIXELS = 400;
  private static final int VIEW_WIDTH = 1_500;
  private static final int VIEW_HEIGHT = 500;

  private final RandomGenerator random;
  private final float hue;

  private DemoPictures(String name) {
    long seed = 0xcbf2_9ce4_8422_2325L;
    for (int i = 0; i < name.length(); i++) {
      seed = (seed ^ name.charAt(i)) * 0x100_0000_01b3L;
    }
    random = new SplittableRandom(seed);
    hue = random.nextFloat();
  }

  static byte[] portrait(String name) throws IOException {
    return new DemoPictures(name).portrait();
  }

  static byte[] view(String name) throws IOException {
    return new DemoPictures(name).view();
  }

  private byte[] portrait() throws IOException {
    int size = PORTRAIT_PIXELS;
    BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = pen(picture);
    fill(pen, colour(0, 0.30f, 0.93f), new Rectangle2D.Double(0, 0, size, size));
    // What is behind: a sun, a stripe or a hill.
    Color behind = colour(0.08f, 0.45f, 0.86f);
    switch (random.nextInt(3)) {
      case 0 -> fill(pen, behind, circle(size * 0.72, size * 0.28, size * 0.20));
      case 1 -> fill(pen, behind, new Rectangle2D.Double(0, size * 0.3, size, size * 0.22));
      default -> fill(pen, behind, circle(size * 0.2, size * 1.0, size * 0.62));
    }
    double middle = size * (0.46 + random.nextDouble() * 0.08);
    double head = size * (0.18 + random.nextDouble() * 0.05);
    double top = size * (0.40 + random.nextDouble() * 0.04);
    Color coat = colour(0.42f + random.nextFloat() * 0.2f, 0.60f, 0.55f);
    fill(
        pen,
        coat,
        new Arc2D.Double(
            middle - size * 0.36, size * 0.60, size * 0.72, size * 0.9, 0, 180, Arc2D.PIE));
    Color skin = Color.getHSBColor(0.06f, 0.34f + random.nextFloat() * 0.25f, skinLight());
    fill(pen, skin, new Rectangle2D.Double(middle - head * 0.32, top, head * 0.64, head * 1.5));
    Color hat = colour(0.55f + random.nextFloat() * 0.3f, 0.65f, 0.45f);
    int kind = random.nextInt(4);
    if (kind == 0) {
      fill(pen, hat, circle(middle, top - head * 0.15, head * 1.28)); // much hair
    }
    fill(pen, skin, circle(middle, top, head));
    switch (kind) {
      case 1 -> // a cap
          fill(
              pen,
              hat,
              new Arc2D.Double(
                  middle - head * 1.05,
                  top - head * 1.2,
                  head * 2.1,
                  head * 1.9,
                  0,
                  180,
                  Arc2D.PIE),
              new Rectangle2D.Double(
                  middle - head * 1.05, top - head * 0.32, head * 2.6, head * 0.16));
      case 2 -> // a hat with a bobble
          fill(
              pen,
              hat,
              new Arc2D.Double(
                  middle - head, top - head * 1.3, head * 2, head * 2.1, 0, 180, Arc2D.PIE),
              circle(middle, top - head * 1.34, head * 0.24));
      case 3 -> // short hair
          fill(
              pen,
              hat,
              new Arc2D.Double(
                  middle - head, top - head * 1.04, head * 2, head * 2, 10, 160, Arc2D.CHORD));
      default -> {}
    }
    Color dark = Color.getHSBColor(hue, 0.5f, 0.2f);
    fill(
        pen,
        dark,
        circle(middle - head * 0.36, top + head * 0.12, head * 0.09),
        circle(middle + head * 0.36, top + head * 0.12, head * 0.09));
    fill(
        pen,
        dark,
        new Arc2D.Double(
            middle - head * 0.32,
            top + head * 0.22,
            head * 0.64,
            head * (0.3 + random.nextDouble() * 0.25),
            180,
            180,
            Arc2D.CHORD));
    pen.dispose();
    return png(picture);
  }

  private float skinLight() {
    return 0.45f + random.nextFloat() * 0.5f;
  }

  private byte[] view() throws IOException {
    BufferedImage picture = new BufferedImage(VIEW_WIDTH, VIEW_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = pen(picture);
    fill(pen, colour(0, 0.25f, 0.96f), new Rectangle2D.Double(0, 0, VIEW_WIDTH, VIEW_HEIGHT));
    double sun = VIEW_WIDTH * (0.12 + random.nextDouble() * 0.76);
    fill(pen, colour(0.09f, 0.40f, 0.99f), circle(sun, 70 + random.nextInt(90), 46));
    for (int i = 0; i < 3; i++) {
      hills(pen, 215 + i * 52, colour(0.03f * i, 0.32f + i * 0.08f, 0.82f - i * 0.14f));
    }
    double sea = VIEW_HEIGHT * 0.78;
    fill(
        pen,
        colour(0.5f, 0.42f, 0.58f),
        new Rectangle2D.Double(0, sea, VIEW_WIDTH, VIEW_HEIGHT - sea));
    int boats = 1 + random.nextInt(4);
    for (int i = 0; i < boats; i++) {
      boat(pen, 80 + random.nextInt(VIEW_WIDTH - 160), sea + 4 + random.nextInt(24));
    }
    pen.dispose();
    return png(picture);
  }

  private void hills(Graphics2D pen, int height, Color colour) {
    double swing = 20 + random.nextInt(40);
    double length = 180 + random.nextInt(260);
    double begin = random.nextDouble() * length;
    Path2D.Double hills = new Path2D.Double();
    hills.moveTo(0, VIEW_HEIGHT);
    for (int x = 0; x <= VIEW_WIDTH; x += 8) {
      hills.lineTo(x, height + swing * Math.sin((x + begin) / length * 2 * Math.PI));
    }
    hills.lineTo(VIEW_WIDTH, VIEW_HEIGHT);
    hills.closePath();
    fill(pen, colour, hills);
  }

  private void boat(Graphics2D pen, double x, double y) {
    double size = 22 + random.nextInt(26);
    fill(
        pen,
        colour(0.45f + random.nextFloat() * 0.4f, 0.6f, 0.42f),
        new Arc2D.Double(x - size, y - size * 0.5, size * 2, size, 180, 180, Arc2D.CHORD));
    Path2D.Double sail = new Path2D.Double();
    sail.moveTo(x, y - size * 0.15);
    sail.lineTo(x, y - size * 1.9);
    sail.lineTo(x + size * (random.nextBoolean() ? 1 : -1), y - size * 0.15);
    sail.closePath();
    fill(pen, colour(0.1f, 0.06f, 0.99f), sail);
  }

  /// @param turn how far round the wheel from this person's own colour
  private Color colour(float turn, float saturation, float brightness) {
    return Color.getHSBColor(hue + turn, saturation, brightness);
  }

  private static void fill(Graphics2D pen, Color colour, java.awt.Shape... shapes) {
    pen.setColor(colour);
    for (java.awt.Shape shape : shapes) {
      pen.fill(shape);
    }
  }

  private static Ellipse2D circle(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2);
  }

  private static Graphics2D pen(BufferedImage picture) {
    Graphics2D pen = picture.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    return pen;
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, "png", bytes)) {
      throw new IOException("this Java writes no PNG");
    }
    return bytes.toByteArray();
  }
}
