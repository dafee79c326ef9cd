package verbatim.statuses;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import verbatim.accounts.Accounts;
import verbatim.kernel.AccountId;
import verbatim.kernel.Ids;
import verbatim.kernel.Limits;
import verbatim.kernel.MediaId;
import verbatim.kernel.Origin;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.kernel.Turns;
import verbatim.log.EventLog;
import verbatim.log.Jobs;
import verbatim.media.Media;
import verbatim.relations.MayDo;
import verbatim.relations.MaySee;
import verbatim.relations.ReplyPolicy;
import verbatim.relations.Viewer;
import verbatim.store.Bytes;
import verbatim.store.Op;
import verbatim.store.Store;

/// What may be said, and by whom it may be changed. The one door for statuses of ours and of other
/// servers. All reading methods that take a viewer ask [verbatim.relations.MaySee]; what he may not
/// see is NotFound.
public final class Statuses {
  /// Nobody needs to know it more exactly, and whoever looks at a profile pays for it.
  public static final int TAG_USES_MAX = 1_000;

  private static final int JOBS_AT_ONCE_MAX = 4;

  private final StatusTable table;
  private final MarkTable marks;
  private final Months months;
  private final Journal journal;
  private final Claims claims;
  private final Poster poster;
  private final Editing editing;
  private final Threads threads;
  private final Shelves shelves;
  private final Boosts boosts;
  private final Polls polls;
  private final Counting counting;
  private final Erasing erasing;
  private final Scheduled scheduled;
  private final Drafts drafts;
  private final MaySee maySee;
  private final MayDo mayDo;
  private final Limits.Rows rows;

  /// @param random for tokens that nobody must guess twice
  /// @param ownDomain so that `@bob@here` is bob
  public Statuses(
      Store store,
      EventLog log,
      Jobs jobs,
      Accounts accounts,
      MaySee maySee,
      MayDo mayDo,
      Media media,
      Ids ids,
      InstantSource clock,
      RandomGenerator random,
      Limits limits,
      String ownDomain) {
    var turns = new Turns();
    this.months = new Months(store);
    var composer = new Composer(accounts, limits, ownDomain);
    this.maySee = maySee;
    this.mayDo = mayDo;
    this.rows = limits.rows();
    this.journal = new Journal(store, log, jobs, accounts);
    this.table = new StatusTable(store, months);
    this.marks = new MarkTable(store);
    this.claims = new Claims(store, ids, clock, random, this::written);
    this.polls =
        new Polls(store, marks, table, journal, clock, random, limits.text().pollOptionsMax());
    this.shelves = new Shelves(store, table, marks, months, journal, turns, ids, limits);
    this.counting = new Counting(store, table, shelves);
    this.poster = new Poster(table, journal, composer, mayDo, polls, media, counting, ids, limits);
    this.editing = new Editing(table, journal, composer, mayDo, polls, media, turns, clock, limits);
    this.threads =
        new Threads(table, new ThreadTable(store), new HiddenTable(store), rows.threadMax());
    this.boosts = new Boosts(store, table, marks, journal, turns, mayDo, ids);
    this.erasing =
        new Erasing(
            table,
            marks,
            months,
            shelves,
            boosts,
            polls,
            counting,
            claims,
            media,
            journal,
            turns,
            limits.text().editsMax());
    this.scheduled = new Scheduled(store, jobs, ids, clock, limits, media, posting());
    this.drafts = new Drafts(store, ids, clock, media, limits);
    jobs.handle(Journal.POLL_ENDS, JOBS_AT_ONCE_MAX, (job, _) -> pollEnds(id(job)));
    jobs.handle(
        Journal.STATUS_GOES,
        JOBS_AT_ONCE_MAX,
        (job, _) -> {
          clear(Bytes.read(job.body()));
          return new Jobs.Outcome.Done();
        });
  }

  /// A post as it is, for whoever has to keep it so.
  public static byte[] written(Status status) {
    return StatusBytes.write(new Kept.Live(status));
  }

  /// The same post again.
  public static Status written(StatusId id, byte[] bytes) {
    return StatusBytes.live(StatusBytes.read(id, bytes)).orElseThrow();
  }

  /// Posts that wait for their time.
  public Scheduled scheduled() {
    return scheduled;
  }

  /// What somebody has begun to write.
  public Drafts drafts() {
    return drafts;
  }

  private static StatusId id(Jobs.Job job) {
    return new StatusId(Bytes.read(job.body()).number());
  }

  private void clear(Bytes.Reader body) {
    var id = new StatusId(body.number());
    int rounds = (int) body.number();
    erasing.clear(id, rounds, body.list(from -> new MediaId(from.number())));
  }

  private Jobs.Outcome pollEnds(StatusId id) {
    find(id).filter(s -> !s.isBoost() && s.words().poll().isPresent()).ifPresent(polls::ended);
    return new Jobs.Outcome.Done();
  }

  /// Posts. The answer comes when it is durable.
  ///
  /// @throws verbatim.kernel.Refused Invalid (empty, too long, …), NotFound (parent), Forbidden
  public Status post(Draft draft) {
    return switch (draft.origin()) {
      case Origin.Here _ -> poster.post(draft);
      case Origin.Remote(var uri, _) -> claims.once(uri, () -> poster.prepare(draft)).getFirst();
    };
  }

  /// Posts once for an idempotency key of this author: asking again, also at the same time, answers
  /// the first result. Another text under the same key is Invalid.
  public Status post(Draft draft, String idempotencyKey) {
    if (idempotencyKey.isEmpty()) {
      return post(draft);
    }
    byte[] content = Composer.content(List.of(draft));
    return claims
        .once(draft.author(), idempotencyKey, content, 1, () -> poster.prepare(draft))
        .getFirst();
  }

  /// Several at once, all or none, each answering the one before; 2 to 25.
  public List<Status> postSeries(List<Draft> drafts, String idempotencyKeyOrBlank) {
    if (idempotencyKeyOrBlank.isEmpty() || drafts.isEmpty()) {
      return poster.postSeries(drafts);
    }
    byte[] content = Composer.content(drafts);
    return claims.once(
        drafts.getFirst().author(),
        idempotencyKeyOrBlank,
        content,
        drafts.size(),
        () -> poster.prepareSeries(drafts));
  }

  public Status edit(AccountId who, StatusId id, Draft changed) {
    return edit(who, id, changed, Map.of());
  }

  /// @param media what is now said of some of the author's files: they change with the edit or not
  ///     at all
  public Status edit(AccountId who, StatusId id, Draft changed, Map<MediaId, Media.Said> media) {
    return editing.edit(who, id, changed, media);
  }

  /// From now on only these may answer. No edit: its words stay.
  public Status letReply(AccountId who, StatusId id, ReplyPolicy policy) {
    return editing.letReply(who, id, policy);
  }

  /// Covers its pictures, by the moderators, or takes the cover away. Nothing happens when that is
  /// so, or it is gone.
  public void cover(StatusId id, boolean isCovered) {
    editing.cover(id, isCovered);
  }

  /// @return the status as it was, for "delete and redraft"
  public Status delete(AccountId who, StatusId id) {
    return erasing.delete(who, id);
  }

  /// What is stored, whoever asks: for reactions and for lists that ask [verbatim.relations.MaySee]
  /// themselves.
  public Optional<Status> find(StatusId id) {
    return table.find(id).filter(this::stands);
  }

  /// In the order asked, what is not there left out; not filtered by viewer.
  public List<Status> load(Collection<StatusId> ids) {
    return read(ids).stream().flatMap(read -> read.status().stream()).toList();
  }

  public Status get(Viewer viewer, StatusId id) {
    return find(id).filter(status -> maySee(viewer, status)).orElseThrow(Refusal::notFound);
  }

  /// Oldest first, the current state last.
  public List<Edit> history(Viewer viewer, StatusId id) {
    return editing.history(words(viewer, id));
  }

  public List<Status> series(Viewer viewer, SeriesId id) {
    List<Status> parts =
        load(table.series(id)).stream().filter(part -> maySee(viewer, part)).toList();
    if (parts.isEmpty()) {
      throw Refusal.notFound();
    }
    return parts;
  }

  /// @param hidden answers that the author of a post above them has folded away, and what hangs on
  ///     them; in the same order
  /// @param absent what stands in the tree and is gone, or not for the viewer, each with what it
  ///     answers: nothing else is said of it
  /// @param goesOn the deepest ones that are shown, where there are deeper ones
  /// @param isCut whether more could be shown than is
  public record Context(
      List<Status> ancestors,
      List<Status> descendants,
      List<Status> hidden,
      Map<StatusId, StatusId> absent,
      Set<StatusId> goesOn,
      boolean isCut) {}

  /// The first status of the thread that it stands in, or stood in before it was deleted.
  public Optional<StatusId> threadOf(StatusId id) {
    return table
        .kept(id)
        .flatMap(
            kept ->
                switch (kept) {
                  case Kept.Gone(_, var root) -> Optional.of(root);
                  case Kept.Live(var status) ->
                      status.isBoost()
                          ? Optional.empty()
                          : Optional.of(status.words().place().root());
                });
  }

  /// Ancestors from the root down; descendants in reading order (each followed by its answers, the
  /// author's own continuation first). What the viewer may not see is left out together with what
  /// hangs on it only where the parent's absence would tell more than the design allows.
  public Context thread(Viewer viewer, StatusId id) {
    Status status = words(viewer, id);
    var bounds =
        switch (viewer) {
          case Viewer.Anybody _ ->
              new Threads.Bounds(
                  rows.threadAncestorsSignedOutMax(),
                  rows.threadDescendantsSignedOutMax(),
                  rows.threadDepthSignedOutMax());
          case Viewer.Member _ ->
              new Threads.Bounds(rows.threadMax(), rows.threadMax(), rows.threadMax());
        };
    return threads.around(
        status, bounds, other -> maySee(viewer, other) && maySee.wants(viewer, other.author()));
  }

  /// Folds a reply away, for everybody: it stands below all others, under a line that says so.
  /// Nothing else changes for it, and its author is not told.
  ///
  /// @param id a post of his own
  /// @param reply an answer to it, or to one of its answers
  /// @return his post
  public Status hideReply(AccountId who, StatusId id, StatusId reply) {
    return hide(who, id, reply, HiddenTable::put);
  }

  public Status unhideReply(AccountId who, StatusId id, StatusId reply) {
    return hide(who, id, reply, HiddenTable::delete);
  }

  private interface Hide {
    Op op(StatusId root, StatusId reply, StatusId post);
  }

  private Status hide(AccountId who, StatusId id, StatusId reply, Hide how) {
    mayDo.act(who);
    Status post = words(Viewer.of(who), id);
    Status answer = words(Viewer.of(who), reply);
    if (!post.author().equals(who)) {
      throw Refusal.forbidden("Only the author of a post may hide replies to it");
    }
    if (!threads.isBelow(answer, post.id())) {
      throw Refusal.notFound();
    }
    journal.write(List.of(how.op(post.words().place().root(), answer.id(), post.id())), List.of());
    return post;
  }

  /// Whether he may answer this post, given that he may see it.
  public boolean mayReply(AccountId who, Status post) {
    Status.Words words = post.words();
    return mayDo.mayReply(who, post.author(), words.replies(), words.mentioned());
  }

  public Status favourite(AccountId who, StatusId id) {
    mayDo.act(who);
    Status status = words(Viewer.of(who), id);
    shelves.favourite(who, status.id());
    return status;
  }

  public Status unfavourite(AccountId who, StatusId id) {
    shelves.unfavourite(who, behind(id));
    return words(Viewer.of(who), id);
  }

  /// @return the boost
  public Status boost(AccountId who, StatusId id, Draft.Visibility visibility) {
    return boosts.boost(who, words(Viewer.of(who), id), visibility);
  }

  /// @return the status that was boosted
  public Status unboost(AccountId who, StatusId id) {
    StatusId of = behind(id);
    boosts.find(who, of).ifPresent(boost -> erasing.delete(who, boost.id()));
    return words(Viewer.of(who), of);
  }

  public Status bookmark(AccountId who, StatusId id) {
    mayDo.act(who);
    Status status = words(Viewer.of(who), id);
    shelves.bookmark(who, status.id());
    return status;
  }

  public Status unbookmark(AccountId who, StatusId id) {
    shelves.unbookmark(who, behind(id));
    return words(Viewer.of(who), id);
  }

  public Status pin(AccountId who, StatusId id) {
    Status status = own(who, id);
    shelves.pin(status);
    return status;
  }

  public Status unpin(AccountId who, StatusId id) {
    Status status = own(who, id);
    shelves.unpin(status);
    return status;
  }

  public Status muteThread(AccountId who, StatusId id) {
    Status status = words(Viewer.of(who), id);
    shelves.mute(who, status.words().place().root());
    return status;
  }

  public Status unmuteThread(AccountId who, StatusId id) {
    Status status = words(Viewer.of(who), id);
    shelves.unmute(who, status.words().place().root());
    return status;
  }

  public boolean hasMutedThread(AccountId who, StatusId root) {
    return marks.has(who, root, MarkTable.Kind.MUTE);
  }

  public Marks marks(AccountId viewer, StatusId id) {
    return marks.reading(viewer).of(id, root(id));
  }

  /// What one viewer did with the statuses of one page.
  public interface Marked {
    /// @param words not a boost
    Marks of(Status words);
  }

  public Marked marks(AccountId viewer) {
    MarkTable.Reading reading = marks.reading(viewer);
    return words -> reading.of(words.id(), words.words().place().root());
  }

  public Counts counts(StatusId id) {
    return counting.of(id);
  }

  /// Waits until what was last done with this status is counted, so that the answer to whoever did
  /// it can show it.
  ///
  /// @return false when the time ran out first
  public boolean awaitCounts(StatusId id, Duration max) {
    return journal.await(id, max);
  }

  /// Folds an event into the counts of its status. Bears events that come twice, late or in another
  /// order; not two consumers for one partition.
  public void count(StatusEvent event, int partition, long offset) {
    counting.on(event, partition);
  }

  public record By(long position, AccountId account) {}

  public List<By> favouritedBy(Viewer viewer, StatusId id, Page page) {
    StatusId of = words(viewer, id).id();
    return page.filled(
        next -> shelves.favouritedBy(of, next),
        By::position,
        by -> maySee.maySeeProfile(viewer, by.account()) ? List.of(by) : List.of());
  }

  public List<By> boostedBy(Viewer viewer, StatusId id, Page page) {
    StatusId of = words(viewer, id).id();
    return page.filled(
        next -> boosts.boostedBy(of, next),
        By::position,
        by ->
            find(new StatusId(by.position())).filter(boost -> maySee(viewer, boost)).isPresent()
                ? List.of(by)
                : List.of());
  }

  /// A status in somebody's shelf, with the id that pages the shelf.
  public record Shelved(long position, StatusId status) {}

  public List<Shelved> favourites(AccountId who, Page page) {
    return shelf(who, page, next -> shelves.favourites(who, next));
  }

  public List<Shelved> bookmarks(AccountId who, Page page) {
    return shelf(who, page, next -> shelves.bookmarks(who, next));
  }

  /// What the account favourited, boosted, bookmarked or voted in: with its own words and those
  /// that mention it, its library. The newest months first, to about `rowsMax`.
  public Set<StatusId> library(AccountId who, int rowsMax) {
    Set<StatusId> found = new HashSet<>();
    for (long month : months.all(MarkTable.REACTIONS, who.value())) {
      if (found.size() >= rowsMax) {
        break;
      }
      marks.collect(who, month, found::add);
    }
    return found;
  }

  public Tally vote(AccountId who, StatusId id, List<Integer> choices) {
    mayDo.act(who);
    Status status = words(Viewer.of(who), id);
    polls.vote(who, status, choices);
    return polls.tally(Viewer.of(who), status);
  }

  public Tally tally(Viewer viewer, StatusId id) {
    return polls.tally(viewer, words(viewer, id));
  }

  /// Who voted: they are told when a poll ends.
  public List<AccountId> voters(StatusId id, long after, int rowsMax) {
    return find(id).map(status -> polls.voters(status, after, rowsMax)).orElse(List.of());
  }

  public List<StatusId> pinned(AccountId author) {
    return shelves.pinned(author);
  }

  /// The author's statuses and boosts, newest first, unfiltered by viewer: (the outbox).
  public List<Status> outbox(AccountId author, Page page) {
    return page.filled(
        next -> read(table.outbox(author, next)),
        read -> read.id().value(),
        read -> read.status().map(List::of).orElse(List.of()));
  }

  /// How often an author uses a tag in what everybody may read; as far as [#TAG_USES_MAX].
  ///
  /// @param last when he last did; [Instant#EPOCH] when never
  public record TagUse(int statuses, Instant last) {}

  public TagUse tagUse(AccountId author, String tag) {
    List<StatusId> some = table.underTag(author, tag, TAG_USES_MAX);
    Instant last = some.isEmpty() ? Instant.EPOCH : Ids.timeOf(some.getFirst().value());
    return new TagUse(some.size(), last);
  }

  /// Who boosted it, the last first: they are told of an edit.
  public List<AccountId> boosters(StatusId id, int rowsMax) {
    return boosts.boostedBy(id, Page.newest(rowsMax)).stream().map(By::account).toList();
  }

  /// Erases some of what a deleted account said and marked.
  ///
  /// @return whether there may be more
  public boolean forgetSome(AccountId account, int rowsMax) {
    return scheduled.forgetSome(account, rowsMax)
        || drafts.forgetSome(account, rowsMax)
        || erasing.forgetSome(account, rowsMax);
  }

  public long localCount() {
    return counting.localCount();
  }

  /// A status of another server, by its id in ActivityPub.
  public Optional<Status> findByUri(String uri) {
    return table.byUri(uri).flatMap(this::find);
  }

  /// How this viewer stands to the authors of one page.
  public MaySee.Sight sight(Viewer viewer) {
    return maySee.sight(viewer);
  }

  /// Whether the viewer may read it; of a boost, also what was boosted.
  public boolean maySee(Viewer viewer, Status status) {
    return maySee(maySee.sight(viewer), status);
  }

  /// The same for the statuses of one page.
  public boolean maySee(MaySee.Sight sight, Status status) {
    if (!sight.maySee(status.author(), status.audience())) {
      return false;
    }
    return switch (status.content()) {
      case Status.Words _ -> true;
      case Status.Boost(var of, _) ->
          table
              .find(of)
              .filter(other -> sight.maySee(other.author(), other.audience()))
              .isPresent();
    };
  }

  /// What it answers, as far as the viewer may know of it: the id of a status that he may not see
  /// is not shown either, nor that of a deleted one.
  public Optional<Status.Parent> parent(Viewer viewer, Status status) {
    return switch (status.content()) {
      case Status.Boost _ -> Optional.empty();
      case Status.Words words ->
          words
              .place()
              .parent()
              .filter(
                  parent -> table.find(parent.status()).filter(p -> maySee(viewer, p)).isPresent());
    };
  }

  // ---- inside

  private record Read(StatusId id, Optional<Status> status) {}

  /// A series may be published between the reading of two of its parts. So that a page has all of
  /// them or none, what was not there is looked up again for as long as parts of a series turn up.
  private List<Read> read(Collection<StatusId> ids) {
    List<Read> read = new ArrayList<>();
    ids.forEach(id -> read.add(new Read(id, find(id))));
    boolean again = read.stream().anyMatch(Statuses::isPart);
    while (again) {
      again = false;
      for (int i = 0; i < read.size(); i++) {
        if (read.get(i).status().isEmpty()) {
          StatusId id = read.get(i).id();
          read.set(i, new Read(id, find(id)));
          again |= isPart(read.get(i));
        }
      }
    }
    return read;
  }

  private static boolean isPart(Read read) {
    return read.status()
        .filter(s -> s.content() instanceof Status.Words words && words.series().isPresent())
        .isPresent();
  }

  /// Whether what was posted for this key has been deleted since.
  private Scheduled.Posting posting() {
    return new Scheduled.Posting() {
      @Override
      public void check(List<Draft> drafts) {
        var _ =
            drafts.size() == 1 ? poster.prepare(drafts.getFirst()) : poster.prepareSeries(drafts);
      }

      @Override
      public List<Status> post(List<Draft> drafts, String key) {
        return drafts.size() == 1
            ? List.of(Statuses.this.post(drafts.getFirst(), key))
            : postSeries(drafts, key);
      }

      @Override
      public boolean isBegun(AccountId author, String key) {
        return !claims.claimed(author, key).isEmpty();
      }

      @Override
      public boolean isGoneAgain(AccountId author, String key) {
        return claims.claimed(author, key).stream()
            .anyMatch(id -> table.kept(id).filter(Kept.Gone.class::isInstance).isPresent());
      }
    };
  }

  /// What a claim stands for, if it was written.
  private Optional<List<Status>> written(List<StatusId> ids) {
    List<Status> there = new ArrayList<>();
    for (StatusId id : ids) {
      var kept = table.kept(id);
      if (kept.isEmpty()) {
        return Optional.empty();
      }
      switch (kept.get()) {
        case Kept.Live(var status) -> there.add(status);
        case Kept.Gone _ -> throw Refusal.notFound();
      }
    }
    return Optional.of(List.copyOf(there));
  }

  /// Boosts of what was deleted vanish with it.
  private boolean stands(Status status) {
    return switch (status.content()) {
      case Status.Words _ -> true;
      case Status.Boost(var of, _) -> table.find(of).isPresent();
    };
  }

  /// The status with words behind an id: of a boost, what was boosted.
  private Status words(Viewer viewer, StatusId id) {
    Status status = get(viewer, id);
    return switch (status.content()) {
      case Status.Words _ -> status;
      case Status.Boost(var of, _) -> get(viewer, of);
    };
  }

  private StatusId behind(StatusId id) {
    return table.find(id).map(s -> s.content() instanceof Status.Boost b ? b.of() : id).orElse(id);
  }

  private StatusId root(StatusId id) {
    return table
        .find(behind(id))
        .filter(status -> !status.isBoost())
        .map(status -> status.words().place().root())
        .orElse(id);
  }

  private Status own(AccountId who, StatusId id) {
    Status status = words(Viewer.of(who), id);
    if (!status.author().equals(who)) {
      throw Refusal.invalid("Validation failed: Someone else's post cannot be pinned");
    }
    return status;
  }

  private List<Shelved> shelf(AccountId who, Page page, Function<Page, List<Shelved>> read) {
    var viewer = Viewer.of(who);
    return page.filled(
        read,
        Shelved::position,
        shelved ->
            find(shelved.status()).filter(status -> maySee(viewer, status)).isPresent()
                ? List.of(shelved)
                : List.of());
  }
}
