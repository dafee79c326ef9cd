package verbatim.statuses;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.List;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Origin;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// Counts, folded from events. An event is only a hint to look: what is counted is what stands in
/// the rows, and each thing that was counted leaves a row. So events may come twice, late or in
/// another order (an offset alone would not help: the outbox may publish one event at two offsets).
final class Counting {
  private static final Table COUNTS = Table.plain("counts");
  private static final Table COUNTED = Table.plain("counted");
  private static final Table LOCAL = Table.plain("local_statuses");
  private static final Table LOCAL_COUNTED = Table.plain("local_statuses_counted");
  private static final byte[] YES = {1};
  private static final int PARTITIONS_MAX = 1_024;
  private static final long CACHE_MAX = 200_000;
  private static final int REPLY = 1;
  private static final int BOOST = 2;
  private static final int FAVOURITE = 3;

  private final Store store;
  private final StatusTable table;
  private final Shelves shelves;
  private final Cache<StatusId, Counts> cache = Caches.bounded().maximumSize(CACHE_MAX).build();

  Counting(Store store, StatusTable table, Shelves shelves) {
    this.store = store;
    this.table = table;
    this.shelves = shelves;
  }

  Counts of(StatusId id) {
    return cache.get(id, this::read);
  }

  private Counts read(StatusId id) {
    return store.get(COUNTS, pk(id), Key.NONE).map(Counting::read).orElse(Counts.NONE);
  }

  private static Counts read(Row row) {
    var from = Bytes.read(row.value());
    return new Counts(from.number(), from.number(), from.number());
  }

  /// Is about to be written, so nobody can have done anything with it.
  void isNew(StatusId id) {
    cache.asMap().putIfAbsent(id, Counts.NONE);
  }

  /// To be called by one consumer for each partition.
  void on(StatusEvent event, int partition) {
    switch (event) {
      case StatusEvent.Posted(var id, _) -> local(id, partition);
      case StatusEvent.Deleted(var id, _, _, _, _) -> local(id, partition);
      case StatusEvent.Favourited(var id, var by) -> favourite(id, by.value());
      case StatusEvent.Unfavourited(var id, var by) -> favourite(id, by.value());
      case StatusEvent.Boosted(var id, _, var boost) -> boost(id, boost);
      case StatusEvent.Unboosted(var id, _, var boost) -> boost(id, boost);
      case StatusEvent.Replied(var id, var reply) -> reply(id, reply);
      case StatusEvent.Unreplied(var id, var reply) -> reply(id, reply);
      case StatusEvent.Edited _,
          StatusEvent.Voted _,
          StatusEvent.PollEnded _,
          StatusEvent.Pinned _ -> {}
    }
  }

  private void favourite(StatusId id, long by) {
    fold(id, FAVOURITE, by, shelves.isFavourited(new AccountId(by), id));
  }

  private void boost(StatusId id, StatusId boost) {
    fold(id, BOOST, boost.value(), table.find(boost).isPresent());
  }

  private void reply(StatusId id, StatusId reply) {
    fold(id, REPLY, reply.value(), table.find(reply).filter(r -> !isOfOne(id, r)).isPresent());
  }

  /// The next part of a series answers the one before; nobody has said anything to it with that.
  private boolean isOfOne(StatusId id, Status reply) {
    Optional<SeriesId> series = series(reply);
    return series.isPresent() && table.find(id).flatMap(Counting::series).equals(series);
  }

  private static Optional<SeriesId> series(Status status) {
    return status.isBoost()
        ? Optional.empty()
        : status.words().series().map(Status.SeriesPlace::id);
  }

  private void fold(StatusId id, int kind, long what, boolean stands) {
    if (table.find(id).isEmpty()) {
      return;
    }
    Key counted = Key.NONE.andByte(kind).and(what);
    boolean isCounted = store.get(COUNTED, pk(id), counted).isPresent();
    if (isCounted == stands) {
      return;
    }
    int change = stands ? 1 : -1;
    Counts old = read(id);
    Counts now =
        new Counts(
            old.replies() + (kind == REPLY ? change : 0),
            old.boosts() + (kind == BOOST ? change : 0),
            old.favourites() + (kind == FAVOURITE ? change : 0));
    byte[] value =
        Bytes.write(1).number(now.replies()).number(now.boosts()).number(now.favourites()).done();
    store.putDerived(
        List.of(
            Op.put(COUNTS, pk(id), Key.NONE, value),
            stands ? Op.put(COUNTED, pk(id), counted, YES) : Op.delete(COUNTED, pk(id), counted)));
    uncache(id);
  }

  /// Each partition of the log has a number of its own, since only one consumer writes it.
  private void local(StatusId id, int partition) {
    boolean stands =
        table.find(id).filter(s -> !s.isBoost() && s.origin() instanceof Origin.Here).isPresent();
    boolean isCounted = store.get(LOCAL_COUNTED, pk(id), Key.NONE).isPresent();
    if (isCounted == stands) {
      return;
    }
    long count =
        store
            .get(LOCAL, Key.NONE, Key.of(partition))
            .map(row -> Bytes.read(row.value()).number())
            .orElse(0L);
    byte[] value = Bytes.write(1).number(count + (stands ? 1 : -1)).done();
    store.putDerived(
        List.of(
            Op.put(LOCAL, Key.NONE, Key.of(partition), value),
            stands
                ? Op.put(LOCAL_COUNTED, pk(id), Key.NONE, YES)
                : Op.delete(LOCAL_COUNTED, pk(id), Key.NONE)));
  }

  long localCount() {
    return store.scan(LOCAL, Key.NONE, PARTITIONS_MAX).stream()
        .mapToLong(row -> Bytes.read(row.value()).number())
        .sum();
  }

  /// Of a deleted status.
  void forget(StatusId id) {
    store.putDerived(
        List.of(
            Op.delete(COUNTS, pk(id), Key.NONE),
            Op.deleteRange(COUNTED, pk(id), Key.NONE, Key.NONE.andByte(255))));
    uncache(id);
  }

  /// Waits for whoever loads it: see [StatusTable].
  private void uncache(StatusId id) {
    cache.asMap().compute(id, (_, _) -> null);
  }

  private static Key pk(StatusId id) {
    return Key.of(id.value());
  }
}
