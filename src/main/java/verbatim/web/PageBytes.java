package verbatim.web;

import gg.jte.TemplateOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A page as it is rendered: its UTF-8 one piece after the other in one growing array, which the
/// answer sends as it is. (jte's own output keeps each of some thousand pieces and copies them
/// twice.)
final class PageBytes implements TemplateOutput {
  /// Most pages fit.
  private static final int ROOM_BYTES = 64 * 1024;

  private byte[] bytes = new byte[ROOM_BYTES];
  private int length;

  @Override
  public void writeContent(String text) {
    writeBinaryContent(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void writeContent(String text, int begin, int end) {
    writeContent(text.substring(begin, end));
  }

  @Override
  public void writeBinaryContent(byte[] piece) {
    int after = Math.addExact(length, piece.length);
    if (after > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(after, Math.multiplyExact(bytes.length, 2)));
    }
    System.arraycopy(piece, 0, bytes, length, piece.length);
    length = after;
  }

  /// The page, from the first byte on; behind [#length] is room.
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
