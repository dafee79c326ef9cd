package verbatim.timelines;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.text.Tags;

/// Public statuses under each of their tags, by day; and how much a tag was used.
final class TagTimelines {
  private static final Duration DAY = Duration.ofDays(1);
  private static final int DAYS = 7;
  private static final Duration HISTORY_KEPT = Duration.ofMinutes(1);
  private static final int HISTORIES_MAX = 10_000;

  /// status → the tags under which it stands: to find those rows when it is edited or gone.
  private static final Table TAGGED = Table.plain("tagged");

  private static final int NAME_CHARACTERS_MAX = 300;

  private final Predicate<AccountId> isOffered;
  private final Store store;
  private final Statuses statuses;
  private final InstantSource clock;
  private final TimedTable rows;
  private final Cache<String, Counted> histories =
      Caches.bounded().maximumSize(HISTORIES_MAX).build();

  /// Held by whoever looks whether a day of a tag has ended, against those who add to it.
  private final ReentrantReadWriteLock ends = new ReentrantReadWriteLock();

  private record Counted(long atMs, List<Timelines.TagUse> uses) {}

  /// @param isOffered whether what somebody says counts for strangers
  TagTimelines(
      Store store, Statuses statuses, Predicate<AccountId> isOffered, InstantSource clock) {
    this.isOffered = isOffered;
    this.store = store;
    this.statuses = statuses;
    this.clock = clock;
    this.rows = new TimedTable(store, "tag", DAY, 1);
  }

  /// Tags are the same without case.
  String normal(String tag) {
    return Tags.key(tag);
  }

  Set<String> of(Status status) {
    Set<String> tags = new HashSet<>();
    status.words().tags().stream().map(this::normal).filter(this::isName).forEach(tags::add);
    return tags;
  }

  /// Some letters become eighteen when they are made alike: what grows past all measure has no
  /// timeline.
  private boolean isName(String normal) {
    return normal.length() <= NAME_CHARACTERS_MAX;
  }

  Reading.Source source(String tag) {
    String name = normal(tag);
    return (below, above, upwards, rowsMax) ->
        isName(name)
            ? rows.read(Key.of(name), below, above, upwards, rowsMax).stream()
                .map(TimedTable.Timed::id)
                .toList()
            : List.of();
  }

  List<Status> newest(String tag, long below, int rowsMax) {
    List<Long> ids = source(tag).ids(below, 0, false, rowsMax);
    List<Status> found = statuses.load(ids.stream().map(StatusId::new).toList());
    // A page of nothing but deleted ones would look like the end.
    return found.isEmpty() && !ids.isEmpty() ? newest(tag, ids.getLast(), rowsMax) : found;
  }

  void put(Status status) {
    Set<String> now = of(status);
    Set<String> before = tagged(status.id());
    Set<String> removed = new HashSet<>(before);
    removed.removeAll(now);
    Set<String> all = new HashSet<>(before);
    all.addAll(now);
    List<Op> ops = new ArrayList<>();
    for (String tag : now) {
      ops.addAll(rows.put(Key.of(tag), status.id(), status.author().value()));
    }
    if (!all.equals(before)) {
      ops.add(putTagged(status.id(), all));
    }
    if (!ops.isEmpty()) {
      write(ops);
    }
    removed.forEach(tag -> remove(tag, status.id()));
    if (!removed.isEmpty()) {
      store.putDerived(List.of(putTagged(status.id(), now)));
    }
  }

  private void write(List<Op> ops) {
    ends.readLock().lock();
    try {
      store.putDerived(ops);
    } finally {
      ends.readLock().unlock();
    }
  }

  void delete(StatusId status) {
    Set<String> before = tagged(status);
    before.forEach(tag -> remove(tag, status));
    if (!before.isEmpty()) {
      store.putDerived(List.of(Op.delete(TAGGED, Key.of(status.value()), Key.NONE)));
    }
  }

  /// With the last status of a day goes the row that says that there is such a day: a tag is a word
  /// that somebody wrote, and is to be nowhere when nobody's status has it any more.
  private void remove(String tag, StatusId status) {
    ends.writeLock().lock();
    try {
      store.putDerived(List.of(rows.delete(Key.of(tag), status)));
      if (rows.isEmptyAround(Key.of(tag), status)) {
        store.putDerived(List.of(rows.endPeriod(Key.of(tag), status)));
      }
    } finally {
      ends.writeLock().unlock();
    }
  }

  /// Counted from the rows, so that a replay or a deletion cannot make it wrong; kept for a minute.
  List<Timelines.TagUse> history(String tag) {
    String name = normal(tag);
    if (!isName(name)) {
      return List.of();
    }
    long now = clock.millis();
    Counted kept = histories.getIfPresent(name);
    if (kept != null && now - kept.atMs() < HISTORY_KEPT.toMillis() && now >= kept.atMs()) {
      return kept.uses();
    }
    List<Timelines.TagUse> uses = new ArrayList<>();
    long today = now / DAY.toMillis();
    for (long day = today; day > today - DAYS; day--) {
      Map<Long, Long> counted =
          rows.all(Key.of(name), day).stream()
              .collect(groupingBy(TimedTable.Timed::author, counting()));
      counted.keySet().removeIf(author -> !isOffered.test(new AccountId(author)));
      long all = counted.values().stream().mapToLong(Long::longValue).sum();
      uses.add(new Timelines.TagUse(day, all, counted.size()));
    }
    histories.put(name, new Counted(now, List.copyOf(uses)));
    return List.copyOf(uses);
  }

  private Set<String> tagged(StatusId status) {
    Optional<Row> row = store.get(TAGGED, Key.of(status.value()), Key.NONE);
    return row.map(r -> Set.copyOf(Bytes.read(r.value()).list(Bytes.Reader::text)))
        .orElse(Set.of());
  }

  private static Op putTagged(StatusId status, Set<String> tags) {
    byte[] value = Bytes.write(1).list(List.copyOf(tags), Bytes.Writer::text).done();
    return Op.put(TAGGED, Key.of(status.value()), Key.NONE, value);
  }
}
