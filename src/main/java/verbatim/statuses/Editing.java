package verbatim.statuses;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Refusal;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.media.Media;
import verbatim.relations.Audience;
import verbatim.relations.MayDo;
import verbatim.relations.ReplyPolicy;
import verbatim.store.Op;

/// New words in place of old ones; the old stay in the history.
final class Editing {
  private final StatusTable table;
  private final Journal journal;
  private final Composer composer;
  private final MayDo mayDo;
  private final Polls polls;
  private final Media media;
  private final Turns turns;
  private final InstantSource clock;
  private final int editsMax;

  Editing(
      StatusTable table,
      Journal journal,
      Composer composer,
      MayDo mayDo,
      Polls polls,
      Media media,
      Turns turns,
      InstantSource clock,
      Limits limits) {
    this.table = table;
    this.journal = journal;
    this.composer = composer;
    this.mayDo = mayDo;
    this.polls = polls;
    this.media = media;
    this.turns = turns;
    this.clock = clock;
    this.editsMax = limits.text().editsMax();
  }

  Status edit(AccountId who, StatusId id, Draft changed, Map<MediaId, Media.Said> said) {
    mayDo.act(who);
    var composed = composer.compose(changed);
    return turns.take(
        id.value(),
        () -> {
          Status before =
              table
                  .find(id)
                  .filter(status -> status.author().equals(who) && !status.isBoost())
                  .orElseThrow(Refusal::notFound);
          return write(before, composed, media.changes(who, said));
        });
  }

  Status letReply(AccountId who, StatusId id, ReplyPolicy policy) {
    mayDo.act(who);
    return turns.take(
        id.value(),
        () -> {
          Status before =
              table
                  .find(id)
                  .filter(status -> status.author().equals(who) && !status.isBoost())
                  .orElseThrow(Refusal::notFound);
          return before.words().replies() == policy ? before : replies(before, policy);
        });
  }

  /// No edit of its author: no former state, and nobody is told.
  void cover(StatusId id, boolean isCovered) {
    turns.take(
        id.value(),
        () -> {
          Optional<Status> found =
              table.find(id).filter(s -> !s.isBoost() && s.words().covered() != isCovered);
          found.ifPresent(
              before ->
                  journal.write(
                      List.of(
                          StatusTable.put(
                              before.with(before.audience(), before.words().covered(isCovered)))),
                      List.of(),
                      () -> table.changed(id)));
          return found.isPresent();
        });
  }

  private Status write(Status before, Composer.Composed composed, List<Op> mediaChanges) {
    Status.Words old = before.words();
    // Rows keep milliseconds: what is answered now must equal what is read later.
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<Edit> edits = table.edits(before.id(), editsMax);
    var poll = poll(old.poll(), composed, now, edits.size() + 1);
    var words = composed.words(poll, old.place()).insteadOf(old, now);
    if (mediaChanges.isEmpty() && words.with(old.replies()).equals(old.insteadOf(old, now))) {
      return words.replies() == old.replies() ? before : replies(before, words.replies());
    }
    if (edits.size() >= editsMax) {
      throw Refusal.invalid(
          "Validation failed: A status can be edited at most " + editsMax + " times");
    }
    var after = before.with(audience(before.audience(), composed.mentioned()), words);
    write(before, after, edits.size(), mediaChanges);
    return after;
  }

  /// Other people may answer from now on. Not a word has changed, so this is no edit, and nobody is
  /// told.
  private Status replies(Status before, ReplyPolicy policy) {
    var after = before.with(before.audience(), before.words().with(policy));
    journal.write(List.of(StatusTable.put(after)), List.of(), () -> table.changed(after.id()));
    return after;
  }

  private void write(Status before, Status after, int number, List<Op> mediaChanges) {
    Status.Words old = before.words();
    var since = number == 0 ? before.createdAt() : old.editedAt();
    // Those of former states stay in use: the history shows them.
    List<Op> ops = new ArrayList<>(media.attach(after.author(), after.words().media(), after.id()));
    ops.addAll(mediaChanges);
    ops.add(StatusTable.putEdit(before.id(), number, new Edit(since, old, said(old))));
    ops.add(StatusTable.put(after));
    ops.addAll(StatusTable.tagged(before, after));
    boolean newPoll = !after.words().poll().equals(old.poll());
    List<AccountId> newlyMentioned = new ArrayList<>(after.words().mentioned());
    newlyMentioned.removeAll(old.mentioned());
    journal.write(
        ops,
        List.of(new StatusEvent.Edited(after.id(), after.author(), List.copyOf(newlyMentioned))),
        newPoll ? polls.opened(after) : List.of(),
        () -> table.changed(after.id()));
  }

  /// The same options keep the votes and the end. Others begin a new round, whose number is the
  /// edit's, so that no round comes again when a poll is taken away and put back.
  private static Optional<Status.Poll> poll(
      Optional<Status.Poll> old, Composer.Composed composed, Instant at, int round) {
    return composed
        .poll(at, round)
        .map(
            now ->
                old.filter(
                        was ->
                            was.options().equals(now.options()) && was.multiple() == now.multiple())
                    .map(
                        was ->
                            new Status.Poll(
                                was.options(),
                                was.multiple(),
                                now.hideTotals(),
                                was.endsAt(),
                                was.round()))
                    .orElse(now));
  }

  /// Whoever could read the words before still can: he has read them. The kind of audience never
  /// changes.
  private static Audience audience(Audience old, Set<AccountId> mentioned) {
    return switch (old) {
      case Audience.Everyone everyone -> everyone;
      case Audience.Followers(var people) -> new Audience.Followers(both(people, mentioned));
      case Audience.Only(var people) -> new Audience.Only(both(people, mentioned));
      case Audience.Members members -> members;
    };
  }

  private static Set<AccountId> both(Set<AccountId> some, Set<AccountId> more) {
    Set<AccountId> both = new HashSet<>(some);
    both.addAll(more);
    return Set.copyOf(both);
  }

  /// What is said of its files now.
  private Map<MediaId, Media.Said> said(Status.Words words) {
    Map<MediaId, Media.Said> said = new HashMap<>();
    media.load(words.media()).forEach(m -> said.put(m.id(), Media.Said.of(m)));
    return said;
  }

  /// Oldest first, the current state last.
  List<Edit> history(Status status) {
    Status.Words words = status.words();
    List<Edit> history = new ArrayList<>();
    // What is covered now is covered in what it was, too.
    table
        .edits(status.id(), editsMax)
        .forEach(
            edit ->
                history.add(
                    new Edit(edit.at(), edit.words().covered(words.covered()), edit.said())));
    Instant since = history.isEmpty() ? status.createdAt() : words.editedAt();
    history.add(new Edit(since, words, said(words)));
    return List.copyOf(history);
  }
}
