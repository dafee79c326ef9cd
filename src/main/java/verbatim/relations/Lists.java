package verbatim.relations;

import java.util.Collection;
import java.util.List;
import verbatim.kernel.AccountId;
import verbatim.kernel.ListId;
import verbatim.kernel.Page;

/// Lists of accounts that somebody keeps, and the tags he follows or features. Only their owner sees lists.
public final class Lists {
  public enum Replies {
    FOLLOWED,
    LIST,
    NONE
  }

  public record AccountList(ListId id, String title, Replies replies, boolean exclusive) {}

  public record FeaturedTag(long id, String name, long statuses, String lastStatusDay) {}

  public List<AccountList> of(AccountId owner) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// @throws verbatim.kernel.Refused NotFound, also for somebody else's
  public AccountList get(AccountId owner, ListId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public AccountList create(AccountId owner, String title, Replies replies, boolean exclusive) {
    throw new UnsupportedOperationException("skeleton");
  }

  public AccountList change(AccountId owner, AccountList changed) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void delete(AccountId owner, ListId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<Relations.Entry> members(AccountId owner, ListId id, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Only accounts that the owner follows (or himself) may be added.
  public void add(AccountId owner, ListId id, Collection<AccountId> accounts) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void remove(AccountId owner, ListId id, Collection<AccountId> accounts) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// The owner's lists that hold this account.
  public List<AccountList> holding(AccountId owner, AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Every list that holds this account: where its posts go.
  public List<Membership> listsWith(AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }

  public record Membership(AccountId owner, ListId list, Replies replies, boolean exclusive) {}

  public void followTag(AccountId owner, String tag) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void unfollowTag(AccountId owner, String tag) {
    throw new UnsupportedOperationException("skeleton");
  }

  public boolean followsTag(AccountId owner, String tag) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<String> followedTags(AccountId owner, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Who follows a tag, in slices.
  public List<Relations.Entry> tagFollowers(String tag, long after, int rowsMax) {
    throw new UnsupportedOperationException("skeleton");
  }

  public FeaturedTag feature(AccountId owner, String tag) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void unfeature(AccountId owner, long id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public List<FeaturedTag> featured(AccountId owner) {
    throw new UnsupportedOperationException("skeleton");
  }
}
