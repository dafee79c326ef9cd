package verbatim.streaming;

import verbatim.kernel.AccountId;
import verbatim.kernel.AnnouncementId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.NotificationId;
import verbatim.kernel.StatusId;
import verbatim.relations.Audience;

/// What happened, as ids: what it says is loaded when it is sent, and only for whom it is. The same
/// event makes the same happening, another event another.
sealed interface Happening {
  record Posted(StatusId status) implements Happening {}

  record Edited(StatusId status, long event) implements Happening {}

  record Removed(StatusId status, AccountId author, Audience audience, boolean isBoost)
      implements Happening {}

  record Told(AccountId to, NotificationId notification) implements Happening {}

  /// An announcement came, was changed or is gone.
  record Announced(AnnouncementId announcement, long event) implements Happening {}

  record Reacted(AnnouncementId announcement, String name, long event) implements Happening {}

  record FiltersChanged(AccountId owner, long event) implements Happening {}

  /// Something was said, erased or agreed in a private conversation.
  record Talked(ConversationId conversation, long event) implements Happening {}

  /// A private mention was posted: what becomes of its thread.
  record Threaded(StatusId status) implements Happening {}

  record Typing(AccountId who, ConversationId conversation, AccountId to, long at)
      implements Happening {}
}
