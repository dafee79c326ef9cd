package verbatim.media;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads through a file that somebody else made. Going past its end is [Unreadable], never an
/// IndexOutOfBounds.
final class Walk {
  private final byte[] bytes;
  private final int end;
  private int at;

  Walk(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Walk(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  int at() {
    return at;
  }

  int left() {
    return end - at;
  }

  int u8() throws Unreadable {
    need(1);
    return bytes[at++] & 0xFF;
  }

  int u16() throws Unreadable {
    return u8() << 8 | u8();
  }

  int u16Little() throws Unreadable {
    return u8() | u8() << 8;
  }

  /// At most 2^31 - 1: no length or size that we read may be more.
  int u31() throws Unreadable {
    return sound((long) u16() << 16 | u16());
  }

  int u31Little() throws Unreadable {
    return sound(u16Little() | (long) u16Little() << 16);
  }

  private static int sound(long value) throws Unreadable {
    if (value > Integer.MAX_VALUE) {
      throw Unreadable.broken();
    }
    return (int) value;
  }

  String text(int length) throws Unreadable {
    need(length);
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
  }

  /// All that is left, as a copy.
  byte[] bytes() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  Walk part(int length) throws Unreadable {
    need(length);
    at += length;
    return new Walk(bytes, at - length, at);
  }

  void skip(int length) throws Unreadable {
    need(length);
    at += length;
  }

  void to(int position) throws Unreadable {
    if (position < 0 || position > end) {
      throw Unreadable.broken();
    }
    at = position;
  }

  void copy(int from, int to, ByteArrayOutputStream out) {
    out.write(bytes, from, to - from);
  }

  byte peek(int ahead) {
    return at + ahead < end ? bytes[at + ahead] : 0;
  }

  private void need(int length) throws Unreadable {
    if (length < 0 || length > end - at) {
      throw Unreadable.broken();
    }
  }
}
