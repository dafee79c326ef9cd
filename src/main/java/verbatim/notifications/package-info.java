/// What somebody is told: mentions, favourites, boosts, follows, polls, edits. Door:
/// [Notifications]. Derived rows; MaySee is asked again at reading.
@NullMarked
package verbatim.notifications;

import org.jspecify.annotations.NullMarked;
