package verbatim.notifications;

import java.time.Instant;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.NotificationId;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;

/// @param groupKey the client API's group_key: alike ones (favourites of one status) share it
public record Notification(
    NotificationId id,
    Type type,
    AccountId from,
    Optional<StatusId> status,
    Optional<ReportId> report,
    String groupKey,
    Instant createdAt) {
  public enum Type {
    MENTION("mention"),
    STATUS("status"),
    REBLOG("reblog"),
    FOLLOW("follow"),
    FOLLOW_REQUEST("follow_request"),
    FAVOURITE("favourite"),
    POLL("poll"),
    UPDATE("update"),
    ADMIN_SIGN_UP("admin.sign_up"),
    ADMIN_REPORT("admin.report");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /// The client API's word.
    public String word() {
      return word;
    }
  }
}
