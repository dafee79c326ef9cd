/// What may be said: statuses, series, polls, edits, boosts, favourites, bookmarks, threads.
/// Door: [Statuses]. Who may read is decided in relations.MaySee; what follows from a status in
/// server.Reactions.
@NullMarked
package verbatim.statuses;

import org.jspecify.annotations.NullMarked;
