package verbatim.text;

import verbatim.kernel.Refusal;

/// The one gate for what somebody typed. What passes is kept to the letter from here on: no
/// normalisation, no trimming.
public final class Written {
  private Written() {}

  /// The text with every line end as a single newline (browsers send CR LF, whatever was typed).
  ///
  /// @throws verbatim.kernel.Refused for what is no text: half a surrogate pair, or U+0000
  public static String check(String field, String raw) {
    return lines(whole(field, raw));
  }

  /// The text as it is, with the line ends of whoever wrote it: for what is kept to the byte.
  ///
  /// @throws verbatim.kernel.Refused as [#check] does
  public static String whole(String field, String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      boolean half = Character.isSurrogate(c);
      if (half && Character.isHighSurrogate(c) && i + 1 < raw.length()) {
        half = !Character.isLowSurrogate(raw.charAt(i + 1));
        i++;
      }
      if (half || c == '\0') {
        throw Refusal.invalid(field, "ERR_INVALID", "The text holds characters that are none");
      }
    }
    return raw;
  }

  /// Every line end as a single newline.
  public static String lines(String raw) {
    return raw.indexOf('\r') < 0 ? raw : raw.replace("\r\n", "\n").replace('\r', '\n');
  }
}
