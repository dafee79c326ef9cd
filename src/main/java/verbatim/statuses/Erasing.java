package verbatim.statuses;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import verbatim.kernel.AccountId;
import verbatim.kernel.MediaId;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.log.Jobs;
import verbatim.media.Media;
import verbatim.store.Op;

/// Deletes. The words leave all rows in the batch that makes the deletion a fact; what hangs on the
/// status (boosts, favourites, votes) vanishes from every reading with it and is cleared away
/// afterwards, in steps.
final class Erasing {
  private static final int STEP_ROWS = 100;

  private final StatusTable table;
  private final MarkTable marks;
  private final Months months;
  private final Shelves shelves;
  private final Boosts boosts;
  private final Polls polls;
  private final Counting counting;
  private final Claims claims;
  private final Media media;
  private final Journal journal;
  private final Turns turns;
  private final int editsMax;

  Erasing(
      StatusTable table,
      MarkTable marks,
      Months months,
      Shelves shelves,
      Boosts boosts,
      Polls polls,
      Counting counting,
      Claims claims,
      Media media,
      Journal journal,
      Turns turns,
      int editsMax) {
    this.table = table;
    this.marks = marks;
    this.months = months;
    this.shelves = shelves;
    this.boosts = boosts;
    this.polls = polls;
    this.counting = counting;
    this.claims = claims;
    this.media = media;
    this.journal = journal;
    this.turns = turns;
    this.editsMax = editsMax;
  }

  /// @return as it was
  Status delete(AccountId who, StatusId id) {
    return turns.take(
        id.value(),
        () -> {
          Status status =
              table.find(id).filter(s -> s.author().equals(who)).orElseThrow(Refusal::notFound);
          List<MediaId> files = files(status);
          write(List.of(status));
          media.release(files, id);
          return status;
        });
  }

  /// Those of former states too: the history shows them, so an edit lets none go.
  private List<MediaId> files(Status status) {
    return switch (status.content()) {
      case Status.Boost _ -> List.of();
      case Status.Words words ->
          Stream.concat(
                  Stream.of(words), table.edits(status.id(), editsMax).stream().map(Edit::words))
              .flatMap(state -> state.media().stream())
              .distinct()
              .toList();
    };
  }

  private void write(List<Status> some) {
    List<Op> ops = new ArrayList<>();
    List<StatusEvent> events = new ArrayList<>();
    List<Jobs.Planned> clearing = new ArrayList<>();
    for (Status status : some) {
      ops.addAll(StatusTable.deleted(status));
      switch (status.content()) {
        case Status.Words words -> {
          clearing.add(journal.planClearing(status.id(), rounds(status), files(status)));
          ops.addAll(shelves.unpinned(status.author(), status.id()));
          long parent = words.place().parent().map(p -> p.status().value()).orElse(0L);
          events.add(
              new StatusEvent.Deleted(status.id(), status.author(), 0, parent, status.audience()));
          if (status.countsAsAnswer()) {
            events.add(new StatusEvent.Unreplied(new StatusId(parent), status.id()));
          }
        }
        case Status.Boost(var of, _) -> {
          ops.addAll(Boosts.deleted(status.author(), status.id(), of));
          events.add(
              new StatusEvent.Deleted(
                  status.id(), status.author(), of.value(), 0, status.audience()));
          events.add(new StatusEvent.Unboosted(of, status.author(), status.id()));
        }
      }
    }
    journal.write(ops, events, clearing, () -> some.forEach(this::changed));
    some.forEach(this::endSeries);
  }

  private void changed(Status status) {
    table.changed(status.id());
    marks.changed(status.author(), status.id());
    if (status.content() instanceof Status.Boost boost) {
      marks.changed(status.author(), boost.of());
    }
  }

  /// With its last part the row of a series goes too.
  private void endSeries(Status status) {
    if (status.content() instanceof Status.Words words && words.series().isPresent()) {
      SeriesId series = words.series().get().id();
      boolean alive = table.series(series).stream().anyMatch(id -> table.find(id).isPresent());
      if (!alive) {
        journal.write(List.of(StatusTable.deleteSeries(series)), List.of());
      }
    }
  }

  /// How many rounds of votes a poll of this status can have had.
  private int rounds(Status status) {
    List<Edit> edits = table.edits(status.id(), editsMax);
    boolean poll =
        status.words().poll().isPresent()
            || edits.stream().anyMatch(edit -> edit.words().poll().isPresent());
    return poll ? edits.size() + 1 : 0;
  }

  /// The job that clears away what hung on a deleted status. Its files are let go here once more:
  /// the process may have ended between the deletion and that.
  void clear(StatusId id, int rounds, List<MediaId> files) {
    if (table.find(id).isPresent()) {
      return;
    }
    media.release(files, id);
    while (forgetBoosts(id)) {}
    while (shelves.forgetFavouritesOf(id, STEP_ROWS)) {}
    for (int round = 0; round < rounds; round++) {
      while (polls.forget(id, round, STEP_ROWS)) {}
    }
    counting.forget(id);
  }

  private boolean forgetBoosts(StatusId of) {
    var some = boosts.boostedBy(of, Page.newest(STEP_ROWS));
    List<Status> there = new ArrayList<>();
    List<Op> rest = new ArrayList<>();
    for (var by : some) {
      var boost = new StatusId(by.position());
      table
          .find(boost)
          .ifPresentOrElse(there::add, () -> rest.addAll(Boosts.deleted(by.account(), boost, of)));
    }
    if (!there.isEmpty()) {
      write(there);
    }
    if (!rest.isEmpty()) {
      journal.write(rest, List.of());
    }
    return !some.isEmpty();
  }

  /// Some of what an account said and marked that was deleted, the words first.
  ///
  /// @return whether there may be more
  boolean forgetSome(AccountId account, int rowsMax) {
    if (forgetStatuses(account, rowsMax)) {
      return true;
    }
    for (long month : months.all(MarkTable.REACTIONS, account.value())) {
      if (forgetMarks(account, month, rowsMax)) {
        return true;
      }
    }
    if (claims.forgetSome(account, rowsMax)) {
      return true;
    }
    journal.write(shelves.forgetMonths(account), List.of());
    return false;
  }

  private boolean forgetStatuses(AccountId account, int rowsMax) {
    List<StatusId> some = table.outbox(account, Page.newest(rowsMax));
    // Not through the cache: parts of a series that was never published lie here too.
    List<Status> there =
        some.stream()
            .flatMap(id -> table.raw(id).stream())
            .flatMap(k -> StatusBytes.live(k).stream())
            .toList();
    if (!there.isEmpty()) {
      Map<StatusId, List<MediaId>> files = new HashMap<>();
      there.forEach(status -> files.put(status.id(), files(status)));
      write(there);
      files.forEach((id, theirs) -> media.erase(theirs, id));
    }
    var left = new ArrayList<>(some);
    left.removeAll(there.stream().map(Status::id).toList());
    if (!left.isEmpty()) {
      journal.write(
          left.stream().map(id -> StatusTable.leftOutbox(account, id)).toList(), List.of());
    }
    return !some.isEmpty();
  }

  private boolean forgetMarks(AccountId account, long month, int rowsMax) {
    var some = marks.some(account, month, rowsMax);
    List<Op> ops = new ArrayList<>();
    List<StatusEvent> events = new ArrayList<>();
    for (var mark : some) {
      ops.addAll(shelves.forgotten(account, mark));
      switch (mark.kind()) {
        case FAVOURITE -> events.add(new StatusEvent.Unfavourited(mark.status(), account));
        case VOTE -> polls.forget(account, mark);
        case BOOST, BOOKMARK, MUTE, PIN -> {}
      }
    }
    if (!ops.isEmpty()) {
      journal.write(ops, events, () -> some.forEach(mark -> marks.changed(account, mark.status())));
    }
    return !some.isEmpty();
  }
}
