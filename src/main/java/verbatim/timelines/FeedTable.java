package verbatim.timelines;

import java.util.ArrayList;
import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.StatusId;
import verbatim.statuses.Status;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// How homes and lists lie on disk: (account or list | status id, newest first → author, boosted).
final class FeedTable {
  private static final Table HOME = Table.plain("home");
  private static final Table LIST = Table.plain("list");
  private static final Table STATE = Table.plain("feed_state");
  private static final Table CROWDED = Table.plain("crowded");
  private static final Key CROWDED_PARTITION = Key.of(1);

  private static final int SEEN = 1;
  private static final int CHANGED = 2;
  private static final int BUILT = 3;

  private final Store store;

  FeedTable(Store store) {
    this.store = store;
  }

  static Entries.Entry entry(Status status) {
    return switch (status.content()) {
      case Status.Words _ -> new Entries.Entry(status.id().value(), 0);
      case Status.Boost(var of, _) -> new Entries.Entry(status.id().value(), of.value());
    };
  }

  Op put(Feed feed, Status status) {
    return Op.put(table(feed), Key.of(feed.id()), Key.down(status.id().value()), value(status));
  }

  /// The same row for many.
  List<Op> put(List<Feed> feeds, Status status) {
    byte[] value = value(status);
    Key sk = Key.down(status.id().value());
    List<Op> ops = new ArrayList<>(feeds.size());
    for (Feed feed : feeds) {
      ops.add(Op.put(table(feed), Key.of(feed.id()), sk, value));
    }
    return ops;
  }

  private static byte[] value(Status status) {
    return Bytes.write(1).number(status.author().value()).number(entry(status).boosted()).done();
  }

  Op delete(Feed feed, StatusId status) {
    return Op.delete(table(feed), Key.of(feed.id()), Key.down(status.value()));
  }

  void write(List<Op> ops) {
    if (!ops.isEmpty()) {
      store.putDerived(ops);
    }
  }

  Entries newest(Feed feed, int rowsMax) {
    List<Entries.Entry> entries = new ArrayList<>();
    for (Row row : store.scan(table(feed), Key.of(feed.id()), rowsMax)) {
      Bytes.Reader value = Bytes.read(row.value());
      value.number();
      entries.add(new Entries.Entry(row.sk().downAt(0), value.number()));
    }
    return Entries.of(entries);
  }

  /// Drops what lies beyond the newest rows.
  void trim(Feed feed, int rowsMax) {
    List<Row> rows = store.scan(table(feed), Key.of(feed.id()), rowsMax + 1);
    if (rows.size() > rowsMax) {
      store.putDerived(
          List.of(
              new Op.DeleteRange(
                  table(feed), Key.of(feed.id()), rows.getLast().sk(), Key.down(Long.MIN_VALUE))));
    }
  }

  /// Drops what is older than that.
  void trimBelow(Feed feed, long id) {
    store.putDerived(
        List.of(
            new Op.DeleteRange(
                table(feed), Key.of(feed.id()), Key.down(id - 1), Key.down(Long.MIN_VALUE))));
  }

  void erase(Feed feed) {
    store.deleteRange(
        table(feed), Key.of(feed.id()), Key.down(Long.MAX_VALUE), Key.down(Long.MIN_VALUE));
    store.deleteRange(STATE, stateKey(feed), Key.of(0), Key.of(Long.MAX_VALUE));
  }

  // ---- who was here, and what is to be made anew

  FeedStates.State state(Feed feed) {
    FeedStates.State state = FeedStates.State.NONE;
    for (Row row : store.scan(STATE, stateKey(feed), 8)) {
      long value = Bytes.read(row.value()).number();
      state =
          switch ((int) row.sk().longAt(0)) {
            case SEEN -> state.max(new FeedStates.State(value, 0, 0));
            case CHANGED -> state.max(new FeedStates.State(0, value, 0));
            case BUILT -> state.max(new FeedStates.State(0, 0, value));
            default -> throw new IllegalStateException("feed state " + row.sk());
          };
    }
    return state;
  }

  void seen(Feed feed, long day) {
    putState(feed, SEEN, day);
  }

  void changed(Feed feed, long number) {
    putState(feed, CHANGED, number);
  }

  void built(Feed feed, long number) {
    putState(feed, BUILT, number);
  }

  private void putState(Feed feed, int what, long value) {
    store.putDerived(
        List.of(Op.put(STATE, stateKey(feed), Key.of(what), Bytes.write(1).number(value).done())));
  }

  // ---- authors whose followers read their outbox

  List<AccountId> crowded() {
    return store.scan(CROWDED, CROWDED_PARTITION, Store.SCAN_ROWS_MAX).stream()
        .map(row -> new AccountId(row.sk().longAt(0)))
        .toList();
  }

  void crowded(AccountId author) {
    store.put(CROWDED, CROWDED_PARTITION, Key.of(author.value()), Bytes.write(1).done());
  }

  private static Key stateKey(Feed feed) {
    return Key.of(feed.id()).andByte(feed.kind().code());
  }

  private static Table table(Feed feed) {
    return switch (feed.kind()) {
      case HOME -> HOME;
      case LIST -> LIST;
      case OUTBOX, PUBLIC -> throw new IllegalStateException(feed.kind() + " has rows elsewhere");
    };
  }
}
