package verbatim.timelines;

import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;
import verbatim.kernel.StatusId;
import verbatim.relations.Viewer;
import verbatim.statuses.Status;

/// Timelines, read in four steps: which ids, load them, drop what this viewer may not see or does not want, show.
/// A page may be shorter than asked only at its end: dropped rows are filled up.
public final class Timelines {
  // constructor(Store store, Statuses statuses, Relations relations, Lists lists, MaySee maySee, Accounts accounts,
  //   InstantSource clock, Limits limits)

  public List<Status> home(AccountId reader, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<Status> list(AccountId reader, ListId list, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public enum Scope {
    ALL,
    LOCAL,
    REMOTE
  }

  public List<Status> everybody(Viewer viewer, Scope scope, boolean mediaOnly, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @param any more tags of which any counts
  /// @param all tags that must stand there too
  /// @param none tags that must not
  public record TagQuery(
      String tag, List<String> any, List<String> all, List<String> none, Scope scope, boolean mediaOnly) {}

  public List<Status> tag(Viewer viewer, TagQuery query, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// What of an account is asked for.
  ///
  /// @param tagged only with this tag, "" for all
  public record AccountQuery(
      AccountId author,
      boolean pinned,
      boolean mediaOnly,
      boolean withoutReplies,
      boolean withoutBoosts,
      String tagged) {}

  public List<Status> account(Viewer viewer, AccountQuery query, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  // ---- what follows from events; each bears being called twice

  public void posted(Status status) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void edited(Status status) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void deleted(StatusId status, AccountId author) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void followed(AccountId follower, AccountId followee) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void unfollowed(AccountId follower, AccountId followee) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Makes a home anew from the truth.
  public void rebuild(AccountId owner) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The reader was here: his home is kept up.
  public void seen(AccountId reader) {
    throw new UnsupportedOperationException("skeleton");
  }

  public record TagUse(long day, long uses, long accounts) {}

  /// The last 7 days of a tag, today first.
  public List<TagUse> history(String tag) {
    throw new UnsupportedOperationException("skeleton");
  }
}
