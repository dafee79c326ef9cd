package verbatim.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import verbatim.kernel.Refusal;

/// Percent-encoding, strict: a stray `%` or bytes that are not UTF-8 are refused.
final class Percent {
  private static final String HEX = "0123456789ABCDEF";

  private Percent() {}

  static String decoded(String text, boolean isPlusASpace) {
    if (text.indexOf('%') < 0) {
      return isPlusASpace ? text.replace('+', ' ') : text;
    }
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    byte[] to = new byte[from.length];
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      byte b = from[i];
      if (b == '%') {
        boolean isWhole = i + 2 < from.length;
        int high = isWhole ? Character.digit(from[i + 1], 16) : -1;
        int low = isWhole ? Character.digit(from[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw Refusal.malformed("Broken percent-encoding");
        }
        b = (byte) ((high << 4) | low);
        i += 2;
      } else if (b == '+' && isPlusASpace) {
        b = ' ';
      }
      to[length++] = b;
    }
    return utf8(to, length);
  }

  /// For a value in a query: all but letters, digits and `-._~` encoded.
  static String encoded(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return encoded.toString();
  }

  /// Whether a path that was read before has nothing in it to be encoded.
  static boolean isPlainPath(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) != '/' && !isPlain(path.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  static String utf8(byte[] bytes, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException _) {
      throw Refusal.malformed("Not UTF-8");
    }
  }
}
