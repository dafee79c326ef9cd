package verbatim.announcements;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.AnnouncementId;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How announcements lie in the store.
///
///     announcement           -             id ↓ → what it says
///     announcement_reaction  announcement  account, sign
///     announcement_read      account       announcement
final class AnnouncementTable {
  private static final Table ALL = Table.plain("announcement");
  private static final Table REACTION = Table.plain("announcement_reaction");
  private static final Table READ = Table.plain("announcement_read");
  private static final Key ONLY = Key.of(0);
  private static final Key END = Key.NONE.andByte(255).andByte(255);
  private static final byte[] MARK = {1};
  private static final int SLICE_ROWS = 500;
  private static final int ACCOUNT_BYTES = 8;

  private final Store store;

  AnnouncementTable(Store store) {
    this.store = store;
  }

  static Op put(Announcement announcement) {
    return Op.put(
        ALL,
        ONLY,
        Key.down(announcement.id().value()),
        Bytes.write(1)
            .text(announcement.text())
            .optional(announcement.startsAt(), Bytes.Writer::time)
            .optional(announcement.endsAt(), Bytes.Writer::time)
            .flag(announcement.allDay())
            .time(announcement.publishedAt())
            .time(announcement.updatedAt())
            .done());
  }

  static Op delete(AnnouncementId id) {
    return Op.delete(ALL, ONLY, Key.down(id.value()));
  }

  Optional<Announcement> find(AnnouncementId id) {
    return store.get(ALL, ONLY, Key.down(id.value())).map(AnnouncementTable::read);
  }

  /// The newest first.
  List<Announcement> all(int rowsMax) {
    return store.scan(ALL, ONLY, rowsMax).stream().map(AnnouncementTable::read).toList();
  }

  private static Announcement read(Row row) {
    Bytes.Reader from = Bytes.read(row.value());
    return new Announcement(
        new AnnouncementId(row.sk().downAt(0)),
        from.text(),
        from.optional(Bytes.Reader::time),
        from.optional(Bytes.Reader::time),
        from.flag(),
        from.time(),
        from.time());
  }

  // ---- signs

  boolean hasReacted(AnnouncementId id, AccountId by, String name) {
    return store.get(REACTION, pk(id), Key.of(by.value()).and(name)).isPresent();
  }

  static Op react(AnnouncementId id, AccountId by, String name) {
    return Op.put(REACTION, pk(id), Key.of(by.value()).and(name), MARK);
  }

  static Op unreact(AnnouncementId id, AccountId by, String name) {
    return Op.delete(REACTION, pk(id), Key.of(by.value()).and(name));
  }

  Set<String> mine(AnnouncementId id, AccountId by) {
    Set<String> names = new HashSet<>();
    Key from = Key.of(by.value());
    store
        .scan(REACTION, pk(id), from, from.afterPrefix(), SLICE_ROWS, Store.Order.ASCENDING)
        .forEach(row -> names.add(row.sk().textAt(ACCOUNT_BYTES)));
    return names;
  }

  Map<String, Long> counts(AnnouncementId id) {
    Map<String, Long> counts = new HashMap<>();
    List<Row> slice = store.scan(REACTION, pk(id), SLICE_ROWS);
    while (!slice.isEmpty()) {
      slice.forEach(row -> counts.merge(row.sk().textAt(ACCOUNT_BYTES), 1L, Long::sum));
      Key from = slice.getLast().sk().andByte(0);
      slice = store.scan(REACTION, pk(id), from, END, SLICE_ROWS, Store.Order.ASCENDING);
    }
    return counts;
  }

  // ---- what somebody has read

  void dismiss(AccountId by, AnnouncementId id, Instant at) {
    store.put(READ, Key.of(by.value()), Key.of(id.value()), Bytes.write(1).time(at).done());
  }

  Set<AnnouncementId> dismissed(AccountId by, int rowsMax) {
    Set<AnnouncementId> read = new HashSet<>();
    Key newest = Key.of(Long.MAX_VALUE);
    store
        .scan(READ, Key.of(by.value()), Key.NONE, newest, rowsMax, Store.Order.DESCENDING)
        .forEach(row -> read.add(new AnnouncementId(row.sk().longAt(0))));
    return read;
  }

  void forget(AccountId account) {
    store.deleteRange(READ, Key.of(account.value()), Key.NONE, END);
  }

  /// Every sign, when the announcement is gone.
  static Op clear(AnnouncementId id) {
    return Op.deleteRange(REACTION, pk(id), Key.NONE, END);
  }

  /// All that one has answered.
  static Op clear(AnnouncementId id, AccountId by) {
    Key from = Key.of(by.value());
    return Op.deleteRange(REACTION, pk(id), from, from.afterPrefix());
  }

  private static Key pk(AnnouncementId id) {
    return Key.of(id.value());
  }
}
