package verbatim.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Compresses whole answers. Quick rather than small: level 1 takes a third of the usual level's
/// time for a tenth more bytes. Deflaters hold memory outside the heap, so a few are kept and
/// reused.
final class Gzip {
  private static final int LEVEL = 1;
  private static final int KEPT_MAX = 32;
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 4, 3};
  private static final int TAIL_BYTES = 8;

  private final ConcurrentLinkedQueue<Deflater> kept = new ConcurrentLinkedQueue<>();
  private final AtomicInteger keptCount = new AtomicInteger();

  /// Whether a client takes gzip: the word stands in Accept-Encoding, not with a quality of 0.
  static boolean isAccepted(String acceptEncoding) {
    int at = acceptEncoding.indexOf("gzip");
    if (at < 0) {
      return false;
    }
    int end = acceptEncoding.indexOf(',', at);
    String quality = acceptEncoding.substring(at, end < 0 ? acceptEncoding.length() : end);
    return !quality.replace(" ", "").matches("gzip;q=0(\\.0*)?");
  }

  static boolean isWorthwhile(String type) {
    return type.startsWith("text/")
        || type.startsWith("application/json")
        || type.startsWith("application/javascript")
        || type.contains("+json")
        || type.contains("xml");
  }

  ByteBuffer compress(byte[] bytes, int length) {
    Deflater deflater = take();
    try {
      deflater.setInput(bytes, 0, length);
      deflater.finish();
      byte[] out = new byte[HEAD.length + length / 3 + 512];
      System.arraycopy(HEAD, 0, out, 0, HEAD.length);
      int at = HEAD.length;
      while (!deflater.finished()) {
        if (at == out.length) {
          out = Arrays.copyOf(out, out.length * 2);
        }
        at += deflater.deflate(out, at, out.length - at);
      }
      CRC32 crc = new CRC32();
      crc.update(bytes, 0, length);
      out = out.length - at < TAIL_BYTES ? Arrays.copyOf(out, at + TAIL_BYTES) : out;
      ByteBuffer.wrap(out, at, TAIL_BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt((int) crc.getValue())
          .putInt(length);
      return ByteBuffer.wrap(out, 0, at + TAIL_BYTES);
    } finally {
      give(deflater);
    }
  }

  private Deflater take() {
    Deflater deflater = kept.poll();
    if (deflater == null) {
      return new Deflater(LEVEL, true);
    }
    keptCount.decrementAndGet();
    return deflater;
  }

  private void give(Deflater deflater) {
    if (keptCount.incrementAndGet() > KEPT_MAX) {
      keptCount.decrementAndGet();
      deflater.end();
      return;
    }
    deflater.reset();
    kept.add(deflater);
  }
}
