/// The Mastodon client API and our own beside it: routes and JSON, nothing else. Door: [Api]. Each
/// `…Routes` file holds the routes of one entity, each `…Json` file the shape of one.
/// It decides nothing: who may read is [verbatim.relations.MaySee]'s business, what may be said
/// [verbatim.statuses.Statuses]'s.
@NullMarked
package verbatim.api;

import org.jspecify.annotations.NullMarked;
