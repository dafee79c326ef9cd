package verbatim.statuses;

import com.github.benmanes.caffeine.cache.Cache;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import verbatim.kernel.AccountId;
import verbatim.kernel.Caches;
import verbatim.kernel.Page;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;
import verbatim.text.Tags;

/// How statuses lie on disk, and the cache before it. A part of a series is there only once the row
/// of the series is.
final class StatusTable {
  private static final Table STATUS = Table.plain("status");
  static final Table OUTBOX = Table.plain("outbox");
  private static final Table SERIES = Table.plain("series");

  /// author, tag | status, newest first: what he shows to everybody under a tag.
  private static final Table BY_TAG = Table.plain("author-tag");

  // Some letters become eighteen when they are made alike.
  private static final int TAG_CHARACTERS_MAX = 300;

  static final Table URIS = Table.claimed("status_uris");

  private static final Key CURRENT = Key.NONE.andByte(0);
  private static final Key EDITS = Key.NONE.andByte(1);
  private static final Key POLL_ENDED = Key.NONE.andByte(2);
  private static final byte[] YES = {1};
  private static final long CACHE_BYTES_MAX = 32L << 20;
  private static final int STATUS_BYTES = 400;
  private static final int STAMPS = 1_024;

  private final Store store;
  private final Months months;

  /// A reader computes an entry under the cache's own lock for that key, and [#changed] waits for
  /// him: so nobody puts in what he read before a write. [#changed] computes nothing: what
  /// `invalidate` does to an entry that is being loaded, Caffeine leaves open.
  private final Cache<Long, Kept> cache =
      Caches.bounded()
          .maximumWeight(CACHE_BYTES_MAX)
          .<Long, Kept>weigher((_, kept) -> weight(kept))
          .build();

  /// They rise with each change of a status whose id falls to them.
  private final AtomicLongArray stamps = new AtomicLongArray(STAMPS);

  StatusTable(Store store, Months months) {
    this.store = store;
    this.months = months;
  }

  private static int weight(Kept kept) {
    return switch (kept) {
      case Kept.Gone _ -> STATUS_BYTES;
      case Kept.Live(var status) ->
          switch (status.content()) {
            case Status.Boost _ -> STATUS_BYTES;
            case Status.Words words ->
                STATUS_BYTES
                    + 2 * words.text().length()
                    + 2 * words.warning().length()
                    + 120 * (words.mentions().size() + words.tags().size());
          };
    };
  }

  /// What is not there is not cached: a loader may answer null, which Caffeine's annotations do not
  /// say.
  @SuppressWarnings("NullAway")
  Optional<Kept> kept(StatusId id) {
    return Optional.ofNullable(cache.get(id.value(), this::read));
  }

  Optional<Status> find(StatusId id) {
    return kept(id).flatMap(StatusBytes::live);
  }

  private @Nullable Kept read(long value) {
    var id = new StatusId(value);
    Kept kept = raw(id).orElse(null);
    boolean published =
        !(kept instanceof Kept.Live(var status))
            || !(status.content() instanceof Status.Words words)
            || words.series().isEmpty()
            || !series(words.series().get().id()).isEmpty();
    return published ? kept : null;
  }

  /// Also the parts of a series that was never published.
  Optional<Kept> raw(StatusId id) {
    return store.get(STATUS, pk(id), CURRENT).map(row -> StatusBytes.read(id, row.value()));
  }

  /// To be called after each write of a row of this status, before anybody is told of it.
  void changed(StatusId id) {
    stamps.incrementAndGet(stampOf(id));
    cache.asMap().compute(id.value(), (_, _) -> null);
  }

  /// To be asked before a new status is written, for [#written].
  long stamp(StatusId id) {
    return stamps.get(stampOf(id));
  }

  /// A new status was written, which is no part of a series: nobody need read it from the store.
  /// What was changed since `stamp` is not kept.
  void written(Status status, long stamp) {
    cache
        .asMap()
        .compute(
            status.id().value(),
            (_, there) ->
                there != null || stamp(status.id()) != stamp ? there : new Kept.Live(status));
  }

  private static int stampOf(StatusId id) {
    return Math.floorMod(id.hashCode(), STAMPS);
  }

  List<StatusId> series(SeriesId id) {
    return store
        .get(SERIES, Key.of(id.value()), Key.NONE)
        .map(row -> StatusBytes.readSeries(row.value()))
        .orElse(List.of());
  }

  static Op putSeries(SeriesId id, AccountId author, List<StatusId> parts) {
    return Op.put(SERIES, Key.of(id.value()), Key.NONE, StatusBytes.series(author, parts));
  }

  static Op deleteSeries(SeriesId id) {
    return Op.delete(SERIES, Key.of(id.value()), Key.NONE);
  }

  /// All rows that a new status has, but for its events.
  static List<Op> posted(Status status) {
    List<Op> ops = new ArrayList<>();
    long author = status.author().value();
    long id = status.id().value();
    long month = Months.monthOf(id);
    ops.add(put(status));
    ops.add(Op.put(OUTBOX, Months.pk(author, month), Key.down(id), outboxValue(status)));
    ops.add(Months.note(OUTBOX, author, month));
    tags(status).forEach(tag -> ops.add(underTag(status, tag)));
    if (status.content() instanceof Status.Words words && words.place().parent().isPresent()) {
      var parent = words.place().parent().get();
      ops.add(ThreadTable.put(words.place().root(), status.id(), status.author(), parent, false));
    }
    return ops;
  }

  /// What an edit changes of the rows under tags.
  static List<Op> tagged(Status before, Status after) {
    List<Op> ops = new ArrayList<>();
    Set<String> left = tags(before);
    left.removeAll(tags(after));
    left.forEach(tag -> ops.add(leftTag(before, tag)));
    tags(after).forEach(tag -> ops.add(underTag(after, tag)));
    return ops;
  }

  private static Op underTag(Status status, String tag) {
    return Op.put(BY_TAG, tagKey(status.author(), tag), Key.down(status.id().value()), YES);
  }

  private static Op leftTag(Status status, String tag) {
    return Op.delete(BY_TAG, tagKey(status.author(), tag), Key.down(status.id().value()));
  }

  private static Key tagKey(AccountId author, String tag) {
    return Key.of(author.value()).and(tag);
  }

  private static Set<String> tags(Status status) {
    Set<String> tags = new HashSet<>();
    if (status.content() instanceof Status.Words words
        && status.audience() instanceof Audience.Everyone) {
      words.tags().stream().map(Tags::key).filter(StatusTable::isCounted).forEach(tags::add);
    }
    return tags;
  }

  private static boolean isCounted(String tag) {
    return tag.length() <= TAG_CHARACTERS_MAX;
  }

  /// The newest that an author has under a tag.
  List<StatusId> underTag(AccountId author, String tag, int rowsMax) {
    String key = Tags.key(tag);
    if (!isCounted(key)) {
      return List.of();
    }
    return store.scan(BY_TAG, tagKey(author, key), rowsMax).stream()
        .map(StatusTable::outboxId)
        .toList();
  }

  private static byte[] outboxValue(Status status) {
    return Bytes.write(1).flag(status.isBoost()).text(status.audience().visibility()).done();
  }

  static Op put(Status status) {
    return Op.put(STATUS, pk(status.id()), CURRENT, StatusBytes.write(new Kept.Live(status)));
  }

  static Op putEdit(StatusId id, int number, Edit edit) {
    return Op.put(STATUS, pk(id), EDITS.and(number), StatusBytes.write(edit));
  }

  /// The states before the current one, oldest first.
  List<Edit> edits(StatusId id, int rowsMax) {
    return store
        .scan(STATUS, pk(id), EDITS, EDITS.afterPrefix(), rowsMax, Store.Order.ASCENDING)
        .stream()
        .map(row -> StatusBytes.readEdit(row.value()))
        .toList();
  }

  boolean hasPollEnded(StatusId id, int round) {
    return store.get(STATUS, pk(id), POLL_ENDED.and(round)).isPresent();
  }

  static Op putPollEnded(StatusId id, int round) {
    return Op.put(STATUS, pk(id), POLL_ENDED.and(round), YES);
  }

  /// Takes all words away at once and leaves the gone row.
  static List<Op> deleted(Status status) {
    List<Op> ops = new ArrayList<>();
    var root = status.content() instanceof Status.Words w ? w.place().root() : status.id();
    var gone = new Kept.Gone(status.author(), root);
    ops.add(Op.put(STATUS, pk(status.id()), CURRENT, StatusBytes.write(gone)));
    ops.add(Op.deleteRange(STATUS, pk(status.id()), EDITS, POLL_ENDED.afterPrefix()));
    ops.add(leftOutbox(status.author(), status.id()));
    tags(status).forEach(tag -> ops.add(leftTag(status, tag)));
    if (status.content() instanceof Status.Words words && words.place().parent().isPresent()) {
      var parent = words.place().parent().get();
      ops.add(ThreadTable.put(root, status.id(), status.author(), parent, true));
      ops.add(HiddenTable.deleted(root, status.id()));
    }
    return ops;
  }

  static Op leftOutbox(AccountId author, StatusId id) {
    Key month = Months.pk(author.value(), Months.monthOf(id.value()));
    return Op.delete(OUTBOX, month, Key.down(id.value()));
  }

  List<StatusId> outbox(AccountId author, Page page) {
    return months.page(OUTBOX, author.value(), page).stream().map(StatusTable::outboxId).toList();
  }

  private static StatusId outboxId(Row row) {
    return new StatusId(row.sk().downAt(0));
  }

  /// The address of a status of another server: claimed by whoever takes it in first.
  static Key uriKey(String uri) {
    return Key.NONE.andRaw(sha256(uri.getBytes(StandardCharsets.UTF_8)));
  }

  Optional<StatusId> byUri(String uri) {
    return store
        .get(URIS, uriKey(uri), Key.NONE)
        .map(row -> Claims.readIds(row.value()).getFirst());
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Key pk(StatusId id) {
    return Key.of(id.value());
  }
}
