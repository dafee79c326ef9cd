package verbatim.media;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// How much of Java's heap pictures may take, in bytes, all uploads together: one share for files
/// as they came in, one for their pixels. A server without memory ends, so a picture waits, is read
/// coarser or is refused before anything is reserved for it.
///
/// Who holds a share of files may wait for pixels, never the other way round: so nobody waits for
/// ever.
final class PictureMemory {
  /// The file, what is kept of it, and that once more while it is copied.
  private static final int COPIES_OF_A_FILE = 3;

  private static final int UNIT_BYTES = 1 << 10;

  private final Pool files;
  private final Pool pixels;
  private final Duration waitMax;

  /// @param heapBytes that the whole server may have
  PictureMemory(long heapBytes, Duration waitMax) {
    this.files = new Pool(heapBytes / 5);
    this.pixels = new Pool(heapBytes / 5 * 2);
    this.waitMax = waitMax;
  }

  /// The most that one picture's pixels may take.
  long pixelBytesMax() {
    return pixels.bytes;
  }

  /// Waits until there is room for a file. To be asked for before its first byte is read.
  ///
  /// @throws Refused TooMany when that takes too long
  Share forFile(long bytes) {
    return files.take(bytes * COPIES_OF_A_FILE);
  }

  /// @throws Refused TooMany when that takes too long
  Share forPixels(long bytes) {
    return pixels.take(bytes);
  }

  interface Share extends AutoCloseable {
    @Override
    void close();
  }

  private final class Pool {
    private final long bytes;
    private final int units;
    private final Semaphore free;

    private Pool(long bytes) {
      this.bytes = bytes;
      this.units = Math.max(1, units(bytes));
      this.free = new Semaphore(units, true);
    }

    private Share take(long wantedBytes) {
      int wanted = Math.min(units, units(wantedBytes) + 1);
      try {
        if (!free.tryAcquire(wanted, waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new Refused(new Refusal.TooMany("Too many pictures are being taken in", waitMax));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("stopped while a picture waited", e);
      }
      return () -> free.release(wanted);
    }

    private static int units(long bytes) {
      return Math.clamp(bytes / UNIT_BYTES, 0, Integer.MAX_VALUE - 1);
    }
  }
}
