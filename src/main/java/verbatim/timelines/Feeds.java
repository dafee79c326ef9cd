package verbatim.timelines;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.Caches;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.store.Op;

/// Kept timelines: rows on disk, and those that are read in memory as well.
///
/// Memory must never miss a row that came while it was being read from disk, and no lock may be
/// held over that reading. So a writer first writes the row, then raises a stamp, then changes what
/// is in memory; a reader keeps what he read only if the stamp stands as it stood before he began.
final class Feeds {
  private static final int STAMPS = 4096;
  private static final int LOADS_MAX = 5;
  private static final long CACHED_ENTRIES_MAX = 4_000_000;

  /// A feed is cut off at about every 512th status, each at different ones.
  private static final int TRIM_BITS = 9;

  private static final int TRIM_UNREAD_BITS = 12;

  private final FeedTable table;
  private final int rowsMax;
  private final AtomicLongArray stamps = new AtomicLongArray(STAMPS);
  private final Cache<Feed, Entries> cache =
      Caches.bounded()
          .maximumWeight(CACHED_ENTRIES_MAX)
          .weigher((Feed _, Entries entries) -> entries.size() + 8)
          .build();

  Feeds(FeedTable table, int rowsMax) {
    this.table = table;
    this.rowsMax = rowsMax;
  }

  Entries of(Feed feed) {
    return of(feed, () -> table.newest(feed, rowsMax));
  }

  /// What is in memory, or what `load` reads (at most `rowsMax` entries).
  Entries of(Feed feed, Supplier<Entries> load) {
    Entries cached = cache.getIfPresent(feed);
    if (cached != null) {
      return cached;
    }
    Entries loaded = Entries.NONE;
    for (int i = 0; i < LOADS_MAX; i++) {
      long stamp = stamps.get(stampOf(feed));
      loaded = load.get();
      Entries kept = keep(feed, loaded, stamp);
      if (kept != null) {
        return kept;
      }
    }
    // Somebody writes faster than we read: what was read is true, it is only not kept.
    return loaded;
  }

  private @Nullable Entries keep(Feed feed, Entries loaded, long stamp) {
    return cache
        .asMap()
        .compute(
            feed,
            (_, there) ->
                there != null ? there : stamps.get(stampOf(feed)) == stamp ? loaded : null);
  }

  /// Puts a status into several feeds (a slice).
  void add(List<Feed> feeds, Status status) {
    add(feeds, status, List.of());
  }

  /// @param more rows to be written with it
  void add(List<Feed> feeds, Status status, List<Op> more) {
    List<Op> ops = table.put(feeds, status);
    ops.addAll(more);
    table.write(ops);
    Entries.Entry entry = FeedTable.entry(status);
    for (Feed feed : feeds) {
      remember(feed, entries -> entries.with(entry, rowsMax));
      trimAtTimes(feed, status.id());
    }
  }

  /// Where a feed ends is known of those in memory. Of the others it costs as much as some hundred
  /// rows to write, so they are looked at more rarely.
  private void trimAtTimes(Feed feed, StatusId status) {
    long turn = feed.id() * 31 + status.value() * 0x9E3779B97F4A7C15L;
    if (turn >>> Long.SIZE - TRIM_BITS != 0) {
      return;
    }
    Entries entries = cache.getIfPresent(feed);
    if (entries != null) {
      if (entries.size() >= rowsMax) {
        table.trimBelow(feed, entries.id(entries.size() - 1));
      }
    } else if (turn >>> Long.SIZE - TRIM_UNREAD_BITS == 0) {
      table.trim(feed, rowsMax);
    }
  }

  void remove(List<Feed> feeds, StatusId status) {
    table.write(feeds.stream().map(feed -> table.delete(feed, status)).toList());
    for (Feed feed : feeds) {
      remember(feed, entries -> entries.without(status.value()));
    }
  }

  /// Changes what is in memory, for feeds whose rows were written before.
  void remember(Feed feed, UnaryOperator<Entries> change) {
    stamps.incrementAndGet(stampOf(feed));
    cache.asMap().computeIfPresent(feed, (_, entries) -> change.apply(entries));
  }

  void forget(Feed feed) {
    stamps.incrementAndGet(stampOf(feed));
    cache.invalidate(feed);
  }

  private static int stampOf(Feed feed) {
    return Math.floorMod(feed.hashCode() * 0x9E3779B9, STAMPS);
  }
}
