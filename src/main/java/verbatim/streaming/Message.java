package verbatim.streaming;

import verbatim.announcements.Announcements;
import verbatim.conversations.Shown;
import verbatim.kernel.AccountId;
import verbatim.kernel.AnnouncementId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.StatusId;
import verbatim.notifications.Notification;
import verbatim.statuses.Status;
import verbatim.timelines.Directs;

/// What a reader gets.
public sealed interface Message {
  record New(Status status) implements Message {}

  record Edited(Status status) implements Message {}

  record Removed(StatusId status) implements Message {}

  record Told(Notification notification) implements Message {}

  record Announced(Announcements.Shown shown) implements Message {}

  record AnnouncementGone(AnnouncementId announcement) implements Message {}

  record Reacted(AnnouncementId announcement, Announcements.Reaction reaction) implements Message {}

  record FiltersChanged() implements Message {}

  /// A private conversation as the reader sees it now.
  record Talked(Shown conversation) implements Message {}

  /// A thread of private mentions as the reader sees it now.
  record Threaded(Directs.Thread thread) implements Message {}

  record Typing(ConversationId conversation, AccountId who) implements Message {}
}
