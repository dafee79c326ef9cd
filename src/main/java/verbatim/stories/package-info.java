/// Stories: what people gather on one event, so that others understand it. Door: [Stories]. A story
/// holds places for posts, excerpts and articles, never copies of their words: each is looked up
/// and asked for again whenever somebody reads, so that what was deleted, withdrawn or forbidden is
/// gone at once. Stories are about living people: [Gathering] says whose words may stand in one.
@NullMarked
package verbatim.stories;

import org.jspecify.annotations.NullMarked;
