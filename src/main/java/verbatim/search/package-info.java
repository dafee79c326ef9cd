/// Finding people, words, tags, articles and what they quote again. Door: [Search]; what somebody
/// asks is a [Query]; articles come through the seam [Writings]. The index below it holds words of
/// public, unlisted and followers-only statuses and of published articles, never of direct
/// statuses; it is derived from the facts and decides nothing: who may see a hit is asked in the
/// query, and again before it is shown.
@NullMarked
package verbatim.search;

import org.jspecify.annotations.NullMarked;
