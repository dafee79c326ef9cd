package verbatim.statuses;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.Page;
import verbatim.kernel.SeriesId;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;

/// What may be said, and by whom it may be changed. The one door for statuses of ours and of other servers. All
/// reading methods that take a viewer ask [verbatim.relations.MaySee]; what he may not see is NotFound.
public final class Statuses {
  // constructor(Store store, EventLog log, Jobs jobs, Accounts accounts, Relations relations, MaySee maySee,
  //   MayDo mayDo, Media media, Ids ids, InstantSource clock, RandomGenerator random, Limits limits)

  /// Posts. The answer comes when it is durable.
  ///
  /// @throws verbatim.kernel.Refused Invalid (empty, too long, …), NotFound (parent), Forbidden
  public Status post(Draft draft) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Posts once for an idempotency key of this author: asking again, also at the same time, answers the first
  /// result. Another text under the same key is Invalid.
  public Status post(Draft draft, String idempotencyKey) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Several at once, all or none, each answering the one before; 2 to 25.
  public List<Status> postSeries(List<Draft> drafts, String idempotencyKeyOrBlank) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Status edit(AccountId who, StatusId id, Draft changed) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @return the status as it was, for "delete and redraft"
  public Status delete(AccountId who, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// What is stored, whoever asks: for reactions and for lists that ask [verbatim.relations.MaySee] themselves.
  public Optional<Status> find(StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// In the order asked, what is not there left out; not filtered by viewer.
  public List<Status> load(Collection<StatusId> ids) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Status get(Viewer viewer, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Oldest first, the current state last.
  public List<Edit> history(Viewer viewer, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<Status> series(Viewer viewer, SeriesId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public record Context(List<Status> ancestors, List<Status> descendants) {}

  /// Ancestors from the root down; descendants in reading order (each followed by its answers, the author's own
  /// continuation first). What the viewer may not see is left out together with what hangs on it only where the
  /// parent's absence would tell more than the design allows.
  public Context thread(Viewer viewer, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Status favourite(AccountId who, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Status unfavourite(AccountId who, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @return the boost
  public Status boost(AccountId who, StatusId id, Draft.Visibility visibility) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @return the status that was boosted
  public Status unboost(AccountId who, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Status bookmark(AccountId who, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Status unbookmark(AccountId who, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Status pin(AccountId who, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Status unpin(AccountId who, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Status muteThread(AccountId who, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Status unmuteThread(AccountId who, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public boolean hasMutedThread(AccountId who, StatusId root) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Marks marks(AccountId viewer, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Map<StatusId, Marks> marks(AccountId viewer, Collection<StatusId> ids) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Counts counts(StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Folds an event into the counts of its status. Idempotent per (partition, offset).
  public void count(StatusEvent event, int partition, long offset) {
    throw new UnsupportedOperationException("skeleton");
  }

  public record By(long position, AccountId account) {}

  public List<By> favouritedBy(Viewer viewer, StatusId id, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<By> boostedBy(Viewer viewer, StatusId id, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// A status in somebody's shelf, with the id that pages the shelf.
  public record Shelved(long position, StatusId status) {}

  public List<Shelved> favourites(AccountId who, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<Shelved> bookmarks(AccountId who, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Tally vote(AccountId who, StatusId id, List<Integer> choices) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Tally tally(Viewer viewer, StatusId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Who voted: they are told when a poll ends.
  public List<AccountId> voters(StatusId id, long after, int rowsMax) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<StatusId> pinned(AccountId author) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The author's statuses and boosts, newest first, unfiltered by viewer: (the outbox).
  public List<Status> outbox(AccountId author, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Who boosted or favourited or was mentioned, to be told of an edit or a deletion; at most rowsMax.
  public List<AccountId> boosters(StatusId id, int rowsMax) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Erases everything of a deleted account, in bounded steps.
  public void forget(AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }

  public long localCount() {
    throw new UnsupportedOperationException("skeleton");
  }
}
