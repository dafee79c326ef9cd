/// Long texts: articles with their versions, corrections and embeds, and the newsrooms that sign
/// them. Door: [Articles], with [Embeds] and [Newsrooms]. Who may read a published article is who
/// may read the status that carries it; an article that is not published is for those who write it.
/// What follows from a change of a post is told to [Embeds] by whoever reacts, nothing listens.
@NullMarked
package verbatim.articles;

import org.jspecify.annotations.NullMarked;
