package verbatim.media;

import verbatim.kernel.Limits;

/// Pictures, from the first byte to the blurhash: few pixels, so that many are tried.
public final class FuzzedPictures {
  private static final Pictures PICTURES =
      new Pictures(small(), new PictureMemory(256L << 20, java.time.Duration.ofSeconds(20)));

  private FuzzedPictures() {}

  private static Limits.Media small() {
    return verbatim.SmallLimits.with(
            java.util.Map.of(
                "imagePixelsMax", 4_096, "sidePixelsMax", 512, "framesMax", 20, "scansMax", 20))
        .media();
  }

  public static void fuzzerTestOneInput(byte[] data) {
    Sniff.of(data.length > Sniff.BYTES ? java.util.Arrays.copyOf(data, Sniff.BYTES) : data);
    try {
      Pictures.Both both = PICTURES.attachment(data);
      if (both.original().width() < 1 || both.original().bytes().length == 0) {
        throw new AssertionError("a picture of nothing");
      }
    } catch (Unreadable _) {
      // As it should be.
    }
  }
}
