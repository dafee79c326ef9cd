package verbatim.notifications;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import verbatim.kernel.AccountId;
import verbatim.kernel.NotificationId;
import verbatim.kernel.Page;
import verbatim.relations.RelationEvent;
import verbatim.statuses.StatusEvent;

/// Tells people what concerns them. The policy (whom to hold aside) and markers stand here too.
public final class Notifications {
  // constructor(Store store, Statuses statuses, Relations relations, MaySee maySee, Accounts accounts, InstantSource clock, Limits limits)

  /// @param types only these; empty for all
  /// @param without not these
  /// @param from only from this account
  public record Query(
      Set<Notification.Type> types, Set<Notification.Type> without, Optional<AccountId> from, boolean withHeldAside) {}

  public List<Notification> list(AccountId reader, Query query, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Alike notifications together, newest group first.
  public record Group(String key, Notification newest, NotificationId oldest, int count, List<AccountId> from) {}

  public List<Group> groups(AccountId reader, Query query, Set<Notification.Type> grouped, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Notification get(AccountId reader, NotificationId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Group group(AccountId reader, String key) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void dismiss(AccountId reader, NotificationId id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void dismissGroup(AccountId reader, String key) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void clear(AccountId reader) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Newer than the notifications marker, at most `max`.
  public int unread(AccountId reader, Query query, int max) {
    throw new UnsupportedOperationException("skeleton");
  }

  public enum Held {
    ACCEPT,
    FILTER,
    DROP
  }

  public record Policy(
      Held notFollowing, Held notFollowers, Held newAccounts, Held privateMentions, Held limitedAccounts) {
    public static final Policy OPEN =
        new Policy(Held.ACCEPT, Held.ACCEPT, Held.ACCEPT, Held.FILTER, Held.FILTER);
  }

  public Policy policy(AccountId owner) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Policy change(AccountId owner, Policy policy) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Notifications of one account that are held aside by the policy.
  public record Request(long id, AccountId from, int count, Optional<Notification> last) {}

  public List<Request> requests(AccountId owner, Page page) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void acceptRequest(AccountId owner, long id) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void dismissRequest(AccountId owner, long id) {
    throw new UnsupportedOperationException("skeleton");
  }

  // ---- markers

  /// How far somebody has read: `home` or `notifications`.
  public record Marker(String timeline, String lastReadId, long version, java.time.Instant updatedAt) {}

  public List<Marker> markers(AccountId owner, Set<String> timelines) {
    throw new UnsupportedOperationException("skeleton");
  }

  public Marker mark(AccountId owner, String timeline, String lastReadId) {
    throw new UnsupportedOperationException("skeleton");
  }

  // ---- what follows from events; each bears being called twice

  /// @param eventId of the log entry: fixes the notification's key, so that a replay writes the same row
  public void on(long eventId, StatusEvent event) {
    throw new UnsupportedOperationException("skeleton");
  }

  public void on(long eventId, RelationEvent event) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// Removes what a deleted status or an ended relation had told.
  public void forget(AccountId account) {
    throw new UnsupportedOperationException("skeleton");
  }
}
