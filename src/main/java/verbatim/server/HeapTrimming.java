package verbatim.server;

import java.util.function.LongSupplier;

/// Gives memory back that nobody uses. The serial collector lets the old generation grow to its
/// bound before it looks into it, and keeps what it took; of 256 MB some 40 are alive. So it is
/// asked to look when the heap has grown beyond half its bound, which stops everybody for less than
/// a tenth of a second. Heaps above two gigabytes are another collector's, which does so by itself.
final class HeapTrimming {
  private static final long BOUND_BYTES_MAX = 2L << 30;

  private final long boundBytes;
  private final LongSupplier takenBytes;
  private final Runnable collection;
  private long lookBeyondBytes;

  /// Of this process.
  static HeapTrimming ofThisProcess() {
    Runtime runtime = Runtime.getRuntime();
    return new HeapTrimming(runtime.maxMemory(), runtime::totalMemory, runtime::gc);
  }

  /// @param boundBytes what the heap may take
  /// @param takenBytes what it has taken from the machine
  /// @param collection collects all of it, and gives back what is free
  HeapTrimming(long boundBytes, LongSupplier takenBytes, Runnable collection) {
    this.boundBytes = boundBytes;
    this.takenBytes = takenBytes;
    this.collection = collection;
    lookBeyondBytes = boundBytes / 2;
  }

  /// To be called now and then.
  void look() {
    if (boundBytes > BOUND_BYTES_MAX || takenBytes.getAsLong() <= lookBeyondBytes) {
      return;
    }
    collection.run();
    // Where that much is alive, to collect again at once would find nothing. Beyond the bound
    // nothing would ever be looked for again.
    long next = Math.max(boundBytes / 2, takenBytes.getAsLong() * 9 / 8);
    lookBeyondBytes = Math.min(next, boundBytes / 8 * 7);
  }
}
