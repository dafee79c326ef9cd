package verbatim.streaming;

import verbatim.announcements.Announcements;
import verbatim.kernel.AnnouncementId;
import verbatim.kernel.StatusId;
import verbatim.notifications.Notification;
import verbatim.statuses.Status;

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
}
