package verbatim.timelines;

import java.util.List;

/// A kept timeline in memory: ids, newest first, each with the id of the original it boosts (0:
/// none). Never changed; adding makes a new one.
///
/// What is added at the top is written into room before the others, which both share: a timeline of
/// some hundred is not copied for each post. Whoever holds the older one sees what it saw.
final class Entries {
  static final Entries NONE = new Entries(new Rows(0), 0, 0);

  private static final int ROOM = 64;

  /// Filled from its end. What lies at `top` and behind it is never written again.
  private static final class Rows {
    final long[] ids;
    final long[] boosted;
    private int top;

    Rows(int length) {
      ids = new long[length];
      boosted = new long[length];
      top = length;
    }

    /// @return false when there is no room, or somebody else has put something there already
    synchronized boolean put(int before, Entry entry) {
      if (before == 0 || top != before) {
        return false;
      }
      top--;
      ids[top] = entry.id();
      boosted[top] = entry.boosted();
      return true;
    }
  }

  private final Rows rows;
  private final int start;
  private final int size;

  private Entries(Rows rows, int start, int size) {
    this.rows = rows;
    this.start = start;
    this.size = size;
  }

  record Entry(long id, long boosted) {
    /// The status whose words are shown.
    long shown() {
      return boosted == 0 ? id : boosted;
    }
  }

  /// @param entries newest first, no id twice
  static Entries of(List<Entry> entries) {
    Filling filling = new Filling(0, entries.size());
    entries.forEach(entry -> filling.add(entry.id(), entry.boosted()));
    return filling.done();
  }

  int size() {
    return size;
  }

  long id(int at) {
    return rows.ids[start + at];
  }

  long shown(int at) {
    return boosted(at) == 0 ? id(at) : boosted(at);
  }

  Entry entry(int at) {
    return new Entry(id(at), boosted(at));
  }

  private long boosted(int at) {
    return rows.boosted[start + at];
  }

  /// The first place whose id is below this one.
  int firstBelow(long id) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (id(middle) < id) {
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
    if (at > 0 && id(at - 1) == entry.id() || at >= rowsMax) {
      return this;
    }
    int more = Math.min(size + 1, rowsMax);
    if (at == 0 && rows.put(start, entry)) {
      return new Entries(rows, start - 1, more);
    }
    Filling filling = new Filling(ROOM, more);
    filling.add(this, 0, at);
    filling.add(entry.id(), entry.boosted());
    filling.add(this, at, more - 1);
    return filling.done();
  }

  Entries without(long id) {
    int after = firstBelow(id);
    if (after == 0 || id(after - 1) != id) {
      return this;
    }
    Filling filling = new Filling(ROOM, size - 1);
    filling.add(this, 0, after - 1);
    filling.add(this, after, size);
    return filling.done();
  }

  /// Both together, the newest `rowsMax`.
  Entries merged(Entries other, int rowsMax) {
    Filling filling = new Filling(0, Math.min(rowsMax, size + other.size));
    int here = 0;
    int there = 0;
    while (!filling.isFull() && (here < size || there < other.size)) {
      long left = here < size ? id(here) : Long.MIN_VALUE;
      long right = there < other.size ? other.id(there) : Long.MIN_VALUE;
      filling.add(Math.max(left, right), left >= right ? boosted(here) : other.boosted(there));
      here += left >= right ? 1 : 0;
      there += right >= left ? 1 : 0;
    }
    return filling.done();
  }

  /// New rows behind some room, from the newest on.
  private static final class Filling {
    private final Rows rows;
    private final int room;
    private int next;

    Filling(int room, int size) {
      this.rows = new Rows(room + size);
      this.room = room;
      rows.top = room;
      next = room;
    }

    boolean isFull() {
      return next == rows.ids.length;
    }

    void add(long id, long boosted) {
      rows.ids[next] = id;
      rows.boosted[next++] = boosted;
    }

    void add(Entries from, int begin, int end) {
      System.arraycopy(from.rows.ids, from.start + begin, rows.ids, next, end - begin);
      System.arraycopy(from.rows.boosted, from.start + begin, rows.boosted, next, end - begin);
      next += end - begin;
    }

    Entries done() {
      return new Entries(rows, room, next - room);
    }
  }
}
