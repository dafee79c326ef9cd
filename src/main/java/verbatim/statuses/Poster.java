package verbatim.statuses;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.Origin;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.log.Jobs;
import verbatim.media.Media;
import verbatim.relations.Audience;
import verbatim.relations.MayDo;
import verbatim.store.Op;

/// Writes new statuses: all rows and events of one in one batch.
final class Poster {
  private final StatusTable table;
  private final Journal journal;
  private final Composer composer;
  private final MayDo mayDo;
  private final Polls polls;
  private final Media media;
  private final Counting counting;
  private final Ids ids;
  private final Limits.Text limits;

  Poster(
      StatusTable table,
      Journal journal,
      Composer composer,
      MayDo mayDo,
      Polls polls,
      Media media,
      Counting counting,
      Ids ids,
      Limits limits) {
    this.table = table;
    this.journal = journal;
    this.composer = composer;
    this.mayDo = mayDo;
    this.polls = polls;
    this.media = media;
    this.counting = counting;
    this.ids = ids;
    this.limits = limits.text();
  }

  Status post(Draft draft) {
    return prepare(draft).apply(List.of(new StatusId(ids.next()))).getFirst();
  }

  /// Checks everything, writes nothing.
  Function<List<StatusId>, List<Status>> prepare(Draft draft) {
    Ready ready = ready(draft);
    return given -> List.of(write(ready, given.getFirst()));
  }

  private record Ready(Composer.Composed composed, Audience audience, Optional<Status> parent) {}

  private Ready ready(Draft draft) {
    mayAct(draft);
    var composed = composer.compose(draft);
    media.check(draft.author(), composed.draft().media());
    var parent = draft.inReplyTo().map(id -> parent(draft, id));
    return new Ready(composed, composed.audience(), parent);
  }

  private void mayAct(Draft draft) {
    switch (draft.origin()) {
      case Origin.Here _ -> mayDo.act(draft.author());
      case Origin.Remote _ -> {}
    }
  }

  /// Whoever answers a boost answers what was boosted.
  private Status parent(Draft draft, StatusId id) {
    Status found = table.find(id).orElseThrow(Poster::noParent);
    if (found.content() instanceof Status.Boost boost) {
      found = table.find(boost.of()).orElseThrow(Poster::noParent);
    }
    try {
      mayReply(draft, found);
    } catch (Refused e) {
      throw e.refusal() instanceof Refusal.NotFound ? noParent() : e;
    }
    return found;
  }

  private void mayReply(Draft draft, Status parent) {
    Status.Words words = parent.words();
    mayDo.reply(
        draft.author(), parent.author(), parent.audience(), words.replies(), words.mentioned());
  }

  private static Refused noParent() {
    return Refusal.notFound("The post you are replying to is not there, or not for you to see");
  }

  private Status write(Ready ready, StatusId id) {
    Status status = status(ready, id, ready.parent(), Optional.empty());
    List<Op> ops = new ArrayList<>(attached(status));
    ops.addAll(StatusTable.posted(status));
    counting.isNew(id);
    long stamp = table.stamp(id);
    journal.write(ops, events(status), polls.opened(status), () -> {});
    table.written(status, stamp);
    return status;
  }

  private List<Op> attached(Status status) {
    return media.attach(status.author(), status.words().media(), status.id());
  }

  private Status status(
      Ready ready, StatusId id, Optional<Status> parent, Optional<Status.SeriesPlace> series) {
    var draft = ready.composed().draft();
    var at = ids.moment(id.value());
    var words = ready.composed().words(ready.composed().poll(at, 0), place(id, parent));
    return new Status(
        id,
        draft.author(),
        draft.origin(),
        ready.audience(),
        words.with(series),
        at,
        draft.carried());
  }

  private static Status.Place place(StatusId id, Optional<Status> parent) {
    return parent
        .map(
            p ->
                new Status.Place(
                    p.words().place().root(), Optional.of(new Status.Parent(p.id(), p.author()))))
        .orElseGet(() -> new Status.Place(id, Optional.empty()));
  }

  static List<StatusEvent> events(Status status) {
    List<StatusEvent> events = new ArrayList<>();
    events.add(new StatusEvent.Posted(status.id(), status.author()));
    if (status.countsAsAnswer()) {
      var parent = status.words().place().parent().orElseThrow();
      events.add(new StatusEvent.Replied(parent.status(), status.id()));
    }
    return events;
  }

  // ---- series

  Function<List<StatusId>, List<Status>> prepareSeries(List<Draft> drafts) {
    if (drafts.size() < limits.seriesMin() || drafts.size() > limits.seriesMax()) {
      throw Refusal.invalid(
          "statuses",
          "ERR_INVALID",
          "A series has " + limits.seriesMin() + " to " + limits.seriesMax() + " statuses");
    }
    var first = drafts.getFirst();
    for (Draft draft : drafts) {
      if (draft.visibility() != first.visibility() || !draft.author().equals(first.author())) {
        throw Refusal.invalid(
            "statuses", "ERR_INVALID", "All statuses of a series have the same visibility");
      }
    }
    List<Ready> ready = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      ready.add(part(i == 0 ? drafts.get(i) : drafts.get(i).withoutParent(), i + 1));
    }
    return given -> writeSeries(ready, given);
  }

  /// Whoever sent twenty-five wants to know which of them is wrong.
  private Ready part(Draft draft, int number) {
    try {
      return ready(draft);
    } catch (Refused e) {
      throw e.refusal() instanceof Refusal.Invalid(var why, var faults)
          ? new Refused(new Refusal.Invalid("Status " + number + " of the series: " + why, faults))
          : e;
    }
  }

  List<Status> postSeries(List<Draft> drafts) {
    var write = prepareSeries(drafts);
    return write.apply(drafts.stream().map(_ -> new StatusId(ids.next())).toList());
  }

  /// First all parts, which nobody sees yet; then, as the one commit point, the row of the series
  /// with all events.
  private List<Status> writeSeries(List<Ready> ready, List<StatusId> given) {
    var id = new SeriesId(given.getFirst().value());
    List<Status> parts = new ArrayList<>();
    List<Op> ops = new ArrayList<>();
    Optional<Status> before = ready.getFirst().parent();
    for (int i = 0; i < ready.size(); i++) {
      var place = new Status.SeriesPlace(id, i + 1, ready.size());
      var part = status(ready.get(i), given.get(i), before, Optional.of(place));
      parts.add(part);
      before = Optional.of(part);
      ops.addAll(attached(part));
      ops.addAll(StatusTable.posted(part));
    }
    journal.write(ops, List.of());
    List<StatusEvent> events = new ArrayList<>();
    parts.forEach(part -> events.addAll(events(part)));
    var author = parts.getFirst().author();
    List<Jobs.Planned> ends = parts.stream().flatMap(p -> polls.opened(p).stream()).toList();
    journal.write(
        List.of(StatusTable.putSeries(id, author, given)),
        events,
        ends,
        () -> parts.forEach(part -> table.changed(part.id())));
    return List.copyOf(parts);
  }
}
