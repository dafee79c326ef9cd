package verbatim.streaming;

import verbatim.kernel.StatusId;
import verbatim.notifications.Notification;
import verbatim.statuses.Status;

/// What a reader gets.
public sealed interface Message {
  record New(Status status) implements Message {}

  record Edited(Status status) implements Message {}

  record Removed(StatusId status) implements Message {}

  record Told(Notification notification) implements Message {}

  record FiltersChanged() implements Message {}
}
