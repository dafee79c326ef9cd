package verbatim.sx1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import verbatim.sx1.Verifier.Malformed;

/// The text of a message, and its parts: the smallest things that can be shown or hidden. No
/// letter is changed but the ends of lines: the letters are what is proven.
public final class Words {
  private Words() {}

  /// As it is committed to: lines end in LF.
  ///
  /// @throws Malformed if it is too long, in bytes or in parts, or holds what no text may hold
  public static String written(String typed) {
    String text = typed.replace("\r\n", "\n").replace('\r', '\n');
    if (text.indexOf('\0') >= 0) {
      throw new Malformed("a letter that no text has");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new Malformed("half a character");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > Verifier.TEXT_BYTES_MAX) {
      throw new Malformed("text too long");
    }
    if (parts(text).size() > Verifier.PARTS_MAX) {
      throw new Malformed("too many parts");
    }
    return text;
  }

  /// Split behind each run of spaces, tabs and line ends; an empty text is one empty part.
  public static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i < text.length(); i++) {
      if (isGap(text.charAt(i - 1)) && !isGap(text.charAt(i))) {
        parts.add(text.substring(begin, i));
        begin = i;
      }
    }
    parts.add(text.substring(begin));
    return parts;
  }

  private static boolean isGap(char c) {
    return c == ' ' || c == '\t' || c == '\n';
  }
}
