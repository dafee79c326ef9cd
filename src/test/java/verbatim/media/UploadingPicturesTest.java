package verbatim.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static verbatim.media.Samples.SECRET;
import static verbatim.media.Shelf.MIRA;
import static verbatim.media.Shelf.ready;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.exif.GpsDirectory;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verbatim.kernel.Limits;
import verbatim.kernel.Refused;

class UploadingPicturesTest {
  private static final Limits.Media LIMITS = Limits.usual().media();

  @TempDir Path temporary;
  private Shelf shelf;

  @BeforeEach
  void open() {
    shelf = new Shelf(temporary);
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  private BufferedImage original(byte[] file) throws Exception {
    return image(shelf.bytes(ready(shelf.uploads(MIRA, file)).original()));
  }

  private static BufferedImage image(byte[] file) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  private static String letters(byte[] file) {
    return new String(file, StandardCharsets.ISO_8859_1);
  }

  private static void assertColour(BufferedImage image, int x, int y, Color colour) {
    var seen = new Color(image.getRGB(x, y));
    assertThat(seen.getRed()).isCloseTo(colour.getRed(), within(12));
    assertThat(seen.getGreen()).isCloseTo(colour.getGreen(), within(12));
    assertThat(seen.getBlue()).isCloseTo(colour.getBlue(), within(12));
  }

  private void refused(byte[] file) {
    assertThatThrownBy(() -> shelf.uploads(MIRA, file)).isInstanceOf(Refused.class);
  }

  @Test
  void each_of_the_four_kinds_is_taken() throws Exception {
    for (byte[] file :
        new byte[][] {
          Samples.jpeg(60, 40),
          Samples.png(60, 40),
          Samples.gif(60, 40),
          Samples.webp(60, 40, 0xFFFF0000)
        }) {
      Medium medium = shelf.uploads(MIRA, file);
      assertThat(medium.kind()).isEqualTo(Medium.Kind.IMAGE);
      assertThat(ready(medium).original().width()).isEqualTo(60);
      assertThat(ready(medium).original().height()).isEqualTo(40);
      assertColour(image(shelf.bytes(ready(medium).original())), 20, 30, Color.RED);
      assertThat(shelf.media.find(medium.id())).contains(medium);
    }
  }

  @Test
  void no_decoder_but_the_named_ones_is_made_or_asked() {
    byte[] png = Samples.png(60, 40);
    var nosy = new NosyDecoder();
    IIORegistry registry = IIORegistry.getDefaultInstance();
    registry.registerServiceProvider(nosy, ImageReaderSpi.class);
    try {
      registry
          .getServiceProviders(ImageReaderSpi.class, other -> other != nosy, false)
          .forEachRemaining(other -> registry.setOrdering(ImageReaderSpi.class, nosy, other));
      byte[][] files = {
        Samples.tellingJpeg(60, 40, 1),
        png,
        Samples.animation(60, 40, 2),
        Samples.webp(60, 40, 0xFFFF0000)
      };
      for (byte[] file : files) {
        assertThat(ready(shelf.uploads(MIRA, file)).original().width()).isEqualTo(60);
      }
    } finally {
      registry.deregisterServiceProvider(nosy, ImageReaderSpi.class);
    }
    assertThat(nosy.asked).hasValue(0);
  }

  /// Says that it knows everything.
  private static final class NosyDecoder extends ImageReaderSpi {
    private final AtomicInteger asked = new AtomicInteger();

    private NosyDecoder() {
      super(
          "nobody",
          "1",
          new String[] {"png", "PNG", "jpeg", "JPEG", "jpg", "gif", "GIF", "webp", "WEBP"},
          new String[] {"png", "jpg", "gif", "webp"},
          new String[] {"image/png", "image/jpeg", "image/gif", "image/webp"},
          "nobody.Reader",
          new Class<?>[] {ImageInputStream.class},
          null,
          false,
          null,
          null,
          null,
          null,
          false,
          null,
          null,
          null,
          null);
    }

    @Override
    public boolean canDecodeInput(Object source) {
      asked.incrementAndGet();
      return true;
    }

    @Override
    public ImageReader createReaderInstance(Object extension) {
      asked.incrementAndGet();
      throw new AssertionError("made");
    }

    @Override
    public String getDescription(Locale locale) {
      return "nosy";
    }
  }

  @Test
  void lossless_stays_lossless() {
    assertThat(ready(shelf.uploads(MIRA, Samples.png(60, 40))).original().type())
        .isEqualTo("image/png");
    assertThat(ready(shelf.uploads(MIRA, Samples.jpeg(60, 40))).original().type())
        .isEqualTo("image/jpeg");
    assertThat(ready(shelf.uploads(MIRA, Samples.webp(60, 40, 0x80FF0000))).original().type())
        .isEqualTo("image/png");
  }

  @Test
  void see_through_parts_stay_so() throws Exception {
    var image = new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(3, 3, 0x40123456);
    var back = original(Samples.file(image, "png"));
    assertThat(back.getRGB(3, 3)).isEqualTo(0x40123456);
    assertThat(back.getRGB(4, 4) >>> 24).isZero();
    assertThat(original(Samples.webp(10, 10, 0x80FF0000)).getRGB(2, 2)).isEqualTo(0x80FF0000);
  }

  @Test
  void place_and_name_and_all_else_hidden_is_gone() throws Exception {
    byte[] telling = Samples.tellingJpeg(64, 48, 1);
    assertThat(gps(telling)).isPositive();
    assertThat(letters(telling)).contains(SECRET);
    var ready = ready(shelf.uploads(MIRA, telling));
    for (var stored : new Medium.Stored[] {ready.original(), ready.small()}) {
      byte[] made = shelf.bytes(stored);
      assertThat(gps(made)).isZero();
      assertThat(letters(made))
          .doesNotContain(SECRET)
          .doesNotContain("Exif")
          .doesNotContain("script");
    }
  }

  private static long gps(byte[] file) throws Exception {
    return ImageMetadataReader.readMetadata(new ByteArrayInputStream(file))
        .getDirectoriesOfType(GpsDirectory.class)
        .stream()
        .filter(d -> d.getGeoLocation() != null)
        .count();
  }

  @Test
  void what_hides_in_png_gif_and_webp_is_gone_too() {
    byte[] plain = Samples.png(8, 8);
    byte[] png =
        Samples.concat(
            Arrays.copyOf(plain, 33),
            Samples.chunk("tEXt", Samples.latin("Author\0" + SECRET)),
            Samples.chunk("eXIf", Samples.exif(1)),
            Samples.chunk(
                "zTXt",
                Samples.concat(Samples.latin("a\0\0"), Samples.deflated(new byte[1 << 24]))),
            Arrays.copyOfRange(plain, 33, plain.length),
            Samples.latin("PK<html><script>" + SECRET));
    byte[] webp =
        Samples.webp(
            8,
            8,
            -1,
            Samples.riff("EXIF", Samples.exif(1)),
            Samples.riff("XMP ", Samples.latin(SECRET)));
    for (byte[] file : new byte[][] {png, Samples.animation(8, 8, 3), webp}) {
      assertThat(letters(file)).contains(SECRET);
      assertThat(letters(shelf.bytes(ready(shelf.uploads(MIRA, file)).original())))
          .doesNotContain(SECRET)
          .doesNotContain("script");
    }
  }

  /// XMP is XML: nothing of it is read, so no entity is resolved and no address asked.
  @Test
  void xml_in_any_of_the_four_kinds_is_never_read_and_goes() throws Exception {
    try (var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      byte[] xmp = Samples.hostileXmp(listening.getLocalPort());
      for (byte[] file : Samples.withXmp(xmp)) {
        assertThat(letters(file)).contains(SECRET).contains("<!ENTITY lol9");
        var ready = ready(shelf.uploads(MIRA, file));
        for (var stored : new Medium.Stored[] {ready.original(), ready.small()}) {
          assertThat(letters(shelf.bytes(stored)))
              .doesNotContain(SECRET, "ENTITY", "xmpmeta", "XMP", "lollollol", "root:");
        }
        String avatar = shelf.media.avatar(MIRA, new ByteArrayInputStream(file));
        assertThat(letters(shelf.media.open(avatar).orElseThrow().stream().readAllBytes()))
            .doesNotContain(SECRET, "ENTITY", "xmpmeta", "XMP");
      }
      listening.setSoTimeout(1);
      assertThatThrownBy(listening::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void texts_of_every_kind_that_a_png_may_hold_go() {
    byte[] plain = Samples.png(8, 8);
    byte[] words = Samples.latin(SECRET);
    byte[] png =
        Samples.concat(
            Arrays.copyOf(plain, 33),
            Samples.chunk("iTXt", Samples.concat(Samples.latin("Author\0\0\0en\0\0"), words)),
            Samples.chunk("tEXt", Samples.concat(Samples.latin("Comment\0"), words)),
            Samples.chunk("iCCP", Samples.concat(Samples.latin(SECRET + "\0\0"), words)),
            Samples.chunk("teSt", words),
            Arrays.copyOfRange(plain, 33, plain.length));
    assertThat(letters(png).split(SECRET, -1)).hasSize(6);
    assertThat(letters(shelf.bytes(ready(shelf.uploads(MIRA, png)).original())))
        .doesNotContain(SECRET);
  }

  /// With heads that a decoder of that kind would go on from, not only their first letters.
  @Test
  void rare_kinds_are_refused_whatever_they_are_called() {
    for (byte[] rare : Samples.rare()) {
      refused(rare);
      assertThatThrownBy(() -> shelf.media.avatar(MIRA, new ByteArrayInputStream(rare)))
          .isInstanceOf(Refused.class);
    }
    assertThat(shelf.files()).isZero();
  }

  @Test
  void a_picture_is_turned_upright() throws Exception {
    // Where the green corner of the file, top left, must be seen.
    boolean[] right = {false, false, true, true, false, false, true, true, false};
    boolean[] bottom = {false, false, false, true, true, false, false, true, true};
    for (int orientation = 1; orientation <= 8; orientation++) {
      var seen = original(Samples.tellingJpeg(64, 48, orientation));
      boolean turned = orientation >= 5;
      assertThat(seen.getWidth()).as("orientation %d", orientation).isEqualTo(turned ? 48 : 64);
      assertThat(seen.getHeight()).isEqualTo(turned ? 64 : 48);
      int x = right[orientation] ? seen.getWidth() - 5 : 4;
      int y = bottom[orientation] ? seen.getHeight() - 5 : 4;
      assertColour(seen, x, y, Color.GREEN);
    }
    assertThat(original(Samples.tellingJpeg(64, 48, 77)).getWidth()).isEqualTo(64);
  }

  @Test
  void the_label_is_not_believed_and_what_is_no_picture_is_refused() {
    for (String text :
        new String[] {
          "",
          "GIF89a",
          "GIF89a=1;alert(1)",
          "<svg xmlns='http://www.w3.org/2000/svg'/>",
          "%PDF-1.7",
          "#EXTM3U\nhttp://127.0.0.1/",
          "II*\0",
          "8BPS",
          "BM",
          "\u00FF\u00D8\u00FF",
          "RIFF....WEBP",
          "RIFF\u00FF\u00FF\u00FF\u00FFWEBPVP8L",
          "\0\0\0\u0018ftypheic",
          "\0\0\0\u0018ftypavif",
          "%!PS-Adobe",
          "push graphic-context",
          "\0\0\0\fjP  "
        }) {
      refused(Samples.latin(text));
    }
  }

  @Test
  void sound_and_video_are_refused_where_there_is_no_ffmpeg() {
    assertThatThrownBy(() -> shelf.uploads(MIRA, Samples.latin("\0\0\0\u0018ftypisom\0\0\0\0")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("not supported by this server");
  }

  @Test
  void a_picture_that_is_also_a_page_becomes_only_a_picture() {
    byte[] page =
        Samples.concat(
            Samples.jpeg(20, 20), Samples.latin("<html><script>alert('" + SECRET + "')</script>"));
    assertThat(letters(shelf.bytes(ready(shelf.uploads(MIRA, page)).original())))
        .doesNotContain("script");
  }

  @Test
  void more_pixels_than_the_limit_are_refused_before_any_is_decoded() {
    refused(
        Samples.pngOf(
            Samples.ihdr(60_000, 60_000), Samples.chunk("IDAT", Samples.deflated(new byte[99]))));
    refused(
        Samples.pngOf(
            Samples.ihdr(1, 60_000), Samples.chunk("IDAT", Samples.deflated(new byte[99]))));
    refused(Samples.webp(16_384, 16_384, -1));
    byte[] jpeg = Samples.jpeg(16, 16);
    int frame = letters(jpeg).indexOf("\u00FF\u00C0");
    jpeg[frame + 5] = (byte) 0xFF;
    jpeg[frame + 7] = (byte) 0xFF;
    refused(jpeg);
    byte[] gif = Samples.gif(16, 16);
    Arrays.fill(gif, 6, 10, (byte) 0xFF);
    refused(gif);
  }

  @Test
  void one_pixel_past_the_limit() throws Exception {
    var limits = Limits.usual();
    var tight = new Pictures(withPixels(limits.media(), 400), memory());
    assertThat(tight.attachment(Samples.png(20, 20)).original().width()).isEqualTo(20);
    assertThatThrownBy(() -> tight.attachment(Samples.png(401, 1))).isInstanceOf(Unreadable.class);
  }

  private static PictureMemory memory() {
    return new PictureMemory(256L << 20, Duration.ofSeconds(20));
  }

  private static Limits.Media withPixels(Limits.Media m, long pixels) {
    return new Limits.Media(
        m.imageBytesMax(),
        m.videoBytesMax(),
        pixels,
        m.sidePixelsMax(),
        m.keptPixelsMax(),
        m.smallPixelsMax(),
        m.framesMax(),
        m.scansMax(),
        m.attachmentsMax(),
        m.descriptionCharactersMax(),
        m.creditCharactersMax(),
        m.avatarPixels(),
        m.headerWidthPixels(),
        m.headerHeightPixels(),
        m.unattachedFilesMax(),
        m.unattachedMax(),
        m.releasedMax(),
        m.expiryGrace(),
        m.ticketMax(),
        m.soundMax(),
        m.videoPixelsMax(),
        m.framesPerSecondMax(),
        m.conversionsMax(),
        m.conversionBytesMax(),
        m.conversionMax());
  }

  @Test
  void one_frame_and_one_layer_past_the_limit() {
    assertThat(
            ready(shelf.uploads(MIRA, Samples.animation(4, 4, LIMITS.framesMax())))
                .original()
                .type())
        .isEqualTo("image/gif");
    refused(Samples.animation(4, 4, LIMITS.framesMax() + 1));
    refused(layered(LIMITS.scansMax() + 1));
  }

  /// A JPEG that repeats its coded pixels.
  private static byte[] layered(int scans) {
    byte[] jpeg = Samples.jpeg(16, 16);
    int scan = letters(jpeg).indexOf("\u00FF\u00DA");
    var out = new ByteArrayOutputStream();
    out.write(jpeg, 0, scan);
    for (int i = 0; i < scans; i++) {
      out.write(jpeg, scan, jpeg.length - 2 - scan);
    }
    out.write(0xFF);
    out.write(0xD9);
    return out.toByteArray();
  }

  @Test
  void one_byte_past_the_limit() {
    byte[] large = Arrays.copyOf(Samples.jpeg(16, 16), LIMITS.imageBytesMax());
    assertThat(shelf.uploads(MIRA, large).kind()).isEqualTo(Medium.Kind.IMAGE);
    refused(Arrays.copyOf(large, LIMITS.imageBytesMax() + 1));
  }

  @Test
  void half_a_file_is_refused_and_leaves_nothing() {
    for (byte[] whole :
        new byte[][] {Samples.jpeg(60, 40), Samples.png(60, 40), Samples.gif(60, 40)}) {
      for (int cut = 1; cut < 10; cut++) {
        refused(Arrays.copyOf(whole, whole.length * cut / 10));
      }
    }
    assertThat(shelf.files()).isZero();
  }

  @Test
  void bytes_turned_round_never_do_more_than_refuse() {
    turnBytes(300);
  }

  @Test
  @Tag("long")
  void many_bytes_turned_round_never_do_more_than_refuse() {
    turnBytes(50_000);
  }

  private static void turnBytes(long seeds) {
    byte[][] files = {
      Samples.tellingJpeg(30, 20, 6),
      Samples.png(30, 20),
      Samples.animation(30, 20, 3),
      Samples.webp(30, 20, 0x80FF0000, Samples.riff("EXIF", Samples.exif(3)))
    };
    var pictures = new Pictures(withPixels(LIMITS, 1 << 14), memory());
    for (long seed = 0; seed < seeds; seed++) {
      var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      byte[] file = files[random.nextInt(files.length)].clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        file[random.nextInt(file.length)] = (byte) random.nextInt();
      }
      try {
        pictures.attachment(file);
      } catch (Unreadable _) {
        // refused in words
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void a_large_picture_is_kept_smaller_and_has_a_preview() {
    var ready = ready(shelf.uploads(MIRA, Samples.jpeg(4_400, 2_200)));
    assertThat(ready.original().width()).isBetween(4_000, 4_075);
    assertThat((long) ready.original().width() * ready.original().height())
        .isLessThanOrEqualTo(LIMITS.keptPixelsMax());
    assertThat((double) ready.small().width() / ready.small().height())
        .isCloseTo(2.0, within(0.02));
    assertThat((long) ready.small().width() * ready.small().height())
        .isLessThanOrEqualTo(LIMITS.smallPixelsMax());
  }

  @Test
  void its_colours_are_told_before_it_is_loaded() {
    String hash = ready(shelf.uploads(MIRA, Samples.jpeg(60, 40))).blurhash();
    assertThat(hash).hasSize(28).startsWith("L");
    var plain = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    assertThat(Blurhash.of(plain)).isEqualTo("L00000fQfQfQfQfQfQfQfQfQfQfQ");
  }

  @Test
  void an_animation_stays_one_and_its_preview_is_still() {
    var ready = ready(shelf.uploads(MIRA, Samples.animation(30, 20, 5)));
    assertThat(ready.original().type()).isEqualTo("image/gif");
    assertThat(letters(shelf.bytes(ready.original())).split("!\u00F9\u0004", -1)).hasSize(6);
    assertThat(letters(shelf.bytes(ready.original()))).contains("NETSCAPE2.0").endsWith(";");
    assertThat(ready.small().type()).isEqualTo("image/jpeg");
  }

  @Test
  void a_portrait_is_a_square_and_a_header_three_to_one() throws Exception {
    String avatar =
        shelf.media.avatar(MIRA, new ByteArrayInputStream(Samples.tellingJpeg(900, 300, 6)));
    String header = shelf.media.header(MIRA, new ByteArrayInputStream(Samples.png(50, 50)));
    var portrait = image(shelf.media.open(avatar).orElseThrow().stream().readAllBytes());
    assertThat(portrait.getWidth()).isEqualTo(400);
    assertThat(portrait.getHeight()).isEqualTo(400);
    var wide = image(shelf.media.open(header).orElseThrow().stream().readAllBytes());
    assertThat(wide.getWidth()).isEqualTo(1500);
    assertThat(wide.getHeight()).isEqualTo(500);
    assertThat(shelf.media.open(avatar).orElseThrow().guard()).isEqualTo(new Guard.OfProfile(MIRA));
    shelf.media.eraseProfilePicture(avatar);
    assertThat(shelf.media.open(avatar)).isEmpty();
    assertThat(shelf.media.open(header)).isPresent();
    assertThatThrownBy(() -> shelf.media.avatar(MIRA, new ByteArrayInputStream(new byte[3])))
        .isInstanceOf(Refused.class);
  }
}
