package verbatim.timelines;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;
import verbatim.relations.MaySee;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;
import verbatim.statuses.Statuses;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Store;
import verbatim.store.Table;

/// Private mentions, thread by thread, as each of the few who are in them sees them.
///
///     direct       account  status ↓ → its thread (derived: what is gone is passed over)
///     direct_read  account  thread → read, or put away, up to this status
public final class Directs {
  private static final Table DIRECT = Table.plain("direct");
  private static final Table READ = Table.plain("direct_read");
  private static final Key END = Key.NONE.andByte(255).andByte(255);
  private static final int LOOK_ROWS = 200;
  private static final int ROUNDS_MAX = 20;

  private final Store store;
  private final Statuses statuses;
  private final MaySee maySee;

  Directs(Store store, Statuses statuses, MaySee maySee) {
    this.store = store;
    this.statuses = statuses;
    this.maySee = maySee;
  }

  /// @param root of the thread: by it the reader calls it
  /// @param last the newest status that he may see
  public record Thread(StatusId root, Status last, boolean isUnread) {
    /// Everybody in it but the reader.
    public List<AccountId> others(AccountId reader) {
      Set<AccountId> people = new HashSet<>();
      people.add(last.author());
      if (last.audience() instanceof Audience.Only(var named)) {
        people.addAll(named);
      }
      people.remove(reader);
      return List.copyOf(people);
    }
  }

  /// Puts a status into the threads of those whom it names, and of its author; harmless twice.
  public void put(Status status) {
    if (!(status.audience() instanceof Audience.Only(var people)) || status.isBoost()) {
      return;
    }
    Set<AccountId> all = new HashSet<>(people);
    all.add(status.author());
    byte[] root = Bytes.write(1).number(status.words().place().root().value()).done();
    store.putDerived(
        all.stream()
            .map(one -> Op.put(DIRECT, Key.of(one.value()), Key.down(status.id().value()), root))
            .toList());
  }

  /// The last written in first, paged by the last status.
  public List<Thread> list(AccountId reader, Page page) {
    Map<StatusId, Thread> threads = new LinkedHashMap<>();
    Viewer viewer = Viewer.of(reader);
    long below = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS_MAX && threads.size() < page.rowsMax(); round++) {
      List<Row> rows = rows(reader, below, page.above());
      for (Row row : rows) {
        Optional<Status> status =
            threads.containsKey(row.root())
                ? Optional.empty()
                : statuses
                    .find(row.status())
                    .filter(one -> maySee.maySee(viewer, one.author(), one.audience()))
                    .filter(one -> maySee.wants(viewer, one.author()));
        status
            .flatMap(one -> thread(reader, row.root(), one))
            .ifPresent(thread -> threads.put(row.root(), thread));
      }
      if (rows.size() < LOOK_ROWS) {
        break;
      }
      below = rows.getLast().status().value();
    }
    List<Thread> found =
        new ArrayList<>(
            threads.values().stream()
                .filter(thread -> page.admits(thread.last().id().value()))
                .toList());
    int from = page.upwards() ? Math.max(0, found.size() - page.rowsMax()) : 0;
    return List.copyOf(found.subList(from, Math.min(found.size(), from + page.rowsMax())));
  }

  private record Row(StatusId status, StatusId root) {}

  private List<Row> rows(AccountId reader, long below, long above) {
    Key from = Key.down(below == Long.MAX_VALUE ? below : below - 1);
    return store
        .scan(
            DIRECT, Key.of(reader.value()), from, Key.down(above), LOOK_ROWS, Store.Order.ASCENDING)
        .stream()
        .map(
            row ->
                new Row(
                    new StatusId(row.sk().downAt(0)),
                    new StatusId(Bytes.read(row.value()).number())))
        .toList();
  }

  private Optional<Thread> thread(AccountId reader, StatusId root, Status last) {
    Marked marked = marked(reader, root);
    if (last.id().value() <= marked.away()) {
      return Optional.empty();
    }
    boolean isUnread = last.id().value() > marked.read() && !last.author().equals(reader);
    return Optional.of(new Thread(root, last, isUnread));
  }

  private record Marked(long read, long away) {}

  private Marked marked(AccountId reader, StatusId root) {
    return store
        .get(READ, Key.of(reader.value()), Key.of(root.value()))
        .map(
            row -> {
              Bytes.Reader from = Bytes.read(row.value());
              return new Marked(from.number(), from.number());
            })
        .orElse(new Marked(0, 0));
  }

  /// The thread that has this root, if there is one for him.
  public Optional<Thread> find(AccountId reader, StatusId root) {
    return list(reader, Page.newest(LOOK_ROWS)).stream()
        .filter(thread -> thread.root().equals(root))
        .findFirst();
  }

  public Thread read(AccountId reader, Thread thread) {
    mark(reader, thread, marked(reader, thread.root()).away());
    return new Thread(thread.root(), thread.last(), false);
  }

  /// Out of his list, until somebody writes in it again.
  public void putAway(AccountId reader, Thread thread) {
    mark(reader, thread, thread.last().id().value());
  }

  private void mark(AccountId reader, Thread thread, long away) {
    store.put(
        READ,
        Key.of(reader.value()),
        Key.of(thread.root().value()),
        Bytes.write(1).number(thread.last().id().value()).number(away).done());
  }

  void forget(AccountId account) {
    store.batch(
        List.of(
            Op.deleteRange(DIRECT, Key.of(account.value()), Key.NONE, END),
            Op.deleteRange(READ, Key.of(account.value()), Key.NONE, END)));
  }
}
