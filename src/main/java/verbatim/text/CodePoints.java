package verbatim.text;

import java.util.Arrays;

/// Offsets of one text in UTF-16 units as offsets in code points, in logarithmic time.
public final class CodePoints {
  /// Where the second halves of surrogate pairs stand.
  private final int[] seconds;

  private CodePoints(int[] seconds) {
    this.seconds = seconds;
  }

  public static CodePoints of(String text) {
    int[] found = new int[16];
    int count = 0;
    for (int i = 1; i < text.length(); i++) {
      if (Character.isLowSurrogate(text.charAt(i))
          && Character.isHighSurrogate(text.charAt(i - 1))) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = i;
      }
    }
    return new CodePoints(Arrays.copyOf(found, count));
  }

  /// How many code points begin before this place.
  public int at(int utf16) {
    int place = Arrays.binarySearch(seconds, utf16);
    return utf16 - (place < 0 ? -place - 1 : place);
  }
}
