package verbatim.media;

/// The one thing that we read of EXIF: which way is up.
final class Exif {
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRIES_MAX = 512;
  private static final int UPRIGHT = 1;

  private Exif() {}

  /// @param tiff begins with the byte order
  static int orientation(Walk tiff) {
    try {
      return read(tiff);
    } catch (Unreadable _) {
      // Half of all cameras write something wrong in it: no reason to refuse the picture.
      return UPRIGHT;
    }
  }

  private static int read(Walk tiff) throws Unreadable {
    int start = tiff.at();
    boolean little =
        switch (tiff.text(2)) {
          case "II" -> true;
          case "MM" -> false;
          default -> throw Unreadable.broken();
        };
    tiff.skip(2);
    tiff.to(offset(start, little ? tiff.u31Little() : tiff.u31()));
    int entries = Math.min(ENTRIES_MAX, u16(tiff, little));
    for (int i = 0; i < entries; i++) {
      int tag = u16(tiff, little);
      int type = u16(tiff, little);
      tiff.skip(4);
      int value = u16(tiff, little);
      tiff.skip(2);
      if (tag == ORIENTATION_TAG) {
        return type == SHORT && value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  private static int offset(int start, int more) throws Unreadable {
    if (more > Integer.MAX_VALUE - start) {
      throw Unreadable.broken();
    }
    return start + more;
  }

  private static int u16(Walk tiff, boolean little) throws Unreadable {
    return little ? tiff.u16Little() : tiff.u16();
  }
}
