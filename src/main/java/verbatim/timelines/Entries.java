package verbatim.timelines;

import java.util.Arrays;
import java.util.List;

/// A kept timeline in memory: ids, newest first, each with the id of the original it boosts (0:
/// none). Never changed; adding makes a new one.
final class Entries {
  static final Entries NONE = new Entries(new long[0], new long[0]);

  private final long[] ids;
  private final long[] boosted;

  private Entries(long[] ids, long[] boosted) {
    this.ids = ids;
    this.boosted = boosted;
  }

  record Entry(long id, long boosted) {
    /// The status whose words are shown.
    long shown() {
      return boosted == 0 ? id : boosted;
    }
  }

  /// @param entries newest first, no id twice
  static Entries of(List<Entry> entries) {
    return new Entries(
        entries.stream().mapToLong(Entry::id).toArray(),
        entries.stream().mapToLong(Entry::boosted).toArray());
  }

  int size() {
    return ids.length;
  }

  long id(int at) {
    return ids[at];
  }

  long shown(int at) {
    return boosted[at] == 0 ? ids[at] : boosted[at];
  }

  Entry entry(int at) {
    return new Entry(ids[at], boosted[at]);
  }

  /// The first place whose id is below this one.
  int firstBelow(long id) {
    int low = 0;
    int high = ids.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ids[middle] < id) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// With this one more; the oldest fall out beyond `rowsMax`.
  Entries with(Entry entry, int rowsMax) {
    int at = firstBelow(entry.id());
    if (at > 0 && ids[at - 1] == entry.id() || at >= rowsMax) {
      return this;
    }
    int size = Math.min(ids.length + 1, rowsMax);
    return new Entries(
        inserted(ids, at, entry.id(), size), inserted(boosted, at, entry.boosted(), size));
  }

  Entries without(long id) {
    int after = firstBelow(id);
    if (after == 0 || ids[after - 1] != id) {
      return this;
    }
    return new Entries(removed(ids, after - 1), removed(boosted, after - 1));
  }

  /// Both together, the newest `rowsMax`.
  Entries merged(Entries other, int rowsMax) {
    long[] allIds = new long[Math.min(rowsMax, ids.length + other.ids.length)];
    long[] allBoosted = new long[allIds.length];
    int size = 0;
    int here = 0;
    int there = 0;
    while (size < allIds.length && (here < ids.length || there < other.ids.length)) {
      long left = here < ids.length ? ids[here] : Long.MIN_VALUE;
      long right = there < other.ids.length ? other.ids[there] : Long.MIN_VALUE;
      allIds[size] = Math.max(left, right);
      allBoosted[size++] = left >= right ? boosted[here] : other.boosted[there];
      here += left >= right ? 1 : 0;
      there += right >= left ? 1 : 0;
    }
    return new Entries(Arrays.copyOf(allIds, size), Arrays.copyOf(allBoosted, size));
  }

  private static long[] inserted(long[] from, int at, long value, int size) {
    long[] to = new long[size];
    System.arraycopy(from, 0, to, 0, at);
    to[at] = value;
    System.arraycopy(from, at, to, at + 1, size - at - 1);
    return to;
  }

  private static long[] removed(long[] from, int at) {
    long[] to = new long[from.length - 1];
    System.arraycopy(from, 0, to, 0, at);
    System.arraycopy(from, at + 1, to, at, to.length - at);
    return to;
  }
}
