package verbatim.announcements;

import java.time.Instant;
import java.util.Optional;
import verbatim.kernel.AnnouncementId;

/// What the house tells its members.
///
/// @param startsAt when what it speaks of begins
/// @param endsAt when it ends; from then on it is shown no more
/// @param allDay whether the two are days
/// @param publishedAt shown from then on
public record Announcement(
    AnnouncementId id,
    String text,
    Optional<Instant> startsAt,
    Optional<Instant> endsAt,
    boolean allDay,
    Instant publishedAt,
    Instant updatedAt) {
  /// What whoever runs the server writes.
  public record Draft(
      String text,
      Optional<Instant> startsAt,
      Optional<Instant> endsAt,
      boolean allDay,
      Optional<Instant> publishedAt) {}

  boolean isShown(Instant now) {
    return !publishedAt.isAfter(now) && endsAt.filter(end -> !end.isAfter(now)).isEmpty();
  }
}
