package verbatim.notifications;

import java.time.Instant;
import java.util.Optional;
import verbatim.kernel.AccountId;
import verbatim.kernel.DeedId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.NotificationId;
import verbatim.kernel.ReportId;
import verbatim.kernel.StatusId;

/// @param from of a warning the reader himself: who acted is not said
/// @param warning what the moderators did
/// @param excerpt of a private conversation
/// @param groupKey the client API's group_key: alike ones (favourites of one status) share it
public record Notification(
    NotificationId id,
    Type type,
    AccountId from,
    Optional<StatusId> status,
    Optional<ReportId> report,
    Optional<DeedId> warning,
    Optional<ExcerptId> excerpt,
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
    MODERATION_WARNING("moderation_warning"),
    /// Words of the reader are asked for.
    EXCERPT_ASKED("excerpt_asked"),
    /// Somebody has agreed whom the reader asked.
    EXCERPT_AGREED("excerpt_agreed"),
    /// Words of the reader are shown, as was agreed beforehand.
    EXCERPT_SHOWN("excerpt_shown");

    private final String word;

    /// Whether it is about an excerpt.
    boolean isOfExcerpt() {
      return switch (this) {
        case EXCERPT_ASKED, EXCERPT_AGREED, EXCERPT_SHOWN -> true;
        case MENTION,
            STATUS,
            REBLOG,
            FOLLOW,
            FOLLOW_REQUEST,
            FAVOURITE,
            POLL,
            UPDATE,
            ADMIN_SIGN_UP,
            ADMIN_REPORT,
            MODERATION_WARNING ->
            false;
      };
    }

    Type(String word) {
      this.word = word;
    }

    /// The client API's word.
    public String word() {
      return word;
    }
  }
}
