package verbatim.notifications;

import java.time.Instant;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.NotificationId;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;

/// @param from of a warning the reader himself: who acted is not said
/// @param warning what the moderators did
/// @param groupKey the client API's group_key: alike ones (favourites of one status) share it
public record Notification(
    NotificationId id,
    Type type,
    AccountId from,
    Optional<StatusId> status,
    Optional<ReportId> report,
    Optional<DeedId> warning,
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
    ADMIN_REPORT("admin.report"),
    MODERATION_WARNING("moderation_warning");

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
