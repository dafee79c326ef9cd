/// Excerpts of private conversations, shown with proof and with the other side's say. Door:
/// [Excerpts]; what stands in the log is an [ExcerptEvent]. A member chooses a run of messages; his
/// own words he may show, those of others stay sealed until their authors agree. Whether somebody
/// declined or never answered is known to him alone: nothing that anybody else reads is written
/// when he declines. The seed of another's message leaves only when its author has agreed to all of
/// it and there is no picture, and no private word stands here before its author has agreed to it.
@NullMarked
package verbatim.excerpts;

import org.jspecify.annotations.NullMarked;
