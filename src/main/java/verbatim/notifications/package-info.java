/// What somebody is told: mentions, favourites, boosts, follows, polls, edits,
/// excerpts, stories, articles, questions, and what moderators did. Door: [Notifications]. Derived
/// rows; MaySee is asked again at reading.
@NullMarked
package verbatim.notifications;

import org.jspecify.annotations.NullMarked;
