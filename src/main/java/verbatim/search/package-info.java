/// Finding people, words and tags again. Door: [Search]; what somebody asks is a [Query].
/// The index below it holds words of public, unlisted and followers-only statuses, never of direct
/// ones; it is derived from the facts and decides nothing: who may see a hit is asked in the query,
/// and again before it is shown.
@NullMarked
package verbatim.search;

import org.jspecify.annotations.NullMarked;
