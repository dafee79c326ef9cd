package verbatim.statuses;

import java.util.ArrayList;
import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.relations.Audience;
import verbatim.statuses.MarkTable.Kind;
import verbatim.store.Bytes;
import verbatim.store.Key;
import verbatim.store.Op;
import verbatim.store.Pages;
import verbatim.store.Row;
import verbatim.store.Store;
import verbatim.store.Table;

/// What somebody keeps of what others said: favourites, bookmarks, pins, muted threads. Each is a
/// mark of the account, and a place in a shelf.
final class Shelves {
  private static final Table FAVOURITE = Table.plain("favourite");
  private static final Table FAVOURITES = Table.plain("favourites");
  private static final Table BOOKMARKS = Table.plain("bookmarks");
  private static final Table PINS = Table.plain("pins");
  private static final int PINS_LOOK_MAX = 100;
  private static final long MUTED = 1;

  private final Store store;
  private final StatusTable table;
  private final MarkTable marks;
  private final Months months;
  private final Journal journal;
  private final Turns turns;
  private final Ids ids;
  private final int pinsMax;

  Shelves(
      Store store,
      StatusTable table,
      MarkTable marks,
      Months months,
      Journal journal,
      Turns turns,
      Ids ids,
      Limits limits) {
    this.store = store;
    this.table = table;
    this.marks = marks;
    this.months = months;
    this.journal = journal;
    this.turns = turns;
    this.ids = ids;
    this.pinsMax = limits.text().pinsMax();
  }

  // ---- favourites and bookmarks

  void favourite(AccountId who, StatusId id) {
    turns.take(
        who.value(),
        id.value(),
        () -> {
          if (!marks.has(who, id, Kind.FAVOURITE)) {
            long position = ids.next();
            var ops = new ArrayList<>(shelve(FAVOURITES, Kind.FAVOURITE, who, id, position));
            ops.add(Op.put(FAVOURITE, Key.of(id.value()), Key.down(position), number(who.value())));
            write(who, id, ops, List.of(new StatusEvent.Favourited(id, who)));
          }
          return id;
        });
  }

  void unfavourite(AccountId who, StatusId id) {
    turns.take(
        who.value(),
        id.value(),
        () -> {
          marks
              .number(who, id, Kind.FAVOURITE)
              .ifPresent(
                  position ->
                      write(
                          who,
                          id,
                          unfavourited(who, id, position),
                          List.of(new StatusEvent.Unfavourited(id, who))));
          return id;
        });
  }

  private static List<Op> unfavourited(AccountId who, StatusId id, long position) {
    var ops = new ArrayList<>(unshelve(FAVOURITES, Kind.FAVOURITE, who, id, position));
    ops.add(Op.delete(FAVOURITE, Key.of(id.value()), Key.down(position)));
    return ops;
  }

  void bookmark(AccountId who, StatusId id) {
    turns.take(
        who.value(),
        id.value(),
        () -> {
          if (!marks.has(who, id, Kind.BOOKMARK)) {
            write(who, id, shelve(BOOKMARKS, Kind.BOOKMARK, who, id, ids.next()), List.of());
          }
          return id;
        });
  }

  void unbookmark(AccountId who, StatusId id) {
    turns.take(
        who.value(),
        id.value(),
        () -> {
          marks
              .number(who, id, Kind.BOOKMARK)
              .ifPresent(
                  position ->
                      write(
                          who,
                          id,
                          unshelve(BOOKMARKS, Kind.BOOKMARK, who, id, position),
                          List.of()));
          return id;
        });
  }

  private static List<Op> shelve(
      Table shelf, Kind kind, AccountId who, StatusId id, long position) {
    long month = Months.monthOf(position);
    var ops = new ArrayList<>(MarkTable.put(who, id, kind, position));
    ops.add(Op.put(shelf, Months.pk(who.value(), month), Key.down(position), number(id.value())));
    ops.add(Months.note(shelf, who.value(), month));
    return ops;
  }

  private static List<Op> unshelve(
      Table shelf, Kind kind, AccountId who, StatusId id, long position) {
    long month = Months.monthOf(position);
    return List.of(
        MarkTable.delete(who, id, kind),
        Op.delete(shelf, Months.pk(who.value(), month), Key.down(position)));
  }

  private void write(AccountId who, StatusId id, List<Op> ops, List<StatusEvent> events) {
    journal.write(ops, events, () -> marks.changed(who, id));
  }

  List<Statuses.Shelved> favourites(AccountId who, Page page) {
    return shelf(FAVOURITES, who, page);
  }

  List<Statuses.Shelved> bookmarks(AccountId who, Page page) {
    return shelf(BOOKMARKS, who, page);
  }

  private List<Statuses.Shelved> shelf(Table shelf, AccountId who, Page page) {
    return months.page(shelf, who.value(), page).stream()
        .map(
            row ->
                new Statuses.Shelved(
                    row.sk().downAt(0), new StatusId(Bytes.read(row.value()).number())))
        .toList();
  }

  List<Statuses.By> favouritedBy(StatusId id, Page page) {
    return Pages.read(store, FAVOURITE, Key.of(id.value()), page).stream()
        .map(Shelves::by)
        .toList();
  }

  private static Statuses.By by(Row row) {
    return new Statuses.By(row.sk().downAt(0), new AccountId(Bytes.read(row.value()).number()));
  }

  // ---- pins

  void pin(Status status) {
    AccountId who = status.author();
    if (status.isBoost()
        || status.audience() instanceof Audience.Only
        || status.audience() instanceof Audience.Followers) {
      throw Refusal.invalid("Validation failed: Only public statuses can be pinned");
    }
    turns.take(
        who.value(),
        () -> {
          if (marks.has(who, status.id(), Kind.PIN)) {
            return status;
          }
          if (pinned(who).size() >= pinsMax) {
            throw Refusal.invalid(
                "Validation failed: You have already pinned the maximum number of posts");
          }
          long position = ids.next();
          var ops = new ArrayList<>(MarkTable.put(who, status.id(), Kind.PIN, position));
          ops.add(
              Op.put(PINS, Key.of(who.value()), Key.down(position), number(status.id().value())));
          write(who, status.id(), ops, List.of(new StatusEvent.Pinned(status.id(), who, true)));
          return status;
        });
  }

  void unpin(Status status) {
    AccountId who = status.author();
    turns.take(
        who.value(),
        () -> {
          if (marks.has(who, status.id(), Kind.PIN)) {
            write(
                who,
                status.id(),
                unpinned(who, status.id()),
                List.of(new StatusEvent.Pinned(status.id(), who, false)));
          }
          return status;
        });
  }

  /// Nothing when it is not pinned.
  List<Op> unpinned(AccountId who, StatusId id) {
    return marks
        .onDisk(who, id, Kind.PIN)
        .map(
            mark ->
                List.of(
                    MarkTable.delete(who, id, Kind.PIN),
                    Op.delete(PINS, Key.of(who.value()), Key.down(mark.number()))))
        .orElse(List.of());
  }

  /// The last pinned first.
  List<StatusId> pinned(AccountId who) {
    return store.scan(PINS, Key.of(who.value()), PINS_LOOK_MAX).stream()
        .map(row -> new StatusId(Bytes.read(row.value()).number()))
        .filter(id -> table.find(id).isPresent())
        .toList();
  }

  // ---- muted threads

  void mute(AccountId who, StatusId root) {
    if (!marks.has(who, root, Kind.MUTE)) {
      write(who, root, MarkTable.put(who, root, Kind.MUTE, MUTED), List.of());
    }
  }

  void unmute(AccountId who, StatusId root) {
    if (marks.has(who, root, Kind.MUTE)) {
      write(who, root, List.of(MarkTable.delete(who, root, Kind.MUTE)), List.of());
    }
  }

  // ---- erasing

  /// Whether the mark still stands: what counts are folded from.
  boolean isFavourited(AccountId who, StatusId id) {
    return marks.onDisk(who, id, Kind.FAVOURITE).isPresent();
  }

  /// Takes away some favourites of a deleted status.
  ///
  /// @return false when there was none left
  boolean forgetFavouritesOf(StatusId id, int rowsMax) {
    var some = favouritedBy(id, Page.newest(rowsMax));
    if (some.isEmpty()) {
      return false;
    }
    List<Op> ops = new ArrayList<>();
    some.forEach(by -> ops.addAll(unfavourited(by.account(), id, by.position())));
    journal.write(ops, List.of(), () -> some.forEach(by -> marks.changed(by.account(), id)));
    return true;
  }

  /// What is to be written for one mark of an account that goes; boosts, pins and votes have their
  /// own ways.
  List<Op> forgotten(AccountId who, MarkTable.Mark mark) {
    return switch (mark.kind()) {
      case FAVOURITE -> unfavourited(who, mark.status(), mark.number());
      case BOOKMARK -> unshelve(BOOKMARKS, Kind.BOOKMARK, who, mark.status(), mark.number());
      case MUTE, BOOST, VOTE -> List.of(MarkTable.delete(who, mark.status(), mark.kind()));
      case PIN ->
          List.of(
              MarkTable.delete(who, mark.status(), Kind.PIN),
              Op.delete(PINS, Key.of(who.value()), Key.down(mark.number())));
    };
  }

  List<Op> forgetMonths(AccountId who) {
    return List.of(
        months.forget(FAVOURITES, who.value()),
        months.forget(BOOKMARKS, who.value()),
        months.forget(MarkTable.REACTIONS, who.value()),
        months.forget(StatusTable.OUTBOX, who.value()));
  }

  private static byte[] number(long value) {
    return Bytes.write(1).number(value).done();
  }
}
